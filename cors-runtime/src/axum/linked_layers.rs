//! Links the layers of this crate only into programs that need one.

use core::any::Any;
use std::sync::Arc;

use axum::Router;

use super::route_layer::RouteLayer;
use crate::{
    route::RoutePolicies,
    tower::inspect::{InnerPolicy, policies_of_router, routes_of_routers},
};

/// The functions that apply a layer of this crate to a router, and inspect a router.
///
/// A router is finished in one place, which would link both into every program, although the handlers of most routes
/// write their CORS headers themselves. So the calls that need a layer, such as `layer` and default policies, store
/// this value.
///
/// The functions are those for the state `()`, which every served router has. The compiler removes the others there.
#[derive(Clone, Copy, Debug)]
pub(super) struct LinkedLayers {
    apply: fn(Router, RouteLayer) -> Router,
    inspect: fn(&Router) -> Vec<Vec<InnerPolicy>>,
    list: fn([&Router; 2]) -> Arc<[Arc<RoutePolicies>]>,
}

impl LinkedLayers {
    pub(super) const fn new() -> Self {
        Self {
            apply: Router::layer,
            inspect: policies_of_router,
            list: routes_of_routers,
        }
    }

    /// Applies a layer to all routes and fallbacks of a router.
    pub(super) fn apply<S>(self, mut router: Router<S>, layer: RouteLayer) -> Router<S>
    where
        S: Clone + Send + Sync + 'static,
    {
        let any: &mut dyn Any = &mut router;
        let Some(unit) = any.downcast_mut::<Router>() else {
            return router.layer(layer);
        };
        *unit = (self.apply)(core::mem::take(unit), layer);
        router
    }

    /// Finds the policies inside each route of a router.
    pub(super) fn policies<S>(self, router: &Router<S>) -> Vec<Vec<InnerPolicy>>
    where
        S: Clone + Send + Sync + 'static,
    {
        match (router as &dyn Any).downcast_ref::<Router>() {
            Some(unit) => (self.inspect)(unit),
            None => policies_of_router(router),
        }
    }

    /// Finds the routes with policies inside two routers.
    pub(super) fn routes<S>(self, routers: [&Router<S>; 2]) -> Arc<[Arc<RoutePolicies>]>
    where
        S: Clone + Send + Sync + 'static,
    {
        match routers.map(|router| (router as &dyn Any).downcast_ref::<Router>()) {
            [Some(first), Some(second)] => (self.list)([first, second]),
            _ => routes_of_routers(routers),
        }
    }
}
