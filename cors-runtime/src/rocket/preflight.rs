//! Responds to `OPTIONS` for routes with a policy.

use rocket::{
    Data, Request, Response, Route,
    http::Status,
    route::{Handler, Outcome},
};

use super::{
    headers::{CorsRequest, early_response},
    pattern::{PREFLIGHT_RANK, RequestUri},
    rewrite_probe, rewritten,
    route_table::RouteTable,
    sentinel::CorsSentinel,
    state,
};
use crate::{
    decision::{Decision, decide_preflight, requested_method},
    diagnostics,
    response::ResponseHeaders,
};

/// The route that handles preflights for every URI. It forwards every other `OPTIONS` to the routes of the user.
///
/// Its rank is lower than that of any other route, since a catch-all `OPTIONS` route of the user would handle the
/// preflights otherwise. It is generated from a function because of its argument: the [`CorsSentinel`] aborts the
/// launch even if no other route has one.
pub(super) fn route() -> Route {
    let mut route = cors {}.into_route();
    route.rank = PREFLIGHT_RANK;
    route.handler = Box::new(PreflightHandler);
    route
}

/// Never called: [`route`] replaces the handler. The URI is [`PREFLIGHT_URI`](super::pattern::PREFLIGHT_URI).
#[rocket::options("/<_..>")]
fn cors(_sentinel: CorsSentinel) {}

#[derive(Clone, Copy, Debug)]
struct PreflightHandler;

#[rocket::async_trait]
impl Handler for PreflightHandler {
    async fn handle<'r>(&self, request: &'r Request<'_>, data: Data<'r>) -> Outcome<'r> {
        match respond(request) {
            Some(response) => Outcome::Success(response),
            None => Outcome::Forward((data, Status::NotFound)),
        }
    }
}

fn respond<'r>(request: &'r Request<'_>) -> Option<Response<'r>> {
    if rewrite_probe::is_attached(request) {
        return Some(no_content());
    }
    let route_table = state::route_table(request.rocket())?;
    if let Some((cors_request, uri)) = rewritten::preflight(route_table, request) {
        return preflight_response(route_table, &cors_request, &uri);
    }
    let uri = RequestUri::of(request);
    let cors_request = CorsRequest::of(request);
    if requested_method(&cors_request).is_some() {
        return preflight_response(route_table, &cors_request, &uri);
    }
    let path = route_table.path(&uri)?;
    // Forwarded to the user's own route, or to the 404 of a URI without routes.
    if route_table.has_options(&uri) || !route_table.serves(&uri) {
        return None;
    }
    let mut response = no_content();
    response.set_raw_header("allow", Response::methods(&path.allow()));
    Some(response)
}

/// The response to a preflight for this URI; `None` if no policy applies to it.
pub(super) fn preflight_response<'r>(
    route_table: &RouteTable,
    request: &CorsRequest<'r, '_>,
    uri: &RequestUri<'_>,
) -> Option<Response<'r>> {
    let path = route_table.path(uri)?;
    let decision = decide_preflight(&path, requested_method(request)?.as_bytes(), request);
    diagnostics::trace(&decision, request);
    let Decision::Respond(early) = decision else {
        return None;
    };
    Some(early_response(early, request))
}

fn no_content<'r>() -> Response<'r> {
    let mut response = Response::new();
    response.set_status(Status::NoContent);
    response
}
