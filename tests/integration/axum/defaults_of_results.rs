//! Default policies of functions that return a `Result` or an alias.

use std::io;

use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};
use cors_tests::{APP, EVIL, HIDDEN, Server, get as get_, preflight, readable_by};

type App = CorsRouter;

async fn users() -> &'static str {
    "users"
}

fn read_path(exists: bool) -> io::Result<&'static str> {
    exists
        .then_some("/users")
        .ok_or_else(|| io::ErrorKind::NotFound.into())
}

#[cors(origins = ["https://app.example.com"])]
fn fallible(exists: bool) -> Result<CorsRouter, io::Error> {
    let path = read_path(exists)?;
    Ok(CorsRouter::new().route(path, get(users)))
}

#[cors(origins = ["https://app.example.com"])]
async fn fallible_later(exists: bool) -> io::Result<CorsRouter> {
    let path = std::future::ready(read_path(exists)).await?;
    Ok(CorsRouter::new().route(path, get(users)))
}

#[cors(origins = ["https://app.example.com"])]
fn alias() -> App {
    CorsRouter::new().route("/users", get(users))
}

#[tokio::test]
async fn router_in_a_result_or_alias_gets_the_default() {
    let fallible = fallible(true).expect("a router");
    let later = fallible_later(true).await.expect("a router");
    for router in [fallible, later, alias()] {
        let server = Server::start(router).await;
        let allowed = server.send(get_("/users").origin(APP)).await;
        assert_eq!(allowed.cors(), readable_by(APP));
        let rejected = server.send(get_("/users").origin(EVIL)).await;
        assert_eq!(rejected.cors(), HIDDEN);
        let permitted = server.send(preflight("/users", APP, "GET")).await;
        assert_eq!(permitted.status, 204);
    }
}

#[tokio::test]
async fn error_of_the_function_is_returned_unchanged() {
    let error = fallible(false).err().map(|error| error.kind());
    assert_eq!(error, Some(io::ErrorKind::NotFound));
    let error = fallible_later(false).await.err().map(|error| error.kind());
    assert_eq!(error, Some(io::ErrorKind::NotFound));
}
