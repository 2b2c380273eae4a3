//! Answering `OPTIONS` for routes with a policy.

use std::{borrow::Cow, io::Cursor};

use rocket::{
    Data, Request, Response, Route,
    http::{Method, Status},
    route::{Handler, Outcome},
};

use super::{guard::CorsFairing, headers::Head, launch::surface, pattern::Target};
use crate::{
    answer::{PLAIN_TEXT, ResponseHeaders},
    decision::{Answer, Decision, decide_preflight, requested_method},
    refusal,
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
fn cors(_fairing: CorsFairing) {}

/// Whether this is that route. Rocket lets no second one have its rank.
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
    let surface = surface(request.rocket())?;
    let target = Target::of(request);
    let path = surface.path(&target)?;
    let head = Head::of(request);
    if let Some(method) = requested_method(&head) {
        let decision = decide_preflight(&path, method.as_bytes(), &head);
        refusal::trace(&decision, &head);
        return match decision {
            Decision::Answer(answer) => Some(explained(answer, &head)),
            Decision::Run(_) => None,
        };
    }
    // The user's own, or the 404 of a URI that nothing is served at.
    if surface.has_options(&target) || !surface.serves(&target) {
        return None;
    }
    let mut response = Response::new();
    response.set_status(Status::NoContent);
    response.set_raw_header("allow", Response::methods(&path.allow()));
    Some(response)
}

/// An answer in the place of a route, with an explanation where there is one.
pub(super) fn explained<'r>(answer: Answer<'_, Cow<'r, str>>, head: &Head<'r, '_>) -> Response<'r> {
    let explanation = refusal::explanation(&answer, head);
    let mut response = Response::new();
    response.set_status(Status::new(answer.status().as_u16()));
    answer.write(&mut response);
    if let Some(text) = explanation {
        response.set_raw_header("content-type", PLAIN_TEXT);
        response.set_sized_body(text.len(), Cursor::new(text));
    }
    response
}
