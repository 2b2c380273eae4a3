//! Conversions between [`CorsMethodRouter`] and axum's [`MethodRouter`].

use std::sync::Arc;

use axum::routing::MethodRouter;

use super::{
    linked_layers::LinkedLayers,
    method_router::CorsMethodRouter,
    opaque_default::{OpaqueContent, OpaqueDefault},
    options::options,
    placement::CorsPlacement,
    route_spec::RouteSpec,
    unit_state::provide_unit_state_of_route,
};
use crate::tower::{inspect::policies_of_method_router, layer::CorsLayer};

/// Converts a plain method router, whose handlers have no policy.
impl<S, E> From<MethodRouter<S, E>> for CorsMethodRouter<S, E>
where
    S: Clone + Send + Sync + 'static,
    E: 'static,
{
    fn from(plain: MethodRouter<S, E>) -> Self {
        let plain = provide_unit_state_of_route(plain);
        let policies = policies_of_method_router(plain.clone());
        let has_policies = policies.iter().any(|policies| !policies.is_empty());
        Self::from_build(
            RouteSpec::opaque(has_policies, LinkedLayers::new()),
            move |_| plain.clone(),
        )
    }
}

/// Finishes the route. The result responds to preflights and adds CORS headers to responses.
impl<S, E> From<CorsMethodRouter<S, E>> for MethodRouter<S, E>
where
    S: Clone + Send + Sync + 'static,
    E: 'static,
{
    fn from(route: CorsMethodRouter<S, E>) -> Self {
        let built = route.built.copied();
        built.unwrap_or_else(|| route.built.share(route.finish()))
    }
}

impl<S, E> CorsMethodRouter<S, E>
where
    S: Clone + Send + Sync + 'static,
    E: 'static,
{
    /// Builds the finished route.
    pub(super) fn finish(&self) -> MethodRouter<S, E> {
        // With their state, handlers become routes, which share the state of their layers.
        provide_unit_state_of_route(self.finish_handlers())
    }

    fn finish_handlers(&self) -> MethodRouter<S, E> {
        let spec = self.spec.clone().into_method_router();
        let placement = spec.placement();
        let mut plain = (self.build)(match placement {
            CorsPlacement::Handler => CorsPlacement::Handler,
            CorsPlacement::Route | CorsPlacement::MethodRouter => CorsPlacement::MethodRouter,
        });
        let has_probe = spec.has_default_around_service();
        let Some(finished) = spec.finish() else {
            return plain;
        };
        let (has_opaque_default, needs_options) =
            (finished.has_opaque_default, finished.needs_options());
        let policies = Arc::new(finished.policies);
        if needs_options {
            // Merged last, since axum keeps the default 405 of the router that is merged later, and only that of
            // the user is inside the user's layers.
            plain = options(&policies).merge(plain);
        }
        if placement == CorsPlacement::Handler {
            return plain;
        }
        if has_opaque_default {
            let content = OpaqueContent::PlainRouter;
            plain.layer(OpaqueDefault::on_path(policies, false, content))
        } else {
            plain.layer(CorsLayer::for_route(policies).with_probe(has_probe))
        }
    }
}
