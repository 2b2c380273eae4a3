//! Layers added after a default policy over a part that does not report its routes.

use axum::{
    Router,
    extract::Request,
    http::{StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing as plain,
};
use cors_runtime::{
    axum::{CorsMethodRouter, CorsRouter},
    cors, verify,
};

use cors_tests::{APP, Server, get, preflight};

async fn hello() -> &'static str {
    "hello"
}

async fn auth(request: Request, next: Next) -> Response {
    if request.headers().contains_key(header::AUTHORIZATION) {
        next.run(request).await
    } else {
        StatusCode::UNAUTHORIZED.into_response()
    }
}

#[cors(origins = ["https://app.example.com"], methods = [GET, POST, PUT], headers = ["authorization"], max_age = 600)]
fn plain_router() -> CorsRouter {
    CorsRouter::from(Router::new().route("/x", plain::get(hello).put(hello)))
}
#[cors(origins = ["https://app.example.com"], methods = [GET, POST, PUT], headers = ["authorization"], max_age = 600)]
fn service() -> CorsRouter {
    CorsRouter::new().route_service("/x", plain::get(hello).put(hello))
}
#[cors(origins = ["https://app.example.com"], methods = [GET, POST, PUT], headers = ["authorization"], max_age = 600)]
fn fallback() -> CorsRouter {
    CorsRouter::new().fallback(hello)
}
#[cors(origins = ["https://app.example.com"], methods = [GET, POST, PUT], headers = ["authorization"], max_age = 600)]
fn route() -> CorsMethodRouter {
    plain::get(hello).put(hello).into()
}

#[tokio::test]
async fn layer_added_later_stands_inside_the_default() {
    let guard = middleware::from_fn(auth);
    let apps = [
        ("a router", CorsRouter::new().merge(plain_router()), "/x"),
        (
            "a nested router",
            CorsRouter::new().nest("/in", plain_router()),
            "/in/x",
        ),
        ("a service", CorsRouter::new().merge(service()), "/x"),
        ("a fallback", CorsRouter::new().merge(fallback()), "/x"),
        (
            "a nested fallback",
            CorsRouter::new().nest("/in", fallback()),
            "/in/x",
        ),
        ("a route", CorsRouter::new().route("/x", route()), "/x"),
    ];
    for (what, app, path) in apps {
        let app = app.layer(guard.clone());
        verify(&app).await.expect(what);
        let server = Server::start(app).await;
        let response = server.send(preflight(path, APP, "PUT")).await;
        assert_eq!(response.status, 204, "{what}");
        assert_eq!(response.all("access-control-max-age"), ["600"], "{what}");
        let response = server.send(get(path).origin(APP)).await;
        assert_eq!(response.status, 401, "{what}");
        assert_eq!(response.all("access-control-allow-origin"), [APP], "{what}");
    }
}

/// axum does not expose the routes of a router, so a later layer cannot be put inside its policy.
#[test]
fn layer_around_the_policy_of_a_plain_router_is_refused() {
    #[cors(origins = ["https://app.example.com"], methods = [GET])]
    fn api() -> Router {
        Router::new().route("/x", plain::get(hello))
    }
    #[cors(origins = ["https://app.example.com"], methods = [GET])]
    fn api_with_state() -> Router<u8> {
        Router::new().route("/x", plain::get(hello))
    }
    let refused: [(&str, fn()); 4] = [
        ("merged", || {
            drop(
                CorsRouter::new()
                    .merge(api())
                    .layer(middleware::from_fn(auth)),
            );
        }),
        ("nested", || {
            drop(
                CorsRouter::new()
                    .nest("/in", api())
                    .layer(middleware::from_fn(auth)),
            );
        }),
        ("route_layer", || {
            drop(
                CorsRouter::new()
                    .merge(api())
                    .route_layer(middleware::from_fn(auth)),
            );
        }),
        ("with a state", || {
            drop(
                CorsRouter::new()
                    .merge(api_with_state())
                    .layer(middleware::from_fn(auth)),
            );
        }),
    ];
    for (what, make) in refused {
        let panic = std::panic::catch_unwind(make).expect_err(what);
        let text = panic.downcast_ref::<String>().expect("a text");
        assert!(text.contains("opaque_layers.rs"), "{what}: {text}");
        assert!(text.contains("return `CorsRouter`"), "{what}: {text}");
    }
    // An earlier layer is inside the policy.
    drop(
        CorsRouter::new()
            .layer(middleware::from_fn(auth))
            .merge(api()),
    );
}
