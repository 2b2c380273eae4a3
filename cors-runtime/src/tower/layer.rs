//! CORS around any tower service.

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
    decision::{Decision, ResponseAction, decide},
    diagnostics,
    diagnostics::ResponseCheck,
    response::explained,
    route::RoutePolicies,
};
#[cfg(feature = "axum")]
use crate::{
    decision::{needs_permission, refuse_permitted_by_default, refuse_permitted_without_cors},
    tower::{
        inner_policy::{Carried, InnerPolicyProbe, Visit},
        inspect::report_clone,
        origin_check::VerdictScope,
    },
    verify::Probe,
};

/// Puts a [`Policy`] around a whole tower service: a gRPC server, a proxy, a directory of files.
///
/// A service does not tell which methods it serves: a policy without `methods` is taken to mean
/// `GET`, `HEAD` and `POST`. It does not tell its paths either, so preflights for unknown paths
/// succeed. Where the routes are known, annotate them instead.
///
/// It does not go around annotated handlers: of two policies around one handler the outer one would
/// be seen. Inside a [`CorsRouter`](crate::axum::CorsRouter) no preflight reaches it; give it a path
/// of its own there, with `route_service` or `nest_service`, and add no layer after it that turns
/// preflights away.
///
/// In builds with `debug_assertions` the body of a refused preflight says why, if it is a `String` or
/// axum's `Body`. Other bodies stay empty, since nobody can tell how to make them of text.
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
    around: Arc<Around>,
}

/// Shared by all clones of a service, which axum clones on each request.
#[derive(Clone, Debug)]
struct Around {
    path: Arc<RoutePolicies>,
    #[cfg(feature = "axum")]
    reports: Reports,
    /// A policy inside wins: the policy is a default around a service.
    #[cfg(feature = "axum")]
    probes: bool,
}

impl CorsLayer {
    /// A layer that answers preflights and marks responses as the policy says.
    ///
    /// # Panics
    ///
    /// If the policy takes origins from the environment and cannot be [loaded](Policy::load).
    #[must_use]
    #[track_caller]
    pub fn new(policy: &'static Policy) -> Self {
        policy.loaded();
        Self::around(Arc::new(RoutePolicies::of_service(policy)))
    }

    pub(crate) fn around(path: Arc<RoutePolicies>) -> Self {
        Self {
            around: Arc::new(Around {
                path,
                #[cfg(feature = "axum")]
                reports: Reports::Path,
                #[cfg(feature = "axum")]
                probes: false,
            }),
        }
    }

    /// The same where the policy is the default around a service, which may have a policy of its own.
    #[cfg(feature = "axum")]
    pub(crate) fn probing(mut self, probes: bool) -> Self {
        if probes {
            InnerPolicyProbe::announce();
        }
        Arc::make_mut(&mut self.around).probes = probes;
        self
    }

    /// The same for paths that nothing serves: a response proves nothing of any route.
    #[cfg(feature = "axum")]
    pub(crate) fn of_unknown_paths(mut self, listed: &Arc<[Arc<RoutePolicies>]>) -> Self {
        Arc::make_mut(&mut self.around).reports = Reports::Unknown(Arc::clone(listed));
        self
    }
}

/// The report to a [`verify`](crate::verify()) whose preflight is answered here.
#[cfg(feature = "axum")]
#[derive(Clone, Debug)]
enum Reports {
    /// The path was reached.
    Path,
    /// No route has the path of the request; the router has these.
    Unknown(Arc<[Arc<RoutePolicies>]>),
}

#[cfg(feature = "axum")]
impl Reports {
    fn answered<B>(&self, request: &Request<B>, path: &RoutePolicies) {
        match self {
            Self::Path => {
                Probe::answered(request, path);
            }
            Self::Unknown(listed) => Probe::answered_at_unknown_path(request, listed),
        }
    }
}

impl<S> Layer<S> for CorsLayer {
    type Service = Cors<S>;

    fn layer(&self, inner: S) -> Self::Service {
        Cors {
            inner,
            around: Arc::clone(&self.around),
        }
    }
}

/// The service that [`CorsLayer`] makes.
#[derive(Debug)]
pub struct Cors<S> {
    inner: S,
    around: Arc<Around>,
}

