//! Behaviour that axum and Rocket share: the same requests get the same responses from both.

// Handlers are async functions, with or without `.await`.
#![allow(clippy::unused_async)]

use cors_runtime::axum::CorsRouter;
use cors_tests::Server;
use rocket::{Build, Rocket};

mod counting;
mod default_policy;
mod enforce;
mod errors;
mod explanations;
mod options;
mod origins;
mod policies;
mod quickstarts;
mod random_requests;
mod responses;

/// The same app on both frameworks, each with its name.
async fn servers(axum: CorsRouter, rocket: Rocket<Build>) -> [(&'static str, Server); 2] {
    [
        ("axum", Server::start(axum).await),
        ("Rocket", Server::launch(rocket).await),
    ]
}
