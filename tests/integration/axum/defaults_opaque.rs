//! Default policies of opaque parts: the methods they grant, `HEAD`, and `enforce`.

use std::sync::atomic::{AtomicUsize, Ordering};

use axum::{Router, routing as plain};
use cors_runtime::{
    axum::{CorsMethodRouter, CorsRouter, routing::get},
    cors,
};

use cors_tests::{EVIL, Server, preflight, request};

use crate::defaults_inside::{admin, assert_closed, secret};

#[tokio::test]
async fn opaque_default_grants_the_requested_method_alone() {
    #[cors(origins = any, methods = any, headers = ["x-a"], max_age = 600)]
    fn router() -> Router {
        Router::new().route("/x", plain::any(secret))
    }
    #[cors(origins = any, methods = [GET, POST, PUT, DELETE], headers = ["x-a"], max_age = 600)]
    fn service() -> CorsRouter {
        CorsRouter::new().route_service("/x", plain::any(secret))
    }
    #[cors(origins = any, methods = [GET, POST, PUT, DELETE], headers = ["x-a"], max_age = 600)]
    fn hidden() -> CorsRouter {
        let router: Router = CorsRouter::new().route("/x", get(admin).put(secret)).into();
        CorsRouter::new().fallback_service(router)
    }

    for (app, max_age) in [
        (router().into(), "600"),
        (service(), "600"),
        (hidden(), "0"),
    ] {
        let server = Server::start(app).await;
        let response = server.send(preflight("/x", EVIL, "PUT")).await;
        assert_eq!(response.status, 204);
        assert_eq!(response.all("access-control-allow-methods"), ["PUT"]);
        assert_eq!(response.all("access-control-allow-headers"), ["x-a"]);
        assert_eq!(response.all("access-control-max-age"), [max_age]);
    }
    // The router may have a plain handler for `POST`, which the policy does not cover.
    #[cors(origins = any, methods = [GET, PUT], headers = ["x-a"], max_age = 600)]
    fn without_post() -> Router {
        Router::new().route("/x", plain::any(secret))
    }
    let server = Server::start(without_post().into()).await;
    let response = server.send(preflight("/x", EVIL, "PUT")).await;
    assert_eq!(response.all("access-control-max-age"), ["0"]);
    // A value that is not a method is not echoed.
    let server = Server::start(router().into()).await;
    let response = server.send(preflight("/x", EVIL, "PUT, DELETE")).await;
    assert_eq!(response.status, 403);
}

#[tokio::test]
async fn refused_preflight_runs_no_opaque_handler() {
    static RUN: AtomicUsize = AtomicUsize::new(0);

    async fn counted() {
        RUN.fetch_add(1, Ordering::Relaxed);
    }
    #[cors(origins = ["https://app.example.com"], methods = [GET, POST])]
    fn router() -> Router {
        Router::new().route("/x", plain::any(counted))
    }
    let server = Server::start(router().into()).await;
    let response = server.send(preflight("/x", EVIL, "POST")).await;
    assert_eq!((response.status, RUN.load(Ordering::Relaxed)), (403, 0));
}

#[tokio::test]
async fn head_of_an_opaque_handler_is_enforced_and_closed() {
    #[cors(origins = ["https://app.example.com"], enforce)]
    async fn by_hand() -> [(&'static str, &'static str); 1] {
        [("access-control-allow-origin", "*")]
    }
    #[cors(origins = any)]
    async fn wide() {}
    #[cors(origins = ["https://admin.example.com"], methods = [HEAD])]
    fn covered() -> CorsRouter {
        CorsRouter::new()
            .route("/x", get(wide))
            .route("/x", plain::head(secret))
    }

    let app = CorsRouter::new()
        .route("/x", get(by_hand))
        .route("/x", plain::post(secret));
    let server = Server::start(app.clone()).await;
    let response = server.send(request("HEAD", "/x").origin(EVIL)).await;
    assert_eq!(response.status, 403);
    assert_closed("the head of an enforced handler", app, "/x", "HEAD", EVIL).await;
    assert_closed(
        "a plain head beside a wide get",
        covered(),
        "/x",
        "HEAD",
        EVIL,
    )
    .await;
}

#[tokio::test]
async fn head_of_a_covered_get_is_enforced_beside_an_opaque_route() {
    #[cors(origins = ["https://app.example.com"], enforce)]
    fn covered() -> CorsMethodRouter {
        get(secret)
    }
    let opaque: plain::MethodRouter = plain::MethodRouter::new();
    let server = Server::start(CorsRouter::new().route("/x", covered().merge(opaque))).await;
    for method in ["GET", "HEAD"] {
        let response = server.send(request(method, "/x").origin(EVIL)).await;
        assert_eq!(response.status, 403, "{method}");
    }
}

#[tokio::test]
async fn refused_preflight_of_an_enforced_default_runs_nothing() {
    static RUN: AtomicUsize = AtomicUsize::new(0);

    async fn counted() {
        RUN.fetch_add(1, Ordering::Relaxed);
    }
    #[cors(origins = ["https://app.example.com"], methods = [GET, POST], enforce)]
    fn router() -> Router {
        Router::new().route("/x", plain::any(counted))
    }
    #[cors(origins = ["https://app.example.com"], methods = [GET, POST], enforce)]
    fn routed() -> CorsRouter {
        CorsRouter::new().route("/x", plain::any(counted))
    }

    for app in [router().into(), routed()] {
        let server = Server::start(app).await;
        let response = server.send(preflight("/x", EVIL, "POST")).await;
        assert_eq!((response.status, RUN.load(Ordering::Relaxed)), (403, 0));
        let response = server
            .send(preflight("/x", "https://app.example.com", "POST"))
            .await;
        assert_eq!(response.status, 204);
        RUN.store(0, Ordering::Relaxed);
    }
}
