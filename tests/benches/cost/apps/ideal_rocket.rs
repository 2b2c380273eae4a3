//! What somebody writes by hand for exactly this policy on Rocket: a fairing for the responses, and
//! a route for the preflights.

use rocket::{
    Request, Response,
    fairing::{Fairing, Info, Kind},
    http::{Method, Status},
    options,
    request::{FromRequest, Outcome},
    response::{self, Responder},
};

use super::{
    Driver,
    ideal::{is_allowed_method, is_one_of_ten, sorted},
    on_rocket::{launched, plain_routes, quiet},
};
use crate::request::origin;

/// A fairing of a list.
struct Ideal<A>(A);

#[rocket::async_trait]
impl<A: super::ideal::Allows> Fairing for Ideal<A> {
    fn info(&self) -> Info {
        Info {
            name: "ideal",
            kind: Kind::Response,
        }
    }

    async fn on_response<'r>(&self, request: &'r Request<'_>, response: &mut Response<'r>) {
        // The preflights have their headers.
        if request.method() == Method::Options {
            return;
        }
        let origin = request.headers().get_one("origin");
        if let Some(origin) = origin.filter(|origin| (self.0)(origin.as_bytes())) {
            response.set_raw_header("access-control-allow-origin", origin);
            response.set_raw_header("access-control-allow-credentials", "true");
        }
        response.adjoin_raw_header("vary", "origin");
    }
}

/// What a preflight asks.
struct Preflight<'r> {
    origin: &'r str,
    method: &'r str,
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Preflight<'r> {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        let headers = request.headers();
        let origin = headers.get_one("origin");
        let method = headers.get_one("access-control-request-method");
        match origin.zip(method) {
            Some((origin, method)) => Outcome::Success(Self { origin, method }),
            None => Outcome::Forward(Status::NotFound),
        }
    }
}

impl<'r> Responder<'r, 'r> for Preflight<'r> {
    fn respond_to(self, _: &'r Request<'_>) -> response::Result<'r> {
        let mut response = Response::new();
        if is_one_of_ten(self.origin.as_bytes()) && is_allowed_method(self.method.as_bytes()) {
            response.set_status(Status::NoContent);
            response.set_raw_header("access-control-allow-origin", self.origin);
            response.set_raw_header("access-control-allow-credentials", "true");
            response.set_raw_header("access-control-allow-methods", "GET, POST, PUT, DELETE");
            response.set_raw_header("access-control-allow-headers", "content-type, x-one, x-two");
            response.set_raw_header("access-control-max-age", "600");
        } else {
            response.set_status(Status::Forbidden);
        }
        response.set_raw_header(
            "vary",
            "origin, access-control-request-method, access-control-request-headers",
        );
        Ok(response)
    }
}

#[options("/items")]
fn preflight(asked: Preflight<'_>) -> Preflight<'_> {
    asked
}

pub(crate) fn ten(_: usize) -> Box<dyn Driver> {
    let rocket = quiet().attach(Ideal(is_one_of_ten));
    launched(
        rocket
            .mount("/", plain_routes())
            .mount("/", rocket::routes![preflight]),
    )
}

pub(crate) fn list(entries: usize) -> Box<dyn Driver> {
    let rocket = quiet().attach(Ideal(sorted((0..entries).map(origin))));
    launched(rocket.mount("/", plain_routes()))
}
