//! Provides the state `()` to routers that need no other state, so that axum turns their handlers into routes.

use core::any::Any;

use axum::{Router, routing::MethodRouter};

/// Provides the state to a router, if its state is `()`.
pub(super) fn provide_unit_state<S>(mut router: Router<S>) -> Router<S>
where
    S: Clone + Send + Sync + 'static,
{
    let any: &mut dyn Any = &mut router;
    if let Some(router) = any.downcast_mut::<Router<()>>() {
        *router = core::mem::take(router).with_state(());
    }
    router
}

/// Converts a router with the state `()` into one with the state `S`, which is `()`.
pub(super) fn from_unit_state<S>(router: Router) -> Router<S>
where
    S: Clone + Send + Sync + 'static,
{
    let mut router = Some(router);
    let any: &mut dyn Any = &mut router;
    let router = any.downcast_mut().and_then(Option::take);
    router.unwrap_or_default()
}

/// Provides the state to a method router, if its state is `()`.
pub(super) fn provide_unit_state_of_route<S, E>(mut route: MethodRouter<S, E>) -> MethodRouter<S, E>
where
    S: Clone + Send + Sync + 'static,
    E: 'static,
{
    let any: &mut dyn Any = &mut route;
    if let Some(route) = any.downcast_mut::<MethodRouter<(), E>>() {
        *route = core::mem::take(route).with_state(());
    }
    route
}
