//! Answering `OPTIONS` for routes with a policy.

use std::io::Cursor;

use rocket::{
    Data, Request, Response, Route,
    http::{Method, Status},
    route::{Handler, Outcome},
};

use super::launch::surface;
use crate::{
    answer::{PLAIN_TEXT, ResponseHeaders},
    decision::{Answer, Decision, decide_preflight, requested_method},
    refusal,
};

/// Tried before every `OPTIONS` route of the user, for every URI: a catch-all of theirs would take
/// the preflights otherwise. It forwards what is theirs.
pub(super) fn route() -> Route {
    let mut route = Route::ranked(isize::MIN, Method::Options, EVERYWHERE, Preflight);
    route.name = Some("cors".into());
    route
}

const EVERYWHERE: &str = "/<_..>";

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
    let path = surface.path(request)?;
    if let Some(method) = requested_method(request) {
        let decision = decide_preflight(&path, method.as_bytes(), request);
        refusal::trace(&decision, request);
        return match decision {
            Decision::Answer(answer) => {
                let explanation = refusal::explanation(&answer, request);
                let mut response = response(answer);
                if let Some(text) = explanation {
                    response.set_raw_header("content-type", PLAIN_TEXT);
                    response.set_sized_body(text.len(), Cursor::new(text));
                }
                Some(response)
            }
            Decision::Run(_) => None,
        };
    }
    if surface.has_options(request) {
        return None;
    }
    let mut response = Response::new();
    response.set_status(Status::NoContent);
    response.set_raw_header("allow", Response::methods(&path.allow()));
    Some(response)
}

/// An answer in the place of a route.
pub(super) fn response<'r>(answer: Answer<'_, std::borrow::Cow<'r, str>>) -> Response<'r> {
    let mut response = Response::new();
    response.set_status(Status::new(answer.status().as_u16()));
    answer.write(&mut response);
    response
}
