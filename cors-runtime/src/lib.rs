//! CORS for axum and Rocket, checked by the compiler: if it compiles, a browser will accept it; if a
//! browser would reject it, or an attacker would enjoy it, it does not compile.
#![cfg_attr(
    all(feature = "axum", feature = "rocket"),
    doc = "\n**[The guide](guide)** has a page for each subject, from the first steps to moving from another library."
)]
//!
//! On axum, with `cors-runtime = { version = "0.1", features = ["axum"] }`:
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
//! On Rocket, with `cors-runtime = { version = "0.1", features = ["rocket"] }`:
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
//! * [`#[cors(…)]`](macro@cors) lists the keys. It stands on a handler, or on a function that makes a
//!   router of axum, or a Rocket, for every route without a policy of its own. [`policy!(…)`](policy!)
//!   makes a named [`Policy`] of the same keys; values may be constants, such as the groups of names in
//!   [`headers`].
//! * [`axum`] has the routing functions and the router that take annotated handlers beside plain
//!   ones, with the feature `axum`. [`rocket`] has the fairing and the `routes!`, with the feature `rocket`.
//!   [`layer`] puts a policy around any tower service.
//! * Origins that are known at run time come from the environment (`env("…")`), from a set that is
//!   replaced ([`LiveOrigins`]) or from a function of an [`Origin`], and keep the same rules.
//!   [`AllowedOrigin`] is the origin of the page that called, for a handler.
//! * [`rules`] explains each rule. Errors end with the address of their section.
//! * [`verify()`](verify()) sends one preflight per policy through a finished service and reports
//!   obstacles. [`report`] lists which origins may call what, for a test to compare.
#![cfg_attr(
    feature = "testing",
    doc = "* [`testing`] is a browser for `cargo test`: it proves that a front end can call, and another site cannot."
)]
//!
//! # Responses
//!
//! * A **preflight** is an `OPTIONS` with `Origin` and one `Access-Control-Request-Method`. The policy of
//!   the requested method answers it, before extractors, guards, the handler and the layers of the router.
//!   If the origin may call, the response is 204 with the policy's headers, else 403 without any. Other
//!   `OPTIONS` requests reach your own handler, or get 204 with `Allow`. A browser remembers headers for
//!   the whole URL, so the response says `Access-Control-Max-Age: 0` unless every policy of the path grants
//!   the same headers.
//! * An **actual request** from an allowed origin gets the headers on every response: also on a
//!   rejection of an extractor, the 401 of a layer or guard, and the response of a catcher.
//! * For **any other origin**, and for `null`, repeated or malformed ones, every
//!   `Access-Control-*` header is absent, also one set by hand.
//! * `Vary: Origin` is on every response that depends on the origin.
//! * With `enforce`, a page of another site gets 403 before the handler runs.
//!
//! Each refusal is one `tracing` event of target `cors` at level debug, with these fields: `reason`,
//! `route` (the path as the router knows it, never the URL), `origin`, `method` and
//! `requested_method`; a refusal of `enforce` has `host`, `why` and `forwarded`, too. With the feature
//! `rocket` it is a record of the `log` crate as well, where no subscriber of `tracing` is set.
//!
//! In builds with `debug_assertions` the event also has a `hint` where an entry of the list is close
//! to the origin (``"`http://127.0.0.1:5173` is not listed, `http://localhost:5173` is: to a browser
//! these are different hosts"``), and the body of a refused preflight says the same in plain text. In
//! release builds all refusals are the same bytes. A debug build also warns once per route of responses
//! that will not work in a browser, such as a header that no page can read: `guide::warnings` lists them.

#![cfg_attr(docsrs, feature(doc_cfg))]
// Without a framework only the layer is left, which knows neither routes nor their methods.
#![cfg_attr(not(feature = "axum"), allow(dead_code))]

// So that what the macros write works in the docs and tests of this crate, too.
#[allow(unused_extern_crates)]
extern crate self as cors_runtime;

#[cfg(all(doctest, feature = "axum", feature = "rocket", feature = "testing"))]
#[doc = include_str!("../../README.md")]
struct Readme;

#[cfg(any(feature = "axum", feature = "rocket"))]
mod allowed_origin;
mod decision;
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
#[cfg(all(feature = "axum", feature = "rocket"))]
#[cfg_attr(docsrs, doc(cfg(all(feature = "axum", feature = "rocket"))))]
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
#[cfg(any(feature = "axum", feature = "rocket"))]
#[cfg_attr(docsrs, doc(cfg(any(feature = "axum", feature = "rocket"))))]
pub mod verify;

#[doc(hidden)]
pub mod __private {
    pub use crate::private::*;
}

pub use cors_macros::{cors, policy};

#[cfg(any(feature = "axum", feature = "rocket"))]
#[cfg_attr(docsrs, doc(cfg(any(feature = "axum", feature = "rocket"))))]
pub use self::allowed_origin::{AllowedOrigin, NoAllowedOrigin};
#[cfg(feature = "axum")]
pub use self::verify::{verify, verify_below};
pub use self::{
    origins::{
        Host, Hosts, LiveOrigins, LoadError, LoadProblem, Origin, RejectedOrigin, RejectedOrigins,
        Rules, WithCredentials, WithoutCredentials, try_load,
    },
    policy::Policy,
    tower::layer,
};
