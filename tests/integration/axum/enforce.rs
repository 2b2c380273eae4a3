//! `enforce` on axum: absolute targets, and header bytes that axum keeps. `both/enforce` has the rest.

use axum::body::Bytes;
use cors_runtime::{
    axum::{CorsRouter, routing::post},
    cors,
};
use cors_tests::{EVIL, HIDDEN, Server, assert_refused, post as post_};

#[cors(origins = ["https://app.example.com"], enforce)]
async fn transfer(body: Bytes) -> String {
    format!("{} bytes", body.len())
}

#[tokio::test]
async fn absolute_target_outranks_the_host_header() {
    let server = Server::start(CorsRouter::new().route("/", post(transfer))).await;
    let at = |target: &str, origin: &str| {
        post_(target)
            .origin(origin)
            .header("host", "evil.example")
            .body("text/plain", "abc")
    };
    let own = at("http://api.example.com/", "https://api.example.com");
    let own = server.send(own).await;
    assert_eq!((own.status, own.text()), (200, "3 bytes"));
    assert_eq!(own.cors(), HIDDEN);
    assert_refused(
        "axum",
        &server.send(at("http://api.example.com/", EVIL)).await,
    );
}

// Rocket drops lines that are not UTF-8.
#[tokio::test]
async fn fetch_site_with_invalid_bytes_is_refused() {
    let server = Server::start(CorsRouter::new().route("/", post(transfer))).await;
    let request = post_("/").origin("https://api.example.com");
    let request = request.header("sec-fetch-site", b"same-origin\xff");
    assert_refused("axum", &server.send(request).await);
}
