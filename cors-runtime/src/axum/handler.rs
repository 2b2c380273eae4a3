//! Taking annotated and plain handlers alike.

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
    boundary::Boundary,
    endpoint::{Endpoint, Function, RouteItWithCorsRuntimeRouting, Take, Takes},
};
use crate::tower::{
    inner_policy::{Carried, InnerPolicyProbe, Visit},
    origin_check::{VerdictScope, is_let_in_by},
};
use crate::{
    Policy,
    decision::{
        Decision, EarlyResponse, ResponseAction, decide_actual, refuse_permitted_by_default,
        refuse_permitted_without_cors,
    },
    diagnostics,
    diagnostics::ResponseCheck,
    extractors::Extractors,
    response::explained,
};

/// Anything a route can be made of: a handler under [`#[cors]`](macro@crate::cors), or whatever
/// [`axum::handler::Handler`] is implemented for.
///
/// `K` tells the two apart and is always inferred.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a handler",
    label = "not a handler",
    note = "a handler is an async function whose arguments are extractors and whose result implements `IntoResponse`",
    note = "`#[axum::debug_handler]` on the function, below `#[cors]` if it has one, tells what is wrong with it"
)]
pub trait RouteHandler<K, S>: Clone + Send + Sync + 'static {}

#[diagnostic::do_not_recommend]
impl<F, A, M, S> RouteHandler<Annotated<A, M>, S> for F where
    F: Fn() -> RouteItWithCorsRuntimeRouting<A> + Clone + Send + Sync + 'static
{
}

#[diagnostic::do_not_recommend]
impl<H, T, S> RouteHandler<Plain<T>, S> for H where H: Handler<T, S> {}

/// The kinds of handlers, each routed in its own way.
#[doc(hidden)]
pub trait Register<H, S>: sealed::Kind {
    const POLICY: Option<&'static Policy>;

    /// The arguments that a default policy is compared with: the attribute has compared its own.
    #[doc(hidden)]
    fn extractors() -> Option<Extractors>;

    #[doc(hidden)]
    fn on(filter: MethodFilter, handler: H, boundary: Boundary) -> MethodRouter<S>;

    #[doc(hidden)]
    fn any(handler: H) -> MethodRouter<S>;
}

/// The kind of a handler under `#[cors]`; `M` is axum's marker for the last of its arguments.
#[doc(hidden)]
pub struct Annotated<A, M>(PhantomData<(A, M)>);

/// The kind of axum's own handlers.
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
    pub trait Kind {}
    impl<A, M> Kind for super::Annotated<A, M> {}
    impl<T> Kind for super::Plain<T> {}
}

// Recommended, unlike the other impls here: the compiler then goes on to the argument that does
// not fit, where its message belongs.
impl<H, A, M, S> Register<H, S> for Annotated<A, M>
where
    A: Takes<S, M> + Endpoint<Signature: Arguments<S, M>>,
    M: 'static,
    S: Clone + Send + Sync + 'static,
{
    const POLICY: Option<&'static Policy> = Some(A::POLICY);

    fn extractors() -> Option<Extractors> {
        None
    }

    fn on(filter: MethodFilter, _: H, boundary: Boundary) -> MethodRouter<S> {
        A::give(On::<A, M, S> {
            filter,
            boundary,
            _kind: PhantomData,
        })
    }

    fn any(_: H) -> MethodRouter<S> {
        A::give(Any::<A, M, S>(PhantomData))
    }
}

/// Makes a route of a handler.
struct On<A, M, S> {
    filter: MethodFilter,
    boundary: Boundary,
    _kind: PhantomData<fn(S) -> Annotated<A, M>>,
}

impl<A, M, S> Take<A::Signature> for On<A, M, S>
where
    A: Endpoint<Signature: Arguments<S, M>>,
    M: 'static,
    S: Clone + Send + Sync + 'static,
{
    type Output = MethodRouter<S>;

    fn take<F: Function<A::Signature>>(self, function: F) -> MethodRouter<S> {
        let Self {
            filter, boundary, ..
        } = self;
        match boundary {
            Boundary::Inside => {
                routing::on(filter, AnnotatedHandler::<A, M, F, true>::new(function))
            }
            Boundary::Outside | Boundary::HandedOver => {
                routing::on(filter, AnnotatedHandler::<A, M, F, false>::new(function))
            }
        }
    }
}

/// The same for every method: apart from it, since few handlers are routed so and rustc would compile it
/// for all.
struct Any<A, M, S>(PhantomData<fn(S) -> Annotated<A, M>>);

