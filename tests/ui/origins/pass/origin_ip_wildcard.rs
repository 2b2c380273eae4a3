use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(dev_origins = ["http://127.0.0.1:*"])]
async fn list() {}

pub(crate) fn routes() -> CorsRouter {
    CorsRouter::new().route("/", get(list))
}
