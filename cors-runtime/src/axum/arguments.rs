//! The arguments of an annotated handler, taken out of a request.

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

use super::endpoint::{Answer, Call};

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
        Extracted {
            future: T::from_request(request, state),
        }
    }
}

pin_project! {
    // Not an async function, which would keep the request beside the future that has it.
    struct Extracted<F> {
        #[pin]
        future: F,
    }
}

impl<F, T, E> Future for Extracted<F>
where
    F: Future<Output = Result<T, E>>,
    E: IntoResponse,
{
    type Output = Result<T, Response>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let extracted = self.project().future.poll(context);
        extracted.map_err(IntoResponse::into_response)
    }
}

/// All arguments of a handler, in order.
#[doc(hidden)]
pub trait Arguments<S, M>: Sized {
    /// Takes the arguments out of the request and calls the handler, unless one of them refuses.
    fn respond<Annotated: Call<Self>>(
        request: Request,
        state: S,
    ) -> impl Future<Output = Response> + Send;
}

impl<S> Arguments<S, ()> for () {
    // An async function would keep the request and the state.
    #[allow(clippy::manual_async_fn)]
    fn respond<Annotated: Call<Self>>(_: Request, _: S) -> impl Future<Output = Response> + Send {
        async { Annotated::call(()).await.into_answer() }
    }
}

macro_rules! arguments {
    ($($leading:ident)*) => {
        impl<S, M, $($leading,)* Body> Arguments<S, M> for ($($leading,)* Body,)
        where
            S: Send + Sync,
            $($leading: Leading<S> + Send,)*
            Body: Last<S, M> + Send,
        {
            #[allow(non_snake_case)]
            fn respond<Annotated: Call<Self>>(
                request: Request,
                state: S,
            ) -> impl Future<Output = Response> + Send {
                #[allow(unused_mut)]
                let (mut parts, body) = request.into_parts();
                // It is the parts that are kept, and not the request as well.
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
                    Annotated::call(($($leading,)* last,)).await.into_answer()
                }
            }
        }
    };
}

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
