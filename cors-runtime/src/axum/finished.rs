//! Default policies that a plain router already has around its routes.

use core::panic::Location;
use std::sync::Arc;

use axum::{Router, routing::Route};
use tower_layer::Layer;

use crate::route::RoutePolicies;
use crate::tower::inspect::{Inside, policies_inside, policies_of_router};

/// The defaults that a plain router already has around its routes.
#[derive(Clone, Debug, Default)]
pub(super) struct Finished {
    pub(super) defaults: Vec<Arc<RoutePolicies>>,
    /// Every route has one. Handlers that miss their state are not among the routes yet.
    pub(super) is_whole: bool,
    /// A default further out was kept from the part, since every route had one.
    pub(super) is_relied_on: bool,
}

impl Finished {
    pub(super) fn of<S>(router: &Router<S>) -> Self
    where
        S: Clone + Send + Sync + 'static,
    {
        let found = policies_of_router(router);
        let has_default = |inside: &Vec<Inside>| inside.iter().any(|inside| inside.is_default);
        let mut defaults: Vec<Arc<RoutePolicies>> = Vec::new();
        let is_whole = found.iter().all(has_default);
        for inside in found.into_iter().flatten() {
            let is_known = defaults.iter().any(|path| Arc::ptr_eq(path, &inside.path));
            if inside.is_default && !is_known {
                defaults.push(inside.path);
            }
        }
        Self {
            defaults,
            is_whole,
            is_relied_on: false,
        }
    }

    /// True if every default says whether it enforces.
    pub(super) fn states_enforce(&self) -> bool {
        self.defaults.iter().all(|path| path.states_enforce())
    }
}

/// A layer that refuses to stand around the default of a finished router: it would answer preflights in its
/// place.
#[derive(Clone, Debug)]
pub(super) struct InsideDefaults<L> {
    pub(super) layer: L,
    pub(super) at: &'static Location<'static>,
}

impl<L: Layer<Route>> Layer<Route> for InsideDefaults<L> {
    type Service = L::Service;

    /// # Panics
    ///
    /// If the route has a default policy around it.
    fn layer(&self, route: Route) -> L::Service {
        let inside = policies_inside(&route);
        if let Some(default) = inside.iter().find(|inside| inside.is_default) {
            let policy = match default.path.location() {
                Some(location) => format!(" ({location})"),
                None => String::new(),
            };
            panic!(
                "the layer added at {} would stand outside the default policy of a router inside{policy}, and \
                 answer its preflights: an axum `Router` or `MethodRouter` has the policy around its routes \
                 already, so let the function under `#[cors]` return `CorsRouter` or `CorsMethodRouter`",
                self.at
            );
        }
        self.layer.layer(route)
    }
}
