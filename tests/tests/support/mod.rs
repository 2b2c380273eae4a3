//! A server on a real socket, and a client that sends exactly the bytes it is told to.

mod answer;
mod client;
pub(crate) mod events;
mod http2;
pub(crate) mod log;
pub(crate) mod noise;
pub(crate) mod origins;
mod server;

pub(crate) use self::{
    answer::Answer,
    client::{Connection, Request, get, post, preflight, request},
    http2::{connect_http2, send_http2, send_http2_over},
    server::{Server, quiet},
};

/// The origin most policies of the tests list.
pub(crate) const APP: &str = "https://app.example.com";
/// An origin only a few policies list.
pub(crate) const ADMIN: &str = "https://admin.example.com";
/// An origin that no policy lists.
pub(crate) const EVIL: &str = "https://evil.example";

/// What every answer to a preflight varies by.
pub(crate) const PREFLIGHT_VARY: &str =
    "vary: origin, access-control-request-method, access-control-request-headers";

/// The CORS lines of an answer that a page of this origin may read.
pub(crate) fn readable_by(origin: &str) -> Vec<String> {
    vec![
        format!("access-control-allow-origin: {origin}"),
        "vary: origin".to_owned(),
    ]
}

/// The CORS lines of an answer that no page may read, where another origin might.
pub(crate) const HIDDEN: [&str; 1] = ["vary: origin"];

/// The CORS lines of an answer of a route without a policy.
pub(crate) const NONE: [&str; 0] = [];
