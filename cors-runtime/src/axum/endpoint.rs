//! What the attribute makes of a handler.

use core::{fmt, marker::PhantomData, ops::Deref, pin::Pin};

use axum::response::{IntoResponse, Response};

use crate::{Policy, policy::encoded::Annotation};

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

impl<A: Endpoint> Deref for RouteItWithCorsRuntimeRouting<A> {
    type Target = Callable<A, A::Signature>;

    fn deref(&self) -> &Self::Target {
        const { &Callable(PhantomData) }
    }
}

impl<A: Annotation> fmt::Debug for RouteItWithCorsRuntimeRouting<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RouteItWithCorsRuntimeRouting")
            .field("policy", A::POLICY)
            .finish_non_exhaustive()
    }
}

/// A handler as the attribute writes it.
#[doc(hidden)]
pub trait Endpoint: Annotation {
    /// The arguments and the result: `fn(State<Db>, Json<NewUser>) -> Result<StatusCode, AppError>`.
    type Signature: Signature;

    /// Hands the user's function over. Its type has no name, nor has that of its future.
    fn give<T: Take<Self::Signature>>(taker: T) -> T::Output;
}

/// Takes a function of this signature, whichever it is.
#[doc(hidden)]
pub trait Take<S: Signature> {
    type Output;

    fn take<F: Function<S>>(self, function: F) -> Self::Output;
}

/// A function of this signature, or what it would be if it were not asynchronous.
#[doc(hidden)]
pub trait Function<S: Signature>: Copy + Send + Sync + 'static {
    type Future: Future<Output: Answer> + Send + 'static;

    fn call(self, arguments: S::Arguments) -> Self::Future;

    /// The same for a unit test, which wants the result as it is.
    fn call_boxed(self, arguments: S::Arguments) -> Boxed<S::Output>;
}

pub(super) type Boxed<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// The signature of a handler, as a function pointer.
#[doc(hidden)]
pub trait Signature: Sized {
    /// The arguments as a tuple.
    type Arguments;
    type Output;
}

/// Stands in a signature for a result that the user has written as `impl Trait`.
#[doc(hidden)]
#[derive(Debug)]
pub struct Opaque;

/// The way a unit test calls the function of a handler.
#[doc(hidden)]
pub struct Callable<A, Signature>(PhantomData<fn() -> (A, Signature)>);

impl<A, Signature> fmt::Debug for Callable<A, Signature> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Callable")
    }
}

/// Where the result is [`Opaque`], the attribute writes the call: it alone can repeat the types.
#[doc(hidden)]
pub trait CalledAsWritten: Sized + 'static {
    const ITSELF: &'static Self;
}

impl<A: CalledAsWritten, Signature> Deref for Callable<A, Signature> {
    type Target = A;

    fn deref(&self) -> &A {
        A::ITSELF
    }
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
pub trait Takes<S, M> {}
