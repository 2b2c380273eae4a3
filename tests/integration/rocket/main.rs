//! CORS on Rocket, over real sockets.

mod attributes;
mod defaults;
mod enforce;
mod enforceable;
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
mod notations;
mod options;
mod ranks;
mod responses;
mod rewriting;
mod rewriting_order;
mod rewriting_routes;
mod route_items;
mod routes;
mod untouched;
mod uris;
mod with_policy;
