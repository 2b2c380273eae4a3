//! The code that one writes by hand for exactly this policy on Rocket: a fairing for the responses, and
//! a route for the preflights; or all of it in the routes.

use rocket::{
    Request, Response,
    fairing::{Fairing, Info, Kind},
    http::{Method, Status},
    options,
    response::{self, Responder},
};

use super::{
    Driver,
    ideal::{Allows, is_allowed_method, is_one_of_ten, sorted},
    on_rocket::{launched, plain_routes, quiet},
};
use crate::request::origin;

/// A fairing of a list.
struct Ideal<A>(A);

#[rocket::async_trait]
impl<A: Allows> Fairing for Ideal<A> {
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
        mark(self.0, request, response);
    }
}

/// The headers of an actual response.
fn mark<'r>(allows: impl Allows, request: &'r Request<'_>, response: &mut Response<'r>) {
    let origin = request.headers().get_one("origin");
    if let Some(origin) = origin.filter(|origin| allows(origin.as_bytes())) {
        response.set_raw_header("access-control-allow-origin", origin);
        response.set_raw_header("access-control-allow-credentials", "true");
    }
    response.adjoin_raw_header("vary", "origin");
}

/// The response to a preflight.
struct Preflight;

impl<'r> Responder<'r, 'r> for Preflight {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'r> {
        let headers = request.headers();
        let origin = headers.get_one("origin");
        let method = headers.get_one("access-control-request-method");
        let mut response = Response::new();
        let Some((origin, method)) = origin.zip(method) else {
            response.set_status(Status::NoContent);
            response.set_raw_header("allow", "GET, HEAD, POST, PUT, DELETE, OPTIONS");
            return Ok(response);
        };
        if is_one_of_ten(origin.as_bytes()) && is_allowed_method(method.as_bytes()) {
            response.set_status(Status::NoContent);
            response.set_raw_header("access-control-allow-origin", origin);
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
fn preflight() -> Preflight {
    Preflight
}

/// The response of a route, with the headers of the policy.
struct Marked(&'static str);

impl<'r> Responder<'r, 'r> for Marked {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'r> {
        let mut response = self.0.respond_to(request)?;
        mark(is_one_of_ten, request, &mut response);
        Ok(response)
    }
}

mod marked {
    use super::Marked;
    use rocket::{delete, get, post, put};

    #[get("/items")]
    pub(super) fn read() -> Marked {
        Marked("ok")
    }

    #[post("/items")]
    pub(super) fn create() -> Marked {
        Marked("ok")
    }

    #[put("/items")]
    pub(super) fn replace() -> Marked {
        Marked("ok")
    }

    #[delete("/items")]
    pub(super) fn remove() -> Marked {
        Marked("ok")
    }
}

/// All of it in the routes: the cheapest way to handle preflights.
pub(crate) fn routes(_: usize) -> Box<dyn Driver> {
    use marked::{create, read, remove, replace};
    let routes = rocket::routes![read, create, replace, remove, preflight];
    launched(quiet().mount("/", routes))
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
