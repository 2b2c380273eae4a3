//! Tests of the command over sockets.

mod arguments;
mod audit;
mod audit_requests;
mod check;
mod chromium;
mod connection;
mod console;
mod fix;
mod json;
mod limits;
mod pasted;
mod support;
mod webkit;
