//! `CorsLayer`: a policy around an opaque service.

use std::convert::Infallible;

use axum::{
    Router,
    body::Body,
    http::{Request, Response, StatusCode},
    routing,
};
use cors_runtime::{Policy, axum::CorsRouter, layer::CorsLayer, policy};
use futures_util::FutureExt;
use tower::{Service, ServiceBuilder, ServiceExt, service_fn};

use cors_tests::{
    APP, EVIL, HIDDEN, NONE, PREFLIGHT_VARY, Server, assert_policy, get, post, preflight,
    readable_by, request,
};

static GRPC: Policy = policy!(
    origins = ["https://app.example.com"],
    methods = [POST],
    headers = ["content-type", "x-grpc-web"],
    expose_headers = ["grpc-status", "grpc-message"],
    max_age = "2h"
);
static LISTED: Policy = policy!(origins = ["https://app.example.com"]);
static ANY: Policy = policy!(origins = any, methods = any);

/// Like a generated gRPC server: one method for each path, the status in a header.
async fn greeter(request: Request<Body>) -> Result<Response<Body>, Infallible> {
    let status = match request.uri().path() {
        "/greeter/say-hello" => "0",
        _ => "12",
    };
    let response = Response::builder().header("grpc-status", status);
    Ok(response.body(Body::empty()).expect("a response"))
}

#[tokio::test]
async fn grpc_service_is_callable_from_allowed_pages_only() {
    let service = ServiceBuilder::new()
        .layer(CorsLayer::new(&GRPC))
        .service(service_fn(greeter));
    let server = Server::start(CorsRouter::new().fallback_service(service)).await;

    let response = server
        .send(preflight("/greeter/say-hello", APP, "POST"))
        .await;
    assert_eq!(response.status, 204);
    assert_eq!(
        response.cors(),
        [
            "access-control-allow-headers: content-type,x-grpc-web",
            "access-control-allow-methods: POST",
            "access-control-allow-origin: https://app.example.com",
            "access-control-max-age: 7200",
            PREFLIGHT_VARY,
        ]
    );
    assert_eq!(response.all("grpc-status"), NONE);
    for (origin, method) in [(EVIL, "POST"), (APP, "GET"), (APP, "PUT"), ("null", "POST")] {
        let response = server
            .send(preflight("/greeter/say-hello", origin, method))
            .await;
        assert_eq!(
            (response.status, response.cors()),
            (403, vec![PREFLIGHT_VARY.to_owned()])
        );
        assert_eq!(response.all("grpc-status"), NONE);
    }

    for (path, status) in [("/greeter/say-hello", "0"), ("/unknown", "12")] {
        let response = server.send(post(path).origin(APP)).await;
        assert_eq!(response.all("grpc-status"), [status]);
        assert_eq!(
            response.cors(),
            [
                "access-control-allow-origin: https://app.example.com",
                "access-control-expose-headers: grpc-status,grpc-message",
                "vary: origin",
            ]
        );
        let response = server.send(post(path).origin(EVIL)).await;
        assert_eq!(
            (response.all("grpc-status"), response.cors()),
            (vec![status.to_owned()], vec!["vary: origin".to_owned(),])
        );
    }
}

#[tokio::test]
async fn layer_policy_without_methods_allows_the_safelisted_ones() {
    let service = ServiceBuilder::new()
        .layer(CorsLayer::new(&LISTED))
        .service(service_fn(greeter));
    let server = Server::start(CorsRouter::new().fallback_service(service)).await;
    for method in ["GET", "HEAD", "POST"] {
        let response = server.send(preflight("/", APP, method)).await;
        assert_eq!(
            response.all("access-control-allow-methods"),
            ["GET,HEAD,POST"],
            "{method}"
        );
        assert_eq!(
            server.send(request(method, "/").origin(APP)).await.cors(),
            readable_by(APP)
        );
    }
    for method in ["PUT", "DELETE", "patch"] {
        assert_eq!(
            server.send(preflight("/", APP, method)).await.status,
            403,
            "{method}"
        );
        let response = server.send(request(method, "/").origin(APP)).await;
        assert_eq!(response.status, 200, "{method}");
        assert_eq!(response.cors(), HIDDEN, "{method}");
    }
}

