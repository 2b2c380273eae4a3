//! The vulnerabilities of other CORS libraries. Each test has the name of the advisory, or of the library and the thread,
//! and runs on both frameworks over sockets where a request can show the vulnerability.

// Handlers are async functions, with or without `.await`.
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
