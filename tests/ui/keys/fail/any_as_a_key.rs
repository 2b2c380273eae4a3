use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(any, max_age = 600)]
//~^ ERROR `any` is a value, not a key
async fn list() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
