//! `verify`: detects layers and fairings that make preflights of annotated routes fail.

// Handlers are async functions, with or without `.await`.
#![allow(clippy::unused_async)]

mod axum;
mod rocket;
