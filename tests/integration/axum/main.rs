//! CORS on axum, over real sockets.

// Handlers are async functions, with or without `.await`.
#![allow(clippy::unused_async)]

mod clones;
mod cors_layer;
mod declared_needs;
mod default_errors;
mod defaults;
mod defaults_arguments;
mod defaults_inside;
mod defaults_of_results;
mod defaults_opaque;
mod defaults_refused;
mod enforce;
mod errors;
mod everyday;
mod explanations;
mod fallback_arguments;
mod fallbacks;
mod layers;
mod like_plain_axum;
mod merging;
mod methods;
mod nesting;
mod opaque_layers;
mod options;
mod overlaps;
mod permitted;
mod routes;
mod services_inside;
mod shared_memory;
mod shared_paths;
mod state;
