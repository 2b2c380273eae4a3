//! The `OPTIONS` handler of a route, if the user did not add one.

use core::{
    convert::Infallible,
    future::{Ready, ready},
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
pub(super) fn options<S: Clone>(route: &Arc<RoutePolicies>) -> MethodRouter<S> {
    routing::options_service(Options {
        route: Arc::clone(route),
    })
}

/// Responds to the `OPTIONS` requests of a route.
#[derive(Debug)]
struct Options {
    route: Arc<RoutePolicies>,
}

impl Clone for Options {
    fn clone(&self) -> Self {
        inspect::report_clone(&self.route, false);
        Self {
            route: Arc::clone(&self.route),
        }
    }
}

impl Service<Request> for Options {
    type Response = Response;
    type Error = Infallible;
    type Future = Ready<Result<Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
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
                (response::explained(response, explanation), marker)
            }
        };
        marker.insert_into(response.extensions_mut());
        ready(Ok(response))
    }
}
