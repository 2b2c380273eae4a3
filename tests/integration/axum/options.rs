//! `OPTIONS` on axum: layers, parts of plain axum, and the target `*`. `both/options.rs` has the rest.

use axum::{
    body::Body,
    extract::Request as HttpRequest,
    http::{Response, StatusCode},
    middleware::{self, Next},
    response::IntoResponse,
};
use cors_runtime::{
    axum::{
        CorsMethodRouter, CorsRouter,
        routing::{get, options},
    },
    cors,
};

use cors_tests::{APP, EVIL, NONE, PREFLIGHT_VARY, Request, Server, preflight, request};

#[cors(origins = ["https://app.example.com"])]
async fn users() -> &'static str {
    "users"
}

async fn plain_options() -> impl IntoResponse {
    ([("allow", "GET"), ("x-own", "yes")], "options")
}

async fn auth(request: HttpRequest, next: Next) -> Response<Body> {
    if request.headers().contains_key("authorization") {
        next.run(request).await
    } else {
        StatusCode::UNAUTHORIZED.into_response()
    }
}

fn ordinary_options() -> Request {
    request("OPTIONS", "/").origin(APP)
}

#[tokio::test]
async fn options_without_a_handler_skips_the_layers() {
    let route = get(users).layer(middleware::from_fn(auth));
    let server = Server::start(CorsRouter::new().route("/", route)).await;
    let response = server.send(ordinary_options()).await;
    assert_eq!((response.status, response.text()), (204, ""));
    assert_eq!(response.allow(), ["GET", "HEAD", "OPTIONS"]);
    assert_eq!(response.cors(), NONE);
}

fn with_own_options() -> [CorsMethodRouter; 3] {
    [
        get(users).options(plain_options),
        get(users).merge(axum::routing::options(plain_options)),
        options(plain_options).get(users),
    ]
}

#[tokio::test]
async fn options_handler_receives_no_preflights() {
    // The second has a part of plain axum, which may have a handler for `HEAD`.
    let methods = ["GET,HEAD", "GET", "GET,HEAD"];
    for (route, methods) in with_own_options().into_iter().zip(methods) {
        let server = Server::start(CorsRouter::new().route("/", route)).await;
        let response = server.send(ordinary_options()).await;
        assert_eq!((response.status, response.text()), (200, "options"));
        assert_eq!(response.cors(), NONE);
        let response = server.send(preflight("/", APP, "GET")).await;
        assert_eq!((response.status, response.all("x-own")), (204, Vec::new()));
        assert_eq!(
            response.cors(),
            [
                format!("access-control-allow-methods: {methods}"),
                "access-control-allow-origin: https://app.example.com".to_owned(),
                PREFLIGHT_VARY.to_owned(),
            ]
        );
        let response = server.send(preflight("/", EVIL, "GET")).await;
        assert_eq!((response.status, response.all("x-own")), (403, Vec::new()));
    }
}

#[tokio::test]
async fn options_handler_runs_behind_the_layers() {
    for route in with_own_options() {
        let app = CorsRouter::new()
            .route("/", route)
            .layer(middleware::from_fn(auth));
        let server = Server::start(app).await;
        assert_eq!(server.send(ordinary_options()).await.status, 401);
        let authorized = ordinary_options().header("authorization", "x");
        let response = server.send(authorized).await;
        assert_eq!((response.status, response.text()), (200, "options"));
        assert_eq!(server.send(preflight("/", APP, "GET")).await.status, 204);
        assert_eq!(server.send(preflight("/", EVIL, "GET")).await.status, 403);
    }
}

#[tokio::test]
async fn options_with_an_asterisk_target_is_no_preflight() {
    let server = Server::start(CorsRouter::new().route("/", get(users))).await;
    let response = server.send(preflight("*", APP, "GET")).await;
    assert_eq!(response.status, 404);
    assert_eq!(response.cors(), NONE);
}
