//! Examines a composition on axum.

use std::collections::BTreeMap;

use axum::{Router as AxumRouter, body::Body};
use fastrand::Rng;
use futures_util::FutureExt;
use http::{Method, Request as HttpRequest, Response as HttpResponse, header};
use tower::ServiceExt;

use crate::{
    browse::{App, browse, explain},
    build::{NO_SUCH_CODE, build, finish, twin},
    campaign::{Framework, NoApp},
    comparison::{Counts, Failure, Fault, Known, Openness, Reached, Variant},
    composition::{Kind, Router, Step},
    generate::composition,
    handlers::{take_ran, writes_cors_headers},
    owners::Owners,
    paths::paths,
    quiet::quietly,
    sequence::Sequence,
    shrink::routers,
};

/// The methods whose handlers are looked up.
const METHODS: [&str; 8] = [
    "GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "QUERY",
];

/// The refusals of the library and of axum, by a part of their text.
const REFUSALS: [&str; 15] = [
    "does not report which methods it serves; add `methods",
    "so requests from other sites would reach the handler",
    "unknown which of the two routes serves a method",
    "a plain axum `Router` and another route share a path",
    "the policy of the router cannot be the default",
    "return `CorsRouter`",
    "Overlapping method route",
    "Cannot merge two `MethodRouter`s that both have a fallback",
    "Cannot merge two `Router`s that both have a fallback",
    "Adding a route_layer before any routes is a no-op",
    "`Router::route_service` cannot be used with `Router`s",
    "Insertion failed due to conflict with previously registered route",
    "two plain routers serve methods of one path",
    "its plain routes would lose it if a handler were added now",
    NO_SUCH_CODE,
];

/// The part of a message by which it is known, or the whole message.
fn known(message: &str) -> &str {
    REFUSALS
        .iter()
        .find(|known| message.contains(**known))
        .copied()
        .unwrap_or(message)
}

fn is_known(message: &str) -> bool {
    REFUSALS.contains(&known(message))
}

#[derive(Clone)]
struct OnAxum(AxumRouter);

impl App for OnAxum {
    fn call(
        &self,
        request: HttpRequest<Vec<u8>>,
    ) -> impl Future<Output = HttpResponse<Vec<u8>>> + use<> {
        let app = self.0.clone();
        async move {
            let response = app.oneshot(request.map(Body::from)).await;
            let Ok(response) = response;
            response.map(|_| Vec::new())
        }
    }
}

/// An app under test.
pub(crate) struct Examined {
    app: OnAxum,
    owners: Owners,
    openness: Openness,
    hides_nothing: bool,
    outermost: Option<usize>,
    pub(crate) paths: Vec<String>,
    reached: BTreeMap<Variant, Reached>,
}

/// Builds the app, and compares which handlers it reaches with plain axum.
fn examine(router: &Router) -> Result<Examined, NoApp> {
    let app = quietly(|| build(router)).map_err(|message| {
        if is_known(&message) {
            NoApp::Refused(known(&message).to_owned())
        } else {
            NoApp::Failed(Failure::of_app(
                Fault::Panicked,
                format!("building it: {message}"),
            ))
        }
    })?;
    let finished = quietly(|| finish(app));
    let twin = quietly(|| twin(router));
    let app = finished.map_err(|message| {
        let on_axum = if twin.is_ok() { "takes" } else { "refuses" };
        let text = format!("finishing it, and plain axum {on_axum} it: {message}");
        NoApp::Failed(Failure::of_app(Fault::Panicked, text))
    })?;
    let twin =
        twin.map_err(|message| NoApp::Refused(format!("by axum alone: {}", known(&message))))?;
    let owners = Owners::of(router);
    let mut examined = Examined {
        app: OnAxum(app),
        openness: openness(router, &owners),
        hides_nothing: router.is_seen() && !router.has_fallback(),
        outermost: outermost(router).filter(|_| owners.defaults.len() == 1),
        owners,
        paths: paths(router),
        reached: BTreeMap::new(),
    };
    for path in &examined.paths {
        let mut reached = Reached::new();
        for method in METHODS {
            let expected = reaches(&twin, method, path);
            let found = quietly(|| reaches(&examined.app.0, method, path))
                .map_err(|message| panicked(&message))?;
            // A path with a policy responds to a plain `OPTIONS` without a handler.
            // A handler for any method that was handed over takes each method, before any fallback of axum.
            let is_taken = examined.owners.handed_over
                && found.is_some_and(|id| id < crate::generate::FIRST_PLAIN)
                && expected.is_some_and(|id| id >= crate::generate::FIRST_PLAIN);
            let is_documented =
                method == "OPTIONS" || is_taken || !router.is_seen() && router.replaces_fallbacks();
            if expected != found && !is_documented {
                return Err(NoApp::Failed(Failure::of_app(
                    Fault::Misrouted,
                    format!("{method} {path} reaches {found:?}, in plain axum {expected:?}"),
                )));
            }
            reached.insert(method, expected);
        }
        examined.reached.insert(variant(path), reached);
    }
    Ok(examined)
}

