//! What is known of a route while it is put together.

use std::sync::Arc;

use axum::{
    extract::Request,
    response::Response,
    routing::{self, MethodFilter, MethodRouter},
};
use core::{
    convert::Infallible,
    fmt,
    future::{Ready, ready},
    task::{Context, Poll},
};
use tower_service::Service;

use super::{asked::Asked, handler::Boundary};
use crate::{
    answer,
    decision::Decision,
    layer::decide_on,
    methods::MethodSet,
    path::{ENFORCE_NOT_STATED, Part, Path, Serves},
    policy::{Methods, Policy},
    refusal, report,
    verify::Probe,
};

/// The handlers of a route, and what stands around them.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts {
    pub(super) parts: Vec<Part>,
    /// A layer stands around a handler, and may answer in its place.
    layered: bool,
    /// A part of it came from a plain `MethodRouter`, which does not tell what it serves.
    opaque: bool,
    /// Something serves the methods that no handler serves.
    fallback: bool,
}

impl Facts {
    pub(super) fn of(part: Part) -> Self {
        Self {
            fallback: part.serves == Serves::Rest,
            parts: vec![part],
            ..Self::default()
        }
    }

    pub(super) fn opaque() -> Self {
        Self {
            opaque: true,
            ..Self::default()
        }
    }

    /// The facts after a plain fallback took the place of whatever served the other methods.
    pub(super) fn with_fallback(mut self) -> Self {
        self = self.without_default();
        self.parts.retain(|part| part.serves != Serves::Rest);
        self.fallback = true;
        self
    }

    /// The facts after something came in that the default of a router was not for: what the default
    /// said of methods that nobody knows, or that nothing served, is no longer true.
    pub(super) fn without_default(mut self) -> Self {
        self.opaque |= self.is_covered();
        self.parts
            .retain(|part| !matches!(part.serves, Serves::Opaque | Serves::Unserved));
        self
    }

    /// The facts after the user answers the methods that nothing serves.
    pub(super) fn without_unserved(mut self) -> Self {
        self.parts.retain(|part| part.serves != Serves::Unserved);
        self
    }

    fn has(&self, serves: Serves) -> bool {
        self.parts.iter().any(|part| part.serves == serves)
    }

    /// Whether there is an opaque part that the default of a router covers.
    fn is_covered(&self) -> bool {
        self.has(Serves::Opaque)
    }

    /// Whether something serves methods that nobody here knows of.
    fn serves_unknown(&self) -> bool {
        self.opaque || self.fallback
    }

    /// The facts with a default for every handler that has no policy and is not without one on
    /// purpose, and for the methods that nothing serves.
    pub(super) fn with_default(mut self, policy: &'static Policy) -> Result<Self, NoDefault> {
        if policy.disabled {
            return Ok(self);
        }
        if policy.enforces() && !self.parts.iter().all(Part::states_enforce) {
            return Err(NoDefault::EnforceNotStated);
        }
        let rest = self.fallback && !self.has(Serves::Rest);
        if (self.opaque || rest) && policy.methods == Methods::Served {
            return Err(NoDefault::MethodsUnknown);
        }
        if self.opaque {
            self.parts.push(Part::new(Serves::Opaque, Some(policy)));
            self.opaque = false;
        }
        for part in &mut self.parts {
            part.fill(policy);
        }
        if !self.parts.iter().any(Part::takes_any_method) {
            let rest = if self.fallback {
                Serves::Rest
            } else {
                Serves::Unserved
            };
            self.parts.push(Part::new(rest, Some(policy)));
        }
        // Plain handlers do not mark their own responses.
        self.layered = true;
        Ok(self)
    }

    pub(super) fn layered(mut self) -> Self {
        self.layered = true;
        self
    }

    /// The facts of both, unless they overlap.
    pub(super) fn and(mut self, mut other: Self) -> Result<Self, Overlap> {
        let mine = self.methods();
        if let Some(method) = other
            .methods()
            .names()
            .find(|name| mine.intersects(MethodSet::of(name)))
        {
            return Err(Overlap::Method(method));
        }
        if self.fallback && other.fallback {
            return Err(Overlap::Fallback);
        }
        if (self.opaque && other.claims_the_rest()) || (other.opaque && self.claims_the_rest()) {
            return Err(Overlap::Untold);
        }
        // Nobody can tell which of two handlers behind a default a method reaches.
        if self.is_covered() && (other.is_covered() || other.opaque)
            || other.is_covered() && self.opaque
        {
            return Err(Overlap::Untold);
        }
        // What serves methods nobody knows of serves what was unserved.
        if self.serves_unknown() || other.serves_unknown() {
            self = self.without_unserved();
            other = other.without_unserved();
        } else if self.parts.iter().any(Part::takes_any_method) {
            other = other.without_unserved();
        }
        self.fallback |= other.fallback;
        self.parts.extend(other.parts);
        self.layered |= other.layered;
        self.opaque |= other.opaque;
        Ok(self)
    }

    pub(super) fn is_opaque(&self) -> bool {
        self.opaque
    }

    fn methods(&self) -> MethodSet {
        self.parts
            .iter()
            .map(|part| match part.serves {
                Serves::Methods(set) => set,
                Serves::Rest | Serves::Opaque | Serves::Unserved => MethodSet::EMPTY,
            })
            .fold(MethodSet::EMPTY, MethodSet::or)
    }

