//! Conversions of a router into services.

use core::{
    convert::Infallible,
    future::{Ready, ready},
    task::{Context, Poll},
};

use axum::{
    Router,
    body::{Body, HttpBody},
    extract::connect_info::IntoMakeServiceWithConnectInfo,
    response::Response,
    routing::{IntoMakeService, RouterAsService, RouterIntoService, future::RouteFuture},
    serve::{IncomingStream, Listener},
};
use http::Request;
use tower_service::Service;

use super::router::CorsRouter;

impl<S> CorsRouter<S>
where
    S: Clone + Send + Sync + 'static,
{
    /// Converts a borrowed router into a service with a fixed request body type. See [`Router::as_service`].
    pub fn as_service<B>(&mut self) -> RouterAsService<'_, B, S> {
        self.built_with_listing().as_service()
    }

    /// Converts the router into an owned service with a fixed request body type. See [`Router::into_service`].
    #[must_use]
    pub fn into_service<B>(self) -> RouterIntoService<B, S> {
        self.into_router().into_service()
    }
}

impl CorsRouter {
    /// Converts the router into a `MakeService`. See [`Router::into_make_service`].
    // Inline, or else this crate compiles the whole router, and programs do so once more.
    #[inline]
    #[must_use]
    pub fn into_make_service(self) -> IntoMakeService<Router> {
        self.into_router().into_make_service()
    }

    /// Converts the router into a `MakeService` that stores the connect info in requests. See
    /// [`Router::into_make_service_with_connect_info`].
    #[must_use]
    pub fn into_make_service_with_connect_info<C>(
        self,
    ) -> IntoMakeServiceWithConnectInfo<Router, C> {
        self.into_router().into_make_service_with_connect_info()
    }
}

/// Allows passing the router to [`axum::serve()`].
impl<L> Service<IncomingStream<'_, L>> for CorsRouter<()>
where
    L: Listener,
{
    type Response = Router;
    type Error = Infallible;
    type Future = Ready<Result<Router, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: IncomingStream<'_, L>) -> Self::Future {
        // Like axum: with their state, handlers become routes once, and not on every request.
        ready(Ok(self.built().clone().with_state(())))
    }
}

impl<B> Service<Request<B>> for CorsRouter<()>
where
    B: HttpBody<Data = axum::body::Bytes> + Send + 'static,
    B::Error: Into<axum::BoxError>,
{
    type Response = Response;
    type Error = Infallible;
    type Future = RouteFuture<Infallible>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.built_with_listing();
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        self.built_with_listing().call(request.map(Body::new))
    }
}
