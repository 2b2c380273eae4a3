use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(dev_origins = ["http://0.0.0.0:3000", "http://localhost:3000"], credentials)]
async fn list() {}

pub(crate) fn routes() -> CorsRouter {
    CorsRouter::new().route("/", get(list))
}
