//! The layer that applies a default policy to an opaque part of a router.

use core::{
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

use super::default_error::{DefaultConflict, DefaultError};
use crate::{
    decision::Refusal,
    decision::{
        Decision, EarlyResponse, HttpHead, ResponseAction, needs_permission,
        refuse_permitted_by_default, refuse_permitted_without_cors, requested_method,
    },
    diagnostics::{self, Explanation, ResponseCheck, explain, explained},
    policy::Policy,
    route::RoutePolicies,
    tower::{
        inner_policy::{InnerPolicyProbe, OuterDefault, ResponseMarker},
        inspect,
        layer::decide_and_trace,
        origin_check::OriginCheckScope,
    },
    verify::Probe,
};

/// A layer that applies a default policy to an opaque part of a router. Policies inside take precedence.
///
/// The layer forwards each preflight to the part. If no policy inside responds to it, the layer drops that response and
/// grants the requested method only.
#[derive(Clone, Debug)]
pub(super) struct OpaqueDefault {
    route: Arc<RoutePolicies>,
    disabled: bool,
    content: OpaqueContent,
}

/// The content of an opaque part, which limits where policies may be inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OpaqueContent {
    /// A plain router or route, without policies inside. Its methods and its preflights reach different services,
    /// so a preflight would not always find a policy inside.
    PlainRouter,
    /// One service that receives all requests and preflights.
    Service,
}

impl OpaqueDefault {
    /// Creates the default for a part with unknown handlers.
    pub(super) fn new(policy: &'static Policy, content: OpaqueContent) -> Self {
        Self::on_path(
            Arc::new(RoutePolicies::opaque(policy)),
            policy.disabled,
            content,
        )
    }

    /// The default on a route of which some handlers are known.
    pub(super) fn on_path(
        route: Arc<RoutePolicies>,
        disabled: bool,
        content: OpaqueContent,
    ) -> Self {
        InnerPolicyProbe::enable();
        Self {
            route,
            disabled,
            content,
        }
    }
}

impl<S: Clone> Layer<S> for OpaqueDefault {
    type Service = OpaqueDefaultService<S>;

    /// # Panics
    ///
    /// Panics if there is a policy inside a plain router.
    fn layer(&self, inner: S) -> OpaqueDefaultService<S> {
        let policies = inspect::policies_inside(&inner);
        if self.content == OpaqueContent::PlainRouter
            && !self.disabled
            && let Some(policy) = policies.first()
        {
            panic!(
                "{}",
                DefaultError::new(DefaultConflict::PolicyInside(policy.route.location()))
            );
        }
        OpaqueDefaultService {
            inner,
            route: Arc::clone(&self.route),
            disabled: self.disabled,
            has_policy_inside: !policies.is_empty(),
        }
    }
}

/// The service that [`OpaqueDefault`] creates.
#[derive(Debug)]
pub(super) struct OpaqueDefaultService<S> {
    inner: S,
    route: Arc<RoutePolicies>,
    disabled: bool,
    has_policy_inside: bool,
}

impl<S: Clone> Clone for OpaqueDefaultService<S> {
    fn clone(&self) -> Self {
        inspect::report_clone(&self.route, true);
        Self {
            inner: self.inner.clone(),
            route: Arc::clone(&self.route),
            disabled: self.disabled,
            has_policy_inside: self.has_policy_inside,
        }
    }
}

type BoxedResponse<E> = Pin<Box<dyn Future<Output = Result<Response, E>> + Send>>;

impl<S> Service<Request> for OpaqueDefaultService<S>
where
    S: Service<Request, Error: 'static>,
    S::Response: IntoResponse,
    S::Future: Send + 'static,
{
    type Response = Response;
    type Error = S::Error;
    type Future = BoxedResponse<S::Error>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> BoxedResponse<S::Error> {
        let head = HttpHead::of(&request);
        let is_permitted = InnerPolicyProbe::is_permitted(head);
        if self.disabled {
            return self.call_disabled(request, is_permitted);
        }
        let mut decision = decide_and_trace(&self.route, head);
        if is_permitted {
            refuse_permitted_by_default(&mut decision, &head);
        }
        match decision {
            Decision::Run(action) => self.call_inner(request, action),
            Decision::Respond(response) => {
                let is_verified = Probe::record_response(&request, &self.route);
                let explanation = diagnostics::explanation(&response, &head);
                let is_permit = matches!(response, EarlyResponse::Preflight(_));
                let response = response.into_response();
                let is_preflight = requested_method(&head).is_some();
                if is_verified || !is_preflight || !is_permit && !self.has_policy_inside {
                    let OuterDefault { marker, .. } = InnerPolicyProbe::report_decided(head);
                    return ready_response(explain(response, explanation), marker);
                }
                self.forward_preflight(request, response, explanation, is_permit)
            }
        }
    }
}

