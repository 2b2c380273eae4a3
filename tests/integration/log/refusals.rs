//! Each refusal is logged once with its reason; accepted requests are not logged.

use axum::{
    body::Body,
    http::{HeaderValue, Request, Response},
    middleware,
};
use cors_runtime::{
    axum::{
        CorsRouter,
        routing::{any, get, post},
    },
    cors,
};
use cors_tests::Events;
use futures_util::FutureExt;
use tower::ServiceExt;
use tracing::Level;

#[cors(origins = ["https://app.example.com"], methods = [GET])]
async fn listed() {}

#[cors(origins = ["https://app.example.com"], enforce)]
async fn enforced() {}

#[cors(origins = ["https://app.example.com"], enforce, allow(forwarded_host))]
async fn behind_proxy() {}

async fn plain() {}

/// The same routes with the boundary inside and outside.
fn apps() -> [CorsRouter; 2] {
    let app = CorsRouter::new()
        .route("/listed", get(listed))
        .route("/enforced", post(enforced))
        .route("/any", any(enforced))
        .route("/behind-proxy", post(behind_proxy))
        .route("/plain", get(plain))
        .route("/users/{id}", get(listed))
        .nest("/api", CorsRouter::new().route("/users/{id}", get(listed)));
    let layer = middleware::map_response(async |response: Response<Body>| response);
    [app.clone(), app.layer(layer)]
}

/// The events of one request, in both apps alike.
fn events(method: &str, path: &str, headers: &[(&str, &[u8])]) -> Vec<String> {
    let [inside, outside] = apps().map(|app| {
        let events = Events::default();
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, HeaderValue::from_bytes(value).expect("a value"));
        }
        let request = request.body(Body::empty()).expect("a request");
        tracing::subscriber::with_default(events.clone(), || {
            let response = app.into_router().oneshot(request).now_or_never();
            response.expect("a response at once").expect("no error");
        });
        let events = events.take().into_iter();
        let events = events.inspect(|(level, _)| assert_eq!(*level, Level::DEBUG));
        events.map(|(_, fields)| fields).collect::<Vec<_>>()
    });
    assert_eq!(inside, outside, "{method} {path} {headers:?}");
    inside
}

const APP: (&str, &[u8]) = ("origin", b"https://app.example.com");
const EVIL: (&str, &[u8]) = ("origin", b"https://evil.example");

#[test]
fn served_request_and_request_of_no_page_give_no_event() {
    let asks_get: (&str, &[u8]) = ("access-control-request-method", b"GET");
    for (method, path, headers) in [
        ("GET", "/listed", &[APP][..]),
        ("GET", "/listed", &[]),
        ("OPTIONS", "/listed", &[APP, asks_get]),
        ("OPTIONS", "/listed", &[EVIL]),
        ("POST", "/enforced", &[APP]),
        ("POST", "/enforced", &[]),
        ("GET", "/plain", &[EVIL]),
        ("GET", "/unknown", &[EVIL]),
        ("PUT", "/listed", &[EVIL]),
    ] {
        assert!(
            events(method, path, headers).is_empty(),
            "{method} {path} {headers:?}"
        );
    }
}

#[test]
fn every_refusal_is_one_event_with_its_reason() {
    let request_method = |method: &'static [u8]| ("access-control-request-method", method);
    for (method, path, headers, reason) in [
        ("GET", "/listed", &[EVIL][..], "origin-not-allowed"),
        ("GET", "/listed", &[APP, APP], "origin-not-allowed"),
        (
            "OPTIONS",
            "/listed",
            &[EVIL, request_method(b"GET")],
            "origin-not-allowed",
        ),
        (
            "OPTIONS",
            "/listed",
            &[APP, request_method(b"PUT")],
            "no-policy",
        ),
        (
            "OPTIONS",
            "/listed",
            &[APP, request_method(b"get")],
            "no-policy",
        ),
        ("POST", "/enforced", &[EVIL], "foreign-site"),
        (
            "OPTIONS",
            "/enforced",
            &[EVIL, request_method(b"POST")],
            "origin-not-allowed",
        ),
    ] {
        let events = events(method, path, headers);
        let [event] = &events[..] else {
            panic!("{method} {path} {headers:?}: {events:?}")
        };
        assert!(event.contains(reason), "{reason} in {event}");
    }
}

#[test]
fn event_names_the_route_and_never_the_url() {
    for (method, path, route) in [
        ("GET", "/users/7?token=secret", "/users/{id}"),
        ("OPTIONS", "/users/7?token=secret", "/users/{id}"),
        ("GET", "/api/users/7", "/api/users/{id}"),
        ("OPTIONS", "/api/users/7", "/api/users/{id}"),
    ] {
        let request_method: (&str, &[u8]) = ("access-control-request-method", b"GET");
        let event = events(method, path, &[EVIL, request_method]).concat();
        let field = format!("route=\"{route}\";");
        assert!(event.contains(&field), "{method} {path}: {event}");
        assert!(!event.contains("secret") && !event.contains('7'), "{event}");
    }
}

