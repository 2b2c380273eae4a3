//! Conversions of a method router into services and handlers.

use axum::{
    body::{Body, HttpBody},
    extract::{Request, connect_info::IntoMakeServiceWithConnectInfo},
    handler::Handler,
    routing::{IntoMakeService, MethodRouter, future::RouteFuture},
    serve::{IncomingStream, Listener},
};
use core::{
    convert::Infallible,
    future::{Ready, ready},
    task::{Context, Poll},
};
use tower_service::Service;

use super::method_router::CorsMethodRouter;

impl<S, E> CorsMethodRouter<S, E>
where
    S: Clone + Send + Sync + 'static,
    E: 'static,
{
    fn built(&mut self) -> &mut MethodRouter<S, E> {
        let own = self.built.own.take();
        let built = own.unwrap_or_else(|| self.built.get(|| self.finish()).clone());
        self.built.own.insert(built)
    }

    /// Reports the policies of this route to an inspection of a service that contains it.
    #[cold]
    pub(super) fn report_clone(&self) {
        if self.built.own.is_none() {
            drop(self.built.get(|| self.finish()).clone());
        }
    }
}

impl CorsMethodRouter {
    /// Converts the route into a `MakeService`. See [`MethodRouter::into_make_service`].
    // Inline, or else this crate compiles the whole router, and programs do so once more.
    #[inline]
    #[must_use]
    pub fn into_make_service(self) -> IntoMakeService<MethodRouter> {
        MethodRouter::from(self).into_make_service()
    }

    /// Converts the route into a `MakeService` that stores the connect info in requests. See
    /// [`MethodRouter::into_make_service_with_connect_info`].
    #[must_use]
    pub fn into_make_service_with_connect_info<C>(
        self,
    ) -> IntoMakeServiceWithConnectInfo<MethodRouter, C> {
        MethodRouter::from(self).into_make_service_with_connect_info()
    }
}

impl<B, E> Service<http::Request<B>> for CorsMethodRouter<(), E>
where
    E: 'static,
    B: HttpBody<Data = axum::body::Bytes> + Send + 'static,
    B::Error: Into<axum::BoxError>,
{
    type Response = axum::response::Response;
    type Error = E;
    type Future = RouteFuture<E>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), E>> {
        self.built();
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<B>) -> Self::Future {
        self.built().call(request.map(Body::new))
    }
}

/// Allows passing the route to [`axum::serve()`].
impl<L> Service<IncomingStream<'_, L>> for CorsMethodRouter<()>
where
    L: Listener,
{
    type Response = MethodRouter;
    type Error = Infallible;
    type Future = Ready<Result<MethodRouter, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: IncomingStream<'_, L>) -> Self::Future {
        ready(Ok(self.built().clone().with_state(())))
    }
}

/// Allows using the route as a handler, for example as a fallback.
#[diagnostic::do_not_recommend]
impl<S> Handler<(), S> for CorsMethodRouter<S>
where
    S: Clone + Send + Sync + 'static,
{
    type Future = <MethodRouter<S> as Handler<(), S>>::Future;

    fn call(mut self, request: Request, state: S) -> Self::Future {
        let built = core::mem::take(self.built());
        Handler::call(built, request, state)
    }
}
