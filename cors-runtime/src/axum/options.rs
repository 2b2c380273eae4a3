//! The `OPTIONS` handler of a route, if the user did not add one.

use core::{
    future::{Ready, ready},
    marker::PhantomData,
    pin::Pin,
    task::{Context, Poll},
};
use std::sync::Arc;

use axum::{
    extract::Request,
    response::Response,
    routing::{self, MethodRouter},
};
use tower_service::Service;

use crate::{
    decision::Decision,
    diagnostics, response,
    route::RoutePolicies,
    tower::{
        inner_policy::{InnerPolicyProbe, OuterDefault},
        inspect,
        layer::decide_and_trace,
    },
    verify::Probe,
};

/// Returns the `OPTIONS` handler of a route.
pub(super) fn options<S: Clone, E: 'static>(route: &Arc<RoutePolicies>) -> MethodRouter<S, E> {
    routing::options_service(Options {
        route: Arc::clone(route),
        error: PhantomData,
    })
}

/// Responds to the `OPTIONS` requests of a route.
#[derive(Debug)]
struct Options<E> {
    route: Arc<RoutePolicies>,
    error: PhantomData<fn() -> E>,
}

impl<E> Clone for Options<E> {
    fn clone(&self) -> Self {
        inspect::report_clone(&self.route, false);
        Self {
            route: Arc::clone(&self.route),
            error: PhantomData,
        }
    }
}

impl<E> Service<Request> for Options<E> {
    type Response = Response;
    type Error = E;
    type Future = ReadyResponse<E>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), E>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let (mut response, marker) = match decide_and_trace(&self.route, &request) {
            Decision::Run(_) => {
                let OuterDefault { marker, .. } =
                    InnerPolicyProbe::report_unless_own(&request, &self.route);
                (response::options(self.route.allow()), marker)
            }
            Decision::Respond(response) => {
                let OuterDefault { marker, .. } =
                    InnerPolicyProbe::report_route(&request, &self.route);
                Probe::record_response(&request, &self.route);
                let explanation = diagnostics::explanation(&response, &request);
                (diagnostics::explained(response, explanation), marker)
            }
        };
        marker.insert_into(response.extensions_mut());
        ReadyResponse(ready(response), PhantomData)
    }
}

/// A response that is ready. Unlike [`Ready`] with a `Result`, it is `Send` for every error.
#[derive(Debug)]
struct ReadyResponse<E>(Ready<Response>, PhantomData<fn() -> E>);

impl<E> Future for ReadyResponse<E> {
    type Output = Result<Response, E>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0).poll(context).map(Ok)
    }
}
