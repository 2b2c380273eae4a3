//! What a server of Rocket answers, over a socket.

mod counting;
mod defaults;
mod defaults_enforced;
mod enforce;
mod enforce_http2;
mod enforce_proxy;
mod errors;
mod everyday;
mod explanations;
mod fairings;
mod forwarding;
mod handlers;
mod header_case;
mod launches;
mod mounts;
mod named;
mod options;
mod policies;
mod ranks;
mod responses;
mod rewriting;
mod rewriting_order;
mod routes;
mod uris;
