//! Sends preflights through a finished tower service.

use core::{any::Any, future::poll_fn};
use std::{collections::HashSet, sync::Arc};

use axum::{Router, body::Body};
use http::{HeaderMap, Request, Response, StatusCode, header};
use tower_service::Service;

use super::{
    Obstacle, Obstructed, Verified, VerifyError,
    preflight::{Preflight, changes, origin_of},
    probe::Probe,
};
use crate::{
    Policy,
    policy::Methods,
    route::{RouteLocation, RoutePolicies},
    tower::inspect::{InnerPolicy, InspectedRoute, inspect_routes, policies_inside},
};

/// Sends one preflight per policy through a finished service, and reports the preflights that fail.
///
/// It sends preflights only, so no handler runs. Call it in a test, or at start:
///
/// ```
/// use cors_runtime::{axum::{CorsRouter, routing::get}, cors, verify};
/// use tower::ServiceBuilder;
///
/// #[cors(origins = ["https://app.example.com"])]
/// async fn list_users() -> &'static str { "…" }
///
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let app = CorsRouter::new().route("/users", get(list_users)).into_router();
/// let app = ServiceBuilder::new().service(app);   // with the layers of production
/// verify(&app).await.expect("every preflight gets through");
/// # });
/// ```
///
/// It checks every policy of each [`CorsRouter`](crate::axum::CorsRouter) inside the service, including default
/// policies, at any prefix of a plain router. To find a router behind another service, such as `NormalizePath`, it sends
/// a preflight for an unknown path.
///
/// It does not check:
///
/// * routes that a plain router adopts one by one,
/// * services behind a [`CorsLayer`](crate::layer::CorsLayer),
/// * a plain router inside a `CorsRouter` as a service, as after `nest_service(path, router)`,
/// * policies that allow no origin at this moment, such as an empty set of [`LiveOrigins`](crate::LiveOrigins), and
///   policies whose origins are all decided by `matching(…)`: there is no origin to send.
///
/// # Errors
///
/// [`VerifyError`] lists every preflight that failed, with the reason.
pub async fn verify<S, B>(service: &S) -> Result<Verified, VerifyError>
where
    S: Service<Request<Body>, Response = Response<B>> + Clone + 'static,
    S::Error: core::fmt::Display,
{
    verify_below(service, "").await
}

/// Like [`verify`](verify()), with a prefix before the path of each preflight.
///
/// Use it if a layer depends on the path, or if a router with a fallback of its own is nested below a prefix and behind
/// another service.
///
/// # Errors
///
/// As `verify`.
pub async fn verify_below<S, B>(service: &S, prefix: &str) -> Result<Verified, VerifyError>
where
    S: Service<Request<Body>, Response = Response<B>> + Clone + 'static,
    S::Error: core::fmt::Display,
{
    // A `CorsRouter` is built when it is polled, and lists its routes from then on. The clone is dropped, because it
    // holds the permit of a concurrency limit.
    let mut polled = service.clone();
    let _ = poll_fn(|context| polled.poll_ready(context)).await;
    drop(polled);
    let mut paths: Vec<Arc<RoutePolicies>> =
        policies_inside(service).into_iter().map(path_of).collect();
    let router = (service as &dyn Any).downcast_ref::<Router>();
    let looked = router.map(inspect_routes).unwrap_or_default();
    let inside = looked.iter().flat_map(|(_, inside)| inside.iter().cloned());
    paths.extend(inside.map(path_of));
    let hidden = find_hidden(service, prefix).await;
    let mut outcomes = Vec::new();
    match hidden {
        Ok(hidden) => paths.extend(hidden),
        Err(stopped) if paths.is_empty() => outcomes.push(PreflightOutcome::Obstructed(stopped)),
        Err(_) => {}
    }
    let mut seen = HashSet::new();
    paths.retain(|path| seen.insert(path.id()));
    for path in &paths {
        let Some(place) = path.route_location() else {
            continue;
        };
        let target = format!("{prefix}{}", place.sample());
        outcomes.extend(idle_policies(path, place).map(PreflightOutcome::Obstructed));
        for (policy, method) in preflights_of(path) {
            let preflight = Preflight::new(policy, method, target.clone());
            let outcome = send(&preflight, path, place, service, &Probe::new()).await;
            outcomes.push(match outcome {
                PreflightOutcome::Obstructed(_) => outcome,
                PreflightOutcome::Passed if !place.is_guess => outcome,
                // The path is unknown, or below a prefix that a plain router does not report.
                _ => send_to_routes(&looked, &preflight, path, place)
                    .await
                    .unwrap_or(outcome),
            });
        }
    }
    summarize(outcomes)
}

