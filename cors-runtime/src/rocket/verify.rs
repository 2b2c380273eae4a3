//! Sends preflights through a Rocket, and compares the responses with those of its routes.

use std::collections::BTreeSet;

use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
use rocket::{
    Orbit, Rocket,
    http::{Header, Method, Status, uri::Origin},
    local::{asynchronous, blocking},
};

use super::{
    pattern::RequestUri,
    rewrite_probe::RewriteProbe,
    route_table::{MountedRoute, RouteMatch, RouteTable},
    state,
};
use crate::{
    Policy,
    verify::{self, Obstacle, Obstructed, Preflight, Verified, VerifyError},
};

/// The two clients have no trait in common.
macro_rules! run {
    ($client:expr $(, $await:tt)?) => {{
        let mut outcomes = Outcomes::default();
        for planned in plan($client.rocket()) {
            let mut request = $client.options(planned.target.clone());
            for (name, value) in planned.preflight.headers() {
                request.add_header(Header::new(name.to_string(), value.to_owned()));
            }
            let Some(expected) = expected(&planned, request.inner()) else {
                outcomes.unasked.push(planned.name());
                continue;
            };
            let response = request.dispatch()$(.$await)?;
            let (status, headers) = (response.status(), response.headers());
            let mut obstacle = changes(&expected, status, headers);
            if obstacle.is_none() {
                let mut request = $client.req(planned.method, planned.target.clone());
                for (name, value) in planned.preflight.headers_of_page() {
                    request.add_header(Header::new(name.to_string(), value.to_owned()));
                }
                let probe = RewriteProbe::attach(request.inner());
                drop(request.dispatch()$(.$await)?);
                obstacle = rewritten(&planned, &probe, $client.rocket());
            }
            outcomes.add(planned, obstacle);
        }
        outcomes.finish()
    }};
}

/// Sends one preflight for each route with a policy through a Rocket and its fairings, and reports the preflights that
/// fail.
///
/// It also sends one for each route with the default policy, and one for a URI without a route. It finds other
/// fairings that write CORS headers, and fairings that rewrite requests: after each preflight it sends the request that
/// would follow, without keys or cookies, through the request fairings. No route runs.
///
/// Some routes cannot be checked: those whose policy allows no origin at this moment (an empty set of
/// [`LiveOrigins`](crate::LiveOrigins), or only `matching(…)`), and those whose policy does not name the method of the
/// route. [`Verified::unasked`] lists them.
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
/// [`VerifyError`] lists every preflight that failed, with the reason.
pub async fn verify(client: &asynchronous::Client) -> Result<Verified, VerifyError> {
    run!(client, await)
}

/// [`verify()`] for the blocking client.
///
/// # Errors
///
/// As `verify`.
pub fn verify_blocking(client: &blocking::Client) -> Result<Verified, VerifyError> {
    run!(client)
}

/// A preflight to send, and the route it is for.
struct PlannedPreflight {
    template: String,
    method: Method,
    target: String,
    preflight: Preflight,
}

/// One preflight per URI and method with a policy, and one for a URI without a route.
fn plan(rocket: &Rocket<Orbit>) -> Vec<PlannedPreflight> {
    let Some(route_table) = state::route_table(rocket) else {
        return Vec::new();
    };
    let mut seen = BTreeSet::new();
    let routes = route_table
        .annotated()
        .filter(|(route, _)| seen.insert((route.uri.clone(), route.method.as_str())))
        .map(|(route, policy)| preflight_for(route, policy));
    routes
        .chain(route_table.default.map(preflight_without_route))
        .collect()
}

/// A preflight for a URI without a route. If a catch-all route serves it, the policy of that route is expected.
fn preflight_without_route(default: &Policy) -> PlannedPreflight {
    const URI: &str = "/cors-verify/cors-verify";
    let methods = default.methods();
    let method = methods.and_then(|names| names.first()).unwrap_or(&"GET");
    PlannedPreflight {
        template: URI.to_owned(),
        // Rocket has no type for other methods. For those only the preflight is sent.
        method: method.parse().unwrap_or(Method::Get),
        preflight: Preflight::new(default, (*method).to_owned(), URI.to_owned()),
        target: URI.to_owned(),
    }
}

fn preflight_for(route: &MountedRoute, policy: &Policy) -> PlannedPreflight {
    let target = route.pattern.sample();
    PlannedPreflight {
        template: route.uri.clone(),
        method: route.method,
        preflight: Preflight::new(policy, route.method.as_str().to_owned(), target.clone()),
        target,
    }
}

impl PlannedPreflight {
    fn name(&self) -> String {
        format!("{} {}", self.method, self.template)
    }
}

/// The response of the route itself; `None` if its policy allows no origin or not the method.
fn expected(planned: &PlannedPreflight, request: &rocket::Request<'_>) -> Option<Response<()>> {
    let route_table = state::route_table(request.rocket())?;
    let path = route_table.path(&RequestUri::of(request))?;
    planned.preflight.expected(&path)
}

/// Compares a response with the expected one.
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

/// Detects a fairing before `Cors::fairing()` that rewrites the request to a route with another policy.
fn rewritten(
    planned: &PlannedPreflight,
    probe: &RewriteProbe,
    rocket: &Rocket<Orbit>,
) -> Option<Obstacle> {
    let route_table = state::route_table(rocket)?;
    let requested = Origin::parse(&planned.target).ok()?;
    let (method, uri) = probe.seen()?;
    let policies = [(planned.method, &requested), (*method, uri)]
        .map(|(method, uri)| policy_at(route_table, method, uri));
    let is_same = match policies {
        [Some(requested), Some(reached)] => requested.is(reached),
        [requested, reached] => requested.is_none() && reached.is_none(),
    };
    (!is_same).then(|| Obstacle::Rewritten(format!("{method} {uri}")))
}

/// The policy for a request with this method and URI.
fn policy_at(
    route_table: &RouteTable,
    method: Method,
    uri: &Origin<'_>,
) -> Option<&'static Policy> {
    match route_table.find(method, &RequestUri::of_uri(uri)) {
        RouteMatch::WithPolicy(policy) => Some(policy),
        RouteMatch::WithoutPolicy => None,
        RouteMatch::NoRoute => route_table.default,
    }
}

/// The results of all preflights.
#[derive(Default)]
struct Outcomes {
    preflights: usize,
    obstructed: Vec<Obstructed>,
    unasked: Vec<String>,
}

impl Outcomes {
    fn add(&mut self, planned: PlannedPreflight, obstacle: Option<Obstacle>) {
        self.preflights += 1;
        if let Some(obstacle) = obstacle {
            let obstructed = planned.preflight.obstructed(&planned.template, obstacle);
            self.obstructed.push(obstructed);
        }
    }

    fn finish(self) -> Result<Verified, VerifyError> {
        let verified = Verified::of(self.preflights, self.obstructed)?;
        Ok(verified.and_unasked(self.unasked))
    }
}
