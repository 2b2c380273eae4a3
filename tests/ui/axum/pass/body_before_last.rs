use axum::{Json, extract::State};
use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = any, headers = ["content-type"])]
async fn list(State(_count): State<u8>, Json(_name): Json<String>) {}

pub(crate) fn routes() -> CorsRouter {
    CorsRouter::new().route("/", get(list)).with_state(0)
}
