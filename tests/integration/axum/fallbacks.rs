//! Fallbacks: requests that match no route have no policy.

use axum::{
    Router,
    http::{Method, StatusCode, Uri},
    middleware,
    response::Response,
};
use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

use cors_tests::{APP, EVIL, HIDDEN, NONE, Server, assert_policy, get as get_, preflight, request};

#[cors(origins = ["https://app.example.com"])]
async fn users() -> &'static str {
    "users"
}

async fn lost(uri: Uri) -> (StatusCode, String) {
    (StatusCode::NOT_FOUND, format!("lost at {uri}"))
}

async fn lost_below(uri: Uri) -> (StatusCode, String) {
    (StatusCode::NOT_FOUND, format!("lost below at {uri}"))
}

async fn wrong_method(method: Method) -> (StatusCode, String) {
    (StatusCode::METHOD_NOT_ALLOWED, format!("no {method} here"))
}

#[tokio::test]
async fn fallback_serves_unmatched_paths() {
    let apps = [
        CorsRouter::new().route("/users", get(users)).fallback(lost),
        CorsRouter::new().fallback(lost).route("/users", get(users)),
        CorsRouter::new()
            .route("/users", get(users))
            .merge(CorsRouter::new().fallback(lost)),
        CorsRouter::new()
            .route("/users", get(users))
            .merge(Router::new().fallback(lost)),
        CorsRouter::new()
            .route("/users", get(users))
            .fallback_service(Router::new().fallback(lost)),
    ];
    for app in apps {
        let server = Server::start(app).await;
        assert_policy(&server, "GET", "/users", APP, 200).await;
        for request in [get_("/lost").origin(APP), preflight("/lost", APP, "GET")] {
            let response = server.send(request).await;
            assert_eq!((response.status, response.text()), (404, "lost at /lost"));
            assert_eq!(response.cors(), NONE);
        }
    }
}

#[tokio::test]
async fn removed_fallback_is_gone() {
    let app = CorsRouter::new()
        .route("/users", get(users))
        .fallback(lost)
        .reset_fallback();
    let server = Server::start(app).await;
    let response = server.send(get_("/lost")).await;
    assert_eq!((response.status, response.text()), (404, ""));
    assert_policy(&server, "GET", "/users", APP, 200).await;
}

#[tokio::test]
async fn nested_router_uses_its_own_or_the_outer_fallback() {
    let own = CorsRouter::new()
        .route("/users", get(users))
        .fallback(lost_below);
    let inherits = CorsRouter::new().route("/users", get(users));
    let app = CorsRouter::new()
        .nest("/own", own)
        .nest("/inherits", inherits)
        .fallback(lost);
    let server = Server::start(app).await;
    assert_policy(&server, "GET", "/own/users", APP, 200).await;
    assert_policy(&server, "GET", "/inherits/users", APP, 200).await;
    for (path, text) in [
        ("/lost", "lost at /lost"),
        ("/own/lost", "lost below at /lost"),
        ("/own", "lost below at /"),
        ("/inherits/lost", "lost at /inherits/lost"),
    ] {
        let response = server.send(get_(path).origin(APP)).await;
        assert_eq!((response.status, response.text()), (404, text), "{path}");
        assert_eq!(response.cors(), NONE, "{path}");
    }
}

#[tokio::test]
async fn method_fallback_replaces_405_of_earlier_routes() {
    let layer = || middleware::map_response(async |response: Response| response);
    let before = || CorsRouter::new().route("/before", get(users));
    let apps = [
        before()
            .method_not_allowed_fallback(wrong_method)
            .route("/after", get(users)),
        before()
            .layer(layer())
            .method_not_allowed_fallback(wrong_method)
            .route("/after", get(users)),
        before()
            .method_not_allowed_fallback(wrong_method)
            .layer(layer())
            .route("/after", get(users).layer(layer())),
    ];
    for (index, app) in apps.into_iter().enumerate() {
        let server = Server::start(app).await;
        assert_policy(&server, "GET", "/before", APP, 200).await;
        assert_policy(&server, "GET", "/after", APP, 200).await;
        let response = server.send(request("PUT", "/before").origin(APP)).await;
        assert_eq!(
            (response.status, response.text()),
            (405, "no PUT here"),
            "{index}"
        );
        assert_eq!(response.cors(), NONE, "{index}");
        let response = server.send(request("PUT", "/after").origin(APP)).await;
        assert_eq!((response.status, response.text()), (405, ""), "{index}");
        assert_eq!(response.cors(), NONE, "{index}");
    }
}

#[tokio::test]
async fn route_fallback_serves_other_methods_without_policy() {
    let app = CorsRouter::new()
        .route("/handler", get(users).fallback(wrong_method))
        .route(
            "/service",
            get(users).fallback_service(Router::new().fallback(wrong_method)),
        );
    let server = Server::start(app).await;
    for path in ["/handler", "/service"] {
        assert_policy(&server, "GET", path, APP, 200).await;
        let response = server.send(request("PUT", path).origin(APP)).await;
        assert_eq!(
            (response.status, response.text()),
            (405, "no PUT here"),
            "{path}"
        );
        assert_eq!(response.cors(), NONE, "{path}");
        assert_eq!(
            server.send(get_(path).origin(EVIL)).await.cors(),
            HIDDEN,
            "{path}"
        );
        let response = server.send(request("OPTIONS", path)).await;
        assert_eq!(
            (response.status, response.text()),
            (405, "no OPTIONS here"),
            "{path}"
        );
        assert_eq!(
            server.send(preflight(path, APP, "PUT")).await.status,
            403,
            "{path}"
        );
    }
}
