//! The report of a `CorsRouter`.

use core::convert::Infallible;

use ::axum::{Router, body::Body, extract::Request, response::Response, routing};
use cors_runtime::{
    Policy,
    axum::{
        CorsRouter,
        routing::{any, get, post},
    },
    cors, policy,
    report::{Access, Entry, Granted, Kind},
};
use tower::service_fn;

#[cors(origins = ["https://b.example", "https://*.a.example"], credentials, enforce, max_age = 600)]
async fn list() {}

#[cors(
    origins = ["https://app.example.com"],
    dev_origins = ["http://localhost:*"],
    headers = ["content-type", "authorization", "x-request-id", "hx-request"],
    expose_headers = ["etag"],
)]
async fn create() {}

const CREATE_LINE: u32 = line!() - 8;

#[cors(disabled)]
async fn internal() {}

#[cors(origins = any)]
async fn proxy() {}

#[cors(dev_origins = ["http://localhost:5173"])]
async fn preview() {}

async fn plain() {}

static PARTNERS: Policy = policy!(origins = ["https://partner.example"]);
const PARTNERS_LINE: u32 = line!() - 1;

static BASE: Policy = policy!(
    origins = ["https://a.example"],
    dev_origins = ["http://localhost:*"]
);

#[cors(base = BASE, max_age = 5)]
async fn child() {}

#[cors(policy = PARTNERS)]
async fn feed() {}

#[cors(base = PARTNERS, max_age = 0)]
async fn news() {}
const NEWS_LINE: u32 = line!() - 2;

/// The report of a release build, without locations.
fn text(app: &CorsRouter) -> String {
    let report = app.report();
    report.as_release().without_locations().to_string()
}

#[test]
fn table_lists_origins_methods_and_headers() {
    let app: CorsRouter = CorsRouter::new()
        .route("/users", post(create))
        .route("/health", get(plain))
        .route("/internal", get(internal).delete(plain))
        .route("/users", get(list).put(plain))
        .route("/proxy/{*rest}", any(proxy))
        .route("/preview", get(preview));
    let table = "\
PATH            METHODS                       ORIGINS                  CREDENTIALS  HEADERS                       EXPOSED  MAX-AGE  ENFORCE
/preview        GET, HEAD                     none                     -            -                             -        -        -
/proxy/{*rest}  GET, HEAD, POST, PUT, PATCH,  any                      -            -                             -        -        -
                DELETE, OPTIONS
/users          GET, HEAD                     https://*.a.example      yes          -                             -        600 s    yes
                                              https://b.example
/users          POST                          https://app.example.com  -            content-type, authorization,  etag     -        -
                                                                                    x-request-id, hx-request

Without CORS:
/health    GET, HEAD
/internal  GET, HEAD; disabled
/internal  DELETE
/users     PUT
";
    assert_eq!(text(&app), table);
}

#[test]
fn origins_for_development_are_marked_as_such() {
    let app: CorsRouter = CorsRouter::new().route("/users", post(create));
    let report = app.report();
    let granted = report.entries()[0].granted().expect("a policy");
    assert_eq!(granted.origins(), ["https://app.example.com"]);
    let debug = cfg!(debug_assertions);
    let dev: &[&str] = if debug { &["http://localhost:*"] } else { &[] };
    assert_eq!(granted.dev_origins(), dev);
    let table = report.to_string();
    assert_eq!(table.contains("http://localhost:* (dev)"), debug, "{table}");
    // A policy with a base keeps its `dev_origins`.
    let app: CorsRouter = CorsRouter::new().route("/", get(child));
    let report = app.report();
    let granted = report.entries()[0].granted().expect("a policy");
    assert_eq!(granted.origins(), ["https://a.example"]);
    assert_eq!(granted.dev_origins(), dev);
}

