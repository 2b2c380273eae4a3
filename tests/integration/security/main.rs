//! The holes that other libraries for CORS had, tried here. Each test has the name of the advisory, or of
//! the library and the thread, and runs against both frameworks over sockets wherever a request is enough
//! to show the hole.

// Handlers are async functions whether they wait for something or not.
#![allow(clippy::unused_async)]

mod apps;
mod caches;
mod compiler;
mod forgery;
mod log;
mod origins;
mod paths;
mod preflights;
mod reflection;
mod refusals;
mod request_bytes;
mod state;
