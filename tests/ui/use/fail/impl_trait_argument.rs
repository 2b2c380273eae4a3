use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = any)]
async fn list(_body: impl Into<String>) {}
//~^ ERROR an argument of a handler cannot be `impl Into<String>`

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
