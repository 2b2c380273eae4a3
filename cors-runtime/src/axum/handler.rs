//! Adds annotated and plain handlers to routes, and runs annotated handlers with their policy.

use core::{
    fmt,
    marker::PhantomData,
    pin::Pin,
    task::{Context, Poll, ready},
};

use axum::{
    extract::Request,
    handler::Handler,
    http::Method,
    response::Response,
    routing::{self, MethodFilter, MethodRouter},
};
use http::HeaderValue;
use pin_project_lite::pin_project;

use super::{
    arguments::Arguments,
    endpoint::{
        Endpoint, ExtractArguments, Function, FunctionVisitor, RouteItWithCorsRuntimeRouting,
    },
    placement::CorsPlacement,
};
use crate::tower::{
    inner_policy::{InnerPolicyProbe, ResponseMarker},
    origin_check::{OriginCheckScope, is_allowed_by},
};
use crate::{
    Policy,
    decision::{
        Decision, EarlyResponse, HttpHead, RequestHead, ResponseAction, decide_actual,
        refuse_permitted,
    },
    diagnostics::{self, ResponseCheck, explained},
    extractors::Extractors,
};

/// A handler that a route accepts: a function under [`#[cors]`](macro@crate::cors), or any type that implements
/// [`axum::handler::Handler`].
///
/// `K` distinguishes the two and is always inferred.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a handler",
    label = "not a handler",
    note = "a handler is an async function whose arguments are extractors and whose result implements `IntoResponse`",
    note = "`#[axum::debug_handler]` on the function, below `#[cors]` if it has one, explains the error"
)]
pub trait RouteHandler<K, S>: Clone + Send + Sync + 'static {}

#[diagnostic::do_not_recommend]
impl<F, A, M, S> RouteHandler<Annotated<A, M>, S> for F where
    F: Fn() -> RouteItWithCorsRuntimeRouting<A> + Clone + Send + Sync + 'static
{
}

#[diagnostic::do_not_recommend]
impl<H, T, S> RouteHandler<Plain<T>, S> for H where H: Handler<T, S> {}

/// A kind of handler, annotated or plain, and how to route it.
#[doc(hidden)]
pub trait HandlerKind<H, S>: sealed::Sealed {
    const POLICY: Option<&'static Policy>;

    /// The extractors to check against a default policy. `None` if the attribute already checked them.
    #[doc(hidden)]
    fn extractors() -> Option<Extractors>;

    /// Adds the handler to a route, as [`MethodRouter::on`] does.
    #[doc(hidden)]
    #[track_caller]
    fn on(
        route: MethodRouter<S>,
        filter: MethodFilter,
        handler: H,
        placement: CorsPlacement,
    ) -> MethodRouter<S>;

    #[doc(hidden)]
    fn any(handler: H) -> MethodRouter<S>;
}

/// The kind of a handler under `#[cors]`. `M` is axum's marker for its last argument.
#[doc(hidden)]
pub struct Annotated<A, M>(PhantomData<(A, M)>);

/// The kind of a plain axum handler.
#[doc(hidden)]
pub struct Plain<T>(PhantomData<fn() -> T>);

impl<A, M> fmt::Debug for Annotated<A, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Annotated")
    }
}

impl<T> fmt::Debug for Plain<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Plain")
    }
}

mod sealed {
    pub trait Sealed {}
    impl<A, M> Sealed for super::Annotated<A, M> {}
    impl<T> Sealed for super::Plain<T> {}
}

