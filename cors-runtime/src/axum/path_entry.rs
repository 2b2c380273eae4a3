//! A path of a router, which is built when the router is finished.
//!
//! axum applies a layer to all handlers that a router has at that point. If the routes already responded to
//! preflights then, an authentication layer would reject the preflights. So an entry only records each step. The
//! finished route responds to preflights outside of all layers.

use core::fmt;
use std::sync::Arc;

use axum::Router;

use super::{
    added_by::AddedBy,
    default_error::DefaultConflict,
    linked_layers::LinkedLayers,
    method_router::CorsMethodRouter,
    opaque_default::{OpaqueContent, OpaqueDefault},
    options::options,
    overlap::Overlap,
    placement::CorsPlacement,
    route_spec::RouteSpec,
};
use crate::{
    Policy, diagnostics, report,
    route::{MethodHandler, RouteLocation},
    tower::layer::CorsLayer,
};

/// Builds a router that contains the route of an entry, with all layers and prefixes.
type Build<S> = Arc<dyn Fn(CorsPlacement) -> Router<S> + Send + Sync>;

/// A path with its handlers, and the steps that build its router.
pub(super) struct PathEntry<S> {
    path: Arc<str>,
    spec: RouteSpec,
    build: Build<S>,
    /// The call that added the route.
    pub(super) added: AddedBy,
}

