//! The types and traits behind an annotated handler.

use core::{fmt, marker::PhantomData, ops::Deref, pin::Pin};

use axum::response::{IntoResponse, Response};

use crate::{Policy, policy::encoded::Annotation};

/// A handler with a policy, returned by a function under [`#[cors]`](macro@crate::cors).
///
/// Pass the function itself to the [`routing`](super::routing) functions, as in
/// [`get(list_users)`](super::routing::get). axum's own `routing::get` does not accept it, because no route would
/// respond to the preflights of the handler there.
///
/// In a unit test, `call` runs the original function:
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
#[must_use = "name the handler without calling it: `get(handler)`; in a unit test, call `handler().call(…)`"]
pub struct RouteItWithCorsRuntimeRouting<A>(A);

impl<A> RouteItWithCorsRuntimeRouting<A> {
    #[doc(hidden)]
    pub const fn __new(annotated: A) -> Self {
        Self(annotated)
    }
}

impl<A: Annotation> RouteItWithCorsRuntimeRouting<A> {
    /// Returns the policy of the handler.
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
    type Target = CallableHandler<A, A::Signature>;

    fn deref(&self) -> &Self::Target {
        const { &CallableHandler(PhantomData) }
    }
}

impl<A: Annotation> fmt::Debug for RouteItWithCorsRuntimeRouting<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RouteItWithCorsRuntimeRouting")
            .field("policy", A::POLICY)
            .finish_non_exhaustive()
    }
}

/// A handler as `#[cors]` generates it.
#[doc(hidden)]
pub trait Endpoint: Annotation {
    /// The arguments and the result: `fn(State<Db>, Json<NewUser>) -> Result<StatusCode, AppError>`.
    type Signature: Signature;

    /// Passes the annotated function to a visitor, since neither its type nor that of its future has a name.
    fn visit_function<T: FunctionVisitor<Self::Signature>>(visitor: T) -> T::Output;
}

/// A visitor of the annotated function.
#[doc(hidden)]
pub trait FunctionVisitor<S: Signature> {
    type Output;

    fn visit<F: Function<S>>(self, function: F) -> Self::Output;
}

/// An async function with the arguments and the result of this signature.
#[doc(hidden)]
pub trait Function<S: Signature>: Copy + Send + Sync + 'static {
    type Future: Future<Output: IntoHandlerResponse> + Send + 'static;

    fn call(self, arguments: S::Arguments) -> Self::Future;

    /// Calls the function for a unit test, which needs the result itself and no response.
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

/// A placeholder in a signature for a result written as `impl Trait`.
#[doc(hidden)]
#[derive(Debug)]
pub struct ImplTrait;

/// Calls the annotated function in a unit test.
#[doc(hidden)]
pub struct CallableHandler<A, Signature>(PhantomData<fn() -> (A, Signature)>);

impl<A, Signature> fmt::Debug for CallableHandler<A, Signature> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CallableHandler")
    }
}

/// A handler whose result is [`ImplTrait`]. The attribute generates its `call`, because only the attribute can
/// repeat the type.
#[doc(hidden)]
pub trait GeneratedCall: Sized + 'static {
    const INSTANCE: &'static Self;
}

impl<A: GeneratedCall, Signature> Deref for CallableHandler<A, Signature> {
    type Target = A;

    fn deref(&self) -> &A {
        A::INSTANCE
    }
}

/// The result of an annotated handler.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be returned by a handler",
    label = "not a response",
    note = "a handler returns what implements `IntoResponse`: `Json<T>`, `String`, `StatusCode`, `(StatusCode, Json<T>)`, or a `Result` of two such types"
)]
pub trait IntoHandlerResponse {
    fn into_handler_response(self) -> Response;
}

#[diagnostic::do_not_recommend]
impl<T: IntoResponse> IntoHandlerResponse for T {
    fn into_handler_response(self) -> Response {
        self.into_response()
    }
}

/// An annotated handler whose arguments can be extracted under the state `S`. `M` is axum's marker for the last
/// argument.
///
/// The attribute generates one bound per argument, so that the compiler points at the argument that does not fit.
#[doc(hidden)]
pub trait ExtractArguments<S, M> {}
