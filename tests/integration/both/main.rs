//! Behaviour that axum and Rocket share: the same requests get the same responses from both.

// Handlers are async functions, with or without `.await`.
#![allow(clippy::unused_async)]

mod default_policy;
mod enforce;
mod explanations;
mod origins;
mod quickstarts;
mod random_requests;
