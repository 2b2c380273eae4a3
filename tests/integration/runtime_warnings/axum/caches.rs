//! Responses that shared caches may store.

use axum::{body::Body, http::Response};
use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

use super::{APP, HOST, assert_names, response, warnings_of};

#[cors(origins = ["https://app.example.com"])]
async fn public() -> Response<Body> {
    response(&[("cache-control", "max-age=60, Public")])
}

#[cors(origins = ["https://app.example.com"], allow(public_cache))]
async fn allowed_public() -> Response<Body> {
    response(&[("cache-control", "public")])
}

#[cors(origins = ["https://app.example.com"])]
async fn private() -> Response<Body> {
    response(&[
        ("cache-control", "public, s-maxage=60"),
        ("cache-control", "no-cache=\"public\", private"),
    ])
}

#[cors(origins = ["https://app.example.com"])]
async fn not_stored() -> Response<Body> {
    response(&[
        ("cache-control", "No-Store"),
        ("cache-control", "s-maxage=60"),
    ])
}

#[cors(origins = any)]
async fn for_all() -> Response<Body> {
    response(&[("cache-control", "public")])
}

#[test]
fn response_cacheable_for_other_origins_is_reported() {
    let app = CorsRouter::new()
        .route("/public", get(public))
        .route("/allowed", get(allowed_public))
        .route("/private", get(private))
        .route("/not_stored", get(not_stored))
        .route("/for_all", get(for_all));
    let paths = [
        "/for_all",
        "/private",
        "/not_stored",
        "/allowed",
        "/public",
        "/public",
    ];
    let warnings = warnings_of(app, &paths.map(|path| ("GET", path, &[APP, HOST][..])));
    assert_names(&warnings, &["public-cache"]);
    for warning in warnings {
        assert!(warning.contains("route=\"/public\";"), "{warning}");
        assert!(warning.contains("`Cache-Control: public`"), "{warning}");
    }
}
