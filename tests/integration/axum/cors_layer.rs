//! `CorsLayer`: a policy around a service that tells nothing about itself.

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
    APP, EVIL, HIDDEN, NONE, PREFLIGHT_VARY, Server, get, post, preflight, readable_by, request,
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

/// In the manner of a generated gRPC server: a method of its own per path, a status in a header.
async fn greeter(request: Request<Body>) -> Result<Response<Body>, Infallible> {
    let status = match request.uri().path() {
        "/greeter/say-hello" => "0",
        _ => "12",
    };
    let response = Response::builder().header("grpc-status", status);
    Ok(response.body(Body::empty()).expect("a response"))
}

#[tokio::test]
async fn a_grpc_service_is_called_by_its_own_page_only() {
    let service = ServiceBuilder::new()
        .layer(CorsLayer::new(&GRPC))
        .service(service_fn(greeter));
    let server = Server::start(CorsRouter::new().fallback_service(service)).await;

    let answer = server
        .send(preflight("/greeter/say-hello", APP, "POST"))
        .await;
    assert_eq!(answer.status, 204);
    assert_eq!(
        answer.cors(),
        [
            "access-control-allow-headers: content-type,x-grpc-web",
            "access-control-allow-methods: POST",
            "access-control-allow-origin: https://app.example.com",
            "access-control-max-age: 7200",
            PREFLIGHT_VARY,
        ]
    );
    assert_eq!(answer.all("grpc-status"), NONE);
    for (origin, method) in [(EVIL, "POST"), (APP, "GET"), (APP, "PUT"), ("null", "POST")] {
        let answer = server
            .send(preflight("/greeter/say-hello", origin, method))
            .await;
        assert_eq!(
            (answer.status, answer.cors()),
            (403, vec![PREFLIGHT_VARY.to_owned()])
        );
        assert_eq!(answer.all("grpc-status"), NONE);
    }

    for (path, status) in [("/greeter/say-hello", "0"), ("/unknown", "12")] {
        let answer = server.send(post(path).origin(APP)).await;
        assert_eq!(answer.all("grpc-status"), [status]);
        assert_eq!(
            answer.cors(),
            [
                "access-control-allow-origin: https://app.example.com",
                "access-control-expose-headers: grpc-status,grpc-message",
                "vary: origin",
            ]
        );
        let answer = server.send(post(path).origin(EVIL)).await;
        assert_eq!(
            (answer.all("grpc-status"), answer.cors()),
            (vec![status.to_owned()], vec!["vary: origin".to_owned(),])
        );
    }
}

#[tokio::test]
async fn a_policy_without_methods_is_taken_to_mean_the_safelisted_ones() {
    let service = ServiceBuilder::new()
        .layer(CorsLayer::new(&LISTED))
        .service(service_fn(greeter));
    let server = Server::start(CorsRouter::new().fallback_service(service)).await;
    for method in ["GET", "HEAD", "POST"] {
        let answer = server.send(preflight("/", APP, method)).await;
        assert_eq!(
            answer.all("access-control-allow-methods"),
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
        let answer = server.send(request(method, "/").origin(APP)).await;
        assert_eq!(answer.status, 200, "{method}");
        assert_eq!(answer.cors(), HIDDEN, "{method}");
    }
}

#[tokio::test]
async fn options_that_is_no_preflight_goes_to_the_service() {
    let service = ServiceBuilder::new()
        .layer(CorsLayer::new(&ANY))
        .service(service_fn(greeter));
    let server = Server::start(CorsRouter::new().fallback_service(service)).await;
    for request in [request("OPTIONS", "/"), request("OPTIONS", "/").origin(APP)] {
        let answer = server.send(request).await;
        assert_eq!(
            (answer.status, answer.all("grpc-status")),
            (200, vec!["12".to_owned()])
        );
        assert_eq!(answer.cors(), ["access-control-allow-origin: *"]);
    }
    let answer = server.send(preflight("/", EVIL, "PURGE")).await;
    assert_eq!(answer.all("access-control-allow-methods"), ["*"]);
}

#[tokio::test]
async fn a_whole_router_can_stand_inside() {
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
            let answer = server.send(get(path).origin(APP)).await;
            assert_eq!(
                (answer.status, answer.cors()),
                (status, readable_by(APP)),
                "{path}"
            );
            for request in [get(path), get(path).origin(EVIL)] {
                let answer = server.send(request).await;
                assert_eq!(answer.status, status, "{path}");
                assert_eq!(answer.cors(), HIDDEN, "{path}");
            }
            assert_eq!(
                server.send(preflight(path, APP, "GET")).await.status,
                204,
                "{path}"
            );
            assert_eq!(
                server.send(preflight(path, EVIL, "GET")).await.status,
                403,
                "{path}"
            );
        }
    }
}

#[tokio::test]
async fn a_service_of_a_router_gets_a_policy_through_the_layer() {
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
async fn any_body_and_any_error_will_do() {
    let mut echo = ServiceBuilder::new()
        .layer(CorsLayer::new(&LISTED))
        .service(service_fn(async |request: Request<String>| {
            match request.into_body() {
                body if body.is_empty() => Err("nothing to say"),
                body => Ok(Response::new(body)),
            }
        }));
    let ask = |method: &str, body: &str| {
        Request::builder()
            .method(method)
            .header("origin", APP)
            .header("access-control-request-method", "GET")
            .body(body.to_owned())
            .expect("a request")
    };
    let answer = echo
        .ready()
        .await
        .expect("ready")
        .call(ask("GET", "hello"))
        .await;
    let answer = answer.expect("an answer");
    assert_eq!(answer.body(), "hello");
    assert_eq!(answer.headers()["access-control-allow-origin"], APP);
    let answer = echo
        .ready()
        .await
        .expect("ready")
        .call(ask("GET", ""))
        .await;
    assert_eq!(answer.expect_err("an error"), "nothing to say");
    let answer = echo
        .ready()
        .await
        .expect("ready")
        .call(ask("OPTIONS", ""))
        .await;
    assert_eq!(answer.expect("an answer").status(), 204);
}

/// A limit inside holds requests back, and would panic if one were handed on before there is room.
#[tokio::test]
async fn a_service_inside_says_when_it_has_room() {
    let mut one = ServiceBuilder::new()
        .layer(CorsLayer::new(&LISTED))
        .concurrency_limit(1)
        .service(service_fn(greeter));
    let mut other = one.clone();
    one.ready().await.expect("room for one");
    assert!(other.ready().now_or_never().is_none());
    drop(one);
    let request = Request::new(Body::empty());
    let answer = other.ready().await.expect("room again").call(request).await;
    assert_eq!(answer.expect("an answer").headers()["grpc-status"], "12");
}
