//! `verify`: detects layers and fairings that keep browsers from annotated routes.

// Handlers are async functions whether they wait for something or not.
#![allow(clippy::unused_async)]

mod axum;
mod rocket;
