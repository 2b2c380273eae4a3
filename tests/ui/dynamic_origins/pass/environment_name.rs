use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = env("ALLOWED_ORIGINS", default = ["https://app.example.com"]))]
async fn list() {}

pub(crate) fn routes() -> CorsRouter {
    CorsRouter::new().route("/", get(list))
}
