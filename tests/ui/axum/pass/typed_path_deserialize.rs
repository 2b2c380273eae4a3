use axum_extra::routing::TypedPath;
use cors_runtime::{axum::CorsRouter, cors};
use serde::Deserialize;

#[derive(TypedPath, Deserialize)]
#[typed_path("/users/{id}")]
struct User {
    id: u32,
}

#[cors(origins = any)]
async fn show(_user: User) {}

pub(crate) fn routes() -> CorsRouter {
    CorsRouter::new().typed_get(show)
}
