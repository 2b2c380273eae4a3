//! Named policies, policies with a base, and constants as values.

// A policy is declared beside its assertions.
#![allow(clippy::items_after_statements)]

use core::time::Duration;

use cors_runtime::{Policy, cors, headers, policy};

const FRONTEND: &str = "https://app.example.com";
const STAGING: [&str; 2] = [
    "https://staging.example.com",
    "https://*.preview.example.com",
];

/// Policies as another crate would export them.
mod config {
    pub(super) const PARTNERS: &[&str] = &["https://b.example", "https://a.example"];
    pub(super) const READ: &[&str] = &["GET"];
    pub(super) const DAY: &str = "24h";
}

const HOUR: u32 = 3600;
const MINUTE: Duration = Duration::from_secs(60);

fn origins(policy: &Policy) -> Vec<&'static str> {
    policy.origins().collect()
}

#[test]
fn origins_may_be_constants_beside_literals() {
    static ALL: Policy = policy!(
        origins = [
            FRONTEND,
            "https://c.example",
            config::PARTNERS,
            STAGING,
            "http://localhost:*"
        ],
        allow(insecure_origins, loopback_origins),
        credentials,
    );
    assert_eq!(
        origins(&ALL),
        [
            "https://a.example",
            "https://b.example",
            "https://c.example",
            "https://app.example.com",
            "https://staging.example.com",
            "http://localhost:*",
            "https://*.preview.example.com",
        ]
    );
    for allowed in [
        "https://a.example",
        "https://app.example.com",
        "https://x.preview.example.com",
        "http://localhost:5173",
    ] {
        assert!(ALL.allows_origin(allowed.as_bytes()), "{allowed}");
    }
    assert!(!ALL.allows_origin(b"https://constant.invalid"));
    assert!(!ALL.allows_origin(b"https://preview.example.com"));
}

/// Both lists are longer than those that are kept as a text.
#[test]
fn list_may_be_long() {
    static LONG: Policy = policy!(
        origins = [
            "https://site-00.example",
            "https://site-01.example",
            "https://site-02.example",
            "https://site-03.example",
            "https://site-04.example",
            "https://site-05.example",
            "https://site-06.example",
            "https://site-07.example",
            "https://site-08.example",
            "https://site-09.example",
            "https://site-10.example",
            "https://site-11.example",
            "https://site-12.example",
            "https://site-13.example",
            "https://site-14.example",
            "https://site-15.example",
            "https://site-16.example",
            "https://*.area.example",
        ],
        methods = [
            "M-00", "M-01", "M-02", "M-03", "M-04", "M-05", "M-06", "M-07", "M-08", "M-09", "M-10",
            "M-11", "M-12", "M-13", "M-14", "M-15", "M-16",
        ],
        credentials,
    );
    assert_eq!(origins(&LONG).len(), 18);
    assert!(LONG.allows_origin(b"https://site-16.example"));
    assert!(LONG.allows_origin(b"https://a.area.example"));
    assert!(!LONG.allows_origin(b"https://site-17.example"));
    assert_eq!(LONG.methods().map(<[_]>::len), Some(17));
    assert!(LONG.credentials());
}

#[test]
fn list_may_be_one_constant() {
    static POLICY: Policy = policy!(
        origins = config::PARTNERS,
        methods = config::READ,
        headers = headers::TRACING,
        max_age = HOUR,
    );
    assert_eq!(origins(&POLICY), ["https://a.example", "https://b.example"]);
    assert_eq!(POLICY.methods(), Some(&["GET", "HEAD"][..]));
    assert_eq!(
        POLICY.headers(),
        Some("traceparent,tracestate,baggage,sentry-trace")
    );
    assert_eq!(POLICY.max_age(), Some("3600"));
}

#[test]
fn names_and_times_may_be_constants() {
    const UPPER: &str = "X-Request-Id";
    static POLICY: Policy = policy!(
        origins = any,
        methods = [config::READ, PUT],
        headers = ["Content-Type", UPPER, headers::CSRF],
        expose_headers = [headers::PAGINATION, "etag"],
        max_age = config::DAY,
    );
    assert_eq!(POLICY.methods(), Some(&["GET", "HEAD", "PUT"][..]));
    assert_eq!(
        POLICY.headers(),
        Some("content-type,x-request-id,x-csrf-token,x-xsrf-token")
    );
    assert_eq!(POLICY.expose_headers(), Some("link,x-total-count,etag"));
    assert_eq!(POLICY.max_age(), Some("86400"));
    assert_eq!(
        policy!(origins = any, max_age = MINUTE).max_age(),
        Some("60")
    );
    const NONE: i64 = 0;
    assert_eq!(policy!(origins = any, max_age = NONE).max_age(), Some("0"));
}

