//! CORS for axum and Rocket, checked by the compiler.
//!
//! A policy is an attribute on a handler. If a browser would reject the policy, or an attacker could use it, the
//! program does not compile, and the error names the text to write instead. Preflights, response headers and `Vary` are
//! generated.
//!
//! # axum
//!
//! ```toml
//! [dependencies]
//! axum = "0.8"
//! cors-runtime = { version = "0.1", features = ["axum"] }
//! ```
//!
#![cfg_attr(feature = "axum", doc = "```")]
#![cfg_attr(not(feature = "axum"), doc = "```ignore")]
//! use cors_runtime::{axum::{CorsRouter, routing::get}, cors};
//!
//! #[cors(origins = ["https://app.example.com"], credentials, max_age = "24h")]
//! async fn list_users() -> &'static str { "…" }
//!
//! let app: CorsRouter = CorsRouter::new().route("/users", get(list_users));
//! ```
//!
//! # Rocket
//!
//! ```toml
//! [dependencies]
//! rocket = "0.5"
//! cors-runtime = { version = "0.1", features = ["rocket"] }
//! ```
//!
#![cfg_attr(feature = "rocket", doc = "```")]
#![cfg_attr(not(feature = "rocket"), doc = "```ignore")]
//! use cors_runtime::{cors, rocket::{Cors, routes}};
//! use rocket::{Build, Rocket, get};
//!
//! #[cors(origins = ["https://app.example.com"], credentials, max_age = "24h")]
//! #[get("/users")]
//! fn list_users() -> &'static str { "…" }
//!
//! fn app() -> Rocket<Build> {
//!     rocket::build().attach(Cors::fairing()).mount("/", routes![list_users])
//! }
//! ```
//!
//! # Where to look
//!
#![cfg_attr(
    any(all(feature = "axum", feature = "rocket"), not(doctest)),
    doc = "* [`guide`] has a page for each subject, from the first steps to moving from another library."
)]
//! * [`#[cors(…)]`](macro@cors) lists the keys of a policy. The attribute goes on a handler, or on a function that
//!   returns a router or a `Rocket`, as the default for its routes. [`policy!(…)`](policy!) makes a named [`Policy`];
//!   [`headers`] has groups of header names for its lists.
//! * `axum` has the router and the routing functions for annotated handlers. `rocket` has the fairing and
//!   `routes!`. [`layer`] wraps any tower service.
//! * Dynamic origins come from the environment (`env("…")`), from a set that changes while the server runs
//!   ([`LiveOrigins`]), or from a function of an [`Origin`]. [`AllowedOrigin`] gives a handler the origin of the
//!   calling page.
//! * [`rules`] explains each rule. Each error ends with the address of its section.
//! * `verify` sends a preflight per policy through a finished service. [`report`] lists which origins may
//!   call which routes, for a test to compare.
#![cfg_attr(
    feature = "testing",
    doc = "* [`testing`] is a client that follows the Fetch standard, for `cargo test`: a test proves that the front end can call the API, and that other sites cannot."
)]
//!
//! # Responses
//!
//! * A **preflight** is an `OPTIONS` request with `Origin` and one `Access-Control-Request-Method`. The policy of the
//!   requested method decides, before extractors, guards, the handler and the layers of the router. The response is 204
//!   with the policy's headers, or 403 without any. Other `OPTIONS` requests reach the user's handler, or get 204 with
//!   `Allow`. A browser caches allowed headers for the whole URL, so the response has `Access-Control-Max-Age: 0`
//!   unless every policy of the path grants the same headers.
//! * An **actual request** from an allowed origin gets the CORS headers on every response, including rejections of
//!   extractors, the 401 of a layer or guard, and the responses of catchers.
//! * For **every other origin**, including a `null`, repeated or malformed `Origin`, the response has no
//!   `Access-Control-*` header, not even one set by the handler.
//! * `Vary: Origin` is on every response that depends on the origin.
//! * With `enforce`, a request from a page of another site gets 403 before the handler runs.
//!
//! # Logs
//!
//! Each refusal is one `tracing` event of target `cors` at level debug. Its fields are `reason`, `route` (the path as
//! the router knows it, never the URL), `origin`, `method`, `requested_method` and `why`; a refusal by `enforce` also
//! has `host`, `compared` and `forwarded`. With the feature `rocket` the event is also a record of the `log` crate if no
//! subscriber of `tracing` is set.
//!
//! Builds with `debug_assertions` add a `hint` if an entry of the list resembles the origin
//! (``"`http://127.0.0.1:5173` is not allowed, `http://localhost:5173` is: to a browser these are different hosts"``),
//! and the body of a refused preflight has the same text. In release builds all refusals have the same bytes. Debug
//! builds also warn once per route about responses that cannot work in a browser, such as one with a header that no
//! page can read: `guide::warnings` lists these warnings. A preflight that asks for a header outside `headers` gets a
//! 204 that the browser rejects: debug builds log the line to write, and send it in the header `cors-explanation`.

