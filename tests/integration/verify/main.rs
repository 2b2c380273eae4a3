//! `verify`: detects layers and fairings that keep browsers from annotated routes.

// Handlers are async functions, with or without `.await`.
#![allow(clippy::unused_async)]

mod axum;
mod rocket;
