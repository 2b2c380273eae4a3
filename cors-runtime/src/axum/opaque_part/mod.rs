//! A part of a router that does not report its routes or methods: a service, a plain router or a fallback.
//!
//! Like a path entry, it is built when the router is finished. Its default policy is outside of all layers that were
//! added before, so that they do not receive preflights.

mod finish;

use core::{any::Any, convert::Infallible, panic::Location};

use axum::{
    Router, extract::Request, handler::Handler, http::StatusCode, response::IntoResponse,
    routing::Route,
};
use tower_layer::Layer;
use tower_service::Service;

use super::{
    added_by::AddedBy,
    applied_default::AppliedDefault,
    default_error::{DefaultConflict, OpaqueItem},
    existing_defaults::{CheckedLayer, ExistingDefaults},
    linked_layers::LinkedLayers,
    linked_merge::LinkedMerge,
    path_entry::nested,
    report_rows::{EVERYTHING, rows, rows_of_route},
    unchecked::unchecked,
    unit_state::provide_unit_state,
};
use crate::{
    policy::{Methods, Policy},
    report,
    route::MethodHandler,
};

/// An opaque part of a router.
#[derive(Clone, Debug)]
pub(in crate::axum) struct OpaquePart<S> {
    /// The pattern of its paths, as reports show it.
    path: String,
    kind: PartKind,
    /// The call that added the part to a router.
    pub(in crate::axum) added: Option<AddedBy>,
    /// The handlers, if the part is a fallback.
    fallbacks: Vec<MethodHandler>,
    /// A router that contains only this part.
    pub(in crate::axum) router: Router<S>,
    /// The innermost default around the part, which may be `disabled`.
    pub(in crate::axum) default: Option<AppliedDefault>,
    pub(in crate::axum) existing: ExistingDefaults,
    linked: &'static LinkedPart,
}

/// The functions that a router calls on an opaque part, for the state `()`, which every served router has. Only the
/// calls that add a part store them, so that other programs do not link them.
#[derive(Debug)]
struct LinkedPart {
    finish: fn(&OpaquePart<()>) -> Router,
    /// Returns the error if the part has a route on one of the paths.
    conflict: fn(&OpaquePart<()>, &[&str]) -> Option<String>,
    merge: LinkedMerge,
}

impl LinkedPart {
    // Called by generic functions alone, which are compiled with the program.
    #[inline]
    const fn new() -> &'static Self {
        const {
            &Self {
                finish: OpaquePart::finish,
                conflict: OpaquePart::conflict_with_policies,
                merge: LinkedMerge::new(),
            }
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PartKind {
    Router,
    Service,
    Fallback,
    /// The 404 handler of a nested router that has a default.
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
            added: None,
            fallbacks: Vec::new(),
            router,
            default: None,
            existing: ExistingDefaults::default(),
            linked: LinkedPart::new(),
        }
    }

    pub(in crate::axum) fn router(router: Router<S>) -> Self {
        // With their state, handlers become routes, which can be inspected.
        let router = provide_unit_state(router);
        Self {
            existing: ExistingDefaults::of(&router),
            ..Self::new(EVERYTHING.to_owned(), PartKind::Router, router)
        }
    }

    #[track_caller]
    pub(in crate::axum) fn service<T>(path: &str, service: T) -> Self
    where
        T: Service<Request, Error = Infallible> + Clone + Send + Sync + 'static,
        T::Response: IntoResponse,
        T::Future: Send + 'static,
    {
        let router = unchecked().route_service(path, service);
        Self {
            added: Some(AddedBy::method_with::<T>("route_service")),
            ..Self::new(path.to_owned(), PartKind::Service, router)
        }
    }

    #[track_caller]
    pub(in crate::axum) fn nested_service<T>(prefix: &str, service: T) -> Self
    where
        T: Service<Request, Error = Infallible> + Clone + Send + Sync + 'static,
        T::Response: IntoResponse,
        T::Future: Send + 'static,
    {
        let router = unchecked().nest_service(prefix, service);
        Self {
            added: Some(AddedBy::method_with::<T>("nest_service")),
            ..Self::new(nested(prefix, EVERYTHING), PartKind::Service, router)
        }
    }

