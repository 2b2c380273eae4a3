//! A browser for tests: a client that follows the [Fetch standard](https://fetch.spec.whatwg.org/), step by step.
//!
//! A [`Browser`] shows a page of some origin and sends its calls to a server, as a real browser would: with
//! preflights, credentials, redirects and the CORS check. It reports what the script may read, or why the call is
//! [`Blocked`].
//!
//! ```
//! use cors_browser::{Browser, Reason, put};
//! use http::{Request, Response};
//!
//! async fn api(_: Request<Vec<u8>>) -> Response<Vec<u8>> {
//!     Response::builder().header("access-control-allow-origin", "*").body(Vec::new()).unwrap()
//! }
//!
//! let browser = Browser::at("https://app.example.com").open_at("https://api.example.com", api);
//! let blocked = browser.fetch_blocking(put("/users/1")).unwrap_err();
//! assert_eq!(blocked.reason(), Reason::MethodNotAllowed);
//! ```
//!
//! The crate knows no CORS library: it repeats the standard on its own, so that a mistake in a server's code cannot
//! hide behind the same mistake here. `cors-runtime` re-exports it as `cors_runtime::testing`.
//!
//! # Features
//!
//! * `axum`: tower services of [`axum::body::Body`](::axum::body::Body) are servers.
//! * `rocket`: Rocket's local clients are servers.
//! * `http`: addresses such as `"http://localhost:3000"` are servers.

mod address;
mod blocked;
mod browser;
mod bytes;
mod cache;
mod conversation;
mod cookies;
mod cors_check;
mod engine;
mod fetch;
mod forbidden;
mod form;
mod headers;
mod method;
mod policy;
mod preflight;
mod prepare;
mod redirect;
mod request;
mod response;
mod safelist;
mod server;
mod set_cookie;
mod shared_cache;
#[cfg(test)]
mod tests;
mod wire;

/// Marks a request that should be answered as a release build would: in the request's extensions, and in the local
/// cache of a Rocket request. It never travels over a network.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct AsRelease;

#[doc(hidden)]
pub use self::server::{Opened, kind};
pub use self::{
    blocked::{Blocked, Reason, Stage},
    browser::Browser,
    conversation::Exchange,
    engine::Engine,
    form::Form,
    request::{Credentials, Mode, Request, delete, get, head, patch, post, put, request},
    response::{Kind, Response},
    server::Server,
};