// Without `do_not_recommend`, unlike the other impls here, so that the compiler reports the argument that does
// not fit.
impl<H, A, M, S> HandlerKind<H, S> for Annotated<A, M>
where
    A: ExtractArguments<S, M> + Endpoint<Signature: Arguments<S, M>>,
    M: 'static,
    S: Clone + Send + Sync + 'static,
{
    const POLICY: Option<&'static Policy> = Some(A::POLICY);

    fn extractors() -> Option<Extractors> {
        None
    }

    #[track_caller]
    fn on(
        route: MethodRouter<S>,
        filter: MethodFilter,
        _: H,
        placement: CorsPlacement,
    ) -> MethodRouter<S> {
        A::visit_function(OnVisitor::<A, M, S> {
            route,
            filter,
            placement,
            _kind: PhantomData,
        })
    }

    fn any(_: H) -> MethodRouter<S> {
        A::visit_function(AnyVisitor::<A, M, S>(PhantomData))
    }
}

/// Adds a handler for the methods of a filter to a route.
struct OnVisitor<A, M, S> {
    route: MethodRouter<S>,
    filter: MethodFilter,
    placement: CorsPlacement,
    _kind: PhantomData<fn(S) -> Annotated<A, M>>,
}

impl<A, M, S> FunctionVisitor<A::Signature> for OnVisitor<A, M, S>
where
    A: Endpoint<Signature: Arguments<S, M>>,
    M: 'static,
    S: Clone + Send + Sync + 'static,
{
    type Output = MethodRouter<S>;

    #[track_caller]
    fn visit<F: Function<A::Signature>>(self, function: F) -> MethodRouter<S> {
        let Self {
            route,
            filter,
            placement,
            ..
        } = self;
        match placement {
            CorsPlacement::Handler => {
                route.on(filter, AnnotatedHandler::<A, M, F, true>::new(function))
            }
            CorsPlacement::Route | CorsPlacement::MethodRouter => {
                route.on(filter, AnnotatedHandler::<A, M, F, false>::new(function))
            }
        }
    }
}

/// Creates a route for every method. It is a visitor of its own to save compile time: few handlers need it.
struct AnyVisitor<A, M, S>(PhantomData<fn(S) -> Annotated<A, M>>);

impl<A, M, S> FunctionVisitor<A::Signature> for AnyVisitor<A, M, S>
where
    A: Endpoint<Signature: Arguments<S, M>>,
    M: 'static,
    S: Clone + Send + Sync + 'static,
{
    type Output = MethodRouter<S>;

    fn visit<F: Function<A::Signature>>(self, function: F) -> MethodRouter<S> {
        // The handler serves `OPTIONS` as well, so a layer around the route writes the headers.
        routing::any(AnnotatedHandler::<A, M, F, false>::new(function))
    }
}

#[diagnostic::do_not_recommend]
impl<H, T, S> HandlerKind<H, S> for Plain<T>
where
    H: Handler<T, S>,
    T: 'static,
    S: Clone + Send + Sync + 'static,
{
    const POLICY: Option<&'static Policy> = None;

    fn extractors() -> Option<Extractors> {
        Some(Extractors::of::<T>())
    }

    #[track_caller]
    fn on(
        route: MethodRouter<S>,
        filter: MethodFilter,
        handler: H,
        _: CorsPlacement,
    ) -> MethodRouter<S> {
        route.on(filter, handler)
    }

    fn any(handler: H) -> MethodRouter<S> {
        routing::any(handler)
    }
}

/// Runs an annotated handler, and writes the CORS headers if no layer around the route does.
///
/// `WRITES_HEADERS` is part of the type because axum clones the boxed handler on every request, and boxing a
/// zero-sized type does not allocate.
struct AnnotatedHandler<A, M, F, const WRITES_HEADERS: bool> {
    function: F,
    _kind: PhantomData<fn() -> Annotated<A, M>>,
}

impl<A, M, F, const WRITES_HEADERS: bool> AnnotatedHandler<A, M, F, WRITES_HEADERS> {
    fn new(function: F) -> Self {
        Self {
            function,
            _kind: PhantomData,
        }
    }
}

impl<A, M, F: Copy, const WRITES_HEADERS: bool> Clone
    for AnnotatedHandler<A, M, F, WRITES_HEADERS>
{
    fn clone(&self) -> Self {
        Self::new(self.function)
    }
}

