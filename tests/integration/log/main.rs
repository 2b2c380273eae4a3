//! Events that the library logs through `tracing`.

// Handlers are async functions, with or without `.await`.
#![allow(clippy::unused_async)]

mod dynamic_origins;
mod refusals;
