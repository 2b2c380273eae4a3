//! Default policies that a plain router already has.

use core::panic::Location;
use std::sync::Arc;

use axum::{Router, routing::Route};
use tower_layer::Layer;

use super::linked_layers::LinkedLayers;
use crate::route::RoutePolicies;
use crate::tower::inspect::{InnerPolicy, policies_inside, policies_of_router};

/// The default policies that a plain router already has around its routes.
#[derive(Clone, Debug, Default)]
pub(super) struct ExistingDefaults {
    pub(super) defaults: Vec<Arc<RoutePolicies>>,
    /// Every route has a default. Handlers that still need their state are not counted.
    pub(super) covers_all_routes: bool,
    /// Set if an outer default was not applied, because every route had a default.
    pub(super) replaces_outer: Option<LinkedLayers>,
}

impl ExistingDefaults {
    pub(super) fn of<S>(router: &Router<S>) -> Self
    where
        S: Clone + Send + Sync + 'static,
    {
        Self::among(policies_of_router(router))
    }

    /// The defaults among the policies inside each route of a router.
    pub(super) fn among(policies: Vec<Vec<InnerPolicy>>) -> Self {
        let has_default =
            |policies: &Vec<InnerPolicy>| policies.iter().any(|inner| inner.is_default);
        let mut defaults: Vec<Arc<RoutePolicies>> = Vec::new();
        let covers_all_routes = policies.iter().all(has_default);
        for inner in policies.into_iter().flatten() {
            let is_known = defaults
                .iter()
                .any(|route| Arc::ptr_eq(route, &inner.route));
            if inner.is_default && !is_known {
                defaults.push(inner.route);
            }
        }
        Self {
            defaults,
            covers_all_routes,
            replaces_outer: None,
        }
    }

    /// Returns true if every default states `enforce`.
    pub(super) fn states_enforce(&self) -> bool {
        self.defaults.iter().all(|route| route.states_enforce())
    }
}

/// A user's layer that panics if it is applied to a route with a default policy. Outside of that policy, the
/// layer would respond to its preflights.
#[derive(Clone, Debug)]
pub(super) struct CheckedLayer<L> {
    pub(super) layer: L,
    pub(super) at: &'static Location<'static>,
}

impl<L: Layer<Route>> Layer<Route> for CheckedLayer<L> {
    type Service = L::Service;

    /// # Panics
    ///
    /// Panics if the route has a default policy.
    fn layer(&self, route: Route) -> L::Service {
        let policies = policies_inside(&route);
        if let Some(default) = policies.iter().find(|inner| inner.is_default) {
            let policy = match default.route.location() {
                Some(location) => format!(" ({location})"),
                None => String::new(),
            };
            panic!(
                "the layer added at {} would be outside the default policy of an inner router{policy}, and would \
                 receive its preflights; return `CorsRouter` or `CorsMethodRouter` from the function under \
                 `#[cors]`, because the policy is already applied to the routes of a plain axum `Router` or \
                 `MethodRouter`",
                self.at
            );
        }
        self.layer.layer(route)
    }
}
