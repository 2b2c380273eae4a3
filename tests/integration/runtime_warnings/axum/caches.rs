//! Answers that caches may share.

use axum::{body::Body, http::Response};
use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

use super::{APP, HOST, answer, assert_names, told};

#[cors(origins = ["https://app.example.com"])]
async fn public() -> Response<Body> {
    answer(&[("cache-control", "max-age=60, Public")])
}

#[cors(origins = ["https://app.example.com"], allow(public_cache))]
async fn allowed_public() -> Response<Body> {
    answer(&[("cache-control", "public")])
}

#[cors(origins = ["https://app.example.com"])]
async fn private() -> Response<Body> {
    answer(&[
        ("cache-control", "public, s-maxage=60"),
        ("cache-control", "no-cache=\"public\", private"),
    ])
}

#[cors(origins = ["https://app.example.com"])]
async fn not_stored() -> Response<Body> {
    answer(&[
        ("cache-control", "No-Store"),
        ("cache-control", "s-maxage=60"),
    ])
}

#[cors(origins = any)]
async fn for_all() -> Response<Body> {
    answer(&[("cache-control", "public")])
}

#[test]
fn what_shared_caches_may_hand_to_other_origins_is_told() {
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
    let told = told(app, &paths.map(|path| ("GET", path, &[APP, HOST][..])));
    assert_names(&told, &["public-cache"]);
    for said in told {
        assert!(said.contains("route=\"/public\";"), "{said}");
        assert!(said.contains("`Cache-Control: public`"), "{said}");
    }
}
