//! Servers, clients and recorders that the tests and benchmarks share.

// A panic here is a test that fails.
#![allow(clippy::missing_panics_doc)]

/// Compiles the samples of the workspace's README.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;

mod arguments;
mod assertions;
mod client;
mod events;
mod http2;
mod log;
mod machine;
mod package;
mod response;
mod server;

pub use self::{
    arguments::arguments,
    assertions::{assert_origins, assert_policy, assert_readable, assert_refused},
    client::{Connection, Request, get, ordinary_options, post, preflight, request},
    events::Events,
    http2::{connect_http2, send_http2, send_http2_over},
    log::{Line, Recorded, colourless},
    machine::machine,
    package::Package,
    response::RawResponse,
    server::{Server, quiet},
};

/// The origin most policies of the tests list.
pub const APP: &str = "https://app.example.com";
/// An origin only a few policies list.
pub const ADMIN: &str = "https://admin.example.com";
/// An origin that no policy lists.
pub const EVIL: &str = "https://evil.example";

/// The `Vary` of every preflight response.
pub const PREFLIGHT_VARY: &str =
    "vary: origin, access-control-request-method, access-control-request-headers";

/// The CORS lines of a response that a page of this origin may read.
#[must_use]
pub fn readable_by(origin: &str) -> Vec<String> {
    vec![
        format!("access-control-allow-origin: {origin}"),
        "vary: origin".to_owned(),
    ]
}

/// The CORS lines of a response that no page may read, where another origin might.
pub const HIDDEN: [&str; 1] = ["vary: origin"];

/// The CORS lines of a response of a route without a policy.
pub const NONE: [&str; 0] = [];