#[tokio::test]
async fn plain_options_reaches_the_service() {
    let service = ServiceBuilder::new()
        .layer(CorsLayer::new(&ANY))
        .service(service_fn(greeter));
    let server = Server::start(CorsRouter::new().fallback_service(service)).await;
    for request in [request("OPTIONS", "/"), request("OPTIONS", "/").origin(APP)] {
        let response = server.send(request).await;
        assert_eq!(
            (response.status, response.all("grpc-status")),
            (200, vec!["12".to_owned()])
        );
        assert_eq!(response.cors(), ["access-control-allow-origin: *"]);
    }
    let response = server.send(preflight("/", EVIL, "PURGE")).await;
    assert_eq!(response.all("access-control-allow-methods"), ["*"]);
}

#[tokio::test]
async fn layer_around_a_router_applies_its_policy() {
    let router = Router::new()
        .route(
            "/",
            routing::get(async || [("access-control-allow-origin", "*")]),
        )
        .route("/teapot", routing::get(async || StatusCode::IM_A_TEAPOT));
    let apps = [
        Router::new().fallback_service(
            ServiceBuilder::new()
                .layer(CorsLayer::new(&LISTED))
                .service(router.clone()),
        ),
        router.layer(CorsLayer::new(&LISTED)),
    ];
    for app in apps {
        let server = Server::start_plain(app).await;
        for (path, status) in [("/", 200), ("/teapot", 418), ("/unknown", 404)] {
            assert_policy(&server, "GET", path, APP, status).await;
        }
    }
}

#[tokio::test]
async fn service_of_a_router_gets_a_policy_through_the_layer() {
    let service = ServiceBuilder::new()
        .layer(CorsLayer::new(&LISTED))
        .service(service_fn(greeter));
    let app = CorsRouter::new()
        .route_service("/one", service)
        .nest_service("/below", service_fn(greeter))
        .fallback_service(CorsRouter::new());
    let server = Server::start(app).await;
    assert_eq!(
        server.send(get("/one").origin(APP)).await.cors(),
        readable_by(APP)
    );
    assert_eq!(server.send(preflight("/one", APP, "GET")).await.status, 204);
    assert_eq!(server.send(get("/below").origin(APP)).await.cors(), NONE);
    assert_eq!(server.send(get("/unknown").origin(APP)).await.cors(), NONE);
}

#[tokio::test]
async fn layer_accepts_any_body_and_error_type() {
    let mut echo = ServiceBuilder::new()
        .layer(CorsLayer::new(&LISTED))
        .service(service_fn(async |request: Request<String>| {
            match request.into_body() {
                body if body.is_empty() => Err("nothing to say"),
                body => Ok(Response::new(body)),
            }
        }));
    let http_request = |method: &str, body: &str| {
        Request::builder()
            .method(method)
            .header("origin", APP)
            .header("access-control-request-method", "GET")
            .body(body.to_owned())
            .expect("a request")
    };
    let response = echo
        .ready()
        .await
        .expect("ready")
        .call(http_request("GET", "hello"))
        .await;
    let response = response.expect("a response");
    assert_eq!(response.body(), "hello");
    assert_eq!(response.headers()["access-control-allow-origin"], APP);
    let response = echo
        .ready()
        .await
        .expect("ready")
        .call(http_request("GET", ""))
        .await;
    assert_eq!(response.expect_err("an error"), "nothing to say");
    let response = echo
        .ready()
        .await
        .expect("ready")
        .call(http_request("OPTIONS", ""))
        .await;
    assert_eq!(response.expect("a response").status(), 204);
}

/// A concurrency limit inside panics if it gets a request before it is ready.
#[tokio::test]
async fn layer_forwards_readiness_of_the_service() {
    let mut one = ServiceBuilder::new()
        .layer(CorsLayer::new(&LISTED))
        .concurrency_limit(1)
        .service(service_fn(greeter));
    let mut other = one.clone();
    one.ready().await.expect("room for one");
    assert!(other.ready().now_or_never().is_none());
    drop(one);
    let request = Request::new(Body::empty());
    let response = other.ready().await.expect("room again").call(request).await;
    assert_eq!(response.expect("a response").headers()["grpc-status"], "12");
}
