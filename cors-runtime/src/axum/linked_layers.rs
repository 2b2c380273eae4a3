//! Links the layers of this crate only into programs that need one.

use core::any::Any;
use std::sync::Arc;

use axum::Router;

use super::opaque_default::OpaqueDefault;
use crate::{
    route::RoutePolicies,
    tower::{
        inspect::{InnerPolicy, policies_of_router, routes_of_routers},
        layer::CorsLayer,
    },
    verify::RouteListing,
};

/// The functions that apply a layer of this crate to a router, and that inspect a router.
///
/// A router is finished in one place, which would link them into every program, although the handlers of most routes
/// write their CORS headers themselves. So the calls that need a layer, such as `layer` and default policies, store
/// this value.
#[derive(Clone, Copy, Debug)]
pub(super) struct LinkedLayers(&'static Functions);

/// The functions for the state `()`, which every served router has.
#[derive(Debug)]
struct Functions {
    cors: fn(Router, CorsLayer) -> Router,
    default: fn(Router, OpaqueDefault) -> Router,
    listing: fn(Router, RouteListing) -> Router,
    inspect: fn(&Router) -> Vec<Vec<InnerPolicy>>,
    list: fn([&Router; 2]) -> Arc<[Arc<RoutePolicies>]>,
}

impl LinkedLayers {
    // Called by generic functions alone. They are compiled with the program, and link the layers there, if they are used.
    #[inline]
    pub(super) const fn new() -> Self {
        Self(&Functions {
            cors: Router::layer,
            default: Router::layer,
            listing: Router::layer,
            inspect: policies_of_router,
            list: routes_of_routers,
        })
    }

    /// Adds the policies of a route around its router.
    pub(super) fn add_cors<S>(self, router: Router<S>, layer: CorsLayer) -> Router<S>
    where
        S: Clone + Send + Sync + 'static,
    {
        apply(self.0.cors, Router::layer, router, layer)
    }

    /// Adds a default policy around an opaque part.
    pub(super) fn add_default<S>(self, router: Router<S>, layer: OpaqueDefault) -> Router<S>
    where
        S: Clone + Send + Sync + 'static,
    {
        apply(self.0.default, Router::layer, router, layer)
    }

    /// Adds a list of routes for `verify`.
    pub(super) fn add_listing<S>(self, router: Router<S>, layer: RouteListing) -> Router<S>
    where
        S: Clone + Send + Sync + 'static,
    {
        apply(self.0.listing, Router::layer, router, layer)
    }

    /// Finds the policies inside each route of a router.
    pub(super) fn policies<S>(self, router: &Router<S>) -> Vec<Vec<InnerPolicy>>
    where
        S: Clone + Send + Sync + 'static,
    {
        match (router as &dyn Any).downcast_ref::<Router>() {
            Some(unit) => (self.0.inspect)(unit),
            None => policies_of_router(router),
        }
    }

    /// Finds the routes with policies inside two routers.
    pub(super) fn routes<S>(self, routers: [&Router<S>; 2]) -> Arc<[Arc<RoutePolicies>]>
    where
        S: Clone + Send + Sync + 'static,
    {
        match routers.map(|router| (router as &dyn Any).downcast_ref::<Router>()) {
            [Some(first), Some(second)] => (self.0.list)([first, second]),
            _ => routes_of_routers(routers),
        }
    }
}

/// Calls one of two functions that do the same: `linked` for the state `()`, and `other` for others. The compiler knows
/// which, and leaves out the other one.
fn apply<S, L>(
    linked: fn(Router, L) -> Router,
    other: impl FnOnce(Router<S>, L) -> Router<S>,
    mut router: Router<S>,
    layer: L,
) -> Router<S>
where
    S: Clone + Send + Sync + 'static,
{
    let any: &mut dyn Any = &mut router;
    let Some(unit) = any.downcast_mut::<Router>() else {
        return other(router, layer);
    };
    *unit = linked(core::mem::take(unit), layer);
    router
}
