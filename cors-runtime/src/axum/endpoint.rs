//! What the attribute makes of a handler.

use core::{fmt, ops::Deref};

use axum::response::{IntoResponse, Response};

use crate::{Policy, written::Annotation};

/// A handler under [`#[cors]`](macro@crate::cors): what calling its name gives.
///
/// Routes take it by the name of the handler, as they take any handler:
/// [`get(list_users)`](super::routing::get). axum's own `routing::get` refuses it, since the
/// preflight of the handler would be lost there.
///
/// A unit test calls the original function through it:
///
/// ```
/// use axum::extract::Path;
/// use cors_runtime::cors;
///
/// #[cors(origins = ["https://app.example.com"])]
/// async fn double(Path(number): Path<u32>) -> String {
///     (number * 2).to_string()
/// }
///
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// assert_eq!(double().call(Path(21)).await, "42");
/// # });
/// ```
#[must_use = "name the handler without calling it: `get(handler)`; a unit test wants `handler().call(…)`"]
pub struct RouteItWithCorsRuntimeRouting<A>(A);

impl<A> RouteItWithCorsRuntimeRouting<A> {
    #[doc(hidden)]
    pub const fn __new(annotated: A) -> Self {
        Self(annotated)
    }
}

impl<A: Annotation> RouteItWithCorsRuntimeRouting<A> {
    /// The policy of the handler.
    ///
    /// ```
    /// # use cors_runtime::cors;
    /// #[cors(origins = ["https://app.example.com"])]
    /// async fn list_users() {}
    ///
    /// assert!(list_users().policy().allows_origin(b"https://app.example.com"));
    /// ```
    #[must_use]
    pub fn policy(&self) -> &'static Policy {
        A::POLICY
    }
}

impl<A> Deref for RouteItWithCorsRuntimeRouting<A> {
    type Target = A;

    fn deref(&self) -> &A {
        &self.0
    }
}

impl<A: Annotation> fmt::Debug for RouteItWithCorsRuntimeRouting<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RouteItWithCorsRuntimeRouting")
            .field("policy", A::POLICY)
            .finish_non_exhaustive()
    }
}

/// Calls an annotated handler with what was extracted for it.
#[doc(hidden)]
pub trait Call<Arguments>: Annotation {
    fn call(arguments: Arguments) -> impl Future<Output: Answer> + Send;
}

/// What an annotated handler returns.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be returned by a handler",
    label = "not a response",
    note = "a handler returns what implements `IntoResponse`: `Json<T>`, `String`, `StatusCode`, `(StatusCode, Json<T>)`, or a `Result` of two such types"
)]
pub trait Answer {
    fn into_answer(self) -> Response;
}

#[diagnostic::do_not_recommend]
impl<T: IntoResponse> Answer for T {
    fn into_answer(self) -> Response {
        self.into_response()
    }
}

/// Holds if the arguments of an annotated handler can be extracted under the state `S`; `M` is
/// axum's marker for the last one.
///
/// The attribute writes one bound an argument, so that the compiler points at the one that does not
/// fit.
#[doc(hidden)]
pub trait Takes<S, M, Arguments>: Annotation {}
