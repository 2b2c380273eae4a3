//! Allocations, counted: of ordinary requests and of hostile headers.

// Handlers are async functions whether they wait for something or not.
#![allow(clippy::unused_async)]

mod axum;
mod hostile_headers;
