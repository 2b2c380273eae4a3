//! Asking a Rocket whether browsers get through to its routes.

use std::collections::BTreeSet;

use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
use rocket::{
    Orbit, Rocket,
    http::Header,
    local::{
        asynchronous,
        blocking,
        // The two clients have the requests of one macro, and no trait in common.
    },
};

use super::{launch, pattern::Target, surface::Served};
use crate::{
    Policy,
    verify::{Obstructed, Preflight, Verified, VerifyError, changes},
};

/// The two clients have no trait in common.
macro_rules! ask {
    ($client:expr $(, $await:tt)?) => {{
        let mut report = Report::default();
        for question in questions($client.rocket()) {
            let mut request = $client.options(question.target.clone());
            for (name, value) in question.preflight.headers() {
                request.add_header(Header::new(name.to_string(), value.to_owned()));
            }
            let Some(expected) = expected(&question, request.inner()) else {
                continue;
            };
            let answer = request.dispatch()$(.$await)?;
            let (status, headers) = (answer.status(), answer.headers());
            report.add(question, &expected, status.code, headers.iter());
        }
        report.finish()
    }};
}

/// Sends one preflight for each route with a policy through a Rocket, fairings included, and reports
/// what stands in the way. A policy of the whole Rocket is asked for each route it covers, and for a
/// URI that no route serves.
///
/// Another fairing that writes CORS headers, or that rewrites requests, stands in no type: this tells
/// that it is there. Nothing but preflights is sent, so no route runs.
///
/// ```
/// use cors_runtime::{cors, rocket::{Cors, routes, verify}};
/// use rocket::{Build, Rocket, get, local::asynchronous::Client};
///
/// #[cors(origins = ["https://app.example.com"])]
/// #[get("/users")]
/// fn users() -> &'static str { "…" }
///
/// fn rocket() -> Rocket<Build> {
///     rocket::build().attach(Cors::fairing()).mount("/", routes![users])
/// }
///
/// # rocket::async_test(async {
/// let client = Client::tracked(rocket()).await.expect("it launches");
/// let verified = verify(&client).await.expect("every preflight gets through");
/// assert_eq!(verified.preflights(), 1);
/// # });
/// ```
///
/// # Errors
///
/// [`VerifyError`], whose text names every preflight that failed, and why.
pub async fn verify(client: &asynchronous::Client) -> Result<Verified, VerifyError> {
    ask!(client, await)
}

/// [`verify()`] for the blocking client.
///
/// # Errors
///
/// As `verify`.
pub fn verify_blocking(client: &blocking::Client) -> Result<Verified, VerifyError> {
    ask!(client)
}

/// What is asked of a route.
struct Question {
    template: String,
    target: String,
    preflight: Preflight,
}

/// One question a route and policy; routes of one URI that share both are asked once.
fn questions(rocket: &Rocket<Orbit>) -> Vec<Question> {
    let Some(surface) = launch::surface(rocket) else {
        return Vec::new();
    };
    let mut seen = BTreeSet::new();
    let routes = surface
        .annotated()
        .filter(|(route, _)| seen.insert((route.uri.clone(), route.method.as_str())))
        .map(|(route, policy)| question(route, policy));
    routes
        .chain(surface.default.map(question_of_nothing))
        .collect()
}

/// What is asked for a URI that nothing serves; the routes decide if one of them takes it.
fn question_of_nothing(default: &Policy) -> Question {
    const URI: &str = "/cors-verify/cors-verify";
    let methods = default.methods();
    let method = methods.and_then(|names| names.first()).unwrap_or(&"GET");
    Question {
        template: URI.to_owned(),
        preflight: Preflight::new(default, (*method).to_owned(), URI.to_owned()),
        target: URI.to_owned(),
    }
}

fn question(route: &Served, policy: &Policy) -> Question {
    let target = route.pattern.sample();
    Question {
        template: route.uri.clone(),
        preflight: Preflight::new(policy, route.method.as_str().to_owned(), target.clone()),
        target,
    }
}

/// What the route itself answers; `None` if another route is in charge of the URL.
fn expected(question: &Question, request: &rocket::Request<'_>) -> Option<Response<()>> {
    let surface = launch::surface(request.rocket())?;
    let path = surface.path(&Target::of(request))?;
    question.preflight.expected(&path)
}

#[derive(Default)]
struct Report {
    preflights: usize,
    obstructed: Vec<Obstructed>,
}

impl Report {
    fn add<'h>(
        &mut self,
        question: Question,
        expected: &Response<()>,
        status: u16,
        headers: impl Iterator<Item = Header<'h>>,
    ) {
        self.preflights += 1;
        let status = StatusCode::from_u16(status).unwrap_or_default();
        let headers: HeaderMap = headers
            .filter_map(|header| {
                let name = HeaderName::try_from(header.name.as_str()).ok()?;
                let value = HeaderValue::try_from(header.value.as_ref()).ok()?;
                Some((name, value))
            })
            .collect();
        if let Some(obstacle) = changes(expected, status, &headers) {
            let obstructed = question.preflight.obstructed(&question.template, obstacle);
            self.obstructed.push(obstructed);
        }
    }

    fn finish(self) -> Result<Verified, VerifyError> {
        Verified::of(self.preflights, self.obstructed)
    }
}