/// Nothing but the path and the method decides which handler a request reaches.
fn variant(path: &str) -> Variant {
    Variant {
        path: path.to_owned(),
        is_known: true,
        is_json: false,
    }
}

fn panicked(message: &str) -> NoApp {
    NoApp::Failed(Failure::of_app(
        Fault::Panicked,
        format!("a request: {message}"),
    ))
}

/// The handler that a request of a known user, from no page, reaches.
fn reaches(app: &AxumRouter, method: &str, path: &str) -> Option<usize> {
    let mut request = HttpRequest::new(Body::empty());
    *request.method_mut() = Method::from_bytes(method.as_bytes()).expect("a method");
    *request.uri_mut() = path.parse().expect("a path");
    request
        .headers_mut()
        .insert(header::COOKIE, http::HeaderValue::from_static("user=1"));
    let _ = take_ran();
    let response = app.clone().oneshot(request).now_or_never();
    response.expect("nothing waits").expect("it is infallible");
    take_ran().pop()
}

fn openness(router: &Router, owners: &Owners) -> Openness {
    let has_one_default = owners.defaults.len() <= 1;
    let is_plain = !owners.has_own_policies()
        && has_one_default
        && !owners.layered
        && (owners.defaults.is_empty() || matches!(router.steps.last(), Some(Step::Default(_))));
    // A default cannot see into a fallback, where another default may have decided.
    let is_seen = router.is_seen() && (has_one_default || !router.has_fallback());
    if is_seen || is_plain {
        Openness::Whole
    } else {
        Openness::Parts
    }
}

fn outermost(router: &Router) -> Option<usize> {
    match router.steps.last() {
        Some(Step::Default(policy)) if router.is_seen() && router.kind() == Kind::Cors => {
            Some(*policy)
        }
        _ => None,
    }
}

/// Axum, without sockets.
pub(crate) struct Axum;

impl Framework for Axum {
    type Composition = Router;
    type App = Examined;

    fn compose(&self, rng: &mut Rng) -> Router {
        composition(rng)
    }

    fn smaller(&self, router: &Router) -> Vec<Router> {
        routers(router)
    }

    fn examine(&self, router: &Router) -> Result<Examined, NoApp> {
        examine(router)
    }

    fn paths<'a>(&self, app: &'a Examined) -> &'a [String] {
        &app.paths
    }

    fn is_whole(&self, app: &Examined) -> bool {
        app.openness == Openness::Whole
    }

    fn run(&self, app: &Examined, sequence: &Sequence, counts: &mut Counts) -> Option<Failure> {
        let _ = take_ran();
        let browsing = || {
            let (outcomes, _) = browse(&app.app, sequence)
                .now_or_never()
                .expect("nothing waits");
            outcomes
        };
        let outcomes = match quietly(browsing) {
            Ok(outcomes) => outcomes,
            Err(message) => {
                let text = format!("a request: {message}");
                return Some(Failure::of_app(Fault::Panicked, text));
            }
        };
        let known = Known {
            owners: &app.owners,
            openness: app.openness,
            hides_nothing: app.hides_nothing,
            outermost: app.outermost,
            reached: &app.reached,
            writes_cors_headers,
            variant: |request| variant(&request.path),
            is_ambiguous: &|_| false,
        };
        known.compare(sequence, &outcomes, counts)
    }

    fn explain(&self, app: &Examined, sequence: &Sequence) -> String {
        let browsed = quietly(|| {
            browse(&app.app, sequence)
                .now_or_never()
                .expect("nothing waits")
        });
        browsed.map_or_else(
            |message| message,
            |(outcomes, browser)| explain(&outcomes, &browser),
        )
    }
}
