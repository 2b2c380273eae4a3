//! The decision, on tables of requests.

use std::{borrow::Cow, cell::Cell};

use http::{HeaderName, HeaderValue, Request};

use super::*;
use crate::{
    origins::{OriginPatterns, Origins},
    policy::MethodSet,
    policy::Methods,
    route::{MethodHandler, ServedMethods},
};

const APP: &str = "https://app.example.com";

const ONE: Origins = Origins::Listed {
    exact: &[APP],
    patterns: OriginPatterns::NONE,
    sources: &[],
};
static LISTED: Policy = Policy {
    origins: ONE,
    credentials: true,
    ..Policy::deny_all()
};
static ANY: Policy = Policy {
    origins: Origins::Any,
    ..Policy::deny_all()
};
static ENFORCED: Policy = Policy {
    origins: ONE,
    enforce: true,
    ..Policy::deny_all()
};
static ONLY_GET: Policy = Policy {
    origins: Origins::Any,
    methods: Methods::Only(&["GET", "HEAD"]),
    ..Policy::deny_all()
};

fn path(parts: &[(MethodSet, Option<&'static Policy>)]) -> RoutePolicies {
    let parts = parts
        .iter()
        .map(|&(methods, policy)| MethodHandler::new(ServedMethods::Methods(methods), policy))
        .collect();
    RoutePolicies::new(parts, false)
}

fn request(method: &str, lines: &[(&'static str, &[u8])]) -> Request<()> {
    let mut request = Request::builder().method(method);
    for (name, value) in lines {
        request = request.header(*name, *value);
    }
    request.body(()).expect("a request")
}

fn word(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::NoPolicy => "NoPolicy",
        Refusal::MethodNotAllowed(_) => "MethodNotAllowed",
        Refusal::OriginNotAllowed(_) => "OriginNotAllowed",
        Refusal::ForeignSite(_) => "ForeignSite",
        #[cfg(feature = "rocket")]
        Refusal::Rewritten => "Rewritten",
    }
}

/// The decision in a word or two.
fn decide_in_words(path: &RoutePolicies, method: &str, lines: &[(&'static str, &[u8])]) -> String {
    let origin = |origin: AllowOrigin<HeaderValue>| match origin {
        AllowOrigin::Star => "*".to_owned(),
        AllowOrigin::Echo(value) => value.to_str().expect("ascii").to_owned(),
    };
    match decide(path, &HttpHead::of(&request(method, lines))) {
        Decision::Respond(EarlyResponse::Preflight(permit)) => {
            let methods = match &permit.grant.methods {
                GrantedMethods::List(list) => Some(list),
                GrantedMethods::Requested => permit.requested.as_deref(),
            };
            let methods = methods.expect("a method").to_str().expect("ascii");
            format!("permit {} {methods}", origin(permit.origin))
        }
        Decision::Respond(EarlyResponse::Refuse(refusal)) => format!("refuse {}", word(refusal)),
        Decision::Run(ResponseAction::Leave) => "untouched".to_owned(),
        Decision::Run(ResponseAction::Expose(_, allow)) => format!("readable {}", origin(allow)),
        Decision::Run(ResponseAction::Strip {
            refusal: Some(refusal),
            ..
        }) => format!("hidden {}", word(refusal)),
        Decision::Run(ResponseAction::Strip { refusal: None, .. }) => "hidden".to_owned(),
    }
}

#[test]
fn preflight_is_options_with_origin_and_one_requested_method() {
    let path = path(&[(MethodSet::PUT, Some(&LISTED))]);
    let origin: (&str, &[u8]) = ("origin", APP.as_bytes());
    let put: (&str, &[u8]) = ("access-control-request-method", b"PUT");
    assert_eq!(
        decide_in_words(&path, "OPTIONS", &[origin, put]),
        format!("permit {APP} PUT")
    );
    for lines in [&[origin][..], &[put], &[origin, put, put], &[]] {
        assert_eq!(
            decide_in_words(&path, "OPTIONS", lines),
            "untouched",
            "{lines:?}"
        );
    }
    assert_eq!(
        decide_in_words(&path, "OPTIONS", &[origin, origin, put]),
        "refuse OriginNotAllowed"
    );
    assert_eq!(
        decide_in_words(&path, "PUT", &[origin, put]),
        format!("readable {APP}")
    );
}

#[test]
fn preflight_is_decided_by_the_policy_of_its_method() {
    let path = path(&[
        (MethodSet::GET, Some(&ANY)),
        (MethodSet::PUT, Some(&LISTED)),
        (MethodSet::DELETE, None),
        (MethodSet::POST, Some(&ONLY_GET)),
    ]);
    let preflight = |origin: &'static [u8], method: &'static [u8]| {
        let lines = [
            ("origin", origin),
            ("access-control-request-method", method),
        ];
        decide_in_words(&path, "OPTIONS", &lines)
    };
    let app = APP.as_bytes();
    assert_eq!(preflight(app, b"GET"), "permit * GET,HEAD");
    assert_eq!(preflight(app, b"HEAD"), "permit * GET,HEAD");
    assert_eq!(preflight(b"\xff\xfe", b"GET"), "permit * GET,HEAD");
    assert_eq!(preflight(app, b"PUT"), format!("permit {APP} PUT"));
    assert_eq!(
        preflight(b"https://evil.example", b"PUT"),
        "refuse OriginNotAllowed"
    );
    assert_eq!(preflight(b"null", b"PUT"), "refuse OriginNotAllowed");
    assert_eq!(preflight(app, b"put"), "refuse NoPolicy");
    assert_eq!(preflight(app, b"DELETE"), "refuse NoPolicy");
    assert_eq!(preflight(app, b"PATCH"), "refuse NoPolicy");
    assert_eq!(preflight(app, b"\xff"), "refuse NoPolicy");
    assert_eq!(preflight(app, b""), "refuse NoPolicy");
    assert_eq!(preflight(app, b"POST"), "refuse MethodNotAllowed");
}

#[test]
fn method_of_no_rfc_reaches_the_handler_for_any() {
    static EVERY: Policy = Policy {
        origins: Origins::Any,
        methods: Methods::Any,
        ..Policy::deny_all()
    };
    static PURGE: Policy = Policy {
        origins: Origins::Any,
        methods: Methods::Only(&["GET", "PURGE"]),
        ..Policy::deny_all()
    };
    for (policy, purge, report) in [
        (&EVERY, "permit * *", "permit * *"),
        (&PURGE, "permit * GET,PURGE", "refuse MethodNotAllowed"),
        (&ANY, "refuse MethodNotAllowed", "refuse MethodNotAllowed"),
    ] {
        let path = RoutePolicies::new(
            vec![MethodHandler::new(ServedMethods::AllOther, Some(policy))],
            false,
        );
        let preflight = |method: &'static [u8]| {
            let lines = [
                ("origin", APP.as_bytes()),
                ("access-control-request-method", method),
            ];
            decide_in_words(&path, "OPTIONS", &lines)
        };
        assert_eq!(preflight(b"PURGE"), purge);
        assert_eq!(preflight(b"REPORT"), report);
        assert_eq!(preflight(b"\xff"), "refuse NoPolicy");
        let readable = |words: &str| {
            if words.starts_with("permit") {
                "readable *"
            } else {
                "hidden MethodNotAllowed"
            }
        };
        let origin: (&str, &[u8]) = ("origin", APP.as_bytes());
        assert_eq!(decide_in_words(&path, "PURGE", &[origin]), readable(purge));
        assert_eq!(
            decide_in_words(&path, "REPORT", &[origin]),
            readable(report)
        );
    }
}

#[test]
fn actual_response_is_exposed_to_allowed_origins() {
    let path = path(&[(MethodSet::GET, Some(&LISTED))]);
    let get = |lines: &[(&'static str, &[u8])]| decide_in_words(&path, "GET", lines);
    assert_eq!(
        get(&[("origin", APP.as_bytes())]),
        format!("readable {APP}")
    );
    assert_eq!(get(&[]), "hidden");
    for origin in [
        &b"https://app.example.com/"[..],
        b"https://APP.example.com",
        b"http://app.example.com",
        b"https://app.example.com:443",
        b"https://app.example.com.evil.example",
        b"null",
        b"",
        b"\x80",
    ] {
        let shown = origin.escape_ascii();
        assert_eq!(
            get(&[("origin", origin)]),
            "hidden OriginNotAllowed",
            "{shown}"
        );
    }
    let app = ("origin", APP.as_bytes());
    assert_eq!(get(&[app, app]), "hidden OriginNotAllowed");
}

#[test]
fn any_ignores_the_value_of_origin() {
    let path = path(&[(MethodSet::GET, Some(&ANY))]);
    for lines in [
        &[][..],
        &[("origin", &b"null"[..])],
        &[("origin", b"\xff")],
        &[("origin", b"a"), ("origin", b"b")],
    ] {
        assert_eq!(
            decide_in_words(&path, "GET", lines),
            "readable *",
            "{lines:?}"
        );
    }
}

#[test]
fn method_outside_the_policy_runs_without_cors_headers() {
    let path = path(&[(MethodSet::GET.or(MethodSet::POST), Some(&ONLY_GET))]);
    let app = ("origin", APP.as_bytes());
    assert_eq!(decide_in_words(&path, "GET", &[app]), "readable *");
    assert_eq!(decide_in_words(&path, "HEAD", &[app]), "readable *");
    assert_eq!(
        decide_in_words(&path, "POST", &[app]),
        "hidden MethodNotAllowed"
    );
}

#[test]
fn enforce_refuses_pages_of_other_sites_only() {
    let path = path(&[(MethodSet::POST, Some(&ENFORCED))]);
    let post = |lines: &[(&'static str, &[u8])]| decide_in_words(&path, "POST", lines);
    let app = ("origin", APP.as_bytes());
    let evil: (&str, &[u8]) = ("origin", b"https://evil.example");
    let host: (&str, &[u8]) = ("host", b"api.example.com");
    let refused = "refuse ForeignSite";
    assert_eq!(
        post(&[app, ("sec-fetch-site", b"cross-site")]),
        format!("readable {APP}")
    );
    assert_eq!(post(&[]), "hidden");
    assert_eq!(post(&[("sec-fetch-site", b"none")]), "hidden");
    assert_eq!(post(&[evil, host]), refused);
    assert_eq!(
        post(&[evil, host, ("sec-fetch-site", b"cross-site")]),
        refused
    );
    assert_eq!(post(&[("origin", b"null"), host]), refused);
    assert_eq!(
        post(&[("origin", b"null"), ("sec-fetch-site", b"same-origin")]),
        "hidden OriginNotAllowed"
    );
    assert_eq!(
        post(&[("origin", b"https://api.example.com"), host]),
        "hidden OriginNotAllowed"
    );
    assert_eq!(post(&[app, app]), refused);
}

#[test]
fn forwarded_host_counts_where_the_policy_allows_it() {
    static BEHIND_PROXY: Policy = {
        let mut policy = ENFORCED;
        policy.declaration.allow.forwarded_host = true;
        policy
    };
    let lines: [(&str, &[u8]); 3] = [
        ("origin", b"https://shop.example"),
        ("host", b"10.0.0.7:8000"),
        ("x-forwarded-host", b"shop.example"),
    ];
    let post = |policy: &'static Policy| {
        decide_in_words(&path(&[(MethodSet::POST, Some(policy))]), "POST", &lines)
    };
    assert_eq!(post(&ENFORCED), "refuse ForeignSite");
    assert_eq!(post(&BEHIND_PROXY), "hidden OriginNotAllowed");
}

/// A header value that counts how often its bytes are handed out.
struct CountedValue {
    bytes: &'static [u8],
    reads: Cell<usize>,
}

impl AsRef<[u8]> for CountedValue {
    fn as_ref(&self) -> &[u8] {
        self.reads.set(self.reads.get() + 1);
        self.bytes
    }
}

struct Counting {
    method: &'static str,
    lines: Vec<(&'static str, CountedValue)>,
}

impl RequestHead for Counting {
    type Value = CountedValue;
    type Owned<'r> = &'r CountedValue;

    fn method(&self) -> &str {
        self.method
    }

    fn scheme(&self) -> Option<&str> {
        None
    }

    fn authority(&self) -> Option<Cow<'_, str>> {
        None
    }

    fn route(&self) -> Option<Cow<'_, str>> {
        None
    }

    fn lines(&self, name: &HeaderName) -> HeaderLines<&CountedValue> {
        let lines = self.lines.iter().filter(|(other, _)| name == other);
        HeaderLines::of(lines.map(|(_, value)| value))
    }

    fn owned_value<'r>(&'r self, value: &'r CountedValue) -> &'r CountedValue {
        value
    }
}

/// Hono read the names that a preflight asks for in a time that grew with the square of their blanks.
/// The decision does not read these headers, and it does not read others more often if there are more.
#[test]
fn ghsa_8j4g_w8fx_2239_unread_headers_take_no_time() {
    let listed = MethodSet::GET.or(MethodSet::PUT);
    let path = path(&[(listed, Some(&LISTED)), (MethodSet::POST, Some(&ENFORCED))]);
    for method in ["OPTIONS", "GET", "POST", "DELETE"] {
        for origin in [APP.as_bytes(), b"https://evil.example", b"null", b"\xff"] {
            for asked in [&b"GET"[..], b"POST", b"\xff"] {
                let counted = |bytes| CountedValue {
                    bytes,
                    reads: Cell::new(0),
                };
                let request = Counting {
                    method,
                    lines: vec![
                        ("origin", counted(origin)),
                        ("host", counted(b"api.example.com")),
                        ("forwarded", counted(b"host=api.example.com")),
                        ("access-control-request-method", counted(asked)),
                        ("access-control-request-headers", counted(b" \t,,")),
                    ],
                };
                let _ = decide(&path, &request);
                for (name, value) in &request.lines {
                    let reads = value.reads.get();
                    let most = if name.ends_with("request-headers") {
                        0
                    } else {
                        3
                    };
                    assert!(reads <= most, "{name}: {reads} times on {method}");
                }
            }
        }
    }
}