#[test]
fn names_of_constants_are_free() {
    const ORIGINS: &[&str] = &["https://a.example"];
    static POLICY: Policy = policy!(origins = ORIGINS, dev_origins = ["http://localhost:3000"]);
    assert!(POLICY.allows_origin(b"https://a.example"));
}

#[test]
fn origins_for_development_may_be_constants() {
    const LAN: &str = "http://192.168.1.7:5173";
    static POLICY: Policy = policy!(
        origins = ["https://a.example"],
        dev_origins = [LAN],
        credentials
    );
    assert_eq!(POLICY.allows_origin(LAN.as_bytes()), cfg!(debug_assertions));
    assert!(POLICY.allows_origin(b"https://a.example"));
    static ONLY: Policy = policy!(origins = [FRONTEND], dev_origins = ["http://localhost:*"]);
    assert_eq!(
        ONLY.allows_origin(b"http://localhost:1"),
        cfg!(debug_assertions)
    );
    assert!(ONLY.allows_origin(FRONTEND.as_bytes()));
}

static PARTNERS: Policy = policy!(
    origins = ["https://*.partner.example"],
    methods = [GET, PUT],
    headers = ["content-type"],
    credentials,
    max_age = "1h",
    enforce,
);

#[test]
fn absent_key_is_taken_from_the_base() {
    static MORE: Policy = policy!(base = PARTNERS, max_age = 60);
    assert_eq!(origins(&MORE), origins(&PARTNERS));
    assert_eq!(MORE.methods(), PARTNERS.methods());
    assert_eq!(MORE.headers(), PARTNERS.headers());
    assert!(MORE.credentials() && MORE.enforces());
    assert_eq!(MORE.max_age(), Some("60"));
}

#[test]
fn key_replaces_that_of_the_base() {
    const OTHER: Policy = policy!(
        base = PARTNERS,
        origins = ["https://a.example"],
        methods = any,
        headers = any,
        credentials = false,
        enforce = false,
    );
    assert_eq!(origins(&OTHER), ["https://a.example"]);
    assert_eq!(OTHER.methods(), None);
    assert_eq!(OTHER.headers(), Some("*"));
    assert!(!OTHER.credentials() && !OTHER.enforces());
    assert_eq!(OTHER.max_age(), Some("3600"));
}

#[test]
fn allowance_of_a_base_holds_in_policies_based_on_it() {
    static LAN: Policy = policy!(
        origins = ["http://10.0.0.5"],
        allow(insecure_origins),
        credentials
    );
    static SHORT: Policy = policy!(base = LAN, max_age = 0);
    assert!(SHORT.allows_origin(b"http://10.0.0.5"));
    static NULL: Policy = policy!(origins = ["null"], allow(null_origin));
    static NULL_TOO: Policy = policy!(base = NULL, headers = any);
    assert!(NULL_TOO.allows_origin(b"null"));
    static DEV: Policy = policy!(
        origins = ["https://a.example"],
        dev_origins = ["http://pi.local"]
    );
    static DEV_TOO: Policy = policy!(base = DEV, credentials);
    assert_eq!(
        DEV_TOO.allows_origin(b"http://pi.local"),
        cfg!(debug_assertions)
    );
    assert_eq!(LAN, policy!(base = LAN));
}

#[cors(policy = PARTNERS)]
async fn named() {}

#[cors(policy = PARTNERS)]
#[rocket::get("/")]
fn named_route() {}

#[cors(base = PARTNERS, credentials = false)]
async fn based() {}

#[test]
fn handler_has_the_policy_of_the_name() {
    assert!(core::ptr::eq(named().policy(), &raw const PARTNERS));
    assert_eq!(*named_route {}.policy(), PARTNERS);
    assert!(!based().policy().credentials());
    named_route();
}

#[test]
fn every_group_of_headers_can_be_listed() {
    static REQUEST: Policy = policy!(
        origins = any,
        headers = [
            headers::HTMX,
            headers::TRACING,
            headers::GRPC_WEB,
            headers::CONNECT,
            headers::CSRF
        ],
        expose_headers = [
            headers::HTMX_RESPONSE,
            headers::GRPC_WEB_RESPONSE,
            headers::DOWNLOAD,
            headers::PAGINATION,
        ],
    );
    assert!(
        REQUEST
            .headers()
            .is_some_and(|names| names.contains("hx-current-url"))
    );
    assert!(
        REQUEST
            .expose_headers()
            .is_some_and(|names| names.contains("grpc-status"))
    );
}
