use axum::Router;
use cors_runtime::cors;

#[cors(origins = any)]
fn app(name: &str) -> Router {
    //~^ ERROR a policy for a whole `Router` is not supported yet
    Router::new().route(name, axum::routing::get(|| async {}))
}

fn main() {
    let _ = app("/").into_make_service();
}
