//! Extracts the arguments of an annotated handler from a request.

use core::{
    pin::Pin,
    task::{Context, Poll},
};

use axum::{
    extract::{FromRequest, FromRequestParts, Request},
    http::request::Parts,
    response::{IntoResponse, Response},
};
use pin_project_lite::pin_project;

use super::endpoint::{
    Boxed, CallableHandler, Endpoint, Function, FunctionVisitor, ImplTrait, IntoHandlerResponse,
    Signature,
};

/// An argument before the last one.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an argument here",
    label = "this handler has an argument that does not fit",
    note = "only the last argument may read the body (`Json`, `Form`, `String`, `Bytes`, `Request`, …): move it to the end",
    note = "the others implement `FromRequestParts<{S}>` (`State`, `Path`, `Query`, `HeaderMap`, …), where `{S}` is the state given to `with_state`"
)]
pub trait Leading<S>: Sized {
    fn leading(parts: &mut Parts, state: &S)
    -> impl Future<Output = Result<Self, Response>> + Send;
}

#[diagnostic::do_not_recommend]
impl<T, S> Leading<S> for T
where
    T: FromRequestParts<S> + Send,
    S: Send + Sync,
{
    async fn leading(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        T::from_request_parts(parts, state)
            .await
            .map_err(IntoResponse::into_response)
    }
}

/// The last argument, which may read the body.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the last argument of a handler",
    label = "this handler has an argument that does not fit",
    note = "an argument implements `FromRequest<{S}>` or `FromRequestParts<{S}>`, where `{S}` is the state given to `with_state`"
)]
pub trait Last<S, M>: Sized {
    fn last(request: Request, state: &S) -> impl Future<Output = Result<Self, Response>> + Send;
}

#[diagnostic::do_not_recommend]
impl<T, S, M> Last<S, M> for T
where
    T: FromRequest<S, M> + Send,
    S: Send + Sync,
{
    fn last(request: Request, state: &S) -> impl Future<Output = Result<Self, Response>> + Send {
        ExtractFuture {
            future: T::from_request(request, state),
        }
    }
}

pin_project! {
    // An async function would store the request twice: as its argument, and in the future it awaits.
    struct ExtractFuture<F> {
        #[pin]
        future: F,
    }
}

impl<F, T, E> Future for ExtractFuture<F>
where
    F: Future<Output = Result<T, E>>,
    E: IntoResponse,
{
    type Output = Result<T, Response>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let result = self.project().future.poll(context);
        result.map_err(IntoResponse::into_response)
    }
}

/// A handler signature whose arguments can be extracted from a request.
#[doc(hidden)]
pub trait Arguments<S, M>: Signature {
    /// Extracts the arguments and calls the handler, or returns the first rejection.
    fn respond<User: Function<Self>>(
        handler: User,
        request: Request,
        state: S,
    ) -> impl Future<Output = Response> + Send;
}

impl<S, Result> Arguments<S, ()> for fn() -> Result {
    // An async function would store the request and the state in its future.
    #[allow(clippy::manual_async_fn)]
    fn respond<User: Function<Self>>(
        handler: User,
        _: Request,
        _: S,
    ) -> impl Future<Output = Response> + Send {
        async move { handler.call(()).await.into_handler_response() }
    }
}

macro_rules! arguments {
    ($($leading:ident)*) => {
        signature!($($leading)* Body);

        impl<S, M, Result, $($leading,)* Body> Arguments<S, M> for fn($($leading,)* Body) -> Result
        where
            S: Send + Sync,
            $($leading: Leading<S> + Send,)*
            Body: Last<S, M> + Send,
        {
            #[allow(non_snake_case)]
            fn respond<User: Function<Self>>(
                handler: User,
                request: Request,
                state: S,
            ) -> impl Future<Output = Response> + Send {
                #[allow(unused_mut)]
                let (mut parts, body) = request.into_parts();
                // Split outside of the async block, so that the future does not store the request as well.
                async move {
                    $(
                        let $leading = match $leading::leading(&mut parts, &state).await {
                            Ok(argument) => argument,
                            Err(rejection) => return rejection,
                        };
                    )*
                    let request = Request::from_parts(parts, body);
                    let last = match Body::last(request, &state).await {
                        Ok(argument) => argument,
                        Err(rejection) => return rejection,
                    };
                    handler.call(($($leading,)* last,)).await.into_handler_response()
                }
            }
        }
    };
}

macro_rules! signature {
    ($($argument:ident)*) => {
        impl<Result, $($argument),*> Signature for fn($($argument),*) -> Result {
            type Arguments = ($($argument,)*);
            type Output = Result;
        }

        impl<User, Pending, Result, $($argument),*> Function<fn($($argument),*) -> Result> for User
        where
            User: Fn($($argument),*) -> Pending + Copy + Send + Sync + 'static,
            Pending: Future<Output = Result> + Send + 'static,
            Result: IntoHandlerResponse,
        {
            type Future = Pending;

            #[allow(non_snake_case)]
            fn call(self, ($($argument,)*): ($($argument,)*)) -> Pending {
                self($($argument),*)
            }

            #[allow(non_snake_case)]
            fn call_boxed(self, ($($argument,)*): ($($argument,)*)) -> Boxed<Result> {
                Box::pin(self($($argument),*))
            }
        }

        impl<User, Pending, $($argument),*> Function<fn($($argument),*) -> ImplTrait> for User
        where
            User: Fn($($argument),*) -> Pending + Copy + Send + Sync + 'static,
            Pending: Future<Output: IntoHandlerResponse> + Send + 'static,
        {
            type Future = Pending;

            #[allow(non_snake_case)]
            fn call(self, ($($argument,)*): ($($argument,)*)) -> Pending {
                self($($argument),*)
            }

            #[allow(non_snake_case)]
            fn call_boxed(self, ($($argument,)*): ($($argument,)*)) -> Boxed<ImplTrait> {
                let response = self($($argument),*);
                Box::pin(async {
                    let _ = response.await;
                    ImplTrait
                })
            }
        }

        impl<Handler, Result, $($argument),*> CallableHandler<Handler, fn($($argument),*) -> Result>
        where
            Handler: Endpoint<Signature = fn($($argument),*) -> Result>,
            Result: IntoHandlerResponse,
        {
            /// Calls the handler itself.
            #[allow(clippy::too_many_arguments, non_snake_case)]
            pub fn call(&self, $($argument: $argument),*) -> Boxed<Result> {
                Handler::visit_function(CallVisitor(($($argument,)*)))
            }
        }
    };
}

/// Calls a handler with given arguments, for unit tests.
struct CallVisitor<Arguments>(Arguments);

impl<S: Signature> FunctionVisitor<S> for CallVisitor<S::Arguments> {
    type Output = Boxed<S::Output>;

    fn visit<F: Function<S>>(self, function: F) -> Self::Output {
        function.call_boxed(self.0)
    }
}

signature!();
arguments!();
arguments!(A);
arguments!(A B);
arguments!(A B C);
arguments!(A B C D);
arguments!(A B C D E);
arguments!(A B C D E F);
arguments!(A B C D E F G);
arguments!(A B C D E F G H);
arguments!(A B C D E F G H I);
arguments!(A B C D E F G H I J);
arguments!(A B C D E F G H I J K);
arguments!(A B C D E F G H I J K L);
arguments!(A B C D E F G H I J K L N);
arguments!(A B C D E F G H I J K L N O);
arguments!(A B C D E F G H I J K L N O P);
