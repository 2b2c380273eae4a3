//! Requests that a default policy permits and an inner policy would not.

use std::sync::atomic::{AtomicUsize, Ordering};

use axum::{
    Router,
    extract::Request,
    http::StatusCode,
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing as plain,
};
use cors_runtime::{
    axum::{CorsRouter, routing},
    cors,
};

use cors_tests::{EVIL, Server, preflight, request};

static RUN: AtomicUsize = AtomicUsize::new(0);

async fn counted() {
    RUN.fetch_add(1, Ordering::Relaxed);
}

/// Handles preflights before an inner policy can.
async fn auth(request: Request, next: Next) -> Response {
    if request.method() == "OPTIONS" {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    next.run(request).await
}

#[cors(origins = any, methods = [GET, PUT])]
fn around(hidden: Router) -> CorsRouter {
    CorsRouter::new().fallback_service(hidden.layer(middleware::from_fn(auth)))
}

/// The default cannot find the inner policy before the request, so the inner policy has to refuse it.
#[tokio::test]
async fn request_permitted_by_a_default_alone_runs_no_handler() {
    #[cors(origins = ["https://admin.example.com"], methods = [GET, PUT])]
    fn strict() -> Router {
        Router::new().route("/s", plain::put(counted))
    }
    #[cors(disabled)]
    fn disabled() -> Router {
        Router::new().route("/s", plain::put(counted))
    }
    #[cors(disabled)]
    fn disabled_routes() -> CorsRouter {
        CorsRouter::new().route("/s", routing::put(counted))
    }
    #[cors(disabled)]
    async fn off() {
        counted().await;
    }
    let handler = CorsRouter::new().route("/s", routing::put(off));
    for (what, hidden) in [
        ("a default", strict()),
        ("a disabled router", disabled()),
        ("disabled routes", disabled_routes().into()),
        ("a disabled handler", handler.into()),
    ] {
        let server = Server::start(around(hidden)).await;
        let response = server.send(preflight("/s", EVIL, "PUT")).await;
        assert_eq!(response.status, 204, "{what}: the default speaks");
        let before = RUN.load(Ordering::Relaxed);
        let response = server.send(request("PUT", "/s").origin(EVIL)).await;
        assert_eq!(
            (response.status, RUN.load(Ordering::Relaxed)),
            (403, before),
            "{what}"
        );
        // The site itself needs no permission, nor does a program.
        let own = request("PUT", "/s")
            .origin(EVIL)
            .header("sec-fetch-site", "same-origin");
        for (i, allowed) in [own, request("PUT", "/s")].into_iter().enumerate() {
            let response = server.send(allowed).await;
            assert_eq!(response.status, 200, "{what}: {i}");
            let opened = response.all("access-control-allow-origin");
            assert!(opened.is_empty(), "{what}: {i} {opened:?}");
        }
        assert_eq!(RUN.load(Ordering::Relaxed), before + 2, "{what}");
    }
}