/// Sends the preflight to the routes that contain the path, with all their layers; `None` if none of them responds.
async fn send_to_routes(
    looked: &[InspectedRoute],
    preflight: &Preflight,
    path: &RoutePolicies,
    place: &RouteLocation,
) -> Option<PreflightOutcome> {
    let mut passed = None;
    for (route, inside) in looked {
        if !inside.iter().any(|inside| inside.route.id() == path.id()) {
            continue;
        }
        match send(preflight, path, place, route, &Probe::direct()).await {
            outcome @ PreflightOutcome::Obstructed(_) => return Some(outcome),
            PreflightOutcome::Passed => passed = Some(PreflightOutcome::Passed),
            PreflightOutcome::Missing(_) | PreflightOutcome::Elsewhere => {}
        }
    }
    passed
}

fn path_of(inside: InnerPolicy) -> Arc<RoutePolicies> {
    inside.route
}

/// The routes of the routers that a preflight for an unknown path reaches; an error if a layer in front responds.
async fn find_hidden<S, B>(service: &S, prefix: &str) -> Result<Vec<Arc<RoutePolicies>>, Obstructed>
where
    S: Service<Request<Body>, Response = Response<B>> + Clone,
    S::Error: core::fmt::Display,
{
    let below = RouteLocation::below(prefix);
    let preflight = Preflight::unknown(below.sample());
    let probe = Probe::new();
    let obstacle = match call(service, &preflight, &probe).await {
        None => None,
        Some(Ok(response)) => in_front(response.status(), response.headers()),
        Some(Err(error)) => Some(Obstacle::Failed(error.to_string())),
    };
    match obstacle {
        Some(obstacle) if probe.listed().is_empty() && !probe.has_reached_any() => {
            Err(preflight.obstructed(&below.template, obstacle))
        }
        _ => Ok(probe.listed()),
    }
}

/// Sends the preflight with a probe; `None` if it is not a valid request.
async fn call<S, B>(
    service: &S,
    preflight: &Preflight,
    probe: &Probe,
) -> Option<Result<Response<B>, S::Error>>
where
    S: Service<Request<Body>, Response = Response<B>> + Clone,
{
    let mut request = preflight.request().ok()?;
    request.extensions_mut().insert(probe.clone());
    let mut service = service.clone();
    Some(match poll_fn(|context| service.poll_ready(context)).await {
        Ok(()) => service.call(request).await,
        Err(error) => Err(error),
    })
}

/// The result of one preflight.
enum PreflightOutcome {
    Passed,
    /// A layer in front responded, or changed the response of the route.
    Obstructed(Obstructed),
    /// No route responded.
    Missing(Obstructed),
    /// Another route responded, or the policy allows no origin.
    Elsewhere,
}

