use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(dev_origins = ["http://localhost:3000"], credentials)]
async fn list() {}

pub(crate) fn routes() -> CorsRouter {
    CorsRouter::new().route("/", get(list))
}
