//! Asking a Rocket whether browsers get through to its routes.

use std::collections::BTreeSet;

use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
use rocket::{
    Orbit, Rocket,
    http::{Header, Method, Status, uri::Origin},
    local::{
        asynchronous,
        blocking,
        // The two clients have the requests of one macro, and no trait in common.
    },
};

use super::{
    arrival::Arrival,
    launch,
    pattern::Target,
    rewritten::Taker,
    route_table::{MountedRoute, RouteTable},
};
use crate::{
    Policy,
    verify::{self, Obstacle, Obstructed, Preflight, Verified, VerifyError},
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
                report.unasked.push(question.name());
                continue;
            };
            let answer = request.dispatch()$(.$await)?;
            let (status, headers) = (answer.status(), answer.headers());
            let mut obstacle = changes(&expected, status, headers);
            if obstacle.is_none() {
                let mut request = $client.req(question.method, question.target.clone());
                for (name, value) in question.preflight.headers_of_page() {
                    request.add_header(Header::new(name.to_string(), value.to_owned()));
                }
                let arrival = Arrival::of(request.inner());
                drop(request.dispatch()$(.$await)?);
                obstacle = elsewhere(&question, &arrival, $client.rocket());
            }
            report.add(question, obstacle);
        }
        report.finish()
    }};
}

/// Sends one preflight for each route with a policy through a Rocket, fairings included, and reports
/// what stands in the way. A policy of the whole Rocket is asked for each route it covers, and for a
/// URI that no route serves.
///
/// Another fairing that writes CORS headers, or that rewrites requests, stands in no type: this tells
/// that it is there. Behind each preflight the request it is about is sent through the fairings, without
/// a key or a cookie, and goes no further: no route runs.
///
/// A policy that allows no origin at this moment, such as one of a set that is not filled yet, or one of
/// which a function alone decides, cannot be asked. Nor can a route whose method its policy does not
/// name. [`Verified::unasked`] names them.
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
    method: Method,
    target: String,
    preflight: Preflight,
}

/// One question a route and policy; routes of one URI that share both are asked once.
fn questions(rocket: &Rocket<Orbit>) -> Vec<Question> {
    let Some(route_table) = launch::route_table(rocket) else {
        return Vec::new();
    };
    let mut seen = BTreeSet::new();
    let routes = route_table
        .annotated()
        .filter(|(route, _)| seen.insert((route.uri.clone(), route.method.as_str())))
        .map(|(route, policy)| question(route, policy));
    routes
        .chain(route_table.default.map(question_of_nothing))
        .collect()
}

/// What is asked for a URI that nothing serves; the routes decide if one of them takes it.
fn question_of_nothing(default: &Policy) -> Question {
    const URI: &str = "/cors-verify/cors-verify";
    let methods = default.methods();
    let method = methods.and_then(|names| names.first()).unwrap_or(&"GET");
    Question {
        template: URI.to_owned(),
        // Rocket reads no other methods; of those the preflight alone is sent.
        method: method.parse().unwrap_or(Method::Get),
        preflight: Preflight::new(default, (*method).to_owned(), URI.to_owned()),
        target: URI.to_owned(),
    }
}

fn question(route: &MountedRoute, policy: &Policy) -> Question {
    let target = route.pattern.sample();
    Question {
        template: route.uri.clone(),
        method: route.method,
        preflight: Preflight::new(policy, route.method.as_str().to_owned(), target.clone()),
        target,
    }
}

impl Question {
    fn name(&self) -> String {
        format!("{} {}", self.method, self.template)
    }
}

/// What the route itself answers; `None` if another route is in charge of the URL.
fn expected(question: &Question, request: &rocket::Request<'_>) -> Option<Response<()>> {
    let route_table = launch::route_table(request.rocket())?;
    let path = route_table.path(&Target::of(request))?;
    question.preflight.expected(&path)
}

/// The headers of a response, as far as they can be sent.
fn changes(
    expected: &Response<()>,
    status: Status,
    headers: &rocket::http::HeaderMap<'_>,
) -> Option<Obstacle> {
    let status = StatusCode::from_u16(status.code).unwrap_or_default();
    let headers: HeaderMap = headers
        .iter()
        .filter_map(|header| {
            let name = HeaderName::try_from(header.name.as_str()).ok()?;
            let value = HeaderValue::try_from(header.value.as_ref()).ok()?;
            Some((name, value))
        })
        .collect();
    verify::changes(expected, status, &headers)
}

/// True if a fairing that ours cannot see behind sends the request to a route with another policy.
fn elsewhere(question: &Question, arrival: &Arrival, rocket: &Rocket<Orbit>) -> Option<Obstacle> {
    let route_table = launch::route_table(rocket)?;
    let asked = Origin::parse(&question.target).ok()?;
    let (method, uri) = arrival.seen()?;
    let policies = [(question.method, &asked), (*method, uri)]
        .map(|(method, uri)| policy_at(route_table, method, uri));
    let is_same = match policies {
        [Some(asked), Some(reached)] => asked.is(reached),
        [asked, reached] => asked.is_none() && reached.is_none(),
    };
    (!is_same).then(|| Obstacle::Rewritten(format!("{method} {uri}")))
}

/// The policy of a response to this request, if no route forwards it.
fn policy_at(
    route_table: &RouteTable,
    method: Method,
    uri: &Origin<'_>,
) -> Option<&'static Policy> {
    match Taker::of(route_table, method, uri) {
        Taker::Policy(policy) => Some(policy),
        Taker::Plain => None,
        Taker::NoRoute => route_table.default,
    }
}

#[derive(Default)]
struct Report {
    preflights: usize,
    obstructed: Vec<Obstructed>,
    unasked: Vec<String>,
}

impl Report {
    fn add(&mut self, question: Question, obstacle: Option<Obstacle>) {
        self.preflights += 1;
        if let Some(obstacle) = obstacle {
            let obstructed = question.preflight.obstructed(&question.template, obstacle);
            self.obstructed.push(obstructed);
        }
    }

    fn finish(self) -> Result<Verified, VerifyError> {
        let verified = Verified::of(self.preflights, self.obstructed)?;
        Ok(verified.and_unasked(self.unasked))
    }
}