    /// Whether an annotated handler takes the methods that no other takes.
    fn claims_the_rest(&self) -> bool {
        self.parts
            .iter()
            .any(|part| part.serves == Serves::Rest && part.policy.is_some())
            || self.fallback && self.is_covered()
    }

    fn answers_options(&self) -> bool {
        // A part that the default of a router covers is no less opaque.
        self.opaque
            || self.is_covered()
            || self.fallback
            || self.methods().contains(MethodSet::OPTIONS)
    }

    pub(super) fn has_policy(&self) -> bool {
        self.parts.iter().any(|part| part.policy.is_some())
    }

    pub(super) fn boundary(&self) -> Boundary {
        if self.layered || self.answers_options() {
            Boundary::Outside
        } else {
            Boundary::Inside
        }
    }

    /// What a report says of the route.
    pub(super) fn report(&self, path: &str) -> Vec<report::Entry> {
        let told = Path::new(self.parts.clone(), self.opaque);
        let mut entries = report::Entry::of_path(path, &told);
        if self.opaque {
            entries.push(report::Entry::unknown(path, report::Kind::PlainRoute));
        }
        if self.fallback && !self.has(Serves::Rest) {
            entries.push(report::Entry::plain(path, report::Kind::Fallback));
        }
        entries
    }

    /// How the finished route answers preflights; `None` for a route that nothing was said about.
    pub(super) fn finish(self) -> Option<Finish> {
        if !self.has_policy() && !self.parts.iter().any(|part| part.disabled) {
            return None;
        }
        let answers_options = self.answers_options();
        let covered = self.is_covered();
        Some(Finish {
            covered,
            path: Arc::new(Path::new(self.parts, self.opaque)),
            answers_options,
        })
    }
}

/// Why two routes cannot be one.
#[derive(Debug)]
pub(super) enum Overlap {
    Method(&'static str),
    Fallback,
    /// `any(annotated)` beside a plain `MethodRouter`: nobody can tell whose answer is whose.
    Untold,
}

impl fmt::Display for Overlap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Method(method) => write!(f, "both serve `{method}`"),
            Self::Fallback => f.write_str("both serve the methods that nothing else serves"),
            Self::Untold => f.write_str(
                "a plain `MethodRouter` does not tell which methods it serves, so it cannot stand \
                 beside an annotated handler for any method; add its handlers with the functions \
                 of `cors_runtime::axum::routing`",
            ),
        }
    }
}

/// Why a policy cannot be the default for a route.
#[derive(Clone, Copy, Debug)]
pub(super) enum NoDefault {
    /// A plain `MethodRouter` is part of it, and the default names no methods.
    MethodsUnknown,
    /// The default is enforced, and a policy inside does not say whether it is.
    EnforceNotStated,
}

impl fmt::Display for NoDefault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MethodsUnknown => f.write_str(
                "a plain axum route, service or fallback does not tell which methods it serves: write \
                 `methods = […]` in the policy of the router, or add its handlers with the functions \
                 of `cors_runtime::axum::routing`",
            ),
            Self::EnforceNotStated => write!(f, "the policy of the router {ENFORCE_NOT_STATED}"),
        }
    }
}

/// The last touch on a route with a policy.
pub(super) struct Finish {
    pub(super) path: Arc<Path>,
    /// Whether a part that does not tell what is inside has the policy of the router.
    pub(super) covered: bool,
    answers_options: bool,
}

impl Finish {
    /// The route's own `OPTIONS`, unless the user has one, who then keeps it.
    pub(super) fn options<S: Clone>(&self) -> Option<MethodRouter<S>> {
        (!self.answers_options).then(|| {
            routing::options_service(Options {
                path: Arc::clone(&self.path),
            })
        })
    }
}

/// Answers the `OPTIONS` requests of a path.
#[derive(Clone, Debug)]
struct Options {
    path: Arc<Path>,
}

impl Service<Request> for Options {
    type Response = Response;
    type Error = Infallible;
    type Future = Ready<Result<Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        ready(Ok(match decide_on(&self.path, &request) {
            Decision::Run(_) => {
                Asked::answer(&request);
                answer::options(self.path.allow())
            }
            Decision::Answer(answer) => {
                Asked::answer_for(&request, &self.path);
                Probe::answered(&request, &self.path);
                let explanation = refusal::explanation(&answer, &request);
                answer::explained(answer, explanation)
            }
        }))
    }
}

/// The methods a filter lets through.
pub(super) fn methods_of(filter: MethodFilter) -> MethodSet {
    const ALL: [(MethodFilter, MethodSet); 9] = [
        (MethodFilter::GET, MethodSet::GET),
        (MethodFilter::HEAD, MethodSet::HEAD),
        (MethodFilter::POST, MethodSet::POST),
        (MethodFilter::PUT, MethodSet::PUT),
        (MethodFilter::PATCH, MethodSet::PATCH),
        (MethodFilter::DELETE, MethodSet::DELETE),
        (MethodFilter::OPTIONS, MethodSet::OPTIONS),
        (MethodFilter::CONNECT, MethodSet::CONNECT),
        (MethodFilter::TRACE, MethodSet::TRACE),
    ];
    ALL.into_iter()
        .filter(|(one, _)| filter.or(*one) == filter)
        .fold(MethodSet::EMPTY, |set, (_, method)| set.or(method))
}
