//! Hostile bytes in headers.

use axum::{
    body::Body,
    extract::RawQuery,
    http::{HeaderMap, HeaderName, HeaderValue, Request, Response, StatusCode},
    response::{IntoResponse, Redirect},
};
use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};
use futures_util::FutureExt;
use tower::ServiceExt;

use cors_tests::Events;

use super::{APP, HOST, PARTNER, assert_names, response, warnings, warnings_of};

#[cors(origins = ["https://app.example.com"])]
async fn strange_redirect(RawQuery(to): RawQuery) -> Redirect {
    Redirect::temporary(&to.unwrap_or_default())
}

#[test]
fn hostile_bytes_are_not_logged() {
    let app = CorsRouter::new()
        .route("/to", get(strange_redirect))
        .route("/odd", get(odd_redirect))
        .route("/cookie", get(strange_cookie));
    let warnings = warnings_of(
        app,
        &[
            (
                "GET",
                "/to?//user:secret@other.example:81\\secret",
                &[APP, HOST],
            ),
            ("GET", "/odd", &[APP, HOST]),
            ("GET", "/cookie", &[PARTNER, HOST]),
        ],
    );
    assert_names(
        &warnings,
        &["foreign-redirect", "foreign-redirect", "dropped-cookies"],
    );
    for warning in warnings {
        assert!(
            !warning.contains("secret") && !warning.contains('\u{1b}'),
            "{warning}"
        );
    }
}

#[cors(origins = ["https://app.example.com"])]
async fn odd_redirect() -> Response<Body> {
    let odd = response(&[("location", "https://a`secret<b>.example")]);
    (StatusCode::FOUND, odd).into_response()
}

#[cors(origins = ["https://partner.example.org"], credentials)]
async fn strange_cookie() -> Response<Body> {
    let mut response = StatusCode::OK.into_response();
    let cookie = HeaderValue::from_bytes(b"a`secret=secret").expect("a value");
    response.headers_mut().append("set-cookie", cookie);
    response
}

/// Bytes that no header of a well-meaning peer has change nothing.
#[test]
fn arbitrary_bytes_do_not_panic() {
    fn echo(status: StatusCode, headers: &HeaderMap) -> Response<Body> {
        let mut response = status.into_response();
        for name in ["location", "set-cookie", "cache-control", "etag"] {
            if let Some(value) = headers.get("x-echo") {
                response
                    .headers_mut()
                    .append(HeaderName::from_static(name), value.clone());
            }
        }
        response
    }

    #[cors(origins = any)]
    async fn open(headers: HeaderMap) -> Response<Body> {
        echo(StatusCode::FOUND, &headers)
    }

    #[cors(origins = ["https://app.example.com"], credentials)]
    async fn listed(headers: HeaderMap) -> Response<Body> {
        echo(StatusCode::OK, &headers)
    }

    let strange: [&[u8]; 14] = [
        b"",
        b"//",
        b"https://",
        b"https://@",
        b"https://\xff",
        b"//[::1",
        b"https://[]]]:::::",
        b";;;==;=;samesite",
        b",,,=,",
        b"\x80,public,\x80",
        b"=\x80,s-maxage=\x80",
        b"\x80\x81\x82",
        b"https://a.example:99999999999/",
        &[b'a'; 16 * 1024],
    ];
    let names = [
        "x-echo",
        "origin",
        "host",
        "sec-fetch-site",
        "x-forwarded-host",
    ];
    let events = Events::default();
    tracing::subscriber::with_default(events.clone(), || {
        for (index, value) in strange.into_iter().enumerate() {
            for name in names {
                // A warning is logged once per route.
                let paths = ["open", "listed"].map(|policy| format!("/{policy}/{index}/{name}"));
                let app = CorsRouter::new()
                    .route(&paths[0], get(open))
                    .route(&paths[1], get(listed))
                    .into_router();
                for path in &paths {
                    let mut request = Request::get(path)
                        .header(APP.0, APP.1)
                        .header("x-echo", HeaderValue::from_bytes(value).expect("a value"))
                        .header("sec-fetch-site", "cross-site")
                        .body(Body::empty())
                        .expect("a request");
                    let value = HeaderValue::from_bytes(value).expect("a value");
                    request.headers_mut().insert(name, value);
                    let response = app.clone().oneshot(request).now_or_never();
                    response.expect("a response at once").expect("no error");
                }
            }
        }
    });
    let warnings = warnings(&events);
    assert!(
        warnings
            .iter()
            .all(|line| !line.contains(char::is_control) && line.len() < 1024),
        "{warnings:#?}"
    );
    let of_listed = |warning: &str| {
        let about = |line: &&String| line.contains("route=\"/listed/") && line.contains(warning);
        warnings.iter().filter(about).count()
    };
    // Another `Origin` is rejected, and a missing `Sec-Fetch-Site` is not guessed.
    assert_eq!(of_listed("dropped-cookies"), strange.len() * 3);
    assert_eq!(of_listed("unreadable-headers"), strange.len() * 4);
    assert_eq!(of_listed("public-cache"), 2 * 4);
}
