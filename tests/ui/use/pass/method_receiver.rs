use axum::extract::State;
use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[derive(Clone)]
struct Users;

#[cors(origins = any)]
async fn list(State(_users): State<Users>) {}

pub(crate) fn routes() -> CorsRouter {
    CorsRouter::new().route("/", get(list)).with_state(Users)
}
