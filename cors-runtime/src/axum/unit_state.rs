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