#[test]
fn policy_is_reported_with_its_place_in_the_source() {
    let app: CorsRouter = CorsRouter::new()
        .route("/feed", get(feed))
        .route("/news", get(news));
    let report = app.report();
    let lines: Vec<(&str, u32)> = report
        .entries()
        .iter()
        .map(|entry| {
            entry
                .granted()
                .and_then(Granted::location)
                .expect("a place")
        })
        .map(|place| (place.file(), place.line()))
        .collect();
    assert_eq!(lines, [(file!(), PARTNERS_LINE), (file!(), NEWS_LINE)]);
    let table = report.to_string();
    let place = format!("tests/integration/report/axum.rs:{NEWS_LINE}\n");
    assert!(table.ends_with(&place), "{table}");
    assert!(!report.without_locations().to_string().contains("axum.rs"));
}

#[test]
fn two_reports_are_equal_whatever_the_order_of_the_routes() {
    let one: CorsRouter = CorsRouter::new()
        .route("/a", get(feed).post(feed))
        .route("/b", get(news));
    let other: CorsRouter = CorsRouter::new()
        .route("/b", get(news))
        .merge(CorsRouter::new().route("/a", post(feed)))
        .route("/a", get(feed));
    assert_eq!(one.report(), other.report());
    // One policy on two methods of a path is one entry.
    let report = one.report();
    let methods: Vec<_> = report.entries().iter().map(Entry::methods).collect();
    assert_eq!(methods, [&["GET", "HEAD", "POST"][..], &["GET", "HEAD"]]);
    let changed: CorsRouter = CorsRouter::new().route("/a", get(feed));
    assert_ne!(one.report(), changed.report());
}

