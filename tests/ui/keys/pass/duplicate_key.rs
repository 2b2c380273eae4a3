use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = ["https://a.example.com", "https://b.example.com"])]
async fn list() {}

pub(crate) fn routes() -> CorsRouter {
    CorsRouter::new().route("/", get(list))
}
