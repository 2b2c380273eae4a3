//! CORS on Rocket, over real sockets.

mod counting;
mod defaults;
mod defaults_enforced;
mod enforce;
mod errors;
mod everyday;
mod fairings;
mod formats;
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
mod untouched;
mod uris;
mod with_policy;