impl<A, M, S> Take<A::Signature> for Any<A, M, S>
where
    A: Endpoint<Signature: Arguments<S, M>>,
    M: 'static,
    S: Clone + Send + Sync + 'static,
{
    type Output = MethodRouter<S>;

    fn take<F: Function<A::Signature>>(self, function: F) -> MethodRouter<S> {
        // What serves every method answers `OPTIONS` as well, so its boundary is always outside.
        routing::any(AnnotatedHandler::<A, M, F, false>::new(function))
    }
}

#[diagnostic::do_not_recommend]
impl<H, T, S> Register<H, S> for Plain<T>
where
    H: Handler<T, S>,
    T: 'static,
    S: Clone + Send + Sync + 'static,
{
    const POLICY: Option<&'static Policy> = None;

    fn extractors() -> Option<Extractors> {
        Some(Extractors::of::<T>())
    }

    fn on(filter: MethodFilter, handler: H, _: Boundary) -> MethodRouter<S> {
        routing::on(filter, handler)
    }

    fn any(handler: H) -> MethodRouter<S> {
        routing::any(handler)
    }
}

/// Runs an annotated handler, and marks what comes back unless that is done further out.
///
/// Which of both is part of the type: axum clones the boxed handler on every request, and a box of
/// nothing costs no allocation.
struct AnnotatedHandler<A, M, F, const INSIDE: bool> {
    function: F,
    _kind: PhantomData<fn() -> Annotated<A, M>>,
}

impl<A, M, F, const INSIDE: bool> AnnotatedHandler<A, M, F, INSIDE> {
    fn new(function: F) -> Self {
        Self {
            function,
            _kind: PhantomData,
        }
    }
}

impl<A, M, F: Copy, const INSIDE: bool> Clone for AnnotatedHandler<A, M, F, INSIDE> {
    fn clone(&self) -> Self {
        Self::new(self.function)
    }
}

#[diagnostic::do_not_recommend]
impl<A, M, F, S, const INSIDE: bool> Handler<Annotated<A, M>, S>
    for AnnotatedHandler<A, M, F, INSIDE>
where
    A: Endpoint<Signature: Arguments<S, M>>,
    M: 'static,
    F: Function<A::Signature>,
    S: Clone + Send + Sync + 'static,
{
    type Future = Pin<Box<dyn Future<Output = Response> + Send>>;

    fn call(self, request: Request, state: S) -> Self::Future {
        // The boundary around a route may not know whose `HEAD` is, and enforcing is not to be lost. A
        // boundary that knew has decided: a set that changes in between is looked up once.
        let decided = || request.method() != Method::HEAD || is_let_in_by(A::POLICY);
        if !INSIDE && !A::POLICY.disabled && decided() {
            return Box::pin(A::Signature::respond(self.function, request, state));
        }
        let Visit {
            carried,
            is_permitted,
        } = InnerPolicyProbe::decide(&request);
        let covers = || A::POLICY.methods.cover(request.method().as_str());
        let mut decision = decide_actual(A::POLICY, covers, &request);
        if is_permitted {
            if A::POLICY.disabled {
                if let Some(answer) = refuse_permitted_without_cors(&request) {
                    decision = Decision::Respond(answer);
                }
            } else {
                refuse_permitted_by_default(&mut decision, &request);
            }
        }
        if INSIDE {
            diagnostics::trace(&decision, &request);
        }
        let mark = match decision {
            Decision::Run(mark) => mark,
            Decision::Respond(answer) => {
                let mut response = refused(answer, &request);
                carried.write(response.extensions_mut());
                return Box::pin(core::future::ready(response));
            }
        };
        // Further out, somebody else sees what is sent.
        let watch = if INSIDE {
            ResponseCheck::new(&mark, &request)
        } else {
            ResponseCheck::default()
        };
        let response = A::Signature::respond(self.function, request, state);
        let response = VerdictScope::unless(A::POLICY.disabled, &mark, response);
        Box::pin(Marked {
            response,
            mark,
            watch,
            carried,
        })
    }
}

/// Once for all handlers, so that none of them is longer to compile.
#[cold]
fn refused(answer: EarlyResponse<'_, HeaderValue>, request: &Request) -> Response {
    let explanation = diagnostics::explanation(&answer, request);
    explained(answer, explanation)
}

pin_project! {
    // By hand: an async block keeps what it awaits twice, and a box of more than 1 KiB is slow to get.
    struct Marked<F> {
        #[pin]
        response: F,
        mark: ResponseAction<HeaderValue>,
        watch: ResponseCheck,
        carried: Carried,
    }
}

impl<F: Future<Output = Response>> Future for Marked<F> {
    type Output = Response;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Response> {
        let marked = self.project();
        let mut response = ready!(marked.response.poll(context));
        marked
            .watch
            .look(response.status().as_u16(), response.headers());
        core::mem::replace(marked.mark, ResponseAction::Leave).write(response.headers_mut());
        marked.carried.write(response.extensions_mut());
        Poll::Ready(response)
    }
}