#[test]
fn default_of_a_plain_router_is_reported() {
    #[cors(origins = ["https://app.example.com"], methods = [GET])]
    fn narrow() -> Router {
        Router::new().route("/x", routing::get(plain))
    }
    #[cors(origins = any, methods = [GET, POST, DELETE], headers = any)]
    fn wide() -> Router {
        Router::new().route("/x", routing::get(plain))
    }
    let app: CorsRouter = CorsRouter::new().merge(narrow()).nest("/wide", wide());
    let table = "\
PATH            METHODS                  ORIGINS                  CREDENTIALS  HEADERS  EXPOSED  MAX-AGE  ENFORCE
/*              GET, HEAD                https://app.example.com  -            -        -        -        -
(plain router)
/wide/*         GET, HEAD, POST, DELETE  any                      -            *        -        -        -
(plain router)
";
    assert_eq!(text(&app), table);
    // A route beside the default is still unknown.
    let beside = Router::new()
        .route("/y", routing::get(plain))
        .merge(narrow());
    let app: CorsRouter = CorsRouter::new().merge(beside);
    let kinds: Vec<_> = app
        .report()
        .entries()
        .iter()
        .map(|entry| entry.access() == &Access::Unknown)
        .collect();
    assert!(kinds.contains(&true) && kinds.contains(&false));
}

#[test]
fn opaque_routes_are_reported_as_unknown() {
    let service =
        || service_fn(async |_: Request| Ok::<_, Infallible>(Response::new(Body::empty())));
    let inner: CorsRouter = CorsRouter::new()
        .route("/feed", get(feed))
        .route("/old", routing::get(plain))
        .fallback(plain);
    let app: CorsRouter = CorsRouter::new()
        .nest("/api", inner)
        .nest("/plain", Router::new().route("/x", routing::get(plain)))
        .merge(Router::new().route("/y", routing::get(plain)))
        .route_service("/files", service())
        .nest_service("/static", service())
        .route("/rest", get(feed).fallback(plain));
    let table = "\
PATH       METHODS    ORIGINS                  CREDENTIALS  HEADERS  EXPOSED  MAX-AGE  ENFORCE
/api/feed  GET, HEAD  https://partner.example  -            -        -        -        -
/rest      GET, HEAD  https://partner.example  -            -        -        -        -

Without CORS:
/api/*  *; fallback
/rest   *; fallback

Unknown, with policies of its own or without:
/*         plain router
/api/old   plain route
/files     service
/plain/*   plain router
/static/*  service
";
    assert_eq!(text(&app), table);
    let report = app.report();
    let unknown = |entry: &&Entry| *entry.access() == Access::Unknown;
    let kinds: Vec<_> = report
        .entries()
        .iter()
        .filter(unknown)
        .map(Entry::kind)
        .collect();
    assert_eq!(
        kinds,
        [
            Kind::PlainRouter,
            Kind::PlainRoute,
            Kind::Service,
            Kind::PlainRouter,
            Kind::Service
        ]
    );
}

#[cors(origins = any, methods = [GET, POST])]
fn api() -> CorsRouter {
    CorsRouter::new()
        .route("/feed", get(feed).post(plain))
        .route("/internal", get(internal))
        .route("/old", routing::get(plain))
        .nest("/plain", Router::new().route("/x", routing::get(plain)))
        .fallback(plain)
}

#[cors(origins = any)]
fn with_default() -> CorsRouter {
    CorsRouter::new().route("/feed", get(plain))
}

#[test]
fn default_policy_is_reported_for_plain_routes() {
    let app: CorsRouter = CorsRouter::new().nest("/api", api()).fallback(plain);
    let table = "\
PATH            METHODS          ORIGINS                  CREDENTIALS  HEADERS  EXPOSED  MAX-AGE  ENFORCE
/api/*          GET, HEAD, POST  any                      -            -        -        -        -
(fallback)
/api/feed       GET, HEAD        https://partner.example  -            -        -        -        -
/api/feed       POST             any                      -            -        -        -        -
/api/old        GET, HEAD, POST  any                      -            -        -        -        -
(plain route)
/api/plain/*    GET, HEAD, POST  any                      -            -        -        -        -
(plain router)

Without CORS:
/*             *; fallback
/api/internal  GET, HEAD; disabled
";
    assert_eq!(text(&app), table);
    // Responses for unserved methods and paths are readable, and have no handler.
    let report = with_default().report();
    let [entry] = report.entries() else {
        panic!("{report}")
    };
    assert_eq!(
        (entry.path(), entry.methods()),
        ("/feed", &["GET", "HEAD"][..])
    );
}

#[test]
fn report_without_policies_lists_plain_routes() {
    let app: CorsRouter = CorsRouter::new().route("/", get(plain));
    let table = "\
No route that is known may be called by pages of other origins.

Without CORS:
/  GET, HEAD
";
    assert_eq!(app.report().to_string(), table);
}

#[test]
fn report_as_json_has_all_fields() {
    let app: CorsRouter = CorsRouter::new()
        .route("/users", post(create))
        .route("/feed", get(feed).delete(internal))
        .fallback(plain)
        .nest("/plain", Router::new());
    let json = serde_json::to_value(app.report().as_release()).expect("it is data");
    let line = format!("{}:{PARTNERS_LINE}", file!());
    let expected = serde_json::json!({ "entries": [
        { "path": "/*", "kind": "fallback", "methods": ["*"], "access": "no-cors" },
        { "path": "/feed", "kind": "endpoint", "methods": ["GET", "HEAD"], "access": { "granted": {
            "origins": ["https://partner.example"],
            "dev_origins": [],
            "credentials": false,
            "headers": [],
            "expose_headers": [],
            "max_age": null,
            "enforce": false,
            "policy": line,
        } } },
        { "path": "/feed", "kind": "endpoint", "methods": ["DELETE"], "access": "disabled" },
        { "path": "/plain/*", "kind": "plain-router", "methods": [], "access": "unknown" },
        { "path": "/users", "kind": "endpoint", "methods": ["POST"], "access": { "granted": {
            "origins": ["https://app.example.com"],
            "dev_origins": [],
            "credentials": false,
            "headers": ["content-type", "authorization", "x-request-id", "hx-request"],
            "expose_headers": ["etag"],
            "max_age": null,
            "enforce": false,
            "policy": format!("{}:{CREATE_LINE}", file!()),
        } } },
    ] });
    assert_eq!(json, expected);
}
