use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = ["moz-extension://*"])]
async fn list() {}

#[cors(origins = ["moz-extension://*"], enforce, allow(extension_wildcard))]
async fn enforced() {}

pub(crate) fn routes() -> CorsRouter {
    CorsRouter::new()
        .route("/", get(list))
        .route("/enforced", get(enforced))
}
