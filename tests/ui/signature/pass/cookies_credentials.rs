use axum_extra::extract::cookie::CookieJar;
use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

#[cors(origins = ["https://app.example.com"], credentials)]
async fn account(_: CookieJar) {}

/// Pages of other origins see what is public.
#[cors(origins = any)]
async fn home(_: CookieJar) {}

#[cors(origins = ["https://app.example.com"], allow(cookies_credentials))]
async fn page(_: CookieJar) {}

#[cors(disabled)]
async fn closed(_: CookieJar) {}

pub(crate) fn routes() -> CorsRouter {
    CorsRouter::new()
        .route("/", get(home).post(account))
        .route("/page", get(page).post(closed))
}
