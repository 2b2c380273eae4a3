//! Behaviour that axum and Rocket share: the same requests get the same responses from both.

// Handlers are async functions whether they wait for something or not.
#![allow(clippy::unused_async)]

mod default_policy;
mod origins;
mod quickstarts;
mod random_requests;
