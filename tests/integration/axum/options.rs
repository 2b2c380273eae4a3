//! `OPTIONS` that is not a preflight is an ordinary request.

use axum::{
    body::Body,
    extract::Request,
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

use cors_tests::{
    ADMIN, APP, EVIL, HIDDEN, NONE, PREFLIGHT_VARY, Request as Ask, Server, preflight, readable_by,
    request,
};

#[cors(origins = ["https://app.example.com"])]
async fn users() -> &'static str {
    "users"
}

#[cors(origins = ["https://admin.example.com"])]
async fn annotated_options() -> impl IntoResponse {
    ([("allow", "GET"), ("x-own", "yes")], "ask me")
}

async fn plain_options() -> impl IntoResponse {
    ([("allow", "GET"), ("x-own", "yes")], "ask me")
}

async fn auth(request: Request, next: Next) -> Response<Body> {
    if request.headers().contains_key("authorization") {
        next.run(request).await
    } else {
        StatusCode::UNAUTHORIZED.into_response()
    }
}

/// Every `OPTIONS` that is no preflight.
fn no_preflights() -> [Ask; 5] {
    let ask = || request("OPTIONS", "/");
    [
        ask(),
        ask().origin(APP),
        ask().origin(EVIL),
        ask().header("access-control-request-method", "GET"),
        ask()
            .origin(APP)
            .header("access-control-request-method", "GET")
            .header("access-control-request-method", "GET"),
    ]
}

#[tokio::test]
async fn options_without_a_handler_is_204_with_allow() {
    let layered = get(users).layer(middleware::from_fn(auth));
    for route in [get(users), layered] {
        let server = Server::start(CorsRouter::new().route("/", route)).await;
        for request in no_preflights() {
            let response = server.send(request).await;
            assert_eq!(response.status, 204);
            assert_eq!(response.allow(), ["GET", "HEAD", "OPTIONS"]);
            assert_eq!(response.cors(), NONE);
            assert_eq!(response.text(), "");
        }
    }
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
        for request in no_preflights() {
            let response = server.send(request).await;
            assert_eq!((response.status, response.text()), (200, "ask me"));
            assert_eq!(response.cors(), NONE);
        }
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
        for request in no_preflights() {
            assert_eq!(server.send(request.clone()).await.status, 401);
            let response = server.send(request.header("authorization", "x")).await;
            assert_eq!((response.status, response.text()), (200, "ask me"));
        }
        assert_eq!(server.send(preflight("/", APP, "GET")).await.status, 204);
        assert_eq!(server.send(preflight("/", EVIL, "GET")).await.status, 403);
    }
}

#[tokio::test]
async fn annotated_options_handler_has_its_policy() {
    let app = CorsRouter::new().route("/", get(users).options(annotated_options));
    let server = Server::start(app).await;
    let response = server.send(request("OPTIONS", "/").origin(ADMIN)).await;
    assert_eq!((response.status, response.text()), (200, "ask me"));
    assert_eq!(response.cors(), readable_by(ADMIN));
    assert_eq!(
        server
            .send(request("OPTIONS", "/").origin(APP))
            .await
            .cors(),
        HIDDEN
    );

    // `fetch(url, { method: "OPTIONS" })` is preflighted, too.
    let response = server.send(preflight("/", ADMIN, "OPTIONS")).await;
    assert_eq!((response.status, response.all("x-own")), (204, Vec::new()));
    assert_eq!(response.all("access-control-allow-methods"), ["OPTIONS"]);
    assert_eq!(
        server.send(preflight("/", APP, "OPTIONS")).await.status,
        403
    );
    assert_eq!(server.send(preflight("/", APP, "GET")).await.status, 204);
}

#[tokio::test]
async fn options_with_an_asterisk_target_is_no_preflight() {
    let server = Server::start(CorsRouter::new().route("/", get(users))).await;
    let response = server.send(preflight("*", APP, "GET")).await;
    assert_eq!(response.status, 404);
    assert_eq!(response.cors(), NONE);
}
