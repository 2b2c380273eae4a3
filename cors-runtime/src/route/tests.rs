use super::*;
use crate::{
    origins::{OriginPatterns, Origins},
    policy::MethodSet,
    policy::{HeaderText, Methods},
};

static ONE: Policy = Policy {
    credentials: true,
    ..Policy::deny_all()
};
static SAME: Policy = Policy {
    credentials: true,
    ..Policy::deny_all()
};
static OTHER: Policy = Policy::deny_all();
static ANY: Policy = Policy {
    methods: Methods::Any,
    ..Policy::deny_all()
};
static NAMED: Policy = Policy {
    methods: Methods::Only(&["GET", "HEAD", "PURGE"]),
    ..Policy::deny_all()
};

fn handler(serves: MethodSet, policy: &'static Policy) -> MethodHandler {
    MethodHandler::new(ServedMethods::Methods(serves), Some(policy))
}

fn rest(policy: &'static Policy) -> MethodHandler {
    MethodHandler::new(ServedMethods::AllOther, Some(policy))
}

fn methods(path: &RoutePolicies, method: &str) -> Option<String> {
    match path.find(method.as_bytes()) {
        MethodLookup::Allowed(grant) => Some(match &grant.methods {
            GrantedMethods::List(list) => list.to_str().expect("ascii").to_owned(),
            GrantedMethods::Requested => "the requested one".to_owned(),
        }),
        _ => None,
    }
}

#[test]
fn equal_policies_of_a_path_share_their_methods() {
    let path = RoutePolicies::new(
        vec![
            handler(MethodSet::GET, &ONE),
            handler(MethodSet::PUT, &SAME),
            handler(MethodSet::DELETE, &OTHER),
        ],
        false,
    );
    assert_eq!(methods(&path, "PUT").as_deref(), Some("GET,HEAD,PUT"));
    assert_eq!(methods(&path, "HEAD").as_deref(), Some("GET,HEAD,PUT"));
    assert_eq!(methods(&path, "DELETE").as_deref(), Some("DELETE"));
    assert_eq!(methods(&path, "POST"), None);
    assert_eq!(methods(&path, "put"), None);
    assert_eq!(path.allow(), "GET,HEAD,PUT,DELETE,OPTIONS");
}

#[test]
fn head_belongs_to_its_own_handler_if_there_is_one() {
    let plain = MethodHandler::new(ServedMethods::Methods(MethodSet::HEAD), None);
    let path = RoutePolicies::new(vec![handler(MethodSet::GET, &ONE), plain], false);
    assert!(matches!(path.find(b"HEAD"), MethodLookup::Plain));
    assert_eq!(methods(&path, "GET").as_deref(), Some("GET"));
}

#[test]
fn handler_for_any_method_serves_seven_or_those_of_its_policy() {
    let path = RoutePolicies::new(vec![rest(&ONE)], false);
    assert_eq!(
        methods(&path, "PATCH").as_deref(),
        Some("GET,HEAD,POST,PUT,PATCH,DELETE,OPTIONS")
    );
    assert_eq!(methods(&path, "PURGE"), None);

    let path = RoutePolicies::new(vec![rest(&ANY)], false);
    assert_eq!(methods(&path, "PURGE").as_deref(), Some("*"));

    let path = RoutePolicies::new(vec![rest(&NAMED)], false);
    assert_eq!(methods(&path, "PURGE").as_deref(), Some("GET,HEAD,PURGE"));
    assert!(matches!(path.find(b"POST"), MethodLookup::NotAllowed(_)));
}

#[test]
fn star_is_not_sent_beside_another_handler() {
    let plain = MethodHandler::new(ServedMethods::AllOther, None);
    for (other, listed) in [
        (
            handler(MethodSet::PUT, &OTHER),
            "GET,HEAD,POST,PATCH,DELETE,OPTIONS",
        ),
        (rest(&OTHER), "GET,HEAD"),
        (plain, "GET,HEAD"),
    ] {
        let mine = match other.serves {
            ServedMethods::Methods(_) => rest(&ANY),
            _ => handler(MethodSet::GET, &ANY),
        };
        let path = RoutePolicies::new(vec![mine, other], false);
        assert_eq!(methods(&path, "GET").as_deref(), Some(listed));
    }
}

/// Grants `x-a` to one origin.
static HEADERS: Policy = Policy {
    origins: Origins::Listed {
        exact: &["https://a.example"],
        patterns: OriginPatterns::NONE,
        sources: &[],
    },
    headers: Some(HeaderText::new("x-a", || HeaderValue::from_static("x-a"))),
    ..Policy::deny_all()
};
/// Grants more headers to more origins.
static WIDER: Policy = Policy {
    origins: Origins::Listed {
        exact: &["https://a.example", "https://b.example"],
        patterns: OriginPatterns::NONE,
        sources: &[],
    },
    headers: Some(HeaderText::new("x-a,x-b", || {
        HeaderValue::from_static("x-a,x-b")
    })),
    ..Policy::deny_all()
};

/// The same for `PUT` alone.
static NO_POST: Policy = Policy {
    methods: Methods::Only(&["PUT"]),
    ..HEADERS
};