fn summarize(outcomes: Vec<PreflightOutcome>) -> Result<Verified, VerifyError> {
    let is_reached = |outcome: &PreflightOutcome| {
        matches!(
            outcome,
            PreflightOutcome::Passed | PreflightOutcome::Obstructed(_)
        )
    };
    if !outcomes.iter().any(is_reached) {
        return Err(VerifyError::NoRoutes);
    }
    let mut preflights = 0;
    let mut obstructed = Vec::new();
    for outcome in outcomes {
        match outcome {
            PreflightOutcome::Elsewhere => continue,
            PreflightOutcome::Passed => {}
            PreflightOutcome::Obstructed(preflight) | PreflightOutcome::Missing(preflight) => {
                obstructed.push(preflight);
            }
        }
        preflights += 1;
    }
    Verified::of(preflights, obstructed)
}

/// The policies of a path that name only methods which their handlers do not serve.
fn idle_policies(path: &RoutePolicies, place: &RouteLocation) -> impl Iterator<Item = Obstructed> {
    let idle = path.grants().filter(|grant| grant.first_method().is_none());
    idle.filter_map(|grant| match grant.policy.methods {
        Methods::Only(names) => Some(Obstructed {
            method: names.join(","),
            path: place.template.clone(),
            origin: origin_of(grant.policy),
            obstacle: Obstacle::NotServed,
        }),
        Methods::Any | Methods::Served => None,
    })
}

/// The policies of a path, each with a method it covers.
fn preflights_of(path: &RoutePolicies) -> Vec<(&'static Policy, String)> {
    let mut preflights: Vec<(&'static Policy, String)> = Vec::new();
    for grant in path.grants() {
        let is_known = preflights.iter().any(|(other, _)| *other == grant.policy);
        if let Some(method) = grant.first_method().filter(|_| !is_known) {
            preflights.push((grant.policy, method.to_owned()));
        }
    }
    preflights
}

/// Sends the preflight, and checks the response.
async fn send<S, B>(
    preflight: &Preflight,
    path: &RoutePolicies,
    place: &RouteLocation,
    service: &S,
    probe: &Probe,
) -> PreflightOutcome
where
    S: Service<Request<Body>, Response = Response<B>> + Clone,
    S::Error: core::fmt::Display,
{
    let Some(expected) = preflight.expected(path) else {
        return PreflightOutcome::Elsewhere;
    };
    let Some(response) = call(service, preflight, probe).await else {
        return PreflightOutcome::Elsewhere;
    };
    let (obstacle, outcome): (_, fn(Obstructed) -> PreflightOutcome) = match response {
        Ok(response) if probe.has_reached(path) => {
            match changes(&expected, response.status(), response.headers()) {
                Some(obstacle) => (obstacle, PreflightOutcome::Obstructed),
                None => return PreflightOutcome::Passed,
            }
        }
        Ok(_) if probe.has_reached_any() => return PreflightOutcome::Elsewhere,
        // The paths of an opaque part are unknown. The preflight has reached its router.
        Ok(_) if place.is_guess && probe.has_reached_unknown() => return PreflightOutcome::Passed,
        Ok(response) => match in_front(response.status(), response.headers()) {
            Some(obstacle) => (obstacle, PreflightOutcome::Obstructed),
            None if place.is_guess => return PreflightOutcome::Passed,
            None => (
                Obstacle::Answered(response.status()),
                PreflightOutcome::Missing,
            ),
        },
        Err(error) => (
            Obstacle::Failed(error.to_string()),
            PreflightOutcome::Obstructed,
        ),
    };
    outcome(preflight.clone().obstructed(&place.template, obstacle))
}

/// The obstacle if a layer in front responded; `None` if there is no such route.
fn in_front(status: StatusCode, headers: &HeaderMap) -> Option<Obstacle> {
    match status {
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => None,
        StatusCode::UNAUTHORIZED
        | StatusCode::FORBIDDEN
        | StatusCode::PROXY_AUTHENTICATION_REQUIRED => Some(Obstacle::Authentication(status)),
        status if status.is_redirection() => Some(Obstacle::Redirect(
            status,
            headers.get(header::LOCATION).cloned(),
        )),
        status => Some(Obstacle::Answered(status)),
    }
}
