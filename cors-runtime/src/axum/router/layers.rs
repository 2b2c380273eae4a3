//! Layers around the routes added so far.

use core::{convert::Infallible, panic::Location};

use axum::{extract::Request, response::IntoResponse, routing::Route};
use tower_layer::Layer;
use tower_service::Service;

use super::CorsRouter;

impl<S> CorsRouter<S>
where
    S: Clone + Send + Sync + 'static,
{
    /// Applies a layer to all routes and fallbacks added so far. See [`Router::layer`](axum::Router::layer).
    ///
    /// The layer is inside CORS: it does not receive preflights, and its own responses get the CORS headers of
    /// the policy.
    ///
    /// # Panics
    ///
    /// Panics if a plain router inside was returned by a function under `#[cors]`. Its policy is already applied, so
    /// the layer would be outside of it. Return `CorsRouter` from that function instead.
    #[track_caller]
    pub fn layer<L>(mut self, layer: L) -> Self
    where
        L: Layer<Route> + Clone + Send + Sync + 'static,
        L::Service: Service<Request> + Clone + Send + Sync + 'static,
        <L::Service as Service<Request>>::Response: IntoResponse + 'static,
        <L::Service as Service<Request>>::Error: Into<Infallible> + 'static,
        <L::Service as Service<Request>>::Future: Send + 'static,
    {
        let at = Location::caller();
        self.entries = self.entries.layer({
            let layer = layer.clone();
            move |router| router.layer(layer.clone())
        });
        self.opaque = self
            .opaque
            .into_iter()
            .map(|part| part.layer(layer.clone(), at))
            .collect();
        self.unknown = self.unknown.layer(layer);
        self.unbuilt()
    }

    /// Applies a layer to the routes added so far, but not to fallbacks. See [`Router::route_layer`](axum::Router::route_layer).
    ///
    /// The layer is inside CORS, as with [`layer`](Self::layer).
    ///
    /// # Panics
    ///
    /// Panics if the router has no routes yet, and where [`layer`](Self::layer) does.
    #[track_caller]
    pub fn route_layer<L>(mut self, layer: L) -> Self
    where
        L: Layer<Route> + Clone + Send + Sync + 'static,
        L::Service: Service<Request> + Clone + Send + Sync + 'static,
        <L::Service as Service<Request>>::Response: IntoResponse + 'static,
        <L::Service as Service<Request>>::Error: Into<Infallible> + 'static,
        <L::Service as Service<Request>>::Future: Send + 'static,
    {
        let at = Location::caller();
        // Runs the check of axum now, so that its panic points at the caller.
        self.shadow = self.shadow.route_layer(layer.clone());
        self.opaque = self
            .opaque
            .into_iter()
            .map(|part| part.route_layer(layer.clone(), at))
            .collect();
        self.entries = self
            .entries
            .layer(move |router| router.route_layer(layer.clone()));
        self.unbuilt()
    }
}
