//! Nothing a stranger sends breaks the server, and nothing opens an answer but a listed origin.

use axum::{body::Bytes, middleware, response::Response};
use cors_runtime::{
    axum::{
        CorsRouter,
        routing::{any, get},
    },
    cors,
};

use crate::support::{Server, noise};

#[cors(origins = ["https://app.example.com", "https://*.example.com"], credentials, allow(covered_origins))]
async fn listed() {}

#[cors(origins = ["http://localhost:*"], enforce, allow(loopback_origins))]
async fn enforced(_: Bytes) {}

#[cors(origins = any, methods = any, headers = any)]
async fn open() {}

fn app() -> CorsRouter {
    CorsRouter::new()
        .route("/listed", get(listed).put(listed).delete(enforced))
        .route("/layered", get(listed).put(listed).delete(enforced))
        .route_layer(middleware::map_response(async |response: Response| {
            response
        }))
        .route("/enforced", any(enforced))
        .route("/open", any(open))
}

#[tokio::test]
async fn random_headers_break_nothing_and_open_nothing() {
    let server = Server::start(app()).await;
    let paths: [&[u8]; 5] = [b"/listed", b"/layered", b"/enforced", b"/open", b"/unknown"];
    noise::random_headers_break_nothing_and_open_nothing(&server, &paths).await;
}
