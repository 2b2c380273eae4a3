use axum::{Json, extract::Path};
use axum_extra::routing::TypedPath;
use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};
use serde::Deserialize;

#[derive(TypedPath, Deserialize)]
#[typed_path("/users/{id}")]
struct User {
    id: u32,
}

#[cors(origins = any)]
async fn list() {}

#[cors(origins = any)]
async fn show(_user: User) {}

#[cors(origins = any, headers = ["content-type"])]
async fn rename(_user: User, _body: Json<User>) {}

async fn plain(_id: Path<u32>) {}

pub(crate) fn routes() -> CorsRouter {
    CorsRouter::new()
        .route("/users", get(list))
        .typed_get(show)
        .typed_put(rename)
        .route("/posts/{id}", get(plain))
}
