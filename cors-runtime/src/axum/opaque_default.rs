//! A default policy around a part of a router that does not report its methods.

use core::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll},
};
use std::sync::Arc;

use axum::{
    extract::Request,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use tower_layer::Layer;
use tower_service::Service;

use super::default_error::{NoDefault, Refused};
use crate::{
    decision::Refusal,
    decision::{
        Decision, EarlyResponse, ResponseAction, needs_permission, refuse_permitted_by_default,
        refuse_permitted_without_cors, requested_method,
    },
    diagnostics::ResponseCheck,
    diagnostics::{self},
    policy::Policy,
    response::explained,
    route::RoutePolicies,
    tower::{
        inner_policy::{Carried, InnerPolicyProbe, Visit},
        inspect,
        layer::decide_on,
        origin_check::VerdictScope,
    },
    verify::Probe,
};

/// Puts a default policy around a part of a router. A policy inside wins for its own handlers.
///
/// A preflight goes inside first, and the response from there is dropped if no policy has answered. What
/// is granted then is the requested method alone.
#[derive(Clone, Debug)]
pub(super) struct OpaqueDefault {
    path: Arc<RoutePolicies>,
    disabled: bool,
    holds: Holds,
}

/// Where policies may be inside the opaque part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// Nowhere: a plain router or route. Its methods go to different services, and a preflight to yet
    /// another one, so a policy inside could not be found on every preflight.
    Plain,
    /// All requests of the part go to one service, and so do its preflights.
    Service,
}

impl OpaqueDefault {
    /// The default of a part of which nothing is known.
    pub(super) fn new(policy: &'static Policy, holds: Holds) -> Self {
        Self::on_path(
            Arc::new(RoutePolicies::opaque(policy)),
            policy.disabled,
            holds,
        )
    }

    /// The default on a path of which some handlers are known.
    pub(super) fn on_path(path: Arc<RoutePolicies>, disabled: bool, holds: Holds) -> Self {
        InnerPolicyProbe::announce();
        Self {
            path,
            disabled,
            holds,
        }
    }
}

impl<S: Clone> Layer<S> for OpaqueDefault {
    type Service = WithOpaqueDefault<S>;

    /// # Panics
    ///
    /// If there is a policy inside a plain route.
    fn layer(&self, inner: S) -> WithOpaqueDefault<S> {
        let inside = inspect::policies_inside(&inner);
        if self.holds == Holds::Plain
            && !self.disabled
            && let Some(inside) = inside.first()
        {
            panic!(
                "{}",
                Refused::rest(NoDefault::PolicyInside(inside.path.location()))
            );
        }
        WithOpaqueDefault {
            inner,
            path: Arc::clone(&self.path),
            disabled: self.disabled,
            has_policy_inside: !inside.is_empty(),
        }
    }
}

/// The service that [`OpaqueDefault`] makes.
#[derive(Debug)]
pub(super) struct WithOpaqueDefault<S> {
    inner: S,
    path: Arc<RoutePolicies>,
    disabled: bool,
    has_policy_inside: bool,
}

impl<S: Clone> Clone for WithOpaqueDefault<S> {
    fn clone(&self) -> Self {
        inspect::report_clone(&self.path, true);
        Self {
            inner: self.inner.clone(),
            path: Arc::clone(&self.path),
            disabled: self.disabled,
            has_policy_inside: self.has_policy_inside,
        }
    }
}

type BoxedResponse = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

impl<S> Service<Request> for WithOpaqueDefault<S>
where
    S: Service<Request, Error = Infallible>,
    S::Response: IntoResponse,
    S::Future: Send + 'static,
{
    type Response = Response;
    type Error = Infallible;
    type Future = BoxedResponse;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> BoxedResponse {
        let is_permitted = InnerPolicyProbe::is_permitted(&request);
        if self.disabled {
            return self.pass(request, is_permitted);
        }
        let mut decision = decide_on(&self.path, &request);
        if is_permitted {
            refuse_permitted_by_default(&mut decision, &request);
        }
        match decision {
            Decision::Run(mark) => self.run(request, mark),
            Decision::Respond(answer) => {
                let is_verified = Probe::answered(&request, &self.path);
                let explanation = diagnostics::explanation(&answer, &request);
                let is_permit = matches!(answer, EarlyResponse::Preflight(_));
                let response = explained(answer, explanation);
                let is_preflight = requested_method(&request).is_some();
                if is_verified || !is_preflight || !is_permit && !self.has_policy_inside {
                    let Visit { carried, .. } = InnerPolicyProbe::decide(&request);
                    return answered(response, carried);
                }
                self.ask_inside(request, response, is_permit)
            }
        }
    }
}