impl<S: Clone> Clone for Cors<S> {
    fn clone(&self) -> Self {
        #[cfg(feature = "axum")]
        report_clone(&self.around.path, false);
        Self {
            inner: self.inner.clone(),
            around: Arc::clone(&self.around),
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
        #[cfg(feature = "axum")]
        let Visit {
            carried,
            is_permitted,
        } = InnerPolicyProbe::decide_on_path(&request, &self.around.path);
        #[cfg(not(feature = "axum"))]
        let carried = Carried::default();
        #[cfg_attr(not(feature = "axum"), allow(unused_mut))]
        let mut decision = decide_on(&self.around.path, &request);
        #[cfg(feature = "axum")]
        if is_permitted {
            refuse_permitted(&self.around.path, &mut decision, &request);
        }
        match decision {
            Decision::Run(mark) => {
                let watch = ResponseCheck::new(&mark, &request);
                #[cfg(feature = "axum")]
                let probe = self.around.probes.then(|| {
                    let permits =
                        matches!(mark, ResponseAction::Expose(..)) && needs_permission(&request);
                    InnerPolicyProbe::insert_around(&mut request, permits, &self.around.path)
                });
                #[cfg(not(feature = "axum"))]
                let probe = None;
                ResponseFuture::running(self.inner.call(request), mark, watch, carried, probe)
            }
            Decision::Respond(answer) => {
                #[cfg(feature = "axum")]
                self.around.reports.answered(&request, &self.around.path);
                let explanation = diagnostics::explanation(&answer, &request);
                ResponseFuture::answered(explained(answer, explanation), carried)
            }
        }
    }
}

/// Refuses a request that a default around has permitted, and the path has not.
#[cfg(feature = "axum")]
#[cold]
fn refuse_permitted<B>(
    path: &RoutePolicies,
    decision: &mut Decision<'_, HeaderValue>,
    request: &Request<B>,
) {
    let decides = || path.decides_on(request.method().as_str().as_bytes());
    if !matches!(decision, Decision::Run(ResponseAction::Leave)) {
        refuse_permitted_by_default(decision, request);
    } else if decides()
        && let Some(answer) = refuse_permitted_without_cors(request)
    {
        *decision = Decision::Respond(answer);
    }
}

/// Decides on an `http` request that reached this path.
#[inline]
pub(crate) fn decide_on<'p, B>(
    path: &'p RoutePolicies,
    request: &Request<B>,
) -> Decision<'p, HeaderValue> {
    let decision = decide(path, request);
    diagnostics::trace(&decision, request);
    decision
}

/// The future of what is inside, which an extractor of axum may ask what was decided.
#[cfg(feature = "axum")]
type Inside<F> = VerdictScope<F>;
#[cfg(not(feature = "axum"))]
type Inside<F> = F;

pin_project! {
    /// The response future of [`Cors`].
    #[derive(Debug)]
    pub struct ResponseFuture<F, B> {
        #[pin]
        state: State<F, B>,
        carried: Carried,
        probe: Option<InnerPolicyProbe>,
    }
}

/// Nothing: only a default policy of axum looks for one.
#[cfg(not(feature = "axum"))]
type InnerPolicyProbe = core::convert::Infallible;

/// Nothing: only a default policy of axum looks for a mark.
#[cfg(not(feature = "axum"))]
#[derive(Clone, Copy, Debug, Default)]
struct Carried(Option<core::convert::Infallible>);

#[cfg(not(feature = "axum"))]
impl Carried {
    const fn write(self, _: &mut http::Extensions) {
        if let Some(never) = self.0 {
            match never {}
        }
    }
}

pin_project! {
    #[project = StateProjection]
    #[derive(Debug)]
    enum State<F, B> {
        // `None` once the response was handed out.
        Answered { response: Option<Response<B>> },
        Running { #[pin] future: Inside<F>, mark: ResponseAction<HeaderValue>, watch: ResponseCheck },
    }
}

impl<F, B> ResponseFuture<F, B> {
    fn answered(response: Response<B>, carried: Carried) -> Self {
        Self {
            state: State::Answered {
                response: Some(response),
            },
            carried,
            probe: None,
        }
    }

    fn running(
        future: F,
        mark: ResponseAction<HeaderValue>,
        watch: ResponseCheck,
        carried: Carried,
        probe: Option<InnerPolicyProbe>,
    ) -> Self {
        #[cfg(feature = "axum")]
        let future = VerdictScope::new(&mark, future);
        Self {
            state: State::Running {
                future,
                mark,
                watch,
            },
            carried,
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
            StateProjection::Answered { response } => match response.take() {
                Some(mut response) => {
                    projection.carried.write(response.extensions_mut());
                    Poll::Ready(Ok(response))
                }
                None => Poll::Pending,
            },
            StateProjection::Running {
                future,
                mark,
                watch,
            } => {
                let mut response = ready!(future.poll(context))?;
                #[cfg(feature = "axum")]
                let is_decided = (projection.probe.as_ref())
                    .is_some_and(|probe| probe.has_decided(response.extensions()));
                #[cfg(not(feature = "axum"))]
                let is_decided = false;
                if !is_decided {
                    watch.look(response.status().as_u16(), response.headers());
                    core::mem::replace(mark, ResponseAction::Leave).write(response.headers_mut());
                }
                projection.carried.write(response.extensions_mut());
                Poll::Ready(Ok(response))
            }
        }
    }
}
