use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = |origin: &str| origin.ends_with(".example.com"))]
//~^ ERROR a closure cannot be used in `origins`
async fn list() {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
}
