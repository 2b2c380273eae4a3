use axum_extra::{
    TypedHeader,
    headers::{Authorization, authorization::Basic, authorization::Bearer},
};
use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = any, headers = ["*", "authorization"])]
async fn list(_: TypedHeader<Authorization<Bearer>>) {}

#[cors(origins = any, allow(bearer_authorization))]
async fn for_servers(_: Option<TypedHeader<Authorization<Bearer>>>) {}

/// A browser asks the user for a name and a password itself.
#[cors(origins = any)]
async fn basic(_: TypedHeader<Authorization<Basic>>) {}

pub(crate) fn routes() -> CorsRouter {
    CorsRouter::new()
        .route("/", get(list).post(for_servers))
        .route("/basic", get(basic))
}
