//! Asking a finished tower service.

use core::future::poll_fn;
use std::collections::HashSet;

use axum::body::Body;
use http::{HeaderMap, Request, Response, StatusCode, header};
use tower_service::Service;

use super::{
    Obstacle, Obstructed, Verified, VerifyError,
    preflight::{Preflight, changes, origin_of},
    probe::{self, Candidate, Probe},
};
use crate::{Policy, path::Path, policy::Methods};

/// Sends one preflight per policy through a finished service, and reports what stands in the way.
///
/// Nothing but preflights is sent, so no handler runs. Call it in a test, or at start:
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
/// let app = ServiceBuilder::new().service(app);   // whatever stands around it in production
/// verify(&app).await.expect("every preflight gets through");
/// # });
/// ```
///
/// The routes are those of every [`CorsRouter`](crate::axum::CorsRouter) that was finished in this
/// process and still lives; those of another service are told apart by their answers. So a process
/// that holds one service gets the clearest report. Routes adopted singly by a plain router, and
/// services behind a [`CorsLayer`](crate::layer::CorsLayer), are not among them. Nor are policies that let
/// nobody in at this moment, such as those of a set that is not filled yet, and those of which a
/// function alone decides: there is no origin to ask with.
///
/// # Errors
///
/// [`VerifyError`], whose text names every preflight that failed, and why.
pub async fn verify<S, B>(service: &S) -> Result<Verified, VerifyError>
where
    S: Service<Request<Body>, Response = Response<B>> + Clone,
    S::Error: core::fmt::Display,
{
    verify_below(service, "").await
}

/// [`verify`](verify()) for a router that is nested below a prefix in a plain one.
///
/// # Errors
///
/// As `verify`.
pub async fn verify_below<S, B>(service: &S, prefix: &str) -> Result<Verified, VerifyError>
where
    S: Service<Request<Body>, Response = Response<B>> + Clone,
    S::Error: core::fmt::Display,
{
    let mut service = service.clone();
    // A `CorsRouter` is finished when it is asked whether it is ready, and lists its routes then.
    let _ = poll_fn(|context| service.poll_ready(context)).await;
    let mut outcomes = Vec::new();
    for candidate in probe::candidates() {
        let idle =
            idle_policies(&candidate).map(|idle| (candidate.group, Outcome::Obstructed(idle)));
        outcomes.extend(idle);
        for (policy, method) in preflights_of(&candidate.path) {
            let target = format!("{prefix}{}", candidate.sample);
            let preflight = Preflight::new(policy, method, target);
            outcomes.push((candidate.group, send(preflight, &candidate, &service).await));
        }
    }
    judge(outcomes)
}

/// What came of one preflight.
enum Outcome {
    Passed,
    /// The route answered, and its answer did not come out as it was.
    Obstructed(Obstructed),
    /// Something in front answered, which it may also do where no route is.
    Stopped(Obstructed),
    /// No route answered: the candidate is part of another service, or out of reach.
    Missing(Obstructed),
    /// Another route answered: the candidate is part of another service.
    Elsewhere,
}

fn judge(outcomes: Vec<(u64, Outcome)>) -> Result<Verified, VerifyError> {
    let groups_with = |counts: fn(&Outcome) -> bool| -> HashSet<u64> {
        let counting = outcomes.iter().filter(|(_, outcome)| counts(outcome));
        counting.map(|(group, _)| *group).collect()
    };
    // A router of which one route answered is the one. If none did, a layer stands in front of all.
    let mut here =
        groups_with(|outcome| matches!(outcome, Outcome::Passed | Outcome::Obstructed(_)));
    if here.is_empty() {
        here = groups_with(|outcome| matches!(outcome, Outcome::Stopped(_)));
    }
    let mut preflights = 0;
    let mut obstructed = Vec::new();
    for (_, outcome) in outcomes
        .into_iter()
        .filter(|(group, _)| here.contains(group))
    {
        match outcome {
            Outcome::Elsewhere => continue,
            Outcome::Passed => {}
            Outcome::Obstructed(preflight)
            | Outcome::Stopped(preflight)
            | Outcome::Missing(preflight) => obstructed.push(preflight),
        }
        preflights += 1;
    }
    Verified::of(preflights, obstructed)
}

/// The policies of a path that no page can ever use: they name methods, and the handlers they belong
/// to serve others.
fn idle_policies(candidate: &Candidate) -> impl Iterator<Item = Obstructed> {
    let idle = candidate
        .path
        .grants()
        .filter(|grant| grant.methods.is_empty());
    idle.filter_map(|grant| match grant.policy.methods {
        Methods::Only(names) => Some(Obstructed {
            method: names.join(","),
            path: candidate.template.to_string(),
            origin: origin_of(grant.policy),
            obstacle: Obstacle::NotServed,
        }),
        Methods::Any | Methods::Served => None,
    })
}

/// The policies of a path, each with a method it covers.
fn preflights_of(path: &Path) -> Vec<(&'static Policy, String)> {
    let mut preflights: Vec<(&'static Policy, String)> = Vec::new();
    for grant in path.grants() {
        let policy = grant.policy;
        let known = preflights.iter().any(|(other, _)| *other == policy);
        let first = grant
            .methods
            .to_str()
            .ok()
            .and_then(|names| names.split(',').next());
        match first {
            Some("*") if !known => preflights.push((policy, "GET".to_owned())),
            Some(method) if !known && !method.is_empty() => {
                preflights.push((policy, method.to_owned()));
            }
            _ => {}
        }
    }
    preflights
}

/// Sends the preflight, and looks at what comes back.
async fn send<S, B>(preflight: Preflight, candidate: &Candidate, service: &S) -> Outcome
where
    S: Service<Request<Body>, Response = Response<B>> + Clone,
    S::Error: core::fmt::Display,
{
    let (Some(expected), Ok(mut request)) =
        (preflight.expected(&candidate.path), preflight.request())
    else {
        return Outcome::Elsewhere;
    };
    let probe = Probe::new();
    request.extensions_mut().insert(probe.clone());

    let mut service = service.clone();
    let answer = match poll_fn(|context| service.poll_ready(context)).await {
        Ok(()) => service.call(request).await,
        Err(error) => Err(error),
    };
    let (obstacle, outcome): (_, fn(Obstructed) -> Outcome) = match answer {
        Ok(answer) if probe.reached(&candidate.path) => {
            match changes(&expected, answer.status(), answer.headers()) {
                Some(obstacle) => (obstacle, Outcome::Obstructed),
                None => return Outcome::Passed,
            }
        }
        Ok(_) if probe.reached_any() => return Outcome::Elsewhere,
        Ok(answer) => match in_front(answer.status(), answer.headers()) {
            Some(obstacle) => (obstacle, Outcome::Stopped),
            None => (Obstacle::Answered(answer.status()), Outcome::Missing),
        },
        Err(error) => (Obstacle::Failed(error.to_string()), Outcome::Stopped),
    };
    outcome(preflight.obstructed(&candidate.template, obstacle))
}

/// What an answer that is not the route's tells about the layer that gave it; `None` if there is
/// just no such route.
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
