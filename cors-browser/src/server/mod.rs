//! What answers a browser: something in the same process.

#[cfg(feature = "http")]
mod http;
#[cfg(feature = "rocket")]
mod rocket;
#[cfg(feature = "axum")]
mod tower;

use core::{fmt, future::Future, pin::Pin};

use ::http::{Request, Response};

/// What comes back, or why nothing does.
pub(super) type Answer<'s> = Pin<Box<dyn Future<Output = Result<Response<Vec<u8>>, String>> + 's>>;

/// A server behind an address. How it is made is [`Server`]'s business.
pub(super) trait Endpoint {
    /// Answers a request whose target is a path. Of a preflight's answer the body may be left out: a
    /// browser does not wait for it.
    fn answer(&self, request: Request<Vec<u8>>, is_preflight: bool) -> Answer<'_>;
}

/// What [`Browser::open_at`](super::Browser::open_at) takes for a server.
///
/// * With the feature `axum`, any tower service of [`axum::body::Body`](::axum::body::Body) that can
///   be cloned: a `CorsRouter`, a [`Router`](::axum::Router), either of them below layers.
/// * With the feature `rocket`, a local client, asynchronous or blocking, made by `untracked`: the
///   browser keeps the cookies.
/// * With the feature `http` (`testing-http` of `cors-runtime`), the address of a server that runs elsewhere: a `&str` such as
///   `"http://localhost:3000"`, or a [`SocketAddr`](core::net::SocketAddr).
/// * An asynchronous function `Fn(http::Request<Vec<u8>>) -> http::Response<Vec<u8>>`, for anything
///   else: a server that is written in the test, or one over TLS that is asked by the HTTP client of your
///   choice.
///
/// `Kind` tells these apart, and is always inferred.
pub trait Server<Kind>: Sized {
    #[doc(hidden)]
    fn into_opened(self) -> Opened;
}

/// A server that a browser can reach.
#[doc(hidden)]
pub struct Opened(pub(super) Box<dyn Endpoint>);

impl fmt::Debug for Opened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Opened")
    }
}

/// The kinds of server.
#[doc(hidden)]
pub mod kind {
    use core::marker::PhantomData;

    #[derive(Debug)]
    pub struct Function<F>(PhantomData<F>);
    #[derive(Debug)]
    pub enum Tower {}
    #[derive(Debug)]
    pub enum Rocket {}
    #[derive(Debug)]
    pub enum Running {}
}

impl<F, A> Server<kind::Function<A>> for F
where
    F: Fn(Request<Vec<u8>>) -> A + 'static,
    A: Future<Output = Response<Vec<u8>>> + 'static,
{
    fn into_opened(self) -> Opened {
        Opened(Box::new(Function(self)))
    }
}

struct Function<F>(F);

impl<F, A> Endpoint for Function<F>
where
    F: Fn(Request<Vec<u8>>) -> A,
    A: Future<Output = Response<Vec<u8>>> + 'static,
{
    fn answer(&self, request: Request<Vec<u8>>, _: bool) -> Answer<'_> {
        let answer = (self.0)(request);
        Box::pin(async { Ok(answer.await) })
    }
}
