//! The report lists the policies of all routes and marks opaque parts as unknown.

// Handlers are async functions, with or without `.await`.
#![allow(clippy::unused_async)]

mod axum;
mod rocket;
