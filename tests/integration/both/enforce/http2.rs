//! `enforce` over HTTP/2, which has `:authority` in place of `Host`.

use cors_tests::{APP, EVIL, Server, send_http2, send_http2_over};

use super::{on_axum, on_rocket, servers};

const API: &str = "api.example.com";

#[rocket::async_test]
async fn authority_is_compared_with_the_origin() {
    let own = "https://api.example.com";
    for server in servers().await {
        for (authority, origin, expected) in [
            (API, own, 200),
            ("api.example.com:443", own, 200),
            ("localhost:8080", "https://localhost:8080", 200),
            ("[::1]:8080", "https://[::1]:8080", 200),
            (API, EVIL, 403),
            (API, "null", 403),
            ("api.example.com:8443", own, 403),
            ("evil.example", own, 403),
        ] {
            let response = send_http2(&server, authority, &[("origin", origin)]).await;
            assert_eq!(response, (expected, None), "{origin} at {authority}");
        }
        let allowed = send_http2(&server, API, &[("origin", APP)]).await;
        assert_eq!(allowed, (200, Some(APP.to_owned())));
        // With an authority, `Host` is ignored.
        let headers = [("origin", EVIL), ("host", "evil.example")];
        assert_eq!(send_http2(&server, API, &headers).await, (403, None));
    }
}

// A proxy that terminates TLS may forward the scheme of the browser, or send that of its own connection.
#[tokio::test]
async fn scheme_on_axum_distinguishes_http_pages_from_https() {
    let [app, ..] = on_axum::apps();
    let server = Server::start(app).await;
    let (http, https) = ("http://api.example.com", "https://api.example.com");
    for (scheme, origin, expected) in [
        ("https", https, 200),
        ("https", http, 403),
        ("http", https, 200),
        ("http", http, 200),
    ] {
        let response = send_http2_over(scheme, &server, API, &[("origin", origin)]).await;
        assert_eq!(response, (expected, None), "{origin} over {scheme}");
    }
    let local = [("origin", "http://localhost:8080")];
    let response = send_http2(&server, "localhost:8080", &local).await;
    assert_eq!(response, (200, None));
    // A proxy that does not overwrite this header forwards what a script wrote.
    let headers = [("origin", http), ("x-forwarded-proto", "http")];
    let response = send_http2_over("https", &server, API, &headers).await;
    assert_eq!(response, (403, None));
}

// Rocket drops `:scheme`, so a page of `http` is foreign, whatever a proxy sends.
#[rocket::async_test]
async fn http_page_on_rocket_is_refused_for_every_scheme() {
    let server = Server::launch(on_rocket::app()).await;
    let (http, https) = ("http://api.example.com", "https://api.example.com");
    for scheme in ["http", "https"] {
        for (origin, expected) in [(https, 200), (http, 403)] {
            let response = send_http2_over(scheme, &server, API, &[("origin", origin)]).await;
            assert_eq!(response, (expected, None), "{origin} over {scheme}");
        }
        for header in [("x-forwarded-proto", "http"), ("host", "evil.example")] {
            let headers = [("origin", http), header];
            let response = send_http2_over(scheme, &server, API, &headers).await;
            assert_eq!(response, (403, None), "{header:?} over {scheme}");
        }
        // With `Sec-Fetch-Site` the scheme is not needed.
        let headers = [("origin", http), ("sec-fetch-site", "same-origin")];
        let response = send_http2_over(scheme, &server, API, &headers).await;
        assert_eq!(response, (200, None));
    }
}

#[rocket::async_test]
async fn preflight_over_http2_is_decided_by_origin() {
    for server in servers().await {
        let preflight = |origin| {
            [
                ("origin", origin),
                ("access-control-request-method", "POST"),
            ]
        };
        let allowed = send_http2(&server, API, &preflight(APP)).await;
        assert_eq!(allowed, (204, Some(APP.to_owned())));
        let rejected = send_http2(&server, API, &preflight(EVIL)).await;
        assert_eq!(rejected, (403, None));
    }
}
