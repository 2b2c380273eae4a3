use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = ["https://my-app.run.app"], enforce)]
async fn list() {}

pub(crate) fn routes() -> CorsRouter {
    CorsRouter::new().route("/", get(list))
}
