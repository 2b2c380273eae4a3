//! A part of a router that does not report its routes or methods: a service, a plain router, a fallback.
//!
//! As an entry, it is finished at the end: a default policy stands outside of all layers that were added
//! meanwhile, so that preflights never meet them.

use core::{convert::Infallible, panic::Location};

use axum::{
    Router, extract::Request, handler::Handler, http::StatusCode, response::IntoResponse,
    routing::Route,
};
use std::sync::Arc;
use tower_layer::Layer;
use tower_service::Service;

use super::{
    default_error::NoDefault,
    entry::{nested, sample, unchecked},
    finished::{Finished, InsideDefaults},
    opaque_default::{Holds, OpaqueDefault},
    unit_state::provide_unit_state,
};
use crate::{
    policy::{Methods, Policy},
    report,
    route::{MethodHandler, RouteLocation, RoutePolicies},
    tower::{inspect::policies_of_router, layer::CorsLayer},
};

/// Matches every path below.
pub(super) const EVERYTHING: &str = "/*";

#[derive(Clone, Debug)]
pub(super) struct OpaquePart<S> {
    /// The paths it serves, as a report shows them.
    path: String,
    kind: PartKind,
    /// The handler, where it is a fallback.
    fallback: Option<MethodHandler>,
    /// A router with this part and nothing else.
    pub(super) router: Router<S>,
    /// The innermost default around it, be it `disabled`.
    pub(super) default: Option<&'static Policy>,
    pub(super) finished: Finished,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PartKind {
    Router,
    Service,
    Fallback,
    /// The 404 of a nested router with a default of its own.
    NotFound,
}

impl<S> OpaquePart<S>
where
    S: Clone + Send + Sync + 'static,
{
    fn new(path: String, kind: PartKind, router: Router<S>) -> Self {
        Self {
            path,
            kind,
            fallback: None,
            router,
            default: None,
            finished: Finished::default(),
        }
    }

    pub(super) fn router(router: Router<S>) -> Self {
        // Handlers of a router that misses no state are ready at once, and can be looked into.
        let router = provide_unit_state(router);
        Self {
            finished: Finished::of(&router),
            ..Self::new(EVERYTHING.to_owned(), PartKind::Router, router)
        }
    }

    pub(super) fn service<T>(path: &str, service: T) -> Self
    where
        T: Service<Request, Error = Infallible> + Clone + Send + Sync + 'static,
        T::Response: IntoResponse,
        T::Future: Send + 'static,
    {
        let router = unchecked().route_service(path, service);
        Self::new(path.to_owned(), PartKind::Service, router)
    }

    pub(super) fn nested_service<T>(prefix: &str, service: T) -> Self
    where
        T: Service<Request, Error = Infallible> + Clone + Send + Sync + 'static,
        T::Response: IntoResponse,
        T::Future: Send + 'static,
    {
        let router = unchecked().nest_service(prefix, service);
        Self::new(nested(prefix, EVERYTHING), PartKind::Service, router)
    }

    /// The fallback of a router that is nested below a prefix.
    pub(super) fn nested_fallback(
        prefix: &str,
        fallback: MethodHandler,
        router: Router<S>,
        default: Option<&'static Policy>,
    ) -> Self {
        let part = Self {
            fallback: Some(fallback),
            default,
            ..Self::new(EVERYTHING.to_owned(), PartKind::Fallback, router)
        };
        part.nest(prefix)
    }

    /// axum nests no default 404, which belongs to the outermost router. A default covers the unknown paths
    /// of its own router alone, so that one needs a 404 of its own.
    pub(super) fn nested_not_found(prefix: &str, default: &'static Policy) -> Self {
        let not_found = unchecked().fallback(async || StatusCode::NOT_FOUND);
        let part = Self {
            default: Some(default),
            ..Self::new(EVERYTHING.to_owned(), PartKind::NotFound, not_found)
        };
        part.nest(prefix)
    }

    pub(super) fn nest(&self, prefix: &str) -> Self {
        Self {
            path: nested(prefix, &self.path),
            router: unchecked().nest(prefix, self.router.clone()),
            ..self.clone()
        }
    }

    pub(super) fn has_routes(&self) -> bool {
        self.router.has_routes()
    }

    pub(super) fn is_not_found(&self) -> bool {
        self.kind == PartKind::NotFound
    }

    pub(super) fn is_fallback(&self) -> bool {
        matches!(self.kind, PartKind::Fallback | PartKind::NotFound)
    }

    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// The paths and the handler of a fallback without a default.
    pub(super) fn fallback(&self) -> Option<(&str, &[MethodHandler])> {
        let is_fallback = self.default.is_none() && self.fallback.is_some();
        is_fallback.then_some((&self.path, self.fallback.as_slice()))
    }

    /// The part with a default, unless it has one.
    pub(super) fn with_default(mut self, policy: &'static Policy) -> Result<Self, NoDefault> {
        let inner_states = |inner: &Policy| inner.declaration.states_enforce;
        if policy.enforces()
            && !(self.default.is_none_or(inner_states) && self.finished.states_enforce())
        {
            return Err(NoDefault::EnforceNotStated);
        }
        if self.default.is_some() {
            return Ok(self);
        }
        if self.finished.is_whole && self.kind == PartKind::Router {
            self.finished.is_relied_on = true;
            return Ok(self);
        }
        if policy.methods == Methods::Served && !policy.disabled && self.kind != PartKind::NotFound
        {
            return Err(NoDefault::MethodsUnknown);
        }
        self.default = Some(policy);
        self.check_default()?;
        Ok(self)
    }

    /// True if the default is around a handler with a policy of its own that it could not see on a request.
    fn check_default(&self) -> Result<(), NoDefault> {
        if self.finished.is_relied_on {
            let finished = Finished::of(&self.router);
            let location = || finished.defaults.iter().find_map(|path| path.location());
            return if finished.is_whole {
                Ok(())
            } else {
                Err(NoDefault::PolicyInside(location()))
            };
        }
        let is_default = self.default.is_some_and(|policy| !policy.disabled);
        if !is_default || self.kind != PartKind::Router {
            return Ok(());
        }
        match policies_of_router(&self.router).iter().flatten().next() {
            Some(inside) => Err(NoDefault::PolicyInside(inside.path.location())),
            None => Ok(()),
        }
    }

    pub(super) fn layer<L>(self, layer: L, at: &'static Location<'static>) -> Self
    where
        L: Layer<Route> + Clone + Send + Sync + 'static,
        L::Service: Service<Request> + Clone + Send + Sync + 'static,
        <L::Service as Service<Request>>::Response: IntoResponse + 'static,
        <L::Service as Service<Request>>::Error: Into<Infallible> + 'static,
        <L::Service as Service<Request>>::Future: Send + 'static,
    {
        Self {
            router: self.router.layer(InsideDefaults { layer, at }),
            ..self
        }
    }

    pub(super) fn route_layer<L>(self, layer: L, at: &'static Location<'static>) -> Self
    where
        L: Layer<Route> + Clone + Send + Sync + 'static,
        L::Service: Service<Request> + Clone + Send + Sync + 'static,
        <L::Service as Service<Request>>::Response: IntoResponse + 'static,
        <L::Service as Service<Request>>::Error: Into<Infallible> + 'static,
        <L::Service as Service<Request>>::Future: Send + 'static,
    {
        if !self.has_routes() {
            return self;
        }
        Self {
            router: self.router.route_layer(InsideDefaults { layer, at }),
            ..self
        }
    }

    pub(super) fn method_not_allowed_fallback<H, T>(self, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        // The default was not for this handler, so it ends where the handler comes in.
        let finished = match (self.kind, self.default) {
            (PartKind::Router, Some(_)) => Self {
                finished: Finished::of(&self.finish()),
                router: self.finish(),
                default: None,
                ..self
            },
            _ => self,
        };
        Self {
            router: finished.router.method_not_allowed_fallback(handler),
            ..finished
        }
    }

    /// The part without the fallback that a plain router brought along.
    pub(super) fn without_fallback(self) -> Self {
        match self.kind {
            PartKind::Router => Self {
                router: self.router.reset_fallback(),
                ..self
            },
            PartKind::Service | PartKind::Fallback | PartKind::NotFound => self,
        }
    }

    pub(super) fn with_state<S2>(self, state: S) -> Result<OpaquePart<S2>, NoDefault>
    where
        S2: Clone + Send + Sync + 'static,
    {
        let part = OpaquePart {
            path: self.path,
            kind: self.kind,
            fallback: self.fallback,
            router: self.router.with_state(state),
            default: self.default,
            finished: self.finished,
        };
        part.check_default()?;
        Ok(part)
    }

    pub(super) fn finish(&self) -> Router<S> {
        let router = self.router.clone();
        let holds = match self.kind {
            PartKind::NotFound => return self.finish_not_found(router),
            PartKind::Router => Holds::Plain,
            PartKind::Service | PartKind::Fallback => Holds::Service,
        };
        let Some(policy) = self.default else {
            return router;
        };
        let path = RoutePolicies::opaque(policy).located(RouteLocation {
            template: self.path.clone(),
            sample: sample(&self.path),
            is_guess: self.kind != PartKind::Service,
        });
        router.layer(OpaqueDefault::on_path(
            Arc::new(path),
            policy.disabled,
            holds,
        ))
    }

    fn finish_not_found(&self, router: Router<S>) -> Router<S> {
        match self.default {
            Some(policy) if !policy.disabled => {
                router.layer(unknown_paths(policy, &Arc::default()))
            }
            _ => router,
        }
    }

    /// The rows of a report.
    pub(super) fn report(&self) -> Vec<report::Entry> {
        let kind = match self.kind {
            PartKind::Router => report::Kind::PlainRouter,
            PartKind::Service => report::Kind::Service,
            PartKind::Fallback => report::Kind::Fallback,
            PartKind::NotFound => return Vec::new(),
        };
        match self.default {
            Some(policy) => rows(&self.path, kind, policy),
            None if !self.finished.defaults.is_empty() => {
                let mut entries: Vec<report::Entry> = (self.finished.defaults.iter())
                    .flat_map(|path| rows_of_path(&self.path, kind, path))
                    .collect();
                if !self.finished.is_whole {
                    entries.push(report::Entry::unknown(&self.path, kind));
                }
                entries
            }
            // A handler, so that it is known to have no policy.
            None if self.kind == PartKind::Fallback => {
                vec![report::Entry::plain(&self.path, kind)]
            }
            None => vec![report::Entry::unknown(&self.path, kind)],
        }
    }
}

fn rows(path: &str, kind: report::Kind, policy: &'static Policy) -> Vec<report::Entry> {
    rows_of_path(path, kind, &RoutePolicies::opaque(policy))
}

fn rows_of_path(template: &str, kind: report::Kind, path: &RoutePolicies) -> Vec<report::Entry> {
    let rows = report::Entry::of_path(template, path);
    rows.into_iter().map(|row| row.with_kind(kind)).collect()
}

/// The rows of a report for the fallback of a router.
pub(super) fn fallback_rows(default: Option<&'static Policy>) -> Vec<report::Entry> {
    match default {
        Some(policy) => rows(EVERYTHING, report::Kind::Fallback, policy),
        None => vec![report::Entry::plain(EVERYTHING, report::Kind::Fallback)],
    }
}

/// Marks the responses to paths that nothing serves, and lists the paths that something serves for `verify`.
pub(super) fn unknown_paths(
    policy: &'static Policy,
    served: &Arc<[Arc<RoutePolicies>]>,
) -> CorsLayer {
    CorsLayer::around(Arc::new(RoutePolicies::unknown(policy))).of_unknown_paths(served)
}
