//! Examines a composition on axum.

use std::collections::BTreeMap;

use axum::{Router as AxumRouter, body::Body};
use futures_util::FutureExt;
use http::{Method, Request as HttpRequest, Response as HttpResponse, header};
use tower::ServiceExt;

use crate::{
    browse::{App, browse, explain},
    build::{NO_SUCH_CODE, build, finish, twin},
    composition::{Kind, Router, Step},
    handlers::take_ran,
    judge::{Counts, Failure, Fault, Known, Openness, Reached},
    owners::Owners,
    paths::paths,
    quiet::quietly,
    sequence::Sequence,
};

/// The methods whose handlers are looked up.
const METHODS: [&str; 8] = [
    "GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "QUERY",
];

/// How a panic of the library begins that refuses a composition, and of axum.
const REFUSALS: [&str; 13] = [
    "Overlapping method route",
    "the policy of the router cannot be the default",
    "Cannot merge two `MethodRouter`s that both have a fallback",
    "Cannot merge two `Router`s that both have a fallback",
    "Invalid route",
    "Adding a route_layer before any routes is a no-op",
    "Invalid route: nested routes cannot contain wildcards",
    "Overlapping method route. Cannot",
    "Overlapping method route. Handler",
    "Nesting at the root",
    "a plain `MethodRouter`",
    "a default policy",
    "return `CorsRouter`",
];

/// Only the library refuses so; the rest are refusals of axum's own.
fn is_known(message: &str) -> bool {
    REFUSALS.iter().any(|known| message.contains(known))
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
    reached: BTreeMap<String, Reached>,
}

/// Why there is no app.
#[derive(Debug)]
pub(crate) enum NoApp {
    /// It was refused, with this message. Axum refuses it as well, or does not.
    Refused(String),
    /// Axum refuses it, the library does not.
    RefusedByAxum(String),
    Failed(Failure),
}

/// Builds the app, and compares which handlers it reaches with plain axum.
pub(crate) fn examine(router: &Router) -> Result<Examined, NoApp> {
    let app = quietly(|| build(router)).map_err(|message| {
        if message == NO_SUCH_CODE || is_known(&message) {
            NoApp::Refused(message)
        } else {
            NoApp::Failed(Failure {
                fault: Fault::Panicked,
                text: format!("building it: {message}"),
            })
        }
    })?;
    let app = quietly(|| finish(app)).map_err(|message| {
        NoApp::Failed(Failure {
            fault: Fault::Panicked,
            text: format!("finishing it: {message}"),
        })
    })?;
    let twin = quietly(|| twin(router)).map_err(NoApp::RefusedByAxum)?;
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
            let found = quietly(|| reaches(&examined.app.0, method, path)).map_err(panicked)?;
            // A path with a policy answers a plain `OPTIONS` that nothing serves.
            if expected != found && method != "OPTIONS" {
                return Err(NoApp::Failed(Failure {
                    fault: Fault::Misrouted,
                    text: format!("{method} {path} reaches {found:?}, in plain axum {expected:?}"),
                }));
            }
            reached.insert(method, expected);
        }
        examined.reached.insert(path.clone(), reached);
    }
    Ok(examined)
}

fn panicked(message: String) -> NoApp {
    NoApp::Failed(Failure {
        fault: Fault::Panicked,
        text: format!("a request: {message}"),
    })
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
    let is_plain = !owners.has_own_policies()
        && owners.defaults.len() <= 1
        && !owners.layered
        && (owners.defaults.is_empty() || matches!(router.steps.last(), Some(Step::Default(_))));
    if router.is_seen() || is_plain {
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

impl Examined {
    pub(crate) fn run(&self, sequence: &Sequence, counts: &mut Counts) -> Option<(usize, Failure)> {
        let _ = take_ran();
        let browsing = || {
            let (outcomes, _) = browse(&self.app, sequence)
                .now_or_never()
                .expect("nothing waits");
            outcomes
        };
        let outcomes = match quietly(browsing) {
            Ok(outcomes) => outcomes,
            Err(message) => {
                let text = format!("a request: {message}");
                return Some((
                    0,
                    Failure {
                        fault: Fault::Panicked,
                        text,
                    },
                ));
            }
        };
        let known = Known {
            owners: &self.owners,
            openness: self.openness,
            hides_nothing: self.hides_nothing,
            outermost: self.outermost,
            reached: &self.reached,
        };
        known.judge(sequence, &outcomes, counts)
    }

    /// The exchanges of a sequence.
    pub(crate) fn explain(&self, sequence: &Sequence) -> String {
        let browsed = quietly(|| {
            browse(&self.app, sequence)
                .now_or_never()
                .expect("nothing waits")
        });
        browsed.map_or_else(
            |message| message,
            |(outcomes, browser)| explain(&outcomes, &browser),
        )
    }

    pub(crate) fn is_whole(&self) -> bool {
        self.openness == Openness::Whole
    }
}
