use axum::{Router, routing::{MethodRouter, get}};
use cors_runtime::cors;

async fn list() {}

#[cors(origins = any)]
fn api() -> Router {
    //~^ ERROR a default policy for a plain axum router needs `methods`
    Router::new().route("/", get(list))
}

#[cors(origins = any)]
fn route() -> MethodRouter {
    //~^ ERROR a default policy for a plain axum router needs `methods`
    get(list)
}

fn main() {
    let _: Router = api().route("/x", route());
}
