//! Selects the policy that applies to a response.

use rocket::{Request, Response, http::Status};

use super::{
    headers::CorsRequest,
    original_request::OriginalRequest,
    pattern::{RequestUri, is_preflight_route},
    preflight,
    rewritten::{self, find_original},
    route_table::{RouteMatch, RouteTable},
};
use crate::{Policy, decision::requested_method};

/// The policy that applies to a response.
#[derive(Debug)]
pub(super) enum ResponsePolicy<'r> {
    /// The policy of the route that ran, if it has one.
    OfRoute(Option<&'static Policy>),
    /// The policy of the requested route: a fairing has rewritten the request.
    OfRequestedRoute(&'static Policy, &'r OriginalRequest),
    /// A fairing has rewritten a preflight. This response replaces that of the route that ran.
    Preflight(Response<'r>),
    /// The policies of the requested route and of the route that ran differ, so no page may read the response.
    Unreadable { varies: bool },
}

/// Selects the policy of a response with this status.
///
/// If a fairing has rewritten the request, the policy of the requested route applies to errors, as it applies to the
/// responses of catchers. Any other response is the content of a route that was not requested: pages may read it only if
/// both routes have the same policy. Where no route serves the original URL, the route that ran decides.
#[inline]
pub(super) fn response_policy<'r>(
    route_table: &RouteTable,
    request: &'r Request<'_>,
    status: Status,
) -> ResponsePolicy<'r> {
    let ran = policy_of_last_route(route_table, request);
    match rewritten::original(request) {
        Some(original) => after_rewriting(route_table, request, ran, original, status),
        None => ResponsePolicy::OfRoute(ran),
    }
}

/// The policy of the route that Rocket tried last. `None` for the response to a preflight, which has its headers
/// already.
#[inline]
fn policy_of_last_route(
    route_table: &RouteTable,
    request: &Request<'_>,
) -> Option<&'static Policy> {
    let Some(route) = request.route() else {
        return policy_without_route(route_table, request);
    };
    if is_preflight_route(route) {
        let is_preflight = || requested_method(&CorsRequest::of(request)).is_some();
        return route_table.default.filter(|_| !is_preflight());
    }
    route_table.policy_of(route)
}

/// The policy of a request that Rocket tried no route for.
///
/// A route with another `format` may match its method and URI. A preflight does not contain the `format`, so the policy
/// of that route has allowed the request, and the page must be able to read the error.
#[cold]
fn policy_without_route(
    route_table: &RouteTable,
    request: &Request<'_>,
) -> Option<&'static Policy> {
    match route_table.find(request.method(), &RequestUri::of(request)) {
        RouteMatch::WithPolicy(policy) => Some(policy),
        RouteMatch::WithoutPolicy => None,
        RouteMatch::NoRoute => route_table.default,
    }
}

#[cold]
fn after_rewriting<'r>(
    route_table: &RouteTable,
    request: &'r Request<'_>,
    ran: Option<&'static Policy>,
    original: &'r OriginalRequest,
    status: Status,
) -> ResponsePolicy<'r> {
    if let Some((cors_request, uri)) = rewritten::preflight(route_table, request) {
        return match request.route() {
            // It has responded to the preflight.
            Some(route) if is_preflight_route(route) => ResponsePolicy::OfRoute(None),
            _ => match preflight::preflight_response(route_table, &cors_request, &uri) {
                Some(response) => ResponsePolicy::Preflight(response),
                None => ResponsePolicy::OfRoute(None),
            },
        };
    }
    let requested = match find_original(route_table, original) {
        RouteMatch::NoRoute => return ResponsePolicy::OfRoute(ran),
        RouteMatch::WithoutPolicy => None,
        RouteMatch::WithPolicy(policy) => Some(policy),
    };
    match (requested, ran) {
        (Some(requested), Some(ran)) if requested.is(ran) => {
            ResponsePolicy::OfRequestedRoute(requested, original)
        }
        (None, None) => ResponsePolicy::OfRoute(None),
        (Some(requested), _) if status.code >= 400 => {
            ResponsePolicy::OfRequestedRoute(requested, original)
        }
        (requested, ran) => ResponsePolicy::Unreadable {
            varies: [requested, ran].into_iter().flatten().any(Policy::varies),
        },
    }
}
