//! Answers the `OPTIONS` requests of a route where the user has no handler for them.

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
        inner_policy::{InnerPolicyProbe, Visit},
        inspect,
        layer::decide_on,
    },
    verify::Probe,
};

/// The `OPTIONS` handler of a route where the user has none.
pub(super) fn options<S: Clone>(path: &Arc<RoutePolicies>) -> MethodRouter<S> {
    routing::options_service(Options {
        path: Arc::clone(path),
    })
}

/// Answers the `OPTIONS` requests of a path.
#[derive(Debug)]
struct Options {
    path: Arc<RoutePolicies>,
}

impl Clone for Options {
    fn clone(&self) -> Self {
        inspect::report_clone(&self.path, false);
        Self {
            path: Arc::clone(&self.path),
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
        let (mut response, carried) = match decide_on(&self.path, &request) {
            Decision::Run(_) => {
                let Visit { carried, .. } = InnerPolicyProbe::decide_in(&request, &self.path);
                (response::options(self.path.allow()), carried)
            }
            Decision::Respond(answer) => {
                let Visit { carried, .. } = InnerPolicyProbe::decide_on_path(&request, &self.path);
                Probe::answered(&request, &self.path);
                let explanation = diagnostics::explanation(&answer, &request);
                (response::explained(answer, explanation), carried)
            }
        };
        carried.write(response.extensions_mut());
        ready(Ok(response))
    }
}