    /// Creates a part from the fallback of a nested router.
    pub(in crate::axum) fn nested_fallback(
        prefix: &str,
        fallbacks: Vec<MethodHandler>,
        router: Router<S>,
        default: Option<AppliedDefault>,
    ) -> Self {
        let part = Self {
            fallbacks,
            default,
            ..Self::new(EVERYTHING.to_owned(), PartKind::Fallback, router)
        };
        part.nest(prefix)
    }

    /// Creates a part from the unknown paths of a nested router that has a default.
    ///
    /// axum does not nest the default 404 handler. A default policy applies only to the unknown paths of its own
    /// router, so the nested router needs its own handler.
    pub(in crate::axum) fn nested_not_found(prefix: &str, default: AppliedDefault) -> Self {
        let not_found = unchecked().fallback(async || StatusCode::NOT_FOUND);
        let part = Self {
            default: Some(default),
            ..Self::new(EVERYTHING.to_owned(), PartKind::NotFound, not_found)
        };
        part.nest(prefix)
    }

    /// True if axum has to nest the part together with the fallback of its router: it drops the fallbacks that are
    /// nested below a router without a fallback of its own.
    pub(in crate::axum) fn belongs_to_fallback(&self, default: Option<AppliedDefault>) -> bool {
        let policy_of = |default: Option<AppliedDefault>| default.map(|default| default.policy);
        self.kind == PartKind::Fallback && policy_of(self.default) == policy_of(default)
    }

    /// Adds the part to the router for unknown paths, and its handlers to those of the fallback.
    pub(in crate::axum) fn add_to_fallback(
        self,
        unknown: Router<S>,
        fallbacks: &mut Vec<MethodHandler>,
    ) -> Router<S> {
        fallbacks.extend(self.fallbacks);
        unknown.merge(self.router)
    }

    pub(in crate::axum) fn nest(&self, prefix: &str) -> Self {
        Self {
            path: nested(prefix, &self.path),
            router: unchecked().nest(prefix, self.router.clone()),
            ..self.clone()
        }
    }

    pub(in crate::axum) fn has_routes(&self) -> bool {
        self.router.has_routes()
    }

    pub(in crate::axum) fn is_not_found(&self) -> bool {
        self.kind == PartKind::NotFound
    }

    pub(in crate::axum) fn is_fallback(&self) -> bool {
        matches!(self.kind, PartKind::Fallback | PartKind::NotFound)
    }

    pub(in crate::axum) fn path(&self) -> &str {
        &self.path
    }

    /// Returns the paths and the handler of a fallback without a default.
    pub(in crate::axum) fn fallback(&self) -> Option<(&str, &[MethodHandler])> {
        let is_fallback = self.default.is_none() && !self.fallbacks.is_empty();
        is_fallback.then_some((&self.path, self.fallbacks.as_slice()))
    }

    /// Applies a default policy, unless the part has one.
    pub(in crate::axum) fn with_default(
        mut self,
        policy: &'static Policy,
    ) -> Result<Self, DefaultConflict> {
        let inner_states = |inner: AppliedDefault| inner.policy.declaration.states_enforce;
        if policy.enforces()
            && !(self.default.is_none_or(inner_states) && self.existing.states_enforce())
        {
            return Err(DefaultConflict::EnforceNotStated);
        }
        if self.default.is_some() {
            return Ok(self);
        }
        if self.existing.covers_all_routes && self.kind == PartKind::Router {
            self.existing.replaces_outer = Some(LinkedLayers::new());
            return Ok(self);
        }
        if policy.methods == Methods::Served && !policy.disabled && self.kind != PartKind::NotFound
        {
            return Err(DefaultConflict::MethodsUnknown(match self.kind {
                PartKind::Router => OpaqueItem::Router,
                PartKind::Service => OpaqueItem::Service,
                PartKind::Fallback | PartKind::NotFound => OpaqueItem::Fallback,
            }));
        }
        self.default = Some(AppliedDefault::new(policy));
        self.check_default()?;
        Ok(self)
    }

