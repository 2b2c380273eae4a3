//! An HTTP client for tests that follows the [Fetch standard](https://fetch.spec.whatwg.org/) step by step.
//!
//! A [`Browser`] shows a page and sends the page's requests to a server as a real browser does: with preflights,
//! cookies, redirects and the CORS check. The result is the [`Response`] that a script can read, or [`Blocked`] with
//! the reason.
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
//! The crate shares no code with any CORS library, so a mistake in a server's code is not repeated here. `cors-runtime`
//! re-exports it as `cors_runtime::testing`.
//!
//! # Features
//!
//! Each feature adds implementations of [`Server`]:
//!
//! * `axum`: tower services whose request body is `axum::body::Body`, such as an axum `Router`.
//! * `rocket`: Rocket's local clients.
//! * `http`: the address of a running server, such as `"http://localhost:3000"`.

mod blocked;
mod browser;
mod bytes;
mod cookie_context;
mod cookies;
mod cors_check;
mod engine;
mod fetch;
mod fetch_cookies;
mod forbidden;
mod form;
mod headers;
mod log;
mod method;
mod network;
mod origin;
mod preflight;
mod preflight_cache;
mod prepare;
mod redirect;
mod request;
mod resource_policy;
mod response;
mod safelist;
mod server;
mod set_cookie;
mod shared_cache;
mod site;
#[cfg(test)]
mod tests;

/// Marks a request whose response shall be that of a release build. It is in the request's extensions, or in the local
/// cache of a Rocket request, and is never sent over a network.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct AsRelease;

#[doc(hidden)]
pub use self::server::{BoxedEndpoint, kind};
pub use self::{
    blocked::{Blocked, Reason, Stage},
    browser::Browser,
    engine::Engine,
    form::Form,
    log::{Exchange, Step},
    request::{Credentials, Mode, Request, delete, get, head, patch, post, put, request},
    response::{Kind, Response},
    server::Server,
};

/// Compiles the example of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
