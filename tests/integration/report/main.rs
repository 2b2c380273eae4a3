//! The report lists who may call what, and says what it does not know.

// Handlers are async functions whether they wait for something or not.
#![allow(clippy::unused_async)]

mod axum;
mod rocket;
