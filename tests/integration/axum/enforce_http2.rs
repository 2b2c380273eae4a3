//! HTTP/2 names the host in `:authority`: there is no `Host`.

use axum::http::StatusCode;
use cors_runtime::{
    axum::{CorsRouter, routing::post},
    cors,
};

use cors_tests::{APP, EVIL, Server, send_http2 as send, send_http2_over};

#[cors(origins = ["https://app.example.com"], enforce)]
async fn transfer() {}

#[tokio::test]
async fn the_authority_tells_the_sites_own_requests_from_foreign_ones() {
    let server = Server::start(CorsRouter::new().route("/", post(transfer))).await;
    let ok = StatusCode::OK.as_u16();
    let forbidden = StatusCode::FORBIDDEN.as_u16();
    let own = "https://api.example.com";
    for (authority, origin, expected) in [
        ("api.example.com", own, ok),
        ("api.example.com:443", own, ok),
        ("localhost:8080", "http://localhost:8080", ok),
        ("api.example.com", EVIL, forbidden),
        ("api.example.com", "null", forbidden),
        ("api.example.com:8443", own, forbidden),
        ("evil.example", own, forbidden),
    ] {
        let answer = send(&server, authority, &[("origin", origin)]).await;
        assert_eq!(answer, (expected, None), "{origin} at {authority}");
    }
    assert_eq!(
        send(&server, "api.example.com", &[("origin", APP)]).await,
        (ok, Some(APP.to_owned()))
    );
    // A `Host` beside the authority has no say.
    let headers = [("origin", EVIL), ("host", "evil.example")];
    assert_eq!(
        send(&server, "api.example.com", &headers).await,
        (forbidden, None)
    );
}

/// A proxy that ends TLS may pass on the scheme of the browser, or say that of its own connection.
#[tokio::test]
async fn the_scheme_tells_a_page_of_http_from_the_site() {
    let server = Server::start(CorsRouter::new().route("/", post(transfer))).await;
    let (http, https) = ("http://api.example.com", "https://api.example.com");
    for (scheme, origin, expected) in [
        ("https", https, 200),
        ("https", http, 403),
        ("http", https, 200),
        ("http", http, 200),
    ] {
        let headers = [("origin", origin)];
        let answer = send_http2_over(scheme, &server, "api.example.com", &headers).await;
        assert_eq!(answer, (expected, None), "{origin} over {scheme}");
    }
    // Who does not overwrite this header passes on what a script wrote.
    let headers = [("origin", http), ("x-forwarded-proto", "http")];
    let answer = send_http2_over("https", &server, "api.example.com", &headers).await;
    assert_eq!(answer, (403, None));
}

#[tokio::test]
async fn preflights_are_answered_over_http2() {
    let server = Server::start(CorsRouter::new().route("/", post(transfer))).await;
    let asking = |origin| {
        [
            ("origin", origin),
            ("access-control-request-method", "POST"),
        ]
    };
    assert_eq!(
        send(&server, "api.example.com", &asking(APP)).await,
        (204, Some(APP.to_owned()))
    );
    assert_eq!(
        send(&server, "api.example.com", &asking(EVIL)).await,
        (403, None)
    );
}
