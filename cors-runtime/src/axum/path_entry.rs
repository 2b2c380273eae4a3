//! A path of a router, which is built when the router is finished.
//!
//! axum applies a layer to all handlers that a router has at that point. If the routes already responded to
//! preflights then, an authentication layer would reject the preflights. So an entry only records each step. The
//! finished route responds to preflights outside of all layers.

use core::fmt;
use std::sync::Arc;

use axum::Router;

use super::{
    added_by::AddedBy, default_error::DefaultConflict, linked_layers::LinkedLayers,
    linked_merge::LinkedMerge, method_router::CorsMethodRouter, opaque_default::OpaqueContent,
    options::options, overlap::Overlap, placement::CorsPlacement, route_build::RouteBuild,
    route_spec::RouteSpec, unchecked::unchecked,
};
use crate::{
    Policy, diagnostics, report,
    route::{MethodHandler, RouteLocation},
};

/// A path with its handlers, and the steps that build its router.
pub(super) struct PathEntry<S> {
    path: Arc<str>,
    spec: RouteSpec,
    build: RouteBuild<S>,
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
        Self {
            path: Arc::from(path),
            spec,
            added: AddedBy::method("route"),
            build: RouteBuild::Route(build),
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
        self.clone().with_state::<()>(state.clone()).check_default()
    }

    /// Returns an error if a default is around another policy that it could not detect on a request.
    fn check_default(&self) -> Result<(), DefaultConflict> {
        let Some(layers) = self.spec.layers().filter(|_| self.spec.has_default()) else {
            return Ok(());
        };
        // Built without CORS, so that all policies found are those of the opaque part.
        let plain = self.build.router(&self.path, CorsPlacement::Route);
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

    /// Provides the state for the handlers.
    pub(super) fn with_state<S2>(self, state: S) -> PathEntry<S2> {
        PathEntry {
            path: self.path,
            spec: self.spec,
            added: self.added,
            build: self.build.with_state(state),
        }
    }

    /// Changes the router of this entry.
    pub(super) fn map(
        self,
        change: impl Fn(Router<S>) -> Router<S> + Send + Sync + 'static,
    ) -> Self {
        Self {
            build: self.build.map(&self.path, change),
            ..self
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
        Ok(Self {
            spec: self.spec.merge(other.spec)?,
            build: self.build.merge(other.build, &self.path),
            path: self.path,
            added: self.added,
        })
    }

    /// Returns the function that adds the route to a router, if that needs a merge.
    pub(super) fn merge_function(&self) -> Option<LinkedMerge> {
        let layers = self.spec.layers();
        layers
            .map(LinkedLayers::merge_function)
            .or_else(|| self.build.merge_function())
    }

    /// Adds the finished route to a router. It responds to preflights and adds CORS headers to responses.
    pub(super) fn add_to(&self, router: Router<S>) -> Router<S> {
        let Some(finished) = self.spec.clone().finish() else {
            return self.add_route_to(router);
        };
        let (has_opaque_default, needs_options) =
            (finished.has_opaque_default, finished.needs_options());
        let policies = Arc::new(finished.policies.located(RouteLocation {
            template: self.path.to_string(),
            is_guess: false,
        }));
        let add_routes_to = |router: Router<S>| {
            if !needs_options {
                return self.add_route_to(router);
            }
            for policy in policies.policies() {
                diagnostics::warn_unserved_options(policy, &self.path);
            }
            // The route is added last, since axum keeps the 405 handler that is added later, and only that of the user
            // is inside the user's layers.
            self.add_route_to(router.route(&self.path, options(&policies)))
        };
        let Some(layers) = self.spec.layers() else {
            return add_routes_to(router);
        };
        let route = add_routes_to(unchecked());
        let route = if has_opaque_default {
            layers.add_default(route, &policies, false, OpaqueContent::PlainRouter)
        } else {
            layers.add_cors(route, &policies, self.spec.has_default_around_service())
        };
        layers.merge_function().merge(router, route)
    }

    /// Adds the route to a router without `OPTIONS` and without a layer of this crate.
    fn add_route_to(&self, router: Router<S>) -> Router<S> {
        self.build.add_to(router, &self.path, self.spec.placement())
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
            build: self.build.clone(),
        }
    }
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
