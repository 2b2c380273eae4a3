use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = any)]
async fn list(_body: &str) {}
//~^ ERROR an argument of a handler cannot borrow: `&str`

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
