use super::*;
use crate::{
    methods::MethodSet,
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

fn part(serves: MethodSet, policy: &'static Policy) -> Part {
    Part::new(Serves::Methods(serves), Some(policy))
}

fn rest(policy: &'static Policy) -> Part {
    Part::new(Serves::Rest, Some(policy))
}

fn methods(path: &Path, method: &str) -> Option<String> {
    match path.find(method.as_bytes()) {
        Found::Covered(grant) => Some(grant.methods.to_str().expect("ascii").to_owned()),
        _ => None,
    }
}

#[test]
fn equal_policies_of_a_path_share_their_methods() {
    let path = Path::new(
        vec![
            part(MethodSet::GET, &ONE),
            part(MethodSet::PUT, &SAME),
            part(MethodSet::DELETE, &OTHER),
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
    let plain = Part::new(Serves::Methods(MethodSet::HEAD), None);
    let path = Path::new(vec![part(MethodSet::GET, &ONE), plain], false);
    assert!(matches!(path.find(b"HEAD"), Found::Plain));
    assert_eq!(methods(&path, "GET").as_deref(), Some("GET"));
}

#[test]
fn a_handler_for_any_method_serves_the_seven_unless_its_policy_says_otherwise() {
    let path = Path::new(vec![rest(&ONE)], false);
    assert_eq!(
        methods(&path, "PATCH").as_deref(),
        Some("GET,HEAD,POST,PUT,PATCH,DELETE,OPTIONS")
    );
    assert_eq!(methods(&path, "PURGE"), None);

    let path = Path::new(vec![rest(&ANY)], false);
    assert_eq!(methods(&path, "PURGE").as_deref(), Some("*"));

    let path = Path::new(vec![rest(&NAMED)], false);
    assert_eq!(methods(&path, "PURGE").as_deref(), Some("GET,HEAD,PURGE"));
    assert!(matches!(path.find(b"POST"), Found::NotCovered(_)));
}

#[test]
fn the_star_is_never_sent_where_another_handler_stands() {
    let plain = Part::new(Serves::Rest, None);
    for (other, listed) in [
        (
            part(MethodSet::PUT, &OTHER),
            "GET,HEAD,POST,PATCH,DELETE,OPTIONS",
        ),
        (rest(&OTHER), "GET,HEAD"),
        (plain, "GET,HEAD"),
    ] {
        let mine = match other.serves {
            Serves::Methods(_) => rest(&ANY),
            _ => part(MethodSet::GET, &ANY),
        };
        let path = Path::new(vec![mine, other], false);
        assert_eq!(methods(&path, "GET").as_deref(), Some(listed));
    }
}

#[test]
fn a_header_granted_for_one_method_is_not_kept_where_another_policy_has_post() {
    static HEADERS: Policy = Policy {
        headers: Some(HeaderText::new("x-a", || HeaderValue::from_static("x-a"))),
        ..Policy::deny_all()
    };
    let asks = |parts: &[Part], opaque| {
        let path = Path::new(parts.to_vec(), opaque);
        match path.find(b"GET") {
            Found::Covered(grant) => grant.ask_each_time,
            found => panic!("{found:?}"),
        }
    };
    let plain_post = Part::new(Serves::Methods(MethodSet::POST), None);
    let get = part(MethodSet::GET, &HEADERS);
    assert!(asks(&[get, part(MethodSet::POST, &OTHER)], false));
    assert!(asks(&[get, plain_post], false));
    assert!(asks(&[get, rest(&OTHER)], false));
    assert!(asks(&[get], true));
    assert!(!asks(&[get], false));
    assert!(!asks(&[get, part(MethodSet::PUT, &OTHER)], false));
    assert!(!asks(&[get, part(MethodSet::POST, &HEADERS)], false));
    assert!(!asks(
        &[
            part(MethodSet::GET, &OTHER),
            part(MethodSet::POST, &HEADERS)
        ],
        false
    ));
}

#[test]
fn head_is_left_alone_where_nobody_knows_whose_it_is() {
    let path = Path::new(vec![part(MethodSet::GET, &ONE)], true);
    assert!(matches!(path.find(b"HEAD"), Found::Nothing));
    assert_eq!(methods(&path, "GET").as_deref(), Some("GET"));
}

#[test]
fn any_method_on_a_route_of_one_method_is_that_method() {
    let path = Path::new(vec![part(MethodSet::GET, &ANY)], false);
    assert_eq!(methods(&path, "GET").as_deref(), Some("GET,HEAD"));
    assert!(matches!(path.find(b"PUT"), Found::Nothing));
}

#[test]
fn a_more_specific_handler_takes_its_method_from_the_rest() {
    let path = Path::new(vec![rest(&ONE), part(MethodSet::PUT, &OTHER)], false);
    assert_eq!(methods(&path, "PUT").as_deref(), Some("PUT"));
    assert_eq!(
        methods(&path, "GET").as_deref(),
        Some("GET,HEAD,POST,PATCH,DELETE,OPTIONS")
    );
}

#[test]
fn a_service_behind_a_layer_is_taken_to_serve_the_safelisted_methods() {
    let path = Path::of_service(&ONE);
    assert_eq!(methods(&path, "POST").as_deref(), Some("GET,HEAD,POST"));
    assert_eq!(methods(&path, "PUT"), None);
}
