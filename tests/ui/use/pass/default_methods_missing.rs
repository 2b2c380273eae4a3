use axum::Router;
use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

async fn list() {}

#[cors(origins = any, methods = [GET])]
fn api() -> Router {
    Router::new().route("/", axum::routing::get(list))
}

#[cors(origins = any)]
fn more() -> CorsRouter {
    CorsRouter::new().route("/more", get(list))
}

pub(crate) fn routes() -> CorsRouter {
    more().merge(api())
}
