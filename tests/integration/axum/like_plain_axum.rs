//! Requests without `Origin` behave as in plain axum.

use axum::{
    Json, Router,
    extract::{Path, Query, State},
    http::StatusCode,
    middleware, routing,
};
use cors_runtime::{
    axum::{CorsRouter, routing as cors_routing},
    cors,
};
use serde::Deserialize;

use cors_tests::{RawResponse, Request, Server, get, post, request};

#[derive(Deserialize)]
struct Search {
    word: String,
}

async fn plain_root() -> &'static str {
    "root"
}

async fn plain_user(Path(id): Path<u32>) -> Result<String, StatusCode> {
    if id == 0 {
        Err(StatusCode::NOT_FOUND)
    } else {
        Ok(format!("user {id}"))
    }
}

async fn plain_search(State(name): State<&'static str>, Query(search): Query<Search>) -> String {
    format!("{name} looks for {}", search.word)
}

async fn plain_sum(Json(numbers): Json<Vec<i64>>) -> Json<i64> {
    Json(numbers.iter().sum())
}

async fn plain_file(Path(path): Path<String>) -> String {
    path
}

#[cors(origins = ["https://app.example.com"])]
async fn root() -> &'static str {
    plain_root().await
}

#[cors(origins = ["https://app.example.com"], enforce)]
async fn user(path: Path<u32>) -> Result<String, StatusCode> {
    plain_user(path).await
}

#[cors(origins = ["https://app.example.com"], credentials)]
async fn search(state: State<&'static str>, query: Query<Search>) -> String {
    plain_search(state, query).await
}

#[cors(origins = ["https://*.example.com"], headers = ["content-type"])]
async fn sum(json: Json<Vec<i64>>) -> Json<i64> {
    plain_sum(json).await
}

#[cors(origins = ["https://app.example.com"])]
async fn file(path: Path<String>) -> String {
    plain_file(path).await
}

async fn stamp(
    request: axum::extract::Request,
    next: middleware::Next,
) -> axum::response::Response {
    let mut response = next.run(request).await;
    response
        .headers_mut()
        .append("x-stamp", "here".parse().expect("a value"));
    response
}

async fn lost() -> (StatusCode, &'static str) {
    (StatusCode::NOT_FOUND, "lost")
}

/// The same app twice, written in the same way.
fn with_cors() -> CorsRouter {
    let below = CorsRouter::new()
        .route("/", cors_routing::get(root))
        .route("/users/{id}", cors_routing::get(user).delete(user))
        .fallback(lost);
    CorsRouter::new()
        .route("/", cors_routing::get(root))
        .route("/sum", cors_routing::post(sum))
        .route("/search", cors_routing::get(search).post(search))
        .route_layer(middleware::from_fn(stamp))
        .route("/sum", cors_routing::put(sum))
        .route("/files/{*path}", cors_routing::get(file))
        .nest(
            "/below/{tenant}",
            CorsRouter::new().route("/", cors_routing::get(root)),
        )
        .nest("/api", below)
        .layer(middleware::from_fn(stamp))
        .with_state("plain")
}

fn without_cors() -> Router {
    let below = Router::new()
        .route("/", routing::get(plain_root))
        .route("/users/{id}", routing::get(plain_user).delete(plain_user))
        .fallback(lost);
    Router::new()
        .route("/", routing::get(plain_root))
        .route("/sum", routing::post(plain_sum))
        .route("/search", routing::get(plain_search).post(plain_search))
        .route_layer(middleware::from_fn(stamp))
        .route("/sum", routing::put(plain_sum))
        .route("/files/{*path}", routing::get(plain_file))
        .nest(
            "/below/{tenant}",
            Router::new().route("/", routing::get(plain_root)),
        )
        .nest("/api", below)
        .layer(middleware::from_fn(stamp))
        .with_state("plain")
}

/// A response without the traces of CORS: the one header added to it, and `OPTIONS` in `Allow`.
fn without_cors_lines(response: RawResponse) -> (RawResponse, Vec<String>) {
    let mut allow = response.allow();
    allow.retain(|method| method != "OPTIONS");
    let mut response = response.undated();
    response
        .lines
        .retain(|(name, _)| !["vary", "allow"].contains(&name.as_str()));
    (response, allow)
}

#[tokio::test]
async fn requests_without_origin_match_plain_axum() {
    let annotated = Server::start(with_cors()).await;
    let plain = Server::start_plain(without_cors()).await;
    let requests: [Request; 34] = [
        get("/"),
        get("/?query"),
        request("HEAD", "/"),
        post("/"),
        request("PURGE", "/"),
        request("get", "/"),
        get("/search?word=cors"),
        request("HEAD", "/search?word=cors"),
        post("/search?word=cors"),
        request("PUT", "/search"),
        get("/search"),
        get("/search/"),
        post("/sum").json("[1,2,3]"),
        request("PUT", "/sum").json("[1,2,3]"),
        get("/sum"),
        post("/sum").json("[1,2"),
        post("/sum").json("{}"),
        post("/sum").body("text/plain", "[1]"),
        post("/sum"),
        get("/files/a"),
        get("/files/a/b/c?d"),
        get("/files/"),
        get("/files"),
        get("/files/%ff"),
        get("/api"),
        get("/api/"),
        get("/api/users/7"),
        get("/api/users/0"),
        get("/api/users/seven"),
        request("DELETE", "/api/users/7"),
        post("/api/users/7"),
        get("/api/unknown"),
        get("/below/acme"),
        get("/unknown"),
    ];
    for request in requests {
        let ours = annotated.send(request.clone()).await;
        let theirs = plain.send(request.clone()).await;
        assert_eq!(
            without_cors_lines(ours.clone()),
            without_cors_lines(theirs.clone()),
            "{request:?}"
        );
        assert_eq!(
            ours.all("vary"),
            if ours.cors().is_empty() {
                vec![]
            } else {
                vec!["origin"]
            }
        );
        assert_eq!(
            ours.allow().is_empty(),
            theirs.allow().is_empty(),
            "{request:?}"
        );
    }
}

#[tokio::test]
async fn plain_options_is_204_where_plain_axum_has_405() {
    let annotated = Server::start(with_cors()).await;
    let plain = Server::start_plain(without_cors()).await;
    for (path, allow) in [
        ("/", "GET HEAD OPTIONS"),
        ("/sum", "OPTIONS POST PUT"),
        ("/search", "GET HEAD OPTIONS POST"),
        ("/api/users/7", "DELETE GET HEAD OPTIONS"),
        ("/files/a", "GET HEAD OPTIONS"),
    ] {
        let ours = annotated.send(request("OPTIONS", path)).await;
        assert_eq!(
            (ours.status, ours.allow().join(" ")),
            (204, allow.to_owned()),
            "{path}"
        );
        assert_eq!(
            plain.send(request("OPTIONS", path)).await.status,
            405,
            "{path}"
        );
    }
    for path in ["/unknown", "/api/unknown"] {
        let ours = annotated.send(request("OPTIONS", path)).await.undated();
        assert_eq!(
            ours,
            plain.send(request("OPTIONS", path)).await.undated(),
            "{path}"
        );
    }
}
