//! Origins that are known only while the server runs: from the environment, from a set that is replaced,
//! and from a function. Each behaves alike on both frameworks.

// Handlers are async functions whether they wait for something or not.
#![allow(clippy::unused_async)]

// Each of the test binaries needs its part of it.
#[allow(dead_code, unused_imports, unused_macros)]
#[path = "../support/mod.rs"]
mod support;

mod allowed_origin;
mod child;
mod environment;
mod live;
mod matching;
mod under_load;

use cors_runtime::axum::CorsRouter;
use rocket::{Build, Rocket, Route, error::ErrorKind, local::asynchronous::Client};
use support::{HIDDEN, Server, get, preflight, readable_by};

fn rocket_with(routes: Vec<Route>) -> Rocket<Build> {
    rocket::custom(support::quiet())
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
        let mut connection = server.connect().await;
        for origin in allowed {
            let answer = connection.send(&get(path).origin(origin)).await;
            assert_eq!(answer.cors(), readable_by(origin), "{path} from {origin}");
            let answer = connection.send(&preflight(path, origin, "GET")).await;
            assert_eq!(answer.status, 204, "preflight of {path} from {origin}");
            assert_eq!(answer.all("access-control-allow-origin"), [*origin]);
        }
        for origin in refused {
            let answer = connection.send(&get(path).origin(origin)).await;
            assert_eq!(answer.status, 200, "{path} from {origin}");
            assert_eq!(answer.cors(), HIDDEN, "{path} from {origin}");
            let answer = connection.send(&preflight(path, origin, "GET")).await;
            assert_eq!(answer.status, 403, "preflight of {path} from {origin}");
            assert_eq!(answer.all("access-control-allow-origin"), [""; 0]);
        }
    }
}
