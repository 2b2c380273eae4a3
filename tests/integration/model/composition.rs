//! An app as data: the steps that compose it.

use crate::{annotated::COPIES, handlers::Middleware, policies::PolicyId};

/// The library whose types a route or a router has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `CorsRouter` and `CorsMethodRouter`.
    Cors,
    /// `axum::Router` and `axum::routing::MethodRouter`.
    Axum,
}

/// A handler. Its number is its own in the whole composition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Handler {
    /// Under `#[cors]`.
    Annotated(usize),
    Plain(usize),
    /// Plain, and a tower service.
    Service(usize),
}

impl Handler {
    pub(crate) fn id(self) -> usize {
        match self {
            Self::Annotated(id) | Self::Plain(id) | Self::Service(id) => id,
        }
    }

    /// The policy in the handler's own attribute.
    pub(crate) fn own_policy(self) -> Option<PolicyId> {
        match self {
            Self::Annotated(id) => Some(id / COPIES),
            Self::Plain(_) | Self::Service(_) => None,
        }
    }
}

/// A method router: it begins empty, and each step is applied to what the steps before it made.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Route {
    pub(crate) begins: Kind,
    pub(crate) steps: Vec<RouteStep>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum RouteStep {
    On(Vec<&'static str>, Handler),
    /// As the first step the function `any`, later the merge of such a route.
    Any(Handler),
    Merge(Route),
    Fallback(Handler),
    Layer(Middleware),
    RouteLayer(Middleware),
    /// The route is handed through a function under `#[cors]`.
    Default(PolicyId),
    WithState,
    Into(Kind),
}

/// A router, made in the same way.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Router {
    pub(crate) begins: Kind,
    pub(crate) steps: Vec<Step>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Step {
    Route(&'static str, Route),
    RouteService(&'static str, Service),
    Nest(&'static str, Router),
    NestService(&'static str, Service),
    Merge(Router),
    Layer(Middleware),
    RouteLayer(Middleware),
    Fallback(Handler),
    FallbackService(Service),
    MethodNotAllowedFallback(Handler),
    ResetFallback,
    Default(PolicyId),
    WithState,
    Into(Kind),
}

/// The services of a router.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Service {
    Handler(Handler),
    /// Behind a `CorsLayer`.
    Layered(PolicyId, Handler),
    Route(Route),
    Router(Router),
}

impl Route {
    pub(crate) fn kind(&self) -> Kind {
        self.steps
            .iter()
            .fold(self.begins, |kind, step| match step {
                RouteStep::Into(kind) => *kind,
                _ => kind,
            })
    }
}

impl Router {
    pub(crate) fn kind(&self) -> Kind {
        self.steps
            .iter()
            .fold(self.begins, |kind, step| match step {
                Step::Into(kind) => *kind,
                _ => kind,
            })
    }

    /// True if some router has a fallback.
    pub(crate) fn has_fallback(&self) -> bool {
        self.steps.iter().any(|step| match step {
            Step::Fallback(_) | Step::FallbackService(_) => true,
            Step::Nest(_, router)
            | Step::Merge(router)
            | Step::NestService(_, Service::Router(router)) => router.has_fallback(),
            _ => false,
        })
    }

    /// True if a fallback may take the place of one that a plain router of axum brought along. The nested fallbacks
    /// of that router go with it, unlike in axum, which does not show whether there are any.
    pub(crate) fn replaces_fallbacks(&self) -> bool {
        fn fallbacks(router: &Router) -> usize {
            let inside = router.steps.iter().map(|step| match step {
                Step::Fallback(_) | Step::FallbackService(_) | Step::ResetFallback => 1,
                Step::Nest(_, router)
                | Step::Merge(router)
                | Step::NestService(_, Service::Router(router)) => fallbacks(router),
                _ => 0,
            });
            inside.sum()
        }
        fallbacks(self) > 1
    }

    /// True if the library sees every handler: nothing in it is plain axum's.
    pub(crate) fn is_seen(&self) -> bool {
        self.begins == Kind::Cors
            && self.steps.iter().all(|step| match step {
                Step::Route(_, route) => route.is_seen(),
                Step::Nest(_, router) | Step::Merge(router) => router.is_seen(),
                Step::NestService(_, Service::Router(router)) => {
                    router.kind() == Kind::Cors && router.is_seen()
                }
                Step::RouteService(..) | Step::NestService(..) | Step::FallbackService(_) => false,
                Step::Into(kind) => *kind == Kind::Cors,
                _ => true,
            })
    }
}

impl Route {
    fn is_seen(&self) -> bool {
        self.begins == Kind::Cors
            && self.steps.iter().all(|step| match step {
                RouteStep::Merge(route) => route.is_seen(),
                RouteStep::Into(kind) => *kind == Kind::Cors,
                _ => true,
            })
    }
}