impl<S> OpaqueDefaultService<S>
where
    S: Service<Request, Error: 'static>,
    S::Response: IntoResponse,
    S::Future: Send + 'static,
{
    /// Forwards a request without CORS headers, and reports to an outer default that this is intended.
    fn call_disabled(&mut self, request: Request, is_permitted: bool) -> BoxedResponse<S::Error> {
        let head = HttpHead::of(&request);
        let OuterDefault { marker, .. } = InnerPolicyProbe::report_decided(head);
        if is_permitted && let Some(response) = refuse_permitted_without_cors(&head) {
            let explanation = diagnostics::explanation(&response, &head);
            return ready_response(explained(response, explanation), marker);
        }
        let response = self.inner.call(request);
        Box::pin(async move {
            let mut response = response.await?.into_response();
            marker.insert_into(response.extensions_mut());
            Ok(response)
        })
    }

    /// Forwards a request, and writes the headers of the default unless a policy inside decided.
    fn call_inner(
        &mut self,
        mut request: Request,
        mut action: ResponseAction<HeaderValue>,
    ) -> BoxedResponse<S::Error> {
        let has_policy_inside = self.has_policy_inside;
        let head = HttpHead::of(&request);
        let watch = ResponseCheck::new(&action, &head);
        let permits = matches!(action, ResponseAction::Expose(..)) && needs_permission(&head);
        let (probe, marker) = InnerPolicyProbe::insert(&mut request, permits);
        let response = OriginCheckScope::new(&action, self.inner.call(request));
        Box::pin(async move {
            let mut response = response.await?.into_response();
            if !probe.has_decided(response.extensions()) {
                if has_policy_inside {
                    // A layer inside responded before that policy did, so the policy of the handler is unknown.
                    action = ResponseAction::Strip {
                        varies: true,
                        refusal: None,
                    };
                }
                watch.look(response.status().as_u16(), response.headers_mut());
                action.write(response.headers_mut());
            }
            marker.insert_into(response.extensions_mut());
            Ok(response)
        })
    }

    /// Forwards a preflight. Returns `response_of_default` unless a policy inside decided.
    fn forward_preflight(
        &mut self,
        mut request: Request,
        mut response_of_default: Response,
        mut explanation: Option<Explanation>,
        is_permit: bool,
    ) -> BoxedResponse<S::Error> {
        let has_policy_inside = self.has_policy_inside;
        let (probe, marker) = InnerPolicyProbe::insert(&mut request, false);
        let response = self.inner.call(request);
        Box::pin(async move {
            let mut response = response.await?.into_response();
            let extensions = response.extensions();
            if !probe.has_decided(extensions) {
                if is_permit && probe.is_present(extensions) {
                    // Other handlers of the path have policies of their own.
                    let not_cached = HeaderValue::from_static("0");
                    response_of_default
                        .headers_mut()
                        .insert(header::ACCESS_CONTROL_MAX_AGE, not_cached);
                } else if is_permit && has_policy_inside {
                    // A layer inside responded before that policy did, so the policy of the handler is unknown.
                    response_of_default = refuse_unknown_handler();
                    explanation = None;
                }
                response = explain(response_of_default, explanation);
            }
            marker.insert_into(response.extensions_mut());
            Ok(response)
        })
    }
}

/// Returns the response to a preflight whose handler is unknown, the same as that of other refusals.
fn refuse_unknown_handler() -> Response {
    tracing::debug!(
        target: "cors",
        reason = "handler-unknown",
        hint = "a layer inside a service responds to preflights before the policy inside does",
        "refused"
    );
    let refusal: EarlyResponse<'_, HeaderValue> = EarlyResponse::Refuse(Refusal::NoPolicy);
    refusal.into_response()
}

fn ready_response<E>(mut response: Response, marker: ResponseMarker) -> BoxedResponse<E>
where
    E: 'static,
{
    marker.insert_into(response.extensions_mut());
    Box::pin(async { Ok(response) })
}