impl<S> WithOpaqueDefault<S>
where
    S: Service<Request, Error = Infallible>,
    S::Response: IntoResponse,
    S::Future: Send + 'static,
{
    /// Without CORS on purpose: a default further out has no say.
    fn pass(&mut self, request: Request, is_permitted: bool) -> BoxedResponse {
        let Visit { carried, .. } = InnerPolicyProbe::decide(&request);
        if is_permitted && let Some(answer) = refuse_permitted_without_cors(&request) {
            let explanation = diagnostics::explanation(&answer, &request);
            return answered(explained(answer, explanation), carried);
        }
        let inside = self.inner.call(request);
        Box::pin(async move {
            let mut response = inside.await?.into_response();
            carried.write(response.extensions_mut());
            Ok(response)
        })
    }

    fn run(
        &mut self,
        mut request: Request,
        mut mark: ResponseAction<HeaderValue>,
    ) -> BoxedResponse {
        let has_policy_inside = self.has_policy_inside;
        let watch = ResponseCheck::new(&mark, &request);
        let permits = matches!(mark, ResponseAction::Expose(..)) && needs_permission(&request);
        let (probe, carried) = InnerPolicyProbe::insert(&mut request, permits);
        let inside = VerdictScope::new(&mark, self.inner.call(request));
        Box::pin(async move {
            let mut response = inside.await?.into_response();
            if !probe.has_decided(response.extensions()) {
                if has_policy_inside {
                    // A layer inside has answered in its place, so nobody knows whose handler it is.
                    mark = ResponseAction::Strip {
                        varies: true,
                        refusal: None,
                    };
                }
                watch.look(response.status().as_u16(), response.headers());
                mark.write(response.headers_mut());
            }
            carried.write(response.extensions_mut());
            Ok(response)
        })
    }

    /// Sends a preflight inside. Only a policy that decides there takes the place of `answer`.
    fn ask_inside(
        &mut self,
        mut request: Request,
        mut answer: Response,
        is_permit: bool,
    ) -> BoxedResponse {
        let has_policy_inside = self.has_policy_inside;
        let (probe, carried) = InnerPolicyProbe::insert(&mut request, false);
        let inside = self.inner.call(request);
        Box::pin(async move {
            let mut response = inside.await?.into_response();
            let extensions = response.extensions();
            if !probe.has_decided(extensions) {
                if is_permit && probe.is_present(extensions) {
                    // The other handlers of the path have policies of their own.
                    let ask_each_time = HeaderValue::from_static("0");
                    answer
                        .headers_mut()
                        .insert(header::ACCESS_CONTROL_MAX_AGE, ask_each_time);
                } else if is_permit && has_policy_inside {
                    // A layer inside has answered in its place, so nobody knows whose handler it is.
                    answer = closed();
                }
                response = answer;
            }
            carried.write(response.extensions_mut());
            Ok(response)
        })
    }
}

/// The response to a preflight whose handler is unknown. It is the same as that of any refusal.
fn closed() -> Response {
    tracing::debug!(
        target: "cors",
        reason = "handler-unknown",
        hint = "a layer inside a service answers preflights before the policy inside does",
        "refused"
    );
    let refusal: EarlyResponse<'_, HeaderValue> = EarlyResponse::Refuse(Refusal::NoPolicy);
    refusal.into_response()
}

fn answered(mut response: Response, carried: Carried) -> BoxedResponse {
    carried.write(response.extensions_mut());
    Box::pin(core::future::ready(Ok(response)))
}
