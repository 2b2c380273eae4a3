//! Tests of the policies that a URL collects from overlapping routes.

use rocket::{
    Route,
    http::{ContentType, Method, uri::Origin},
    route::dummy_handler,
};

use super::{handler, pattern::RequestUri, route_table::RouteTable};
use crate::{Policy, route::RoutePolicies};

static ONE: Policy = Policy {
    credentials: true,
    ..Policy::deny_all()
};
static OTHER: Policy = Policy::deny_all();
static DISABLED: Policy = Policy {
    disabled: true,
    ..Policy::deny_all()
};

fn ranked(rank: isize, method: Method, uri: &str, policy: Option<&'static Policy>) -> Route {
    let route = Route::ranked(rank, method, uri, dummy_handler);
    match policy {
        Some(policy) => handler::attach(route, policy),
        None => handler::attach_default(route, None),
    }
}

/// The policies of the handlers of a URL.
fn handlers(routes: Vec<Route>, target: &str) -> Vec<Option<&'static Policy>> {
    let route_table = RouteTable::of(&rocket::build().mount("/", routes), None);
    let uri = Origin::parse(target).expect("a URI");
    let path = route_table
        .path(&RequestUri::of_uri(&uri))
        .expect("a policy");
    let mut policies: Vec<_> = parts(&path).collect();
    policies.sort_by_key(|policy| policy.map(|policy| policy.credentials));
    policies
}

fn parts(path: &RoutePolicies) -> impl Iterator<Item = Option<&'static Policy>> {
    path.handlers_with_methods().map(|(part, _)| part.policy)
}

#[test]
fn handlers_hidden_by_rank_are_parts_of_a_path() {
    let routes = vec![
        ranked(1, Method::Get, "/u/me", Some(&ONE)),
        ranked(2, Method::Get, "/u/<_>", Some(&OTHER)),
        ranked(3, Method::Get, "/<_..>", None),
        ranked(4, Method::Put, "/u/<_>", Some(&ONE)),
        ranked(5, Method::Get, "/elsewhere", Some(&ONE)),
    ];
    let of = |target| handlers(routes.clone(), target);
    assert_eq!(of("/u/me"), [None, Some(&OTHER), Some(&ONE), Some(&ONE)]);
    assert_eq!(of("/u/you"), [None, Some(&OTHER), Some(&ONE)]);
    // Rocket tries the plain route first.
    assert_eq!(of("/elsewhere"), [None, Some(&ONE), Some(&ONE)]);
}

#[test]
fn handlers_of_another_format_are_parts_of_a_path() {
    let mut json = ranked(1, Method::Get, "/", None);
    json.format = Some(ContentType::JSON.0);
    let html = ranked(1, Method::Get, "/", Some(&ONE));
    assert_eq!(
        handlers(vec![json, html], "/"),
        [None, Some(&ONE), Some(&ONE)]
    );
}

#[test]
fn handler_in_front_without_a_policy_stays_a_part() {
    let routes = |front| {
        vec![
            ranked(1, Method::Get, "/a", front),
            ranked(2, Method::Get, "/a", Some(&ONE)),
            ranked(3, Method::Post, "/a", Some(&OTHER)),
        ]
    };
    let own = [None, Some(&OTHER), Some(&ONE)];
    assert_eq!(handlers(routes(Some(&DISABLED)), "/a"), own);
    // A preflight finds the route that the plain one hides.
    assert_eq!(
        handlers(routes(None), "/a"),
        [None, Some(&OTHER), Some(&ONE), Some(&ONE)]
    );
}