#![cfg_attr(docsrs, feature(doc_cfg))]
// The docs without a framework link to items that need one.
#![cfg_attr(
    not(any(feature = "axum", feature = "rocket")),
    allow(rustdoc::broken_intra_doc_links)
)]
// Without a framework only the tower layer remains, which has no routes.
#![cfg_attr(not(feature = "axum"), allow(dead_code))]

// The generated code names `::cors_runtime`, also in the docs and tests of this crate.
#[allow(unused_extern_crates)]
extern crate self as cors_runtime;

#[cfg(all(doctest, feature = "axum", feature = "rocket", feature = "testing"))]
#[doc = include_str!("../README.md")]
struct Readme;

#[cfg(any(feature = "axum", feature = "rocket"))]
mod allowed_origin;
mod decision;
#[cfg(any(feature = "axum", feature = "rocket"))]
mod default_in_result;
mod diagnostics;
#[cfg(any(feature = "axum", feature = "rocket"))]
mod extractors;
mod macros;
#[cfg(rust_analyzer)]
#[doc(hidden)]
pub mod names;
mod origins;
mod policy;
mod private;
mod response;
mod route;
mod tower;

#[cfg(feature = "axum")]
#[cfg_attr(docsrs, doc(cfg(feature = "axum")))]
pub mod axum;
// Its samples need both frameworks.
#[cfg(any(all(feature = "axum", feature = "rocket"), not(doctest)))]
pub mod guide;
pub mod headers;
#[cfg(any(feature = "axum", feature = "rocket"))]
#[cfg_attr(docsrs, doc(cfg(any(feature = "axum", feature = "rocket"))))]
pub mod report;
#[cfg(feature = "rocket")]
#[cfg_attr(docsrs, doc(cfg(feature = "rocket")))]
pub mod rocket;
pub mod rules;
#[cfg(feature = "testing")]
#[cfg_attr(docsrs, doc(cfg(feature = "testing")))]
pub mod testing;
#[cfg(feature = "axum")]
#[cfg_attr(docsrs, doc(cfg(feature = "axum")))]
pub mod utoipa_axum;
#[cfg(any(feature = "axum", feature = "rocket"))]
#[cfg_attr(docsrs, doc(cfg(any(feature = "axum", feature = "rocket"))))]
pub mod verify;

#[doc(hidden)]
pub mod __private {
    pub use crate::private::*;
}

pub use cors_macros::{cors, policy};

#[cfg(feature = "axum")]
pub use self::verify::{verify, verify_below};
#[cfg(any(feature = "axum", feature = "rocket"))]
#[cfg_attr(docsrs, doc(cfg(any(feature = "axum", feature = "rocket"))))]
pub use self::{
    allowed_origin::{AllowedOrigin, NoAllowedOrigin},
    extractors::{CorsNeeds, declare_needs},
};
pub use self::{
    origins::{
        Host, Hosts, LiveOrigins, LoadError, LoadProblem, Origin, PerServer, RejectedOrigin,
        RejectedOrigins, Rules, ServerOrigins, WithCredentials, WithoutCredentials, try_load,
    },
    policy::Policy,
    tower::layer,
};
#[cfg(any(feature = "axum", feature = "rocket"))]
#[cfg_attr(docsrs, doc(cfg(any(feature = "axum", feature = "rocket"))))]
pub use cors_rules::Need;
