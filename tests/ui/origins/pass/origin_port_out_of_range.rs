use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(dev_origins = ["http://localhost:65535"])]
async fn list() {}

pub(crate) fn routes() -> CorsRouter {
    CorsRouter::new().route("/", get(list))
}
