//! Cookies that browsers do not send back.

use axum::{body::Body, http::Response};
use cors_runtime::{
    axum::{CorsRouter, routing::post},
    cors,
};

use super::{APP, HOST, PARTNER, assert_names, response, warnings_of};

macro_rules! cookies {
    ($($(#[$policy:meta])* $name:ident $cookie:literal)*) => {$(
        $(#[$policy])*
        async fn $name() -> Response<Body> {
            response(&[("set-cookie", $cookie)])
        }
    )*};
}

cookies! {
    #[cors(origins = ["https://app.example.com", "https://partner.example.org"], credentials)]
    lax "session=secret; HttpOnly; SameSite=Lax"
    #[cors(origins = ["https://app.example.com", "https://partner.example.org"], credentials)]
    kept "session=secret; SameSite=Strict"
    #[cors(origins = ["https://partner.example.org"], credentials)]
    metadata "session=secret"
    #[cors(origins = ["https://partner.example.org"], credentials)]
    marked "session=secret; SameSite=None; Secure"
    #[cors(origins = ["https://partner.example.org"], credentials, allow(dropped_cookies))]
    unmarked "session=secret"
    #[cors(origins = ["https://app.example.com"])]
    ignored "session=secret; SameSite=None; Secure"
    #[cors(origins = ["https://app.example.com"], allow(ignored_cookies))]
    on_purpose "session=secret"
    #[cors(origins = ["https://app.example.com"], allow(cookies_credentials))]
    said_before "session=secret"
    #[cors(origins = any)]
    of_the_site "session=secret"
}

#[test]
fn cookie_blocked_for_other_sites_is_reported() {
    let app = CorsRouter::new()
        .route("/lax", post(lax))
        .route("/kept", post(kept))
        .route("/metadata", post(metadata))
        .route("/marked", post(marked))
        .route("/unmarked", post(unmarked));
    let warnings = warnings_of(
        app,
        &[
            // Both are of one site, so the browser stores the cookie.
            ("POST", "/kept", &[APP, HOST]),
            (
                "POST",
                "/kept",
                &[PARTNER, HOST, ("sec-fetch-site", "same-site")],
            ),
            ("POST", "/marked", &[PARTNER, HOST]),
            ("POST", "/unmarked", &[PARTNER, HOST]),
            ("POST", "/lax", &[PARTNER, HOST]),
            ("POST", "/lax", &[PARTNER, HOST]),
            (
                "POST",
                "/metadata",
                &[PARTNER, ("sec-fetch-site", "cross-site")],
            ),
        ],
    );
    assert_names(&warnings, &["dropped-cookies"; 2]);
    for warning in warnings {
        assert!(warning.contains("the cookie `session`"), "{warning}");
        assert!(
            warning.contains(".same_site(SameSite::None).secure(true)"),
            "{warning}"
        );
        assert!(!warning.contains("secret"), "{warning}");
    }
}

#[test]
fn cookie_without_credentials_is_reported() {
    let app = CorsRouter::new()
        .route("/ignored", post(ignored))
        .route("/on_purpose", post(on_purpose))
        .route("/said_before", post(said_before))
        .route("/of_the_site", post(of_the_site));
    let paths = ["/ignored", "/on_purpose", "/said_before", "/of_the_site"];
    let requests = paths.map(|path| ("POST", path, &[APP, HOST][..]));
    let warnings = warnings_of(app, &requests);
    assert_names(&warnings, &["ignored-cookies"]);
    for warning in warnings {
        assert!(warning.contains("write `credentials`"), "{warning}");
    }
}
