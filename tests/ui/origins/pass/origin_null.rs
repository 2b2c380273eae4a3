use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = ["null"], allow(null_origin))]
async fn list() {}

pub(crate) fn routes() -> CorsRouter {
    CorsRouter::new().route("/", get(list))
}
