//! A CORS layer for any tower service.

use core::{
    pin::Pin,
    task::{Context, Poll, ready},
};
use std::sync::Arc;

use http::{HeaderValue, Request, Response};
use pin_project_lite::pin_project;
use tower_layer::Layer;
use tower_service::Service;

use crate::{
    Policy,
    decision::{Decision, HttpHead, ResponseAction, decide},
    diagnostics::{self, ResponseCheck, explained},
    route::RoutePolicies,
};
#[cfg(feature = "axum")]
use crate::{
    decision::{RequestHead, needs_permission, refuse_permitted},
    tower::{
        inner_policy::{InnerPolicyProbe, OuterDefault, ResponseMarker},
        inspect::report_clone,
        origin_check::OriginCheckScope,
    },
    verify::Probe,
};

/// A layer that applies a [`Policy`] to a whole tower service, such as a gRPC server, a proxy or a
/// directory of files.
///
/// A service does not report its methods, so a policy without `methods` allows `GET`, `HEAD` and `POST`, and a debug
/// build logs a warning. It does not report its paths either, so preflights for unknown paths succeed. If the handlers are your own,
/// annotate them with [`#[cors]`](macro@crate::cors) instead.
///
/// Do not put this layer around annotated handlers: the outer policy would replace theirs. Inside a
/// `CorsRouter` preflights do not reach a layer on a route. Give the service a path
/// of its own there, with `route_service` or `nest_service`, and add no later layer that rejects preflights.
///
/// In builds with `debug_assertions`, the body of a refused preflight contains the reason if the body type is
/// `String` or axum's `Body`. Other body types cannot be made from text, so they stay empty. A preflight response that
/// does not grant a requested header has the header `cors-explanation`, and so has a response that the page may not read.
///
/// ```
/// use cors_runtime::{Policy, layer::CorsLayer, policy};
/// use tower::ServiceBuilder;
///
/// static ASSETS: Policy = policy!(origins = any, methods = [GET]);
///
/// # fn service(files: impl tower::Service<http::Request<String>, Response = http::Response<String>>) {
/// let files = ServiceBuilder::new().layer(CorsLayer::new(&ASSETS)).service(files);
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct CorsLayer {
    settings: Arc<LayerSettings>,
}

/// The settings of a layer, shared by all clones: axum clones the service on each request.
#[derive(Clone, Debug)]
struct LayerSettings {
    route: Arc<RoutePolicies>,
    #[cfg(feature = "axum")]
    verify_target: VerifyTarget,
    /// The policy is a default around a service, so a policy inside the service takes precedence.
    #[cfg(feature = "axum")]
    inserts_probe: bool,
}

impl CorsLayer {
    /// Creates a layer that responds to preflights and adds the CORS headers of the policy to responses.
    ///
    /// # Panics
    ///
    /// Panics if the policy reads origins from the environment and they cannot be [loaded](Policy::load).
    #[must_use]
    #[track_caller]
    pub fn new(policy: &'static Policy) -> Self {
        let policy = policy.loaded();
        diagnostics::warn_without_methods(policy);
        Self::for_route(Arc::new(RoutePolicies::of_service(policy)))
    }

    pub(crate) fn for_route(route: Arc<RoutePolicies>) -> Self {
        Self {
            settings: Arc::new(LayerSettings {
                route,
                #[cfg(feature = "axum")]
                verify_target: VerifyTarget::Route,
                #[cfg(feature = "axum")]
                inserts_probe: false,
            }),
        }
    }

    /// Makes the policy a default around a service that may have a policy of its own.
    #[cfg(feature = "axum")]
    pub(crate) fn with_probe(mut self, inserts_probe: bool) -> Self {
        if inserts_probe {
            InnerPolicyProbe::enable();
        }
        Arc::make_mut(&mut self.settings).inserts_probe = inserts_probe;
        self
    }

    /// Makes the layer respond for paths that no route serves.
    #[cfg(feature = "axum")]
    pub(crate) fn for_unknown_paths(mut self, served: &Arc<[Arc<RoutePolicies>]>) -> Self {
        Arc::make_mut(&mut self.settings).verify_target =
            VerifyTarget::UnknownPath(Arc::clone(served));
        self
    }
}

/// The result reported to [`verify`](crate::verify()) when the layer responds to one of its preflights.
#[cfg(feature = "axum")]
#[derive(Clone, Debug)]
enum VerifyTarget {
    /// The preflight reached this route.
    Route,
    /// No route has the path of the preflight. The router serves these routes.
    UnknownPath(Arc<[Arc<RoutePolicies>]>),
}

#[cfg(feature = "axum")]
impl VerifyTarget {
    fn report<B>(&self, request: &Request<B>, route: &RoutePolicies) {
        match self {
            Self::Route => {
                Probe::record_response(request, route);
            }
            Self::UnknownPath(served) => Probe::record_unknown_path(request, served),
        }
    }
}

impl<S> Layer<S> for CorsLayer {
    type Service = Cors<S>;

    fn layer(&self, inner: S) -> Self::Service {
        Cors {
            inner,
            settings: Arc::clone(&self.settings),
        }
    }
}

/// The service that [`CorsLayer`] creates.
#[derive(Debug)]
pub struct Cors<S> {
    inner: S,
    settings: Arc<LayerSettings>,
}

impl<S: Clone> Clone for Cors<S> {
    fn clone(&self) -> Self {
        #[cfg(feature = "axum")]
        report_clone(&self.settings.route, false);
        Self {
            inner: self.inner.clone(),
            settings: Arc::clone(&self.settings),
        }
    }
}

