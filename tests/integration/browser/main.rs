//! Annotated apps as pages in a browser see them, by the browser of `cors_runtime::testing`.

mod axum;
mod conversation;
mod explanations;
// A release build has no responses of a debug build to compare with.
#[cfg(debug_assertions)]
mod release;
mod rocket;
mod running;

const APP: &str = "https://app.example.com";
const ADMIN: &str = "https://admin.example.com";
const API: &str = "https://api.example.com";
const EVIL: &str = "https://evil.example";