    /// Returns an error if a default is around another policy that it could not detect on a request.
    fn check_default(&self) -> Result<(), DefaultConflict> {
        if let Some(layers) = self.existing.replaces_outer {
            let existing = ExistingDefaults::among(layers.policies(&self.router));
            let location = || existing.defaults.iter().find_map(|route| route.location());
            return if existing.covers_all_routes {
                Ok(())
            } else {
                Err(DefaultConflict::PolicyInside(location()))
            };
        }
        let Some(AppliedDefault { policy, layers }) = self.default else {
            return Ok(());
        };
        if policy.disabled || self.kind != PartKind::Router {
            return Ok(());
        }
        match layers.policies(&self.router).iter().flatten().next() {
            Some(policy) => Err(DefaultConflict::PolicyInside(policy.route.location())),
            None => Ok(()),
        }
    }

    pub(in crate::axum) fn layer<L>(self, layer: L, at: &'static Location<'static>) -> Self
    where
        L: Layer<Route> + Clone + Send + Sync + 'static,
        L::Service: Service<Request> + Clone + Send + Sync + 'static,
        <L::Service as Service<Request>>::Response: IntoResponse + 'static,
        <L::Service as Service<Request>>::Error: Into<Infallible> + 'static,
        <L::Service as Service<Request>>::Future: Send + 'static,
    {
        Self {
            router: self.router.layer(CheckedLayer { layer, at }),
            ..self
        }
    }

    pub(in crate::axum) fn route_layer<L>(self, layer: L, at: &'static Location<'static>) -> Self
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
            router: self.router.route_layer(CheckedLayer { layer, at }),
            ..self
        }
    }

    pub(in crate::axum) fn method_not_allowed_fallback<H, T>(self, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        // The default does not apply to this handler, so the router is finished without it.
        let part = match (self.kind, self.default) {
            (PartKind::Router, Some(_)) => Self {
                existing: ExistingDefaults::of(&self.finish()),
                router: self.finish(),
                default: None,
                ..self
            },
            _ => self,
        };
        Self {
            router: part.router.method_not_allowed_fallback(handler),
            ..part
        }
    }

    /// Removes the fallback of a plain router.
    pub(in crate::axum) fn without_fallback(self) -> Self {
        match self.kind {
            PartKind::Router => Self {
                router: self.router.reset_fallback(),
                ..self
            },
            PartKind::Service | PartKind::Fallback | PartKind::NotFound => self,
        }
    }

    pub(in crate::axum) fn with_state<S2>(self, state: S) -> OpaquePart<S2> {
        OpaquePart {
            path: self.path,
            kind: self.kind,
            added: self.added,
            fallbacks: self.fallbacks,
            router: self.router.with_state(state),
            default: self.default,
            existing: self.existing,
            linked: LinkedPart::new(),
        }
    }

    /// Returns an error if a default is around another policy, in handlers that need the state as well.
    pub(in crate::axum) fn check_default_with(&self, state: &S) -> Result<(), DefaultConflict> {
        if self.default.is_none() && self.existing.replaces_outer.is_none() {
            return Ok(());
        }
        let part: OpaquePart<()> = self.clone().with_state(state.clone());
        part.check_default()
    }

    /// Returns the part, if its state is `()`. The compiler knows whether it is, and leaves out the code for the other case.
    fn with_unit_state(&self) -> Option<&OpaquePart<()>> {
        let any: &dyn Any = self;
        any.downcast_ref()
    }

    /// Returns the rows of the report for this part.
    pub(in crate::axum) fn report(&self) -> Vec<report::Entry> {
        let kind = match self.kind {
            PartKind::Router => report::Kind::PlainRouter,
            PartKind::Service => report::Kind::Service,
            PartKind::Fallback => report::Kind::Fallback,
            PartKind::NotFound => return Vec::new(),
        };
        match self.default {
            Some(default) => rows(&self.path, kind, default.policy),
            None if !self.existing.defaults.is_empty() => {
                let mut entries: Vec<report::Entry> = (self.existing.defaults.iter())
                    .flat_map(|route| rows_of_route(&self.path, kind, route))
                    .collect();
                if !self.existing.covers_all_routes {
                    entries.push(report::Entry::unknown(&self.path, kind));
                }
                entries
            }
            // A fallback is a plain handler, so it has no policy.
            None if self.kind == PartKind::Fallback => {
                vec![report::Entry::plain(&self.path, kind)]
            }
            None => vec![report::Entry::unknown(&self.path, kind)],
        }
    }
}
