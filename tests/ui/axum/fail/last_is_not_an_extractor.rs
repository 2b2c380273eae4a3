use axum::http::HeaderMap;
use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = any)]
async fn list(_headers: HeaderMap, _id: u32) {}

fn main() {
    let _: CorsRouter = CorsRouter::new().route("/", get(list));
    //~^ ERROR `u32` cannot be the last argument of a handler
}