impl<S, ReqBody, ResBody> Service<Request<ReqBody>> for Cors<S>
where
    S: Service<Request<ReqBody>, Response = Response<ResBody>>,
    ResBody: Default + 'static,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = ResponseFuture<S::Future, ResBody>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(
        &mut self,
        #[cfg_attr(not(feature = "axum"), expect(unused_mut))] mut request: Request<ReqBody>,
    ) -> Self::Future {
        let head = HttpHead::of(&request);
        #[cfg(feature = "axum")]
        let OuterDefault {
            marker,
            is_permitted,
        } = InnerPolicyProbe::report_route(head, &self.settings.route);
        #[cfg(not(feature = "axum"))]
        let marker = ResponseMarker::default();
        #[cfg_attr(not(feature = "axum"), allow(unused_mut))]
        let mut decision = decide_and_trace(&self.settings.route, head);
        #[cfg(feature = "axum")]
        if is_permitted {
            let decides = self.settings.route.decides_on(head.method().as_bytes());
            refuse_permitted(&mut decision, decides, &head);
        }
        match decision {
            Decision::Run(action) => {
                let watch = ResponseCheck::new(&action, &head);
                #[cfg(feature = "axum")]
                let probe = self.settings.inserts_probe.then(|| {
                    let permits = matches!(action, ResponseAction::Expose(..))
                        && needs_permission(&HttpHead::of(&request));
                    InnerPolicyProbe::insert_for_route(&mut request, permits, &self.settings.route)
                });
                #[cfg(not(feature = "axum"))]
                let probe = None;
                ResponseFuture::running(self.inner.call(request), action, watch, marker, probe)
            }
            Decision::Respond(response) => {
                #[cfg(feature = "axum")]
                self.settings
                    .verify_target
                    .report(&request, &self.settings.route);
                let explanation = diagnostics::explanation(&response, &head);
                ResponseFuture::ready(explained(response, explanation), marker)
            }
        }
    }
}

/// Makes the CORS decision for a request to this route, and logs it.
pub(crate) fn decide_and_trace<'p>(
    route: &'p RoutePolicies,
    request: HttpHead<'_>,
) -> Decision<'p, HeaderValue> {
    let decision = decide(route, &request);
    diagnostics::trace(&decision, &request);
    decision
}

/// The future of the inner service. With axum, extractors that run inside can read the origin check.
#[cfg(feature = "axum")]
type InnerFuture<F> = OriginCheckScope<F>;
#[cfg(not(feature = "axum"))]
type InnerFuture<F> = F;

pin_project! {
    /// The response future of [`Cors`].
    #[derive(Debug)]
    pub struct ResponseFuture<F, B> {
        #[pin]
        state: FutureState<F, B>,
        marker: ResponseMarker,
        probe: Option<InnerPolicyProbe>,
    }
}

/// An empty type: only the default policies of axum use probes.
#[cfg(not(feature = "axum"))]
type InnerPolicyProbe = core::convert::Infallible;

/// An empty type: only the default policies of axum read markers.
#[cfg(not(feature = "axum"))]
#[derive(Clone, Copy, Debug, Default)]
struct ResponseMarker(Option<core::convert::Infallible>);

#[cfg(not(feature = "axum"))]
impl ResponseMarker {
    const fn insert_into(self, _: &mut http::Extensions) {
        if let Some(never) = self.0 {
            match never {}
        }
    }
}

pin_project! {
    #[project = FutureStateProjection]
    #[derive(Debug)]
    enum FutureState<F, B> {
        // `None` after the response was returned.
        Ready { response: Option<Response<B>> },
        Running { #[pin] future: InnerFuture<F>, action: ResponseAction<HeaderValue>, watch: ResponseCheck },
    }
}

impl<F, B> ResponseFuture<F, B> {
    fn ready(response: Response<B>, marker: ResponseMarker) -> Self {
        Self {
            state: FutureState::Ready {
                response: Some(response),
            },
            marker,
            probe: None,
        }
    }

    fn running(
        future: F,
        action: ResponseAction<HeaderValue>,
        watch: ResponseCheck,
        marker: ResponseMarker,
        probe: Option<InnerPolicyProbe>,
    ) -> Self {
        #[cfg(feature = "axum")]
        let future = OriginCheckScope::new(&action, future);
        Self {
            state: FutureState::Running {
                future,
                action,
                watch,
            },
            marker,
            probe,
        }
    }
}

impl<F, B, E> Future for ResponseFuture<F, B>
where
    F: Future<Output = Result<Response<B>, E>>,
{
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let projection = self.project();
        match projection.state.project() {
            FutureStateProjection::Ready { response } => match response.take() {
                Some(mut response) => {
                    projection.marker.insert_into(response.extensions_mut());
                    Poll::Ready(Ok(response))
                }
                None => Poll::Pending,
            },
            FutureStateProjection::Running {
                future,
                action,
                watch,
            } => {
                let mut response = ready!(future.poll(context))?;
                #[cfg(feature = "axum")]
                let is_decided = (projection.probe.as_ref())
                    .is_some_and(|probe| probe.has_decided(response.extensions()));
                #[cfg(not(feature = "axum"))]
                let is_decided = false;
                if !is_decided {
                    watch.look(response.status().as_u16(), response.headers_mut());
                    core::mem::replace(action, ResponseAction::Leave).write(response.headers_mut());
                }
                projection.marker.insert_into(response.extensions_mut());
                Poll::Ready(Ok(response))
            }
        }
    }
}
