//! An annotated app allocates on an actual request as much as the same app in plain axum.
//!
//! In its own process: other tests in the same process changed the counts.

// Handlers are async functions, with or without `.await`.
#![allow(clippy::unused_async)]

use axum::{
    Router,
    body::{Body, Bytes},
    extract::Path,
    http::{HeaderValue, Request, Response},
    middleware, routing,
};
use cors_runtime::{
    LiveOrigins, Origin,
    axum::{CorsRouter, routing::get},
    cors,
};
use futures_util::FutureExt;
use tower::{Service, layer::util::Identity};

#[cors(
    origins = ["https://app.example.com", "https://*.example.com"],
    credentials,
    expose_headers = ["etag"],
    allow(covered_origins)
)]
async fn listed(_: Path<u32>) {}

#[cors(origins = any)]
async fn open(_: Path<u32>) {}

#[cors(origins = ["https://app.example.com"], enforce)]
async fn enforced(_: Path<u32>) {}

static LIVE: LiveOrigins = LiveOrigins::new();

fn is_tenant(origin: &Origin<'_>) -> bool {
    origin.is_subdomain_of("tenants.example")
}

#[cors(origins = [LIVE, env("NO_SUCH_VARIABLE", default = ["https://*.b.example"]), matching(is_tenant)])]
async fn dynamic(_: Path<u32>) {}

async fn bare(_: Path<u32>) {}

/// Calls per measurement, so that what is set up by the first is not counted with the rest.
const CALLS: u64 = 8;

/// A header value as a server has it: a part of the buffer the request was read into, so that a
/// clone of it shares the bytes.
fn received(value: &str) -> HeaderValue {
    let buffer = Bytes::copy_from_slice(format!("{value}\r\n").as_bytes());
    HeaderValue::from_maybe_shared(buffer.slice(..value.len())).expect("a header value")
}

/// The number of allocations of the warm service for this request, and true if the response explains why a page cannot
/// read it. Making the request and dropping the response are not counted.
fn allocations(service: &mut Router, path: &str, headers: &[(&str, &str)]) -> (u64, bool) {
    let call = |service: &mut Router| {
        let mut request = Request::builder().uri(path);
        for (name, value) in headers {
            request = request.header(*name, received(value));
        }
        let request = request.body(Body::empty()).expect("a request");
        let mut response: Option<Response<Body>> = None;
        let counted = allocation_counter::measure(|| {
            response = service.call(request).now_or_never().and_then(Result::ok);
        });
        let response = response.expect("the response is there at once");
        let is_explained = response.headers().contains_key("cors-explanation");
        (counted.count_total, is_explained)
    };
    call(service);
    let results: Vec<_> = (0..CALLS).map(|_| call(service)).collect();
    assert!(
        results.iter().all(|result| *result == results[0]),
        "{results:?}"
    );
    results[0]
}

const REQUESTS: [(&str, &[(&str, &str)]); 7] = [
    ("no origin", &[]),
    ("an exact origin", &[("origin", "https://app.example.com")]),
    (
        "an origin of a pattern",
        &[("origin", "https://a.b.example.com")],
    ),
    (
        "an origin a function knows",
        &[("origin", "https://a.tenants.example")],
    ),
    ("a refused origin", &[("origin", "https://evil.example")]),
    ("null", &[("origin", "null")]),
    (
        "a browser",
        &[
            ("origin", "https://app.example.com"),
            ("host", "api.example.com"),
            ("sec-fetch-site", "same-site"),
            ("sec-fetch-mode", "cors"),
        ],
    ),
];

fn annotated() -> CorsRouter {
    CorsRouter::new()
        .route("/listed/{id}", get(listed))
        .route("/open/{id}", get(open))
        .route("/enforced/{id}", get(enforced))
        .route("/dynamic/{id}", get(dynamic))
}

fn plain() -> Router {
    Router::new()
        .route("/listed/{id}", routing::get(bare))
        .route("/open/{id}", routing::get(bare))
        .route("/enforced/{id}", routing::get(bare))
        .route("/dynamic/{id}", routing::get(bare))
}

/// Compares the allocations of both apps for every request.
fn compare(annotated: Router, plain: Router, assert: impl Fn(&str, u64, u64)) {
    // As `axum::serve` does: handlers become routes once, not on every request.
    let mut annotated = annotated.with_state(());
    let mut plain = plain.with_state(());
    LIVE.replace(["https://app.example.com", "https://*.example.com"])
        .expect("origins");
    for path in ["/listed/7", "/open/7", "/enforced/7", "/dynamic/7"] {
        for (what, headers) in REQUESTS {
            let (ours, is_explained) = allocations(&mut annotated, path, headers);
            let (theirs, _) = allocations(&mut plain, path, headers);
            // A debug build writes into the response why a page cannot read it.
            if !(cfg!(debug_assertions) && is_explained) {
                assert(&format!("{what} at {path}"), ours, theirs);
            }
        }
    }
}

/// True if `enforce` refuses this request. A debug build writes into the response why.
fn is_refused(what: &str) -> bool {
    let passes = ["no origin", "an exact origin", "a browser"];
    what.ends_with("/enforced/7") && !passes.iter().any(|passing| what.starts_with(passing))
}

#[test]
fn annotated_handler_allocates_as_much_as_a_plain_one() {
    compare(annotated().into_router(), plain(), |what, ours, theirs| {
        if !(cfg!(debug_assertions) && is_refused(what)) {
            assert_eq!(ours, theirs, "{what}");
        }
    });
}

#[test]
fn cors_behind_a_layer_costs_as_much_as_an_identity_layer() {
    let layer = || middleware::map_response(async |response: Response<Body>| response);
    let annotated = annotated().layer(layer()).into_router();
    let plain = plain().layer(layer()).layer(Identity::new());
    compare(annotated, plain, |what, ours, theirs| {
        if is_refused(what) {
            // Neither the layer nor the handler ran.
            assert!(ours < theirs || cfg!(debug_assertions), "{what}");
        } else {
            assert_eq!(ours, theirs, "{what}");
        }
    });
}

#[test]
fn router_as_a_service_is_built_once() {
    let as_it_is = Router::new().fallback_service(annotated());
    let finished = Router::new().fallback_service(annotated().into_router());
    compare(as_it_is, finished, |what, ours, theirs| {
        // Cloning a `CorsRouter` clones its list of routes; building it takes hundreds more.
        assert!(ours <= theirs + 40, "{ours} instead of {theirs}: {what}");
    });
}
