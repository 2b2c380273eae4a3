#![deny(deprecated)]

use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors, headers,
};

const A: &str = "https://a.example";
const B: &str = "https://b.example";

#[cors(
    origins = ["https://app.example.com", "https://admin.example.com", A, B],
    methods = [GET, HEAD, POST],
    headers = [headers::TRACING, headers::CSRF],
)]
async fn list() {}

#[cors(origins = ["https://app.example.com", "https://app.example.com"], allow(duplicate_entries))]
async fn allowed() {}

pub(crate) fn routes() -> CorsRouter {
    CorsRouter::new()
        .route("/", get(list).post(list))
        .route("/allowed", get(allowed))
}
