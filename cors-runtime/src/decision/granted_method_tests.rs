//! A successful preflight response grants the requested method, so no browser refuses it because of the method.

use http::{HeaderValue, Request, header};

use super::{Decision, EarlyResponse, HttpHead, decide};
use crate::{
    Policy,
    origins::Origins,
    policy::{MethodSet, Methods},
    route::{MethodHandler, RoutePolicies, ServedMethods},
};

const ANY_ORIGIN: Policy = Policy {
    origins: Origins::Any,
    ..Policy::deny_all()
};

static POLICIES: [Policy; 5] = [
    ANY_ORIGIN,
    Policy {
        methods: Methods::Any,
        ..ANY_ORIGIN
    },
    Policy {
        methods: Methods::Only(&["GET", "HEAD", "PURGE"]),
        ..ANY_ORIGIN
    },
    Policy {
        methods: Methods::Only(&["PUT", "patch"]),
        ..ANY_ORIGIN
    },
    Policy {
        disabled: true,
        ..Policy::deny_all()
    },
];

/// Every kind of handler, without a policy and with each policy.
fn handlers() -> Vec<MethodHandler> {
    let served = [
        ServedMethods::Methods(MethodSet::GET),
        ServedMethods::Methods(MethodSet::HEAD),
        ServedMethods::Methods(MethodSet::PUT.or(MethodSet::POST)),
        ServedMethods::Methods(MethodSet::OPTIONS),
        ServedMethods::AllOther,
        ServedMethods::Opaque,
        ServedMethods::OpaqueDefault,
        ServedMethods::NotAllowed,
        ServedMethods::Unserved,
    ];
    let policies = || POLICIES.iter().map(Some).chain([None]);
    let all = served.into_iter();
    all.flat_map(|serves| policies().map(move |policy| MethodHandler::new(serves, policy)))
        .collect()
}

/// The CORS-preflight fetch of the Fetch standard, step 7.5: is the method granted to a request without credentials?
fn is_granted(allowed: Option<&HeaderValue>, method: &str) -> bool {
    let allowed = allowed
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let mut names = allowed.split(',').map(str::trim);
    matches!(method, "GET" | "HEAD" | "POST") || names.any(|name| name == method || name == "*")
}

#[test]
fn successful_preflight_grants_the_requested_method() {
    let handlers = handlers();
    let mut granted = 0;
    for (first, second) in handlers
        .iter()
        .flat_map(|first| handlers.iter().map(move |second| (first, second)))
    {
        for opaque in [false, true] {
            let path = RoutePolicies::new(vec![*first, *second], opaque);
            for method in [
                "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PURGE", "put",
                "patch", "Get", "*",
            ] {
                let request = Request::options("/")
                    .header(header::ORIGIN, "https://app.example.com")
                    .header(header::ACCESS_CONTROL_REQUEST_METHOD, method)
                    .body(())
                    .expect("a request");
                let Decision::Respond(response @ EarlyResponse::Preflight(_)) =
                    decide(&path, &HttpHead::of(&request))
                else {
                    continue;
                };
                let response: http::Response<String> = response.into_response();
                let allowed = response.headers().get(header::ACCESS_CONTROL_ALLOW_METHODS);
                assert!(
                    is_granted(allowed, method),
                    "{method} by {allowed:?}: {:?}, {:?}",
                    first.serves,
                    second.serves
                );
                granted += 1;
            }
        }
    }
    assert!(granted > 1000, "{granted}");
}