#[test]
fn event_in_a_debug_build_names_a_near_miss() {
    let near: (&str, &[u8]) = ("origin", b"http://app.example.com");
    let hint = "hint=\"`http://app.example.com` is not allowed, `https://app.example.com` is: the schemes differ\";";
    for (method, path) in [
        ("GET", "/listed"),
        ("OPTIONS", "/listed"),
        ("POST", "/enforced"),
    ] {
        let request_method: (&str, &[u8]) = ("access-control-request-method", b"GET");
        let event = events(method, path, &[near, request_method]).concat();
        assert_eq!(event.contains(hint), cfg!(debug_assertions), "{event}");
        // Without a similar origin there is no such field.
        let event = events(method, path, &[EVIL, request_method]).concat();
        assert!(!event.is_empty() && !event.contains("hint"), "{event}");
    }
}

#[test]
fn foreign_site_event_names_the_compared_values() {
    let shop: (&str, &[u8]) = ("origin", b"https://shop.example");
    let host: (&str, &[u8]) = ("host", b"10.0.0.7:8000");
    let forwarded: (&str, &[u8]) = ("x-forwarded-host", b"shop.example");
    let compared = "origin=\"https://shop.example\";host=\"10.0.0.7:8000\";";
    let event = events("POST", "/enforced", &[shop, host]).concat();
    assert!(event.contains(compared), "{event}");
    assert!(
        event.contains("has to pass the browser's `Host`\";"),
        "{event}"
    );
    let words = "compared=\"the origin `https://shop.example` was compared with the host `10.0.0.7:8000`\";";
    assert!(event.contains(words), "{event}");
    assert!(!event.contains("forwarded="), "{event}");

    let event = events("POST", "/enforced", &[shop, host, forwarded]).concat();
    assert!(event.contains(compared), "{event}");
    let help = "write `allow(forwarded_host)`\";";
    assert!(event.contains(help), "{event}");

    // If the browser states the site, no host is compared.
    let cross: (&str, &[u8]) = ("sec-fetch-site", b"cross-site");
    let event = events("POST", "/enforced", &[shop, host, forwarded, cross]).concat();
    assert!(event.contains("the page is of another site"), "{event}");
    assert!(!event.contains("host="), "{event}");

    // A forwarded host is what such a policy compares with.
    let other: (&str, &[u8]) = ("x-forwarded-host", b"other.example");
    let event = events("POST", "/behind-proxy", &[shop, host, other]).concat();
    assert!(event.contains("host=\"other.example\";"), "{event}");
    assert!(
        event.contains("the host that the proxy forwards"),
        "{event}"
    );
    assert!(events("POST", "/behind-proxy", &[shop, host, forwarded]).is_empty());
}

#[test]
fn fields_of_an_event_cannot_be_forged() {
    let forged = b"https://a.example method=DELETE hint=trusted \"; reason=\"fine";
    let quoted = r#""https://a.example method=DELETE hint=trusted \"; reason=\"fine""#;
    let origin: (&str, &[u8]) = ("origin", forged);
    let request_method: (&str, &[u8]) = ("access-control-request-method", forged);
    let host: (&str, &[u8]) = ("host", forged);
    for (method, path, headers, field) in [
        ("GET", "/listed", &[origin][..], "origin"),
        ("POST", "/enforced", &[origin], "origin"),
        ("POST", "/enforced", &[EVIL, host], "host"),
        (
            "OPTIONS",
            "/listed",
            &[EVIL, request_method],
            "requested_method",
        ),
    ] {
        let event = events(method, path, headers).concat();
        assert!(event.contains(&format!("{field}={quoted};")), "{event}");
    }
}

#[test]
fn hint_shows_no_byte_that_an_origin_cannot_have() {
    for forged in [
        &b"http://app.example.com:8\xff"[..],
        b"http://app.example.com:8\"; reason=\"fine",
        b"http://app.example.com:`8",
    ] {
        let event = events("GET", "/listed", &[("origin", forged)]).concat();
        assert!(!event.is_empty() && !event.contains("hint"), "{event}");
    }
}

#[test]
fn request_text_in_an_event_is_escaped_and_short() {
    let forged = [("origin", &b"https://evil.example\xff\"\t reason=fine"[..])];
    let event = events("GET", "/listed", &forged).concat();
    assert!(
        event.contains(r#"https://evil.example\xff\"\t reason=fine"#),
        "{event}"
    );

    let long = [b'a'; 16 * 1024];
    let event = events("GET", "/listed", &[("origin", &long)]).concat();
    assert!(event.len() < 600, "{} bytes", event.len());
    let request_method = [EVIL, ("access-control-request-method", &long[..])];
    let event = events("OPTIONS", "/listed", &request_method).concat();
    assert!(event.len() < 600, "{} bytes", event.len());
    let event = events(&"A".repeat(16 * 1024), "/any", &[EVIL]).concat();
    assert!(event.len() < 600, "{} bytes", event.len());
}
