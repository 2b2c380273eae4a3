use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = ["https://my-project.github.io"], credentials)]
async fn list() {}

pub(crate) fn routes() -> CorsRouter {
    CorsRouter::new().route("/", get(list))
}