#[test]
fn headers_are_remembered_where_every_handler_grants_them() {
    let cached = |handlers: &[MethodHandler], opaque| {
        let path = RoutePolicies::new(handlers.to_vec(), opaque);
        match path.find(b"GET") {
            MethodLookup::Allowed(grant) => grant.may_be_cached,
            found => panic!("{found:?}"),
        }
    };
    let get = handler(MethodSet::GET, &HEADERS);
    let plain = |set| MethodHandler::new(ServedMethods::Methods(set), None);

    assert!(cached(&[get], false));
    assert!(cached(&[get, handler(MethodSet::POST, &HEADERS)], false));
    assert!(cached(&[get, handler(MethodSet::POST, &WIDER)], false));
    assert!(cached(&[get, handler(MethodSet::PUT, &WIDER)], false));
    // No page is ever granted the method.
    assert!(cached(&[get, plain(MethodSet::PUT)], false));
    for policy in [&OTHER, &NO_POST] {
        let unserved = MethodHandler::new(ServedMethods::Unserved, Some(policy));
        assert!(cached(&[get, unserved], false));
    }
    let no_headers = Policy {
        headers: None,
        ..HEADERS
    };
    let no_headers: &'static Policy = Box::leak(Box::new(no_headers));
    let pair = [
        handler(MethodSet::GET, no_headers),
        handler(MethodSet::POST, &HEADERS),
    ];
    assert!(cached(&pair, false));

    // A page can always try the safelisted methods.
    for method in [MethodSet::HEAD, MethodSet::POST] {
        assert!(!cached(&[get, plain(method)], false));
        assert!(!cached(&[get, handler(method, &OTHER)], false));
    }
    assert!(!cached(
        &[get, MethodHandler::new(ServedMethods::AllOther, None)],
        false
    ));
    assert!(!cached(&[get, rest(&OTHER)], false));
    assert!(!cached(&[get], true));
    // The other methods may be granted by their own policies, without the header.
    let pair = [
        handler(MethodSet::GET, &WIDER),
        handler(MethodSet::PUT, &HEADERS),
    ];
    assert!(!cached(&pair, false));
    let pair = [
        handler(MethodSet::GET, &HEADERS),
        handler(MethodSet::PUT, no_headers),
    ];
    assert!(!cached(&pair, false));
    // The method is never granted to an origin of the first policy.
    assert!(cached(&[get, handler(MethodSet::PUT, &OTHER)], false));
    // The policy of the other handler does not cover its safelisted method.
    let both = MethodSet::POST.or(MethodSet::PUT);
    assert!(!cached(&[get, handler(both, &NO_POST)], false));
}

#[test]
fn opaque_part_is_granted_the_requested_method_alone() {
    let path = RoutePolicies::new(
        vec![
            handler(MethodSet::GET, &NAMED),
            MethodHandler::new(ServedMethods::OpaqueDefault, Some(&NAMED)),
        ],
        false,
    );
    assert_eq!(methods(&path, "GET").as_deref(), Some("GET"));
    assert_eq!(
        methods(&path, "PURGE").as_deref(),
        Some("the requested one")
    );
    assert_eq!(methods(&path, "PUT"), None);
}

#[test]
fn head_is_refused_where_its_policy_is_ambiguous() {
    let head = |get: MethodHandler| {
        let path = RoutePolicies::new(
            vec![
                get,
                MethodHandler::new(ServedMethods::OpaqueDefault, Some(&NAMED)),
            ],
            false,
        );
        methods(&path, "HEAD")
    };
    assert_eq!(head(handler(MethodSet::GET, &OTHER)), None);
    assert_eq!(
        head(MethodHandler::new(
            ServedMethods::Methods(MethodSet::GET),
            None
        )),
        None
    );
    assert!(head(handler(MethodSet::GET, &NAMED)).is_some());
    assert!(head(handler(MethodSet::PUT, &OTHER)).is_some());
}

#[test]
fn head_of_an_opaque_path_reaches_no_policy() {
    let path = RoutePolicies::new(vec![handler(MethodSet::GET, &ONE)], true);
    assert!(matches!(path.find(b"HEAD"), MethodLookup::Nothing));
    assert_eq!(methods(&path, "GET").as_deref(), Some("GET"));
}

#[test]
fn any_method_on_a_route_of_one_method_is_that_method() {
    let path = RoutePolicies::new(vec![handler(MethodSet::GET, &ANY)], false);
    assert_eq!(methods(&path, "GET").as_deref(), Some("GET,HEAD"));
    assert!(matches!(path.find(b"PUT"), MethodLookup::Nothing));
}

#[test]
fn handler_of_a_method_precedes_the_rest() {
    let path = RoutePolicies::new(vec![rest(&ONE), handler(MethodSet::PUT, &OTHER)], false);
    assert_eq!(methods(&path, "PUT").as_deref(), Some("PUT"));
    assert_eq!(
        methods(&path, "GET").as_deref(),
        Some("GET,HEAD,POST,PATCH,DELETE,OPTIONS")
    );
}

#[test]
fn service_behind_a_layer_serves_safelisted_methods() {
    let path = RoutePolicies::of_service(&ONE);
    assert_eq!(methods(&path, "POST").as_deref(), Some("GET,HEAD,POST"));
    assert_eq!(methods(&path, "PUT"), None);
}
