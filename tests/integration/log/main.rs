//! Events that the library logs through `tracing`.

// Handlers are async functions whether they wait for something or not.
#![allow(clippy::unused_async)]

mod dynamic_origins;
mod refusals;
