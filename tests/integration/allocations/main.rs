//! Allocations, counted: of ordinary requests and of hostile headers.

// Handlers are async functions, with or without `.await`.
#![allow(clippy::unused_async)]

mod axum;
mod hostile_headers;
