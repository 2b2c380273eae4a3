use axum::extract::Query;
use axum_extra::routing::TypedPath;
use cors_runtime::{axum::CorsRouter, cors};
use serde::Deserialize;

#[derive(TypedPath, Deserialize)]
#[typed_path("/users/{id}")]
struct User {
    id: u32,
}

#[cors(origins = any)]
async fn show(_user: User, _page: Query<u32>, _body: String) {}

async fn plain(_user: User, _page: Query<u32>, _body: String) {}

pub(crate) fn routes() -> CorsRouter {
    CorsRouter::new().typed_get(show).typed_put(plain)
}
