//! Warnings on axum: of a handler alone, behind layers, under each kind of default policy, and of a layer around a service.

mod caches;
mod cookies;
mod redirects;
mod strange;

use axum::{
    Router,
    body::Body,
    extract::RawQuery,
    http::{HeaderName, HeaderValue, Request, Response, StatusCode},
    middleware,
    response::IntoResponse,
};
use cors_runtime::{
    Policy,
    axum::{
        CorsRouter,
        routing::{any, get},
    },
    cors,
    layer::CorsLayer,
    policy,
};
use futures_util::FutureExt;
use tower::{ServiceBuilder, ServiceExt};
use tracing::{
    Event, Metadata, Subscriber,
    span::{Attributes, Id, Record},
    subscriber::Interest,
};

use super::{APP, HOST, PARTNER, assert_names, warnings};
use cors_tests::Events;

/// A request: its method, its path, and its headers.
type TestRequest<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)]);

/// The warnings about these requests, one after the other.
fn warnings_of(app: impl Into<Router>, requests: &[TestRequest<'_>]) -> Vec<String> {
    let app = app.into();
    let events = Events::default();
    tracing::subscriber::with_default(events.clone(), || {
        for (method, path, headers) in requests {
            let mut request = Request::builder().method(*method).uri(*path);
            for (name, value) in *headers {
                request = request.header(*name, *value);
            }
            let request = request.body(Body::empty()).expect("a request");
            let response = app.clone().oneshot(request).now_or_never();
            response.expect("a response at once").expect("no error");
        }
    });
    warnings(&events)
}

/// A response with these headers.
fn response(headers: &[(&'static str, &'static str)]) -> Response<Body> {
    let mut response = StatusCode::OK.into_response();
    for (name, value) in headers {
        let name = HeaderName::from_static(name);
        response
            .headers_mut()
            .append(name, HeaderValue::from_static(value));
    }
    response
}

fn layered(app: CorsRouter) -> CorsRouter {
    app.layer(middleware::map_response(
        async |response: Response<Body>| response,
    ))
}

const PAGE: [(&str, &str); 2] = [("etag", "\"1\""), ("x-total-count", "7")];

macro_rules! pages {
    ($($(#[$policy:meta])* $name:ident)*) => {$(
        $(#[$policy])*
        async fn $name() -> Response<Body> {
            response(&PAGE)
        }
    )*};
}

pages! {
    #[cors(origins = ["https://app.example.com"], expose_headers = ["x-request-id"])] inside
    #[cors(origins = ["https://app.example.com"])] outside
    #[cors(origins = ["https://app.example.com"])] nested
    #[cors(origins = ["https://app.example.com"], expose_headers = ["ETag", "X-Total-Count"])] exposed
    #[cors(origins = any, expose_headers = any)] all_exposed
    #[cors(origins = ["https://app.example.com"], allow(unreadable_headers))] allowed
    #[cors(origins = any)] open
    #[cors(disabled)] without
    plain
}

#[test]
fn unreadable_headers_are_reported_with_a_fix() {
    let app = CorsRouter::new().route("/pages/{id}", get(inside));
    let request = ("GET", "/pages/7?secret", &[APP, HOST][..]);
    let warnings = warnings_of(app, &[request, request]);
    assert_names(&warnings, &["unreadable-headers"]);
    for warning in warnings {
        assert!(warning.contains("route=\"/pages/{id}\";"), "{warning}");
        assert!(
            warning.contains("policy=tests/integration/runtime_warnings/axum/mod.rs:"),
            "{warning}"
        );
        assert!(
            warning.contains("cannot read `etag`, `x-total-count` of this response"),
            "{warning}"
        );
        let line = r#"write `expose_headers = [\"x-request-id\", \"etag\", \"x-total-count\"]`"#;
        assert!(warning.contains(line), "{warning}");
        assert!(warning.contains("`allow(unreadable_headers)`"), "{warning}");
        assert!(!warning.contains("secret"), "{warning}");
    }
}

#[test]
fn unreadable_headers_are_reported_behind_layers() {
    for (app, path) in [
        (
            layered(CorsRouter::new().route("/outside", get(outside))),
            "/outside",
        ),
        (
            layered(CorsRouter::new().route("/any", any(outside))),
            "/any",
        ),
        (
            CorsRouter::new().nest("/api", CorsRouter::new().route("/nested", get(nested))),
            "/api/nested",
        ),
        (CorsRouter::new().route("/open", get(open)), "/open"),
    ] {
        let request = ("GET", path, &[APP, HOST][..]);
        assert_names(
            &warnings_of(app, &[request, request]),
            &["unreadable-headers"],
        );
    }
}

#[test]
fn readable_or_rejected_responses_are_not_reported() {
    let app = CorsRouter::new()
        .route("/exposed", get(exposed))
        .route("/all", get(all_exposed))
        .route("/allowed", get(allowed))
        .route("/plain", get(plain))
        .route("/without", get(without))
        .route("/quiet", get(quiet));
    let foreign: &[(&str, &str)] = &[("origin", "https://evil.example"), HOST];
    let page: &[(&str, &str)] = &[APP, HOST];
    let same_origin: &[(&str, &str)] = &[("origin", "https://api.example.com"), HOST];
    let form: &[(&str, &str)] = &[APP, HOST, ("sec-fetch-mode", "navigate")];
    let image: &[(&str, &str)] = &[
        APP,
        HOST,
        ("sec-fetch-mode", "cors"),
        ("sec-fetch-dest", "image"),
    ];
    let requests: &[TestRequest<'_>] = &[
        ("GET", "/exposed", page),
        ("GET", "/all", page),
        ("GET", "/allowed", page),
        ("GET", "/plain", page),
        ("GET", "/without", page),
        ("GET", "/unknown", page),
        ("GET", "/quiet", &[HOST]),
        ("GET", "/quiet", foreign),
        ("GET", "/quiet", form),
        ("GET", "/quiet", image),
        (
            "OPTIONS",
            "/quiet",
            &[APP, ("access-control-request-method", "GET")],
        ),
    ];
    let events: Vec<String> = warnings_of(app.clone(), requests)
        .into_iter()
        .chain(warnings_of(layered(app), requests))
        .collect();
    assert_names(&events, &[]);
    let own = CorsRouter::new().route("/own", get(own));
    assert_names(&warnings_of(own, &[("GET", "/own", same_origin)]), &[]);
}

pages! {
    #[cors(origins = ["https://app.example.com"])] quiet
    #[cors(origins = ["https://app.example.com", "https://api.example.com"])] own
    #[cors(origins = any)] later
}

/// A subscriber that is interested in no event at present.
struct Uninterested;

impl Subscriber for Uninterested {
    fn register_callsite(&self, _: &'static Metadata<'static>) -> Interest {
        Interest::sometimes()
    }

    fn enabled(&self, _: &Metadata<'_>) -> bool {
        false
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, _: &Event<'_>) {
        unreachable!("nothing is enabled");
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[test]
fn warning_without_a_subscriber_does_not_count() {
    let app = CorsRouter::new()
        .route("/before", get(later))
        .route("/later", get(later));
    // `tracing` looks up the subscriber at the first event; from then on, it uses that of this thread.
    let before = ("GET", "/before", &[APP, HOST][..]);
    assert_names(
        &warnings_of(app.clone(), &[before]),
        &["unreadable-headers"],
    );
    let request = ("GET", "/later", &[APP, HOST][..]);
    tracing::subscriber::with_default(Uninterested, || {
        let request = Request::get("/later").header(APP.0, APP.1);
        let request = request.body(Body::empty()).expect("a request");
        let response = app.clone().into_router().oneshot(request);
        response.now_or_never().expect("at once").expect("no error");
    });
    assert_names(&warnings_of(app, &[request]), &["unreadable-headers"]);
}

#[cors(origins = ["https://app.example.com"])]
async fn grows(RawQuery(query): RawQuery) -> Response<Body> {
    match query.as_deref() {
        Some("created") => {
            let created = response(&[("location", "/grows/1"), ("etag", "\"1\"")]);
            (StatusCode::CREATED, created).into_response()
        }
        Some("moved") => {
            let moved = response(&[("location", "/grows"), ("x-request-id", "7")]);
            (StatusCode::FOUND, moved).into_response()
        }
        _ => response(&[("etag", "\"1\"")]),
    }
}

#[test]
fn later_unreadable_header_is_reported_with_earlier_ones() {
    let app = CorsRouter::new().route("/grows", get(grows));
    let headers = &[APP, HOST][..];
    let warnings = warnings_of(
        app,
        &[
            // A script never sees a redirect, and none of its headers.
            ("GET", "/grows?moved", headers),
            ("GET", "/grows", headers),
            ("GET", "/grows?created", headers),
            ("GET", "/grows?created", headers),
        ],
    );
    assert_names(&warnings, &["unreadable-headers"; 2]);
    for warning in warnings.iter().skip(1) {
        assert!(
            warning.contains(r#"expose_headers = [\"etag\", \"location\"]"#),
            "{warning}"
        );
    }
}

#[cors(origins = ["https://app.example.com"])]
fn routes() -> CorsRouter {
    CorsRouter::new().route("/default", get(plain))
}

#[cors(origins = ["https://app.example.com"], methods = [GET])]
fn opaque() -> CorsRouter {
    // A plain router used as a service does not report its routes.
    let hidden: Router = CorsRouter::new().route("/own", get(in_opaque)).into();
    CorsRouter::from(Router::new().route("/opaque", axum::routing::get(plain)))
        .fallback_service(hidden)
}

pages! {
    #[cors(origins = any)] in_opaque
}

#[test]
fn default_policy_reports_its_own_routes_only() {
    let headers = &[APP, HOST][..];
    let warnings_at = |app: Router, path: &str| {
        warnings_of(app, &[("GET", path, headers), ("GET", path, headers)])
    };
    assert_names(
        &warnings_at(routes().into_router(), "/default"),
        &["unreadable-headers"],
    );
    assert_names(
        &warnings_at(opaque().into_router(), "/opaque"),
        &["unreadable-headers"],
    );
    let own = warnings_at(opaque().into_router(), "/own");
    assert_names(&own, &["unreadable-headers"]);
}

#[test]
fn layer_reports_its_own_service_only() {
    static ASSETS: Policy = policy!(origins = any, methods = [GET]);

    let service = tower::service_fn(async |_: Request<Body>| {
        Ok::<_, std::convert::Infallible>(response(&PAGE))
    });
    let service = ServiceBuilder::new()
        .layer(CorsLayer::new(&ASSETS))
        .service(service);
    let app = Router::new().route_service("/assets", service);
    let request = ("GET", "/assets", &[APP, HOST][..]);
    assert_names(
        &warnings_of(app, &[request, request]),
        &["unreadable-headers"],
    );
}