impl<S> PathEntry<S>
where
    S: Clone + Send + Sync + 'static,
{
    #[track_caller]
    pub(super) fn new(path: &str, route: CorsMethodRouter<S>) -> Self {
        let (spec, build) = route.into_parts();
        let path: Arc<str> = Arc::from(path);
        let route_path = Arc::clone(&path);
        Self {
            path,
            spec,
            added: AddedBy::method("route"),
            build: Arc::new(move |placement| unchecked().route(&route_path, build(placement))),
        }
    }

    pub(super) fn path(&self) -> &str {
        &self.path
    }

    pub(super) fn shared_path(&self) -> Arc<str> {
        Arc::clone(&self.path)
    }

    pub(super) fn handlers(&self) -> &[MethodHandler] {
        &self.spec.handlers
    }

    /// Applies a default policy to the handlers without a policy.
    pub(super) fn with_default(self, policy: &'static Policy) -> Result<Self, DefaultConflict> {
        let entry = Self {
            spec: self.spec.with_default(policy, LinkedLayers::new())?,
            ..self
        };
        entry.check_default()?;
        Ok(entry)
    }

    /// Returns an error if a default is around another policy, in handlers that need the state as well.
    pub(super) fn check_default_with(&self, state: &S) -> Result<(), DefaultConflict> {
        let state = state.clone();
        let with_state = move |router: Router<S>| router.with_state::<()>(state.clone());
        self.clone().map(with_state).check_default()
    }

    /// Returns an error if a default is around another policy that it could not detect on a request.
    fn check_default(&self) -> Result<(), DefaultConflict> {
        let Some(layers) = self.spec.layers().filter(|_| self.spec.has_default()) else {
            return Ok(());
        };
        // Built without CORS, so that all policies found are those of the opaque part.
        let plain = (self.build)(CorsPlacement::Route);
        match layers.policies(&plain).iter().flatten().next() {
            Some(policy) if self.spec.has_opaque_default() => {
                Err(DefaultConflict::PolicyInside(policy.route.location()))
            }
            Some(policy) => Err(DefaultConflict::LayerInside(policy.route.location())),
            None => Ok(()),
        }
    }

    /// Adds a handler of the user for the methods without a handler.
    pub(super) fn with_method_not_allowed_fallback(self, fallback: MethodHandler) -> Self {
        Self {
            spec: self.spec.with_method_not_allowed_fallback(fallback),
            ..self
        }
    }

    pub(super) fn has_policy(&self) -> bool {
        self.spec.has_policy()
    }

    /// Returns the rows of the report for this path.
    pub(super) fn report(&self) -> Vec<report::Entry> {
        self.spec.report(&self.path)
    }

    /// Changes the router of this entry.
    pub(super) fn map<S2>(
        self,
        change: impl Fn(Router<S>) -> Router<S2> + Send + Sync + 'static,
    ) -> PathEntry<S2> {
        let Self {
            path,
            spec,
            build,
            added,
        } = self;
        PathEntry {
            path,
            spec,
            added,
            build: Arc::new(move |placement| change(build(placement))),
        }
    }

    /// Adds a layer to the router of this entry, which may respond in place of the handlers.
    pub(super) fn layer(
        self,
        add: impl Fn(Router<S>) -> Router<S> + Send + Sync + 'static,
    ) -> Self {
        let entry = self.map(add);
        Self {
            spec: entry.spec.layered(LinkedLayers::new()),
            ..entry
        }
    }

    /// Nests the route below a prefix.
    pub(super) fn nest(self, prefix: &str) -> Self {
        let path = nested(prefix, &self.path);
        let prefix: Arc<str> = Arc::from(prefix);
        Self {
            path: Arc::from(path),
            ..self.map(move |router| unchecked().nest(&prefix, router))
        }
    }

    /// Merges two entries of the same path, unless they overlap.
    pub(super) fn merge(self, other: Self) -> Result<Self, Overlap> {
        let (first, second) = (self.build, other.build);
        Ok(Self {
            path: self.path,
            added: self.added,
            spec: self.spec.merge(other.spec)?,
            build: Arc::new(move |placement| first(placement).merge(second(placement))),
        })
    }

    /// Builds the finished route, which responds to preflights and adds CORS headers to responses.
    pub(super) fn finish(&self) -> Router<S> {
        let router = (self.build)(self.spec.placement());
        let Some(finished) = self.spec.clone().finish() else {
            return router;
        };
        let (has_opaque_default, needs_options) =
            (finished.has_opaque_default, finished.needs_options());
        let policies = Arc::new(finished.policies.located(RouteLocation {
            template: self.path.to_string(),
            is_guess: false,
        }));
        let router = if needs_options {
            for policy in policies.policies() {
                diagnostics::warn_unserved_options(policy, &self.path);
            }
            // Merged last, since axum keeps the default 405 of the router that is merged later, and only that of
            // the user is inside the user's layers.
            unchecked()
                .route(&self.path, options(&policies))
                .merge(router)
        } else {
            router
        };
        let Some(layers) = self.spec.layers() else {
            return router;
        };
        if has_opaque_default {
            let content = OpaqueContent::PlainRouter;
            layers.add_default(router, OpaqueDefault::on_path(policies, false, content))
        } else {
            let has_probe = self.spec.has_default_around_service();
            layers.add_cors(router, CorsLayer::for_route(policies).with_probe(has_probe))
        }
    }
}

impl<S> fmt::Debug for PathEntry<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PathEntry")
            .field("path", &self.path)
            .field("spec", &self.spec)
            .finish_non_exhaustive()
    }
}

impl<S> Clone for PathEntry<S> {
    fn clone(&self) -> Self {
        Self {
            path: Arc::clone(&self.path),
            added: self.added,
            spec: self.spec.clone(),
            build: Arc::clone(&self.build),
        }
    }
}

/// Creates a router that accepts all path syntaxes. `CorsRouter` already had axum check the path when the route was
/// added.
pub(super) fn unchecked<S>() -> Router<S>
where
    S: Clone + Send + Sync + 'static,
{
    Router::new().without_v07_checks()
}

/// Returns the path that [`Router::nest`] gives to a nested path.
pub(super) fn nested(prefix: &str, path: &str) -> String {
    if prefix.ends_with('/') {
        format!("{prefix}{}", path.trim_start_matches('/'))
    } else if path == "/" {
        prefix.to_owned()
    } else {
        format!("{prefix}{path}")
    }
}
