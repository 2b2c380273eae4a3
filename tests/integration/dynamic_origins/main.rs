//! Dynamic origins, alike on both frameworks: from the environment, from a set that is replaced, and from a function.

// Handlers are async functions, with or without `.await`.
#![allow(clippy::unused_async)]

mod allowed_origin;
mod child;
mod environment;
mod environment_errors;
mod live;
mod matching;
mod matching_probes;
mod overruled;
mod per_server;
mod under_load;

use cors_runtime::axum::CorsRouter;
use cors_tests::{Server, assert_origins};
use rocket::{Build, Rocket, Route, error::ErrorKind, local::asynchronous::Client};

fn rocket_with(routes: Vec<Route>) -> Rocket<Build> {
    rocket::custom(cors_tests::quiet())
        .attach(cors_runtime::rocket::Cors::fairing())
        .mount("/", routes)
}

/// Asserts that Rocket refuses to launch: the sentinels of the routes abort it.
async fn assert_not_launched(routes: Vec<Route>) {
    let launched = Client::untracked(rocket_with(routes)).await;
    let error = launched.map(drop).expect_err("it is not launched");
    assert!(matches!(error.kind(), ErrorKind::SentinelAborts(_)));
}

/// The same app on both frameworks, over sockets.
async fn servers(axum: CorsRouter, rocket: Vec<Route>) -> [Server; 2] {
    [
        Server::start(axum).await,
        Server::launch(rocket_with(rocket)).await,
    ]
}

/// Sends an actual request and a preflight from each origin.
async fn check(servers: &[Server; 2], path: &str, allowed: &[&str], refused: &[&str]) {
    for server in servers {
        assert_origins(server, path, allowed, refused).await;
    }
}
