#![deny(deprecated)]

use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = ["https://app.example.com"], dev_origins = ["http://localhost:3000", "http://[::1]:5173"])]
async fn list() {}

// A server that is installed on the user's machine.
#[cors(origins = ["http://127.0.0.1:8631"], allow(loopback_origins))]
async fn print() {}

// An app in a web view has no port.
#[cors(origins = ["http://tauri.localhost", "https://localhost"])]
async fn app() {}

pub(crate) fn routes() -> CorsRouter {
    CorsRouter::new()
        .route("/", get(list))
        .route("/print", get(print))
        .route("/app", get(app))
}
