//! Adds handlers to a method router.

use axum::routing::{MethodFilter, MethodRouter};

use super::{
    FallbackHandler,
    handler::{HandlerKind, RouteHandler},
    linked_layers::LinkedLayers,
    method_filter::{every_method, methods_of},
    method_router::{CorsMethodRouter, merged},
    options::check_overlap,
    placement::CorsPlacement,
    route_spec::RouteSpec,
};
use crate::{
    Policy,
    route::{MethodHandler, ServedMethods},
};

/// Chains a handler for the method of this name. Only `OPTIONS` links the layers.
macro_rules! chain {
    ($route:expr, OPTIONS, $handler:expr) => {
        $route.on(axum::routing::MethodFilter::OPTIONS, $handler)
    };
    ($route:expr, $method:ident, $handler:expr) => {
        $route.on_except_options(axum::routing::MethodFilter::$method, $handler)
    };
}

pub(super) use chain;

/// Adds a handler to the axum router of a route.
type AddHandler<S> = Box<dyn Fn(MethodRouter<S>, CorsPlacement) -> MethodRouter<S> + Send + Sync>;

impl<S> CorsMethodRouter<S>
where
    S: Clone + Send + Sync + 'static,
{
    #[track_caller]
    pub(super) fn from_any_handler<H, K>(handler: H) -> Self
    where
        H: RouteHandler<K, S>,
        K: HandlerKind<H, S>,
    {
        let served = MethodHandler::new(ServedMethods::AllOther, loaded(K::POLICY))
            .with_extractors(K::extractors());
        let has_policy = K::POLICY.is_some();
        let spec = RouteSpec::of(served, Some(LinkedLayers::new()));
        Self::from_build(spec, move |placement| {
            let any = K::any(handler.clone());
            match placement {
                CorsPlacement::MethodRouter if has_policy => {
                    K::on(any, every_method(), handler.clone(), placement)
                }
                _ => any,
            }
        })
    }

    /// Chains a handler for the methods of `filter`.
    ///
    /// # Panics
    ///
    /// Panics if another handler of this route already accepts one of the methods.
    #[track_caller]
    pub fn on<H, K>(self, filter: MethodFilter, handler: H) -> Self
    where
        H: RouteHandler<K, S>,
        K: HandlerKind<H, S>,
    {
        self.add(filter, handler, Some(LinkedLayers::new()))
    }

    /// [`on`](Self::on) for methods other than `OPTIONS`.
    #[track_caller]
    pub(super) fn on_except_options<H, K>(self, filter: MethodFilter, handler: H) -> Self
    where
        H: RouteHandler<K, S>,
        K: HandlerKind<H, S>,
    {
        // A policy that is bound to its server needs a layer: the handler has only the policy of its attribute.
        let layers = const {
            match K::POLICY {
                Some(policy) if policy.has_sources() => Some(LinkedLayers::new()),
                _ => None,
            }
        };
        self.add(filter, handler, layers)
    }

    #[track_caller]
    fn add<H, K>(self, filter: MethodFilter, handler: H, layers: Option<LinkedLayers>) -> Self
    where
        H: RouteHandler<K, S>,
        K: HandlerKind<H, S>,
    {
        let served = MethodHandler::new(
            ServedMethods::Methods(methods_of(filter)),
            loaded(K::POLICY),
        )
        .with_extractors(K::extractors());
        self.add_built(
            filter,
            RouteSpec::of(served, layers),
            Box::new(move |route, placement| K::on(route, filter, handler.clone(), placement)),
        )
    }

    /// Adds a handler. Not generic over its type, so that a program has this code once.
    #[track_caller]
    fn add_built(self, filter: MethodFilter, added: RouteSpec, add: AddHandler<S>) -> Self {
        // Runs the check of axum now, so that its panic points at the caller.
        check_overlap(self.without_cors(), filter);
        let Self { spec, build, .. } = self;
        Self::from_build(merged(spec, added), move |placement| {
            add(build(placement), placement)
        })
    }

    /// Adds a fallback handler for the methods without a handler. See [`MethodRouter::fallback`].
    pub fn fallback<H, T>(self, handler: H) -> Self
    where
        H: FallbackHandler<T, S>,
        T: 'static,
    {
        let Self { spec, build, .. } = self;
        let served = MethodHandler::plain::<T>(ServedMethods::AllOther);
        Self::from_build(
            spec.with_fallback(served, LinkedLayers::new()),
            move |placement| build(placement.below_fallback()).fallback(handler.clone()),
        )
    }
}

/// Loads the policy of a route. This happens when the route is created, since a finished router runs no code
/// before the first connection.
#[track_caller]
fn loaded(policy: Option<&'static Policy>) -> Option<&'static Policy> {
    // Not `map`, which would lose the caller.
    Some(policy?.loaded())
}
