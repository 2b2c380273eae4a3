//! What a server of Rocket answers, over a socket.

// Each of the test binaries needs its part of it.
#[allow(dead_code, unused_imports)]
#[path = "../support/mod.rs"]
mod support;

mod counting;
mod defaults;
mod defaults_enforced;
mod enforce;
mod enforce_http2;
mod enforce_proxy;
mod errors;
mod explanations;
mod fairings;
mod forwarding;
mod handlers;
mod launches;
mod mounts;
mod named;
mod noise;
mod options;
mod origins;
mod policies;
mod ranks;
mod responses;
mod rewriting;
mod rewriting_order;
mod routes;
mod uris;
mod verify;
mod verify_fairings;
mod verify_uris;
