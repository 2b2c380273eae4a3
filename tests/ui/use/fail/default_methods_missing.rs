use axum::{Router, routing::{MethodRouter, get}};
use cors_runtime::cors;

async fn list() {}

#[cors(origins = any)]
fn api() -> Router {
    //~^ ERROR a plain axum router does not report which methods its routes serve
    Router::new().route("/", get(list))
}

#[cors(origins = any)]
fn route() -> MethodRouter {
    //~^ ERROR a plain axum router does not report which methods its routes serve
    get(list)
}

fn main() {
    let _: Router = api().route("/x", route());
}
