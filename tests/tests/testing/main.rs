//! Annotated apps as pages in a browser see them, by the browser that the runtime crate has for tests.

mod axum;
mod conversation;
mod rocket;

const APP: &str = "https://app.example.com";
const ADMIN: &str = "https://admin.example.com";
const API: &str = "https://api.example.com";
const EVIL: &str = "https://evil.example";
