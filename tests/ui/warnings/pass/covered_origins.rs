#![deny(deprecated)]

use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = ["https://*.example.com", "https://example.com", "http://app.example.com"])]
async fn list() {}

// Two patterns are none of this.
#[cors(origins = ["https://*.example.com", "https://*.app.example.com"])]
async fn patterns() {}

#[cors(
    origins = ["https://*.example.com", "https://app.example.com"],
    allow(covered_origins)
)]
async fn allowed() {}

pub(crate) fn routes() -> CorsRouter {
    CorsRouter::new()
        .route("/", get(list))
        .route("/patterns", get(patterns))
        .route("/allowed", get(allowed))
}
