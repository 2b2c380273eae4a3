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
    routing::{self, MethodFilter, MethodRouter},
};
use tower_service::Service;

use crate::{
    decision::{Decision, HttpHead, decide_options},
    diagnostics, response,
    route::RoutePolicies,
    tower::{
        inner_policy::{InnerPolicyProbe, OuterDefault},
        inspect,
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

/// Runs axum's check that a route has no handler for these methods, with the service that every program has already.
#[track_caller]
pub(super) fn check_overlap<S: Clone, E: 'static>(route: MethodRouter<S, E>, filter: MethodFilter) {
    let service = Options {
        route: Arc::new(RoutePolicies::new(Vec::new(), false)),
        error: PhantomData,
    };
    let _ = route.on_service(filter, service);
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
        ReadyResponse(ready(respond(&self.route, &request)), PhantomData)
    }
}

/// Responds to an `OPTIONS` request. Not generic, so that it is compiled with this crate.
fn respond(route: &Arc<RoutePolicies>, request: &Request) -> Response {
    let head = HttpHead::of(request);
    let decision = decide_options(route, &head);
    diagnostics::trace(&decision, &head);
    let (mut response, marker) = match decision {
        Decision::Run(_) => {
            let OuterDefault { marker, .. } = InnerPolicyProbe::report_unless_own(head, route);
            (response::options(route.allow()), marker)
        }
        Decision::Respond(response) => {
            let OuterDefault { marker, .. } = InnerPolicyProbe::report_route(head, route);
            Probe::record_response(request, route);
            let explanation = diagnostics::explanation(&response, &head);
            (diagnostics::explained(response, explanation), marker)
        }
    };
    marker.insert_into(response.extensions_mut());
    response
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
