//! CORS for axum and Rocket, checked by the compiler: if it compiles, a browser will accept it; if a
//! browser would reject it, or an attacker would enjoy it, it does not compile.
//!
//! * [`#[cors(…)]`](macro@cors) on a handler says who may call it from a browser, and on a
//!   function that makes a router of axum, or a Rocket, for every route without a policy of its own.
//!   [`policy!(…)`](policy!) makes a named [`Policy`] of the same keys; values may be constants, such as
//!   the groups of names in [`headers`].
//! * Origins that are known only while the server runs come from the environment (`env("…")`), from a set
//!   that is replaced ([`LiveOrigins`]) or from a function of an [`Origin`], and keep the same rules.
//!   [`AllowedOrigin`] tells a handler whose page called.
//! * [`axum`] has the routing functions and the router that take annotated handlers beside plain
//!   ones. It needs the feature `axum`.
//! * [`rocket`] has the fairing and the `routes!` that do the same for Rocket. It needs the feature
//!   `rocket`.
//! * [`layer`] puts a policy around any tower service.
//! * [`report`] makes a table, or JSON, of who may call what, for a test to compare.
//! * [`rules`] explains each rule: what it protects from, what a browser does, what to write. Errors end
//!   with the address of their section.
//! * [`verify()`](verify()) sends one preflight per policy through a finished service and reports
//!   what stands in the way.
#![cfg_attr(
    feature = "testing",
    doc = "* [`testing`] is a browser for `cargo test`: it proves that a front end can call, and a stranger cannot."
)]
#![cfg_attr(
    all(feature = "axum", feature = "rocket"),
    doc = "* [`guide`] says which form to take, and how to move from `tower-http` and `rocket_cors`."
)]
//!
//! ```
//! use cors_runtime::{axum::{CorsRouter, routing::get}, cors};
//!
//! #[cors(origins = ["https://app.example.com"], credentials, max_age = "24h")]
//! async fn list_users() -> &'static str { "…" }
//!
//! let app: CorsRouter = CorsRouter::new().route("/users", get(list_users));
//! ```
//!
//! # What is answered
//!
//! * A **preflight** is an `OPTIONS` with `Origin` and one `Access-Control-Request-Method`. It is
//!   answered by the policy of the method it asks for, and runs neither extractors or guards nor the
//!   handler nor any layer of the router. If the origin may call, that is 204 with the policy's headers,
//!   else 403 without any. Other `OPTIONS` requests reach your own handler, or get 204 with `Allow`.
//!   A browser remembers a granted header for all methods of the URL. So it may do so only where every other
//!   policy of the path grants the header to these origins, too ([`guide::routers`]); else the response has
//!   `Access-Control-Max-Age: 0`.
//! * An **actual request** from an allowed origin gets the headers on whatever comes back, be it a
//!   rejection of an extractor, the 401 of a layer or guard, or what a catcher made of it.
//! * For **any other origin**, and for `null`, repeated or malformed ones, every
//!   `Access-Control-*` header is absent, also one set by hand.
//! * `Vary: Origin` is on every response that depends on the origin.
//! * With `enforce`, a foreign, unlisted page gets 403 before the handler runs.
//!
//! Each refusal is one `tracing` event of target `cors` at level debug, with these fields: `reason`,
//! `route` (the path as the router knows it, never the URL), `origin`, `method` and
//! `requested_method`. With the feature `rocket` it is a record of the `log` crate, too, where no
//! subscriber of `tracing` is set.
//!
//! In builds with `debug_assertions` the event also has a `hint` where an entry of the list comes close
//! to the origin (``"`http://127.0.0.1:5173` is not listed, `http://localhost:5173` is: to a browser
//! these are different hosts"``), and the body of a refused preflight says the same in plain text. In
//! release builds all refusals are alike, byte for byte.
//!
//! A debug build also tells, once for each route, what an answer has that will not do what it was made for, such
//! as a header that no page can read, with the line to write. `guide::warnings` lists it.

#![cfg_attr(docsrs, feature(doc_cfg))]
// Without a framework only the layer is left, which knows neither routes nor their methods.
#![cfg_attr(not(feature = "axum"), allow(dead_code))]

// So that what the macros write works in the docs and tests of this crate, too.
#[allow(unused_extern_crates)]
extern crate self as cors_runtime;

#[cfg(all(doctest, feature = "axum", feature = "rocket", feature = "testing"))]
#[doc = include_str!("../../README.md")]
struct Readme;

mod advice;
#[cfg(any(feature = "axum", feature = "rocket"))]
mod allowed_origin;
mod answer;
mod decision;
#[cfg(any(feature = "axum", feature = "rocket"))]
mod extractors;
mod methods;
mod origins;
mod path;
mod policy;
mod refusal;
mod written;

#[cfg(feature = "axum")]
#[cfg_attr(docsrs, doc(cfg(feature = "axum")))]
pub mod axum;
#[cfg(all(feature = "axum", feature = "rocket"))]
#[cfg_attr(docsrs, doc(cfg(all(feature = "axum", feature = "rocket"))))]
pub mod guide;
pub mod headers;
pub mod layer;
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
#[path = "private.rs"]
pub mod __private;

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
};
