//! Answering `OPTIONS` for routes with a policy.

use std::{borrow::Cow, io::Cursor};

use rocket::{
    Data, Request, Response, Route,
    http::{Method, Status},
    route::{Handler, Outcome},
};

use super::{
    arrival, headers::Head, launch::route_table, pattern::Target, rewritten,
    route_table::RouteTable, sentinel::CorsSentinel,
};
use crate::{
    decision::{Decision, EarlyResponse, decide_preflight, requested_method},
    diagnostics,
    response::{PLAIN_TEXT, ResponseHeaders},
};

/// Tried before every `OPTIONS` route of the user, for every URI: a catch-all of theirs would take
/// the preflights otherwise. It forwards what is theirs.
///
/// It is made of a function for its argument: Rocket asks that before it launches, also where no
/// other route has it.
pub(super) fn route() -> Route {
    let mut route = cors {}.into_route();
    route.rank = isize::MIN;
    route.handler = Box::new(Preflight);
    route
}

const EVERYWHERE: &str = "/<_..>";

/// Never run: the handler is another one.
#[rocket::options("/<_..>")]
fn cors(_fairing: CorsSentinel) {}

/// True if this is that route. Rocket lets no second one have its rank.
pub(super) fn is_own(route: &Route) -> bool {
    route.rank == isize::MIN && route.method == Method::Options && route.uri == EVERYWHERE
}

#[derive(Clone, Copy, Debug)]
struct Preflight;

#[rocket::async_trait]
impl Handler for Preflight {
    async fn handle<'r>(&self, request: &'r Request<'_>, data: Data<'r>) -> Outcome<'r> {
        match answer(request) {
            Some(response) => Outcome::Success(response),
            None => Outcome::Forward((data, Status::NotFound)),
        }
    }
}

fn answer<'r>(request: &'r Request<'_>) -> Option<Response<'r>> {
    if arrival::is_one(request) {
        return Some(no_content());
    }
    let route_table = route_table(request.rocket())?;
    if let Some((head, target)) = rewritten::preflight(route_table, request) {
        return answer_preflight(route_table, &head, &target);
    }
    let target = Target::of(request);
    let head = Head::of(request);
    if requested_method(&head).is_some() {
        return answer_preflight(route_table, &head, &target);
    }
    let path = route_table.path(&target)?;
    // The user's own, or the 404 of a URI that nothing is served at.
    if route_table.has_options(&target) || !route_table.serves(&target) {
        return None;
    }
    let mut response = no_content();
    response.set_raw_header("allow", Response::methods(&path.allow()));
    Some(response)
}

/// The answer to a preflight for this URI; `None` where no policy speaks of it.
pub(super) fn answer_preflight<'r>(
    route_table: &RouteTable,
    head: &Head<'r, '_>,
    target: &Target<'_>,
) -> Option<Response<'r>> {
    let path = route_table.path(target)?;
    let decision = decide_preflight(&path, requested_method(head)?.as_bytes(), head);
    diagnostics::trace(&decision, head);
    let Decision::Respond(answer) = decision else {
        return None;
    };
    Some(explained(answer, head))
}

fn no_content<'r>() -> Response<'r> {
    let mut response = Response::new();
    response.set_status(Status::NoContent);
    response
}

/// An answer in the place of a route, with an explanation where there is one.
pub(super) fn explained<'r>(
    answer: EarlyResponse<'_, Cow<'r, str>>,
    head: &Head<'r, '_>,
) -> Response<'r> {
    let explanation = diagnostics::explanation(&answer, head);
    let mut response = Response::new();
    response.set_status(Status::new(answer.status().as_u16()));
    answer.write(&mut response);
    if let Some(text) = explanation {
        response.set_raw_header("content-type", PLAIN_TEXT);
        response.set_sized_body(text.len(), Cursor::new(text));
    }
    response
}
