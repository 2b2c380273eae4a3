//! The servers of a browser.

#[cfg(feature = "http")]
mod remote;
#[cfg(feature = "rocket")]
mod rocket;
#[cfg(feature = "axum")]
mod tower;

use core::{fmt, future::Future, pin::Pin};

use ::http::{Request, Response};

/// The future of a response, or of the reason why there is none.
pub(super) type ResponseFuture<'s> =
    Pin<Box<dyn Future<Output = Result<Response<Vec<u8>>, String>> + 's>>;

/// A server, as a browser uses it. [`Server`] is the public trait that converts to it.
pub(super) trait Endpoint {
    /// Responds to a request whose target is a path. The body of a preflight response may be left out, since a browser
    /// does not read it.
    fn respond(&self, request: Request<Vec<u8>>, is_preflight: bool) -> ResponseFuture<'_>;
}

/// A server for [`Browser::open_at`](super::Browser::open_at).
///
/// * With the feature `axum`, a tower service that is `Clone` and takes a request of `axum::body::Body`: an axum
///   `Router`, a `CorsRouter` of `cors-runtime`, or either of them with layers.
/// * With the feature `rocket`, a local client, asynchronous or blocking. It must be made by `untracked`, since the
///   browser stores the cookies.
/// * With the feature `http` (`testing-http` of `cors-runtime`), the address of a running server: a `&str` such as
///   `"http://localhost:3000"`, or a [`SocketAddr`](core::net::SocketAddr).
/// * An asynchronous function `Fn(http::Request<Vec<u8>>) -> http::Response<Vec<u8>>`, for everything else: a server
///   written in the test, or an HTTP client of your choice that forwards the request. It can also return a `Result`
///   of such a response; the error, a type with `Display`, becomes [`Reason::ServerFailed`](super::Reason).
///
/// `Kind` makes the implementations distinct, and is always inferred.
pub trait Server<Kind>: Sized {
    #[doc(hidden)]
    fn into_endpoint(self) -> BoxedEndpoint;
}

/// A server after conversion.
#[doc(hidden)]
pub struct BoxedEndpoint(pub(super) Box<dyn Endpoint>);

impl fmt::Debug for BoxedEndpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BoxedEndpoint")
    }
}

/// Type parameters that make the implementations of [`Server`] distinct.
#[doc(hidden)]
pub mod kind {
    use core::marker::PhantomData;

    #[derive(Debug)]
    pub struct Function<F>(PhantomData<F>);
    #[derive(Debug)]
    pub struct FallibleFunction<F, E>(PhantomData<(F, E)>);
    #[derive(Debug)]
    pub enum Tower {}
    #[derive(Debug)]
    pub enum Rocket {}
    #[derive(Debug)]
    pub enum Remote {}
}

impl<F, A> Server<kind::Function<A>> for F
where
    F: Fn(Request<Vec<u8>>) -> A + 'static,
    A: Future<Output = Response<Vec<u8>>> + 'static,
{
    fn into_endpoint(self) -> BoxedEndpoint {
        BoxedEndpoint(Box::new(Function(self)))
    }
}

impl<F, A, E> Server<kind::FallibleFunction<A, E>> for F
where
    F: Fn(Request<Vec<u8>>) -> A + 'static,
    A: Future<Output = Result<Response<Vec<u8>>, E>> + 'static,
    E: fmt::Display,
{
    fn into_endpoint(self) -> BoxedEndpoint {
        BoxedEndpoint(Box::new(FallibleFunction(self)))
    }
}

struct FallibleFunction<F>(F);

impl<F, A, E> Endpoint for FallibleFunction<F>
where
    F: Fn(Request<Vec<u8>>) -> A,
    A: Future<Output = Result<Response<Vec<u8>>, E>> + 'static,
    E: fmt::Display,
{
    fn respond(&self, request: Request<Vec<u8>>, _: bool) -> ResponseFuture<'_> {
        let response = (self.0)(request);
        Box::pin(async { response.await.map_err(|error| error.to_string()) })
    }
}

struct Function<F>(F);

impl<F, A> Endpoint for Function<F>
where
    F: Fn(Request<Vec<u8>>) -> A,
    A: Future<Output = Response<Vec<u8>>> + 'static,
{
    fn respond(&self, request: Request<Vec<u8>>, _: bool) -> ResponseFuture<'_> {
        let response = (self.0)(request);
        Box::pin(async { Ok(response.await) })
    }
}
