//! Origins that are known only while the server runs: from the environment, from a set that is replaced,
//! and from a function. Each behaves alike on both frameworks.

// Handlers are async functions whether they wait for something or not.
#![allow(clippy::unused_async)]

mod allowed_origin;
mod child;
mod environment;
mod live;
mod matching;
mod overruled;
mod under_load;

use cors_runtime::axum::CorsRouter;
use cors_tests::{Server, assert_origins};
use rocket::{Build, Rocket, Route, error::ErrorKind, local::asynchronous::Client};

fn rocket_with(routes: Vec<Route>) -> Rocket<Build> {
    rocket::custom(cors_tests::quiet())
        .attach(cors_runtime::rocket::Cors::fairing())
        .mount("/", routes)
}

/// Rocket asks the guards of the routes whether they can be served.
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

/// What a path answers to each of these origins, actual requests and preflights alike.
async fn check(servers: &[Server; 2], path: &str, allowed: &[&str], refused: &[&str]) {
    for server in servers {
        assert_origins(server, path, allowed, refused).await;
    }
}
