//! An app of axum in this process, and requests whose headers are any bytes: no panic, no 5xx, no
//! `Access-Control-*` for anything that a naive reading of the policies refuses, and no more memory for
//! long headers than for short ones.

#![no_main]

use std::cell::RefCell;

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, HeaderName, HeaderValue, Request, Response},
    middleware,
};
use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};
use futures_util::FutureExt;
use libfuzzer_sys::fuzz_target;
use naive::naive;
use tower_service::Service;

#[path = "log/mod.rs"]
mod log;
#[path = "../../../cors-policy/tests/naive/mod.rs"]
mod naive;

const LISTED: &[&str] = &[
    "https://app.example.com",
    "https://*.example.com",
    "http://localhost:*",
];
const ENFORCED: &[&str] = &["https://app.example.com"];

#[cors(
    origins = ["https://app.example.com", "https://*.example.com", "http://localhost:*"],
    credentials,
    headers = ["content-type"],
    expose_headers = ["etag"],
    max_age = 60,
    // More ways into the matcher than a server needs.
    allow(covered_origins, loopback_origins)
)]
async fn listed() -> [(&'static str, &'static str); 4] {
    // What a debug build has something to say of.
    [
        ("x-total-count", "1"),
        ("set-cookie", "session=1"),
        ("cache-control", "public, max-age=60"),
        ("location", "https://elsewhere.example/"),
    ]
}

#[cors(origins = ["https://app.example.com"], enforce)]
async fn enforced() {}

#[cors(origins = any, methods = any, headers = any)]
async fn open() {}

async fn plain() {}

const PATHS: [&str; 4] = ["/inside", "/layered", "/plain", "/unknown"];
const METHODS: [&str; 7] = ["OPTIONS", "GET", "HEAD", "PUT", "DELETE", "PATCH", "PURGE"];
const NAMES: [&str; 8] = [
    "origin",
    "access-control-request-method",
    "access-control-request-headers",
    "sec-fetch-site",
    "host",
    "x-forwarded-host",
    "forwarded",
    "x-forwarded-proto",
];

fn app() -> Router {
    let route = || get(listed).put(enforced).delete(open).patch(plain);
    let layer = middleware::map_response(async |response: Response<Body>| response);
    CorsRouter::new()
        .route("/layered", route())
        .route_layer(layer)
        .route("/inside", route())
        .route("/plain", get(plain))
        .into_router()
        .with_state(())
}

thread_local! {
    static APP: RefCell<Router> = RefCell::new(app());
}

/// Twice what the dearest request takes today: the map of headers, boxed futures, and in this build, which
/// has debug assertions, the explanation of a refusal.
const MOST_BYTES: u64 = 16 * 1024;

// The first byte names path and method, and whether somebody reads the log. Each line below is a header: a byte
// for its name, and its value.
fuzz_target!(|input: &[u8]| {
    let Some((&first, rest)) = input.split_first() else {
        return;
    };
    let path = PATHS[usize::from(first) % PATHS.len()];
    let method = METHODS[usize::from(first) / PATHS.len() % METHODS.len()];
    let mut request = Request::builder()
        .method(method)
        .uri(path)
        .body(Body::empty())
        .expect("a request");
    for line in rest.split(|&byte| byte == b'\n') {
        let Some((&name, value)) = line.split_first() else {
            continue;
        };
        let name = HeaderName::from_static(NAMES[usize::from(name) % NAMES.len()]);
        if let Ok(value) = HeaderValue::from_bytes(value) {
            request.headers_mut().append(name, value);
        }
    }
    let headers = request.headers().clone();
    let mut answer = None;
    let mut request = Some(request);
    let read = first >= 128;
    let counted = APP.with_borrow_mut(|app| {
        let mut ask = || {
            answer = request
                .take()
                .and_then(|request| app.call(request).now_or_never());
        };
        allocation_counter::measure(|| {
            if read {
                tracing::subscriber::with_default(log::Reader, ask);
            } else {
                ask();
            }
        })
    });
    let answer = answer.expect("an answer at once").expect("no error");
    assert!(
        counted.bytes_total <= MOST_BYTES,
        "{} bytes",
        counted.bytes_total
    );
    assert!(answer.status().as_u16() < 500, "{}", answer.status());
    check(path, method, &headers, answer.headers());
});

fn one<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h [u8]> {
    let mut lines = headers.get_all(name).iter();
    let line = lines.next()?;
    lines.next().is_none().then_some(line.as_bytes())
}

/// Whom the policies let in, read as they are written.
fn check(path: &str, method: &str, asked: &HeaderMap, answered: &HeaderMap) {
    let requested = one(asked, "access-control-request-method")
        .filter(|_| method == "OPTIONS" && asked.contains_key("origin"));
    let policy = match (path, requested.unwrap_or(method.as_bytes())) {
        ("/inside" | "/layered", b"GET" | b"HEAD") => Some(LISTED),
        ("/inside" | "/layered", b"PUT") => Some(ENFORCED),
        ("/inside" | "/layered", b"DELETE") => None,
        _ => Some(&[][..]),
    };
    let origin = one(asked, "origin");
    let expected = match policy {
        None => Some(&b"*"[..]),
        Some(list) => origin.filter(|origin| {
            str::from_utf8(origin).is_ok_and(|origin| list.iter().any(|entry| naive(entry, origin)))
        }),
    };
    let allowed: Vec<_> = answered
        .get_all("access-control-allow-origin")
        .iter()
        .collect();
    match expected {
        Some(origin) => assert_eq!(allowed, [origin]),
        None => {
            let opened = answered
                .keys()
                .find(|name| name.as_str().starts_with("access-control-"));
            assert_eq!(opened, None);
        }
    }
    let credentials = answered.contains_key("access-control-allow-credentials");
    assert_eq!(credentials, expected.is_some() && policy == Some(LISTED));
}
