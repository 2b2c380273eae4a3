//! Taking annotated and plain handlers alike.

use core::{fmt, marker::PhantomData, pin::Pin};

use axum::{
    extract::Request,
    handler::Handler,
    response::Response,
    routing::{self, MethodFilter, MethodRouter},
};

use super::endpoint::{Respond, RouteItWithCorsRuntimeRouting};
use crate::{
    Policy,
    decision::{Decision, decide_actual},
    layer::{answer_to, parts_of},
    refusal,
};

/// Where the CORS headers of a route are written.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Boundary {
    /// In the annotated handler itself: nothing stands around it that could answer in its place.
    Inside,
    /// Around the whole route: a layer may answer in the handler's place.
    Outside,
}

/// Anything a route can be made of: a handler under [`#[cors]`](macro@crate::cors), or whatever
/// [`axum::handler::Handler`] is implemented for.
///
/// `K` tells the two apart and is always inferred.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a handler",
    label = "not a handler",
    note = "a handler is an async function whose arguments are extractors and whose result implements `IntoResponse`",
    note = "`#[axum::debug_handler]` above the function tells what is wrong with it"
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

    #[doc(hidden)]
    fn on(filter: MethodFilter, handler: H, boundary: Boundary) -> MethodRouter<S>;

    #[doc(hidden)]
    fn any(handler: H, boundary: Boundary) -> MethodRouter<S>;
}

/// The kind of a handler under `#[cors]`.
#[doc(hidden)]
pub struct Annotated<A, M>(PhantomData<fn() -> (A, M)>);

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
    A: Respond<S, M>,
    M: 'static,
    S: Clone + Send + Sync + 'static,
{
    const POLICY: Option<&'static Policy> = Some(A::POLICY);

    fn on(filter: MethodFilter, _: H, boundary: Boundary) -> MethodRouter<S> {
        match boundary {
            Boundary::Inside => routing::on(filter, AnnotatedHandler::<A, M, true>::new()),
            Boundary::Outside => routing::on(filter, AnnotatedHandler::<A, M, false>::new()),
        }
    }

    fn any(_: H, _: Boundary) -> MethodRouter<S> {
        // What serves every method answers `OPTIONS` as well, so its boundary is always outside.
        routing::any(AnnotatedHandler::<A, M, false>::new())
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

    fn on(filter: MethodFilter, handler: H, _: Boundary) -> MethodRouter<S> {
        routing::on(filter, handler)
    }

    fn any(handler: H, _: Boundary) -> MethodRouter<S> {
        routing::any(handler)
    }
}

/// Runs an annotated handler, and marks what comes back unless that is done further out.
///
/// Which of both is part of the type: axum clones the boxed handler on every request, and a box of
/// nothing costs no allocation.
struct AnnotatedHandler<A, M, const INSIDE: bool>(PhantomData<fn() -> (A, M)>);

impl<A, M, const INSIDE: bool> AnnotatedHandler<A, M, INSIDE> {
    fn new() -> Self {
        Self(PhantomData)
    }
}

impl<A, M, const INSIDE: bool> Clone for AnnotatedHandler<A, M, INSIDE> {
    fn clone(&self) -> Self {
        Self::new()
    }
}

#[diagnostic::do_not_recommend]
impl<A, M, S, const INSIDE: bool> Handler<Annotated<A, M>, S> for AnnotatedHandler<A, M, INSIDE>
where
    A: Respond<S, M>,
    M: 'static,
    S: Clone + Send + Sync + 'static,
{
    type Future = Pin<Box<dyn Future<Output = Response> + Send>>;

    fn call(self, request: Request, state: S) -> Self::Future {
        if !INSIDE {
            return Box::pin(A::respond(request, state));
        }
        let parts = parts_of(&request);
        let covered = A::POLICY.methods.cover(parts.method);
        let decision = decide_actual(A::POLICY, covered, &parts);
        refusal::trace(&decision, &parts);
        let mark = match decision {
            Decision::Run(mark) => mark,
            decision => return Box::pin(core::future::ready(answer_to(decision))),
        };
        Box::pin(async move {
            let mut response = A::respond(request, state).await;
            mark.write(response.headers_mut());
            response
        })
    }
}
