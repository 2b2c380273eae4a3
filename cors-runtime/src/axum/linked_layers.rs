//! Links the layers of this crate only into programs that need one.

use core::any::Any;
use std::sync::Arc;

use axum::Router;

use super::{
    linked_merge::LinkedMerge,
    opaque_default::{OpaqueContent, OpaqueDefault},
};
use crate::{
    policy::Policy,
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
    cors: fn(Router, &Arc<RoutePolicies>, bool) -> Router,
    default: fn(Router, &Arc<RoutePolicies>, bool, OpaqueContent) -> Router,
    unknown_paths: fn(Router, &'static Policy, &Routes) -> Router,
    listing: fn(Router, &Routes) -> Router,
    inspect: fn(&Router) -> Vec<Vec<InnerPolicy>>,
    list: fn([&Router; 2]) -> Routes,
    merge: LinkedMerge,
}

/// The routes with policies of a router.
type Routes = Arc<[Arc<RoutePolicies>]>;

impl LinkedLayers {
    // Called by generic functions alone. They are compiled with the program, and link the layers there, if they are used.
    #[inline]
    pub(super) const fn new() -> Self {
        Self(
            const {
                &Functions {
                    cors: with_cors,
                    default: with_default,
                    unknown_paths: with_unknown_paths,
                    listing: with_listing,
                    inspect: policies_of_router,
                    list: routes_of_routers,
                    merge: LinkedMerge::new(),
                }
            },
        )
    }

    /// Returns the function that merges routers with layers.
    pub(super) fn merge_function(self) -> LinkedMerge {
        self.0.merge
    }

    /// Adds the policies of a route around its router. `has_probe` makes them a default around a service.
    pub(super) fn add_cors<S>(
        self,
        router: Router<S>,
        route: &Arc<RoutePolicies>,
        has_probe: bool,
    ) -> Router<S>
    where
        S: Clone + Send + Sync + 'static,
    {
        let linked = |router| (self.0.cors)(router, route, has_probe);
        apply(router, linked, |router| with_cors(router, route, has_probe))
    }

    /// Adds a default policy around an opaque part.
    pub(super) fn add_default<S>(
        self,
        router: Router<S>,
        route: &Arc<RoutePolicies>,
        disabled: bool,
        content: OpaqueContent,
    ) -> Router<S>
    where
        S: Clone + Send + Sync + 'static,
    {
        let linked = |router| (self.0.default)(router, route, disabled, content);
        apply(router, linked, |router| {
            with_default(router, route, disabled, content)
        })
    }

    /// Adds a default policy around the handler of unknown paths. `served` lists the known routes for `verify`.
    pub(super) fn add_unknown_paths<S>(
        self,
        router: Router<S>,
        policy: &'static Policy,
        served: &Routes,
    ) -> Router<S>
    where
        S: Clone + Send + Sync + 'static,
    {
        let linked = |router| (self.0.unknown_paths)(router, policy, served);
        apply(router, linked, |router| {
            with_unknown_paths(router, policy, served)
        })
    }

    /// Adds a list of routes for `verify`.
    pub(super) fn add_listing<S>(self, router: Router<S>, policies: &Routes) -> Router<S>
    where
        S: Clone + Send + Sync + 'static,
    {
        let linked = |router| (self.0.listing)(router, policies);
        apply(router, linked, |router| with_listing(router, policies))
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
    pub(super) fn routes<S>(self, routers: [&Router<S>; 2]) -> Routes
    where
        S: Clone + Send + Sync + 'static,
    {
        match routers.map(|router| (router as &dyn Any).downcast_ref::<Router>()) {
            [Some(first), Some(second)] => (self.0.list)([first, second]),
            _ => routes_of_routers(routers),
        }
    }
}

fn with_cors<S>(router: Router<S>, route: &Arc<RoutePolicies>, has_probe: bool) -> Router<S>
where
    S: Clone + Send + Sync + 'static,
{
    router.layer(CorsLayer::for_route(Arc::clone(route)).with_probe(has_probe))
}

fn with_default<S>(
    router: Router<S>,
    route: &Arc<RoutePolicies>,
    disabled: bool,
    content: OpaqueContent,
) -> Router<S>
where
    S: Clone + Send + Sync + 'static,
{
    router.layer(OpaqueDefault::on_path(Arc::clone(route), disabled, content))
}

fn with_unknown_paths<S>(router: Router<S>, policy: &'static Policy, served: &Routes) -> Router<S>
where
    S: Clone + Send + Sync + 'static,
{
    let route = Arc::new(RoutePolicies::unknown(policy));
    router.layer(CorsLayer::for_route(route).for_unknown_paths(served))
}

fn with_listing<S>(router: Router<S>, policies: &Routes) -> Router<S>
where
    S: Clone + Send + Sync + 'static,
{
    router.layer(RouteListing::of(policies))
}

/// Calls one of two functions that do the same: `linked` for the state `()`, and `other` for others. The compiler knows
/// which, and leaves out the other one.
fn apply<S>(
    mut router: Router<S>,
    linked: impl FnOnce(Router) -> Router,
    other: impl FnOnce(Router<S>) -> Router<S>,
) -> Router<S>
where
    S: Clone + Send + Sync + 'static,
{
    let any: &mut dyn Any = &mut router;
    let Some(unit) = any.downcast_mut::<Router>() else {
        return other(router);
    };
    *unit = linked(core::mem::take(unit));
    router
}
