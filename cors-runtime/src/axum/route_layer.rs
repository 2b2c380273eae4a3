//! The layers of this crate around routes of axum.

use core::{
    pin::Pin,
    task::{Context, Poll},
};

use axum::{body::Body, extract::Request, response::Response};
use pin_project_lite::pin_project;
use tower_layer::Layer;
use tower_service::Service;

use super::opaque_default::{BoxedResponse, OpaqueDefault, OpaqueDefaultService};
use crate::{
    tower::layer::{Cors, CorsLayer, ResponseFuture},
    verify::RouteListing,
};

/// A layer of this crate. It is one type, because axum compiles about 8 KB of code for each type of layer.
#[derive(Clone, Debug)]
pub(super) enum RouteLayer {
    Cors(CorsLayer),
    Default(OpaqueDefault),
    Listing(RouteListing),
}

impl<S: Clone> Layer<S> for RouteLayer {
    type Service = RouteService<S>;

    /// # Panics
    ///
    /// Panics where [`OpaqueDefault`] does.
    fn layer(&self, inner: S) -> RouteService<S> {
        match self {
            Self::Cors(layer) => RouteService::Cors(layer.layer(inner)),
            Self::Default(layer) => RouteService::Default(layer.layer(inner)),
            Self::Listing(layer) => RouteService::Listing(layer.layer(inner)),
        }
    }
}

/// The service that [`RouteLayer`] creates.
#[derive(Clone, Debug)]
pub(super) enum RouteService<S: Clone> {
    Cors(Cors<S>),
    Default(OpaqueDefaultService<S>),
    Listing(RouteListing<S>),
}

impl<S> Service<Request> for RouteService<S>
where
    S: Service<Request, Response = Response, Error: 'static, Future: Send + 'static> + Clone,
{
    type Response = Response;
    type Error = S::Error;
    type Future = RouteFuture<S::Future, S::Error>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        match self {
            Self::Cors(service) => service.poll_ready(context),
            Self::Default(service) => service.poll_ready(context),
            Self::Listing(service) => service.poll_ready(context),
        }
    }

    fn call(&mut self, request: Request) -> Self::Future {
        match self {
            Self::Cors(service) => RouteFuture::Cors {
                future: service.call(request),
            },
            Self::Default(service) => RouteFuture::Default {
                future: service.call(request),
            },
            Self::Listing(service) => RouteFuture::Listing {
                future: service.call(request),
            },
        }
    }
}

pin_project! {
    /// The response future of [`RouteService`].
    #[project = RouteFutureProjection]
    pub(super) enum RouteFuture<F, E> {
        Cors { #[pin] future: ResponseFuture<F, Body> },
        Default { future: BoxedResponse<E> },
        Listing { #[pin] future: F },
    }
}

impl<F, E> Future for RouteFuture<F, E>
where
    F: Future<Output = Result<Response, E>>,
{
    type Output = Result<Response, E>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match self.project() {
            RouteFutureProjection::Cors { future } => future.poll(context),
            RouteFutureProjection::Default { future } => future.as_mut().poll(context),
            RouteFutureProjection::Listing { future } => future.poll(context),
        }
    }
}