#[diagnostic::do_not_recommend]
impl<A, M, F, S, const WRITES_HEADERS: bool> Handler<Annotated<A, M>, S>
    for AnnotatedHandler<A, M, F, WRITES_HEADERS>
where
    A: Endpoint<Signature: Arguments<S, M>>,
    M: 'static,
    F: Function<A::Signature>,
    S: Clone + Send + Sync + 'static,
{
    type Future = BoxedResponse;

    fn call(self, request: Request, state: S) -> Self::Future {
        let is_decided = !WRITES_HEADERS
            && !A::POLICY.disabled
            && (request.method() != Method::HEAD || is_allowed_by(A::POLICY));
        if is_decided {
            // The layer around the route already decided, except for a `HEAD` with an unknown handler. `enforce` must
            // hold there as well. Deciding only once also means that live origins are looked up only once.
            return Box::pin(A::Signature::respond(self.function, request, state));
        }
        let head = HttpHead::of(&request);
        let (decision, marker) = decide_on(A::POLICY, head, WRITES_HEADERS);
        let action = match decision {
            Decision::Run(action) => action,
            Decision::Respond(response) => return respond_now(response, head, marker),
        };
        // Otherwise the layer around the route inspects the response.
        let watch = if WRITES_HEADERS {
            ResponseCheck::new(&action, &head)
        } else {
            ResponseCheck::default()
        };
        let response = A::Signature::respond(self.function, request, state);
        let response = OriginCheckScope::with_disabled(A::POLICY.disabled, &action, response);
        Box::pin(WithCorsHeaders {
            response,
            action,
            watch,
            marker,
        })
    }
}

type BoxedResponse = Pin<Box<dyn Future<Output = Response> + Send>>;

/// Makes the decision on a request, and reports it to a default around the handler. Not generic, so that a program has
/// this code once.
fn decide_on(
    policy: &'static Policy,
    request: HttpHead<'_>,
    is_traced: bool,
) -> (Decision<'static, HeaderValue>, ResponseMarker) {
    let outer = InnerPolicyProbe::report_decided(request);
    let covers = || policy.methods.allows(request.method());
    let mut decision = decide_actual(policy, covers, &request);
    if outer.is_permitted {
        refuse_permitted(&mut decision, true, &request);
    }
    if is_traced {
        diagnostics::trace(&decision, &request);
    }
    (decision, outer.marker)
}

/// Creates the response to a refused request.
#[cold]
fn respond_now(
    response: EarlyResponse<'_, HeaderValue>,
    request: HttpHead<'_>,
    marker: ResponseMarker,
) -> BoxedResponse {
    let explanation = diagnostics::explanation(&response, &request);
    let mut response = explained(response, explanation);
    marker.insert_into(response.extensions_mut());
    Box::pin(core::future::ready(response))
}

pin_project! {
    // An async block would store the inner future twice, and allocating a box of more than 1 KiB is slow.
    struct WithCorsHeaders<F> {
        #[pin]
        response: F,
        action: ResponseAction<HeaderValue>,
        watch: ResponseCheck,
        marker: ResponseMarker,
    }
}

impl<F: Future<Output = Response>> Future for WithCorsHeaders<F> {
    type Output = Response;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Response> {
        let this = self.project();
        let mut response = ready!(this.response.poll(context));
        write_headers(&mut response, this.action, this.watch, *this.marker);
        Poll::Ready(response)
    }
}

/// Writes the CORS headers. Not generic, so that a program has this code once.
fn write_headers(
    response: &mut Response,
    action: &mut ResponseAction<HeaderValue>,
    watch: &ResponseCheck,
    marker: ResponseMarker,
) {
    watch.look(response.status().as_u16(), response.headers_mut());
    core::mem::replace(action, ResponseAction::Leave).write(response.headers_mut());
    marker.insert_into(response.extensions_mut());
}
