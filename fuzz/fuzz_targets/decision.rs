//! An app of axum in this process, and requests whose headers are any bytes: no panic, no 5xx, no
//! `Access-Control-*` for anything that a naive reading of the policies refuses, no handler behind `enforce` that
//! runs for another site, and no more memory for long headers than for short ones.

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
#[path = "../../cors-rules/tests/naive/mod.rs"]
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
    // Refusals that a debug build explains.
    [
        ("x-total-count", "1"),
        ("set-cookie", "session=1"),
        ("cache-control", "public, max-age=60"),
        ("location", "https://elsewhere.example/"),
    ]
}

#[cors(origins = ["https://app.example.com"], enforce)]
async fn enforced() {}

#[cors(origins = ["https://app.example.com"], enforce, allow(forwarded_host))]
async fn behind_proxy() {}

#[cors(origins = any, methods = any, headers = any)]
async fn open() {}

async fn plain() {}

const PATHS: [&str; 4] = ["/inside", "/layered", "/plain", "/unknown"];
const METHODS: [&str; 8] = [
    "OPTIONS", "GET", "HEAD", "PUT", "DELETE", "PATCH", "PURGE", "POST",
];
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
    let route = || {
        let route = get(listed).put(enforced).post(behind_proxy);
        route.delete(open).patch(plain)
    };
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

/// One and a half times what the dearest request of the corpus takes: the map of headers, boxed futures, and in this
/// build, which has debug assertions, the explanation of 32 headers that the policy does not grant.
const MOST_BYTES: u64 = 40 * 1024;

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
    let mut response = None;
    let mut request = Some(request);
    let read = first >= 128;
    let counted = APP.with_borrow_mut(|app| {
        let mut ask = || {
            response = request
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
    let response = response.expect("a response at once").expect("no error");
    assert!(
        counted.bytes_total <= MOST_BYTES,
        "{} bytes",
        counted.bytes_total
    );
    assert!(response.status().as_u16() < 500, "{}", response.status());
    check(path, method, &headers, response.headers());
    if matches!((path, method), ("/inside" | "/layered", "PUT" | "POST")) {
        let ran = response.status().as_u16() != 403;
        check_enforced(method == "POST", &headers, ran);
    }
});

/// The values of a header, those of a list one by one.
fn listed_values<'h>(headers: &'h HeaderMap, name: &str) -> Vec<&'h [u8]> {
    let lines = headers.get_all(name).iter();
    lines
        .flat_map(|line| line.as_bytes().split(|&byte| byte == b','))
        .map(<[u8]>::trim_ascii)
        .collect()
}

/// The hosts that `Forwarded` names, in whichever element.
fn forwarded_hosts(headers: &HeaderMap) -> Vec<&[u8]> {
    let elements = listed_values(headers, "forwarded").into_iter();
    let pairs = elements.flat_map(|element| element.split(|&byte| byte == b';'));
    let hosts = pairs.filter_map(|pair| {
        let mut sides = pair.splitn(2, |&byte| byte == b'=');
        let is_host = sides.next()?.trim_ascii().eq_ignore_ascii_case(b"host");
        let value = sides.next()?.trim_ascii();
        let quoted = value
            .strip_prefix(b"\"")
            .and_then(|value| value.strip_suffix(b"\""));
        is_host.then_some(quoted.unwrap_or(value))
    });
    hosts.collect()
}

/// True if a page of this origin may be one of the host, with or without the port that browsers leave out.
fn is_at(origin: &[u8], host: &[u8]) -> bool {
    let sites = [(&b"https://"[..], &b":443"[..]), (b"http://", b":80")];
    sites.into_iter().any(|(scheme, port)| {
        origin.strip_prefix(scheme).is_some_and(|authority| {
            let with_port = [authority, port].concat();
            let is_same = |one: &[u8]| one.eq_ignore_ascii_case(host);
            !authority.is_empty() && (is_same(authority) || is_same(&with_port))
        })
    })
}

/// Checks that the handler did not run for another site, and did run for the own.
fn check_enforced(believes_proxy: bool, headers: &HeaderMap, ran: bool) {
    if !headers.contains_key("origin") {
        return assert!(ran, "no origin");
    }
    let Some(origin) = one(headers, "origin") else {
        return assert!(!ran, "several origins");
    };
    let is_listed = |origin| ENFORCED.iter().any(|entry| naive(entry, origin));
    if str::from_utf8(origin).is_ok_and(is_listed) {
        return assert!(ran, "a listed origin");
    }
    match one(headers, "sec-fetch-site") {
        Some(b"same-origin") => return assert!(ran, "the browser says that it is the site"),
        Some(b"none") => {}
        None if !headers.contains_key("sec-fetch-site") => {}
        _ => return assert!(!ran, "the browser does not say that it is the site"),
    }
    let mut hosts = listed_values(headers, "x-forwarded-host");
    hosts.extend(forwarded_hosts(headers));
    if !believes_proxy || hosts.is_empty() {
        hosts = one(headers, "host").into_iter().collect();
    }
    let all_are_own = !hosts.is_empty() && hosts.iter().all(|host| is_at(origin, host));
    assert!(all_are_own || !ran, "{hosts:?}");
    let says_more = ["x-forwarded-host", "forwarded", "x-forwarded-proto"]
        .iter()
        .any(|name| headers.contains_key(*name));
    let has_port = origin.ends_with(b":443") || origin.ends_with(b":80");
    if !says_more && !has_port {
        assert_eq!(all_are_own, ran, "{hosts:?}");
    }
}

fn one<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h [u8]> {
    let mut lines = headers.get_all(name).iter();
    let line = lines.next()?;
    lines.next().is_none().then_some(line.as_bytes())
}

/// Compares the response headers with a naive reading of the policies.
fn check(path: &str, method: &str, headers: &HeaderMap, response: &HeaderMap) {
    let requested = one(headers, "access-control-request-method")
        .filter(|_| method == "OPTIONS" && headers.contains_key("origin"));
    let policy = match (path, requested.unwrap_or(method.as_bytes())) {
        ("/inside" | "/layered", b"GET" | b"HEAD") => Some(LISTED),
        ("/inside" | "/layered", b"PUT" | b"POST") => Some(ENFORCED),
        ("/inside" | "/layered", b"DELETE") => None,
        _ => Some(&[][..]),
    };
    let origin = one(headers, "origin");
    let expected = match policy {
        None => Some(&b"*"[..]),
        Some(list) => origin.filter(|origin| {
            str::from_utf8(origin).is_ok_and(|origin| list.iter().any(|entry| naive(entry, origin)))
        }),
    };
    let allowed: Vec<_> = response
        .get_all("access-control-allow-origin")
        .iter()
        .collect();
    match expected {
        Some(origin) => assert_eq!(allowed, [origin]),
        None => {
            let opened = response
                .keys()
                .find(|name| name.as_str().starts_with("access-control-"));
            assert_eq!(opened, None);
        }
    }
    let credentials = response.contains_key("access-control-allow-credentials");
    assert_eq!(credentials, expected.is_some() && policy == Some(LISTED));
}
