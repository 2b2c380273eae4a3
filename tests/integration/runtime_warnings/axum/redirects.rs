//! Redirects to other origins.

use axum::{extract::RawQuery, response::Redirect};
use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

use super::{APP, HOST, assert_names, warnings_of};

#[cors(origins = ["https://app.example.com"])]
async fn redirect(RawQuery(to): RawQuery) -> Redirect {
    Redirect::temporary(&to.unwrap_or_default())
}

#[cors(origins = ["https://app.example.com"], allow(foreign_redirect))]
async fn allowed_redirect() -> Redirect {
    Redirect::temporary("https://login.example.com/")
}

#[test]
fn redirect_to_another_origin_is_reported() {
    let app = CorsRouter::new()
        .route("/to", get(redirect))
        .route("/allowed", get(allowed_redirect));
    let page = &[APP, HOST][..];
    let behind_a_proxy = &[
        APP,
        ("host", "10.0.0.7:3000"),
        ("x-forwarded-host", "api.example.com"),
    ][..];
    let warnings = warnings_of(
        app,
        &[
            ("GET", "/to?/next", page),
            ("GET", "/to?next?url=https://other.example", page),
            ("GET", "/to?https://api.example.com/next", page),
            ("GET", "/to?https://API.example.com:443/next", page),
            ("GET", "/to?https://api.example.com/next", behind_a_proxy),
            ("GET", "/to?mailto:a@b.example", page),
            ("GET", "/allowed", page),
            // Also if the page is of that origin.
            ("GET", "/to?https://app.example.com/next?token=secret", page),
            ("GET", "/to?https://login.example.com/", page),
        ],
    );
    assert_names(&warnings, &["foreign-redirect"]);
    for warning in warnings {
        assert!(
            warning.contains("redirects scripts to `https://app.example.com`"),
            "{warning}"
        );
        assert!(!warning.contains("secret"), "{warning}");
    }
}
