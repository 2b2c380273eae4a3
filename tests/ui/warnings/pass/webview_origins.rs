#![deny(deprecated)]

use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

const OTHERS: &[&str] = &["http://tauri.localhost"];

#[cors(origins = ["tauri://localhost", "http://tauri.localhost"])]
async fn tauri() {}

// Tauri has a switch for it.
#[cors(origins = ["tauri://localhost", "https://tauri.localhost"])]
async fn tauri_over_https() {}

#[cors(origins = ["capacitor://localhost", "https://localhost"])]
async fn capacitor() {}

#[cors(origins = ["capacitor://localhost"], allow(webview_origins))]
async fn for_one_system() {}

// What a constant holds is not seen.
#[cors(origins = ["tauri://localhost", OTHERS])]
async fn with_a_constant() {}

pub(crate) fn routes() -> CorsRouter {
    CorsRouter::new()
        .route("/tauri", get(tauri))
        .route("/tauri_over_https", get(tauri_over_https))
        .route("/capacitor", get(capacitor))
        .route("/for_one_system", get(for_one_system))
        .route("/with_a_constant", get(with_a_constant))
}
