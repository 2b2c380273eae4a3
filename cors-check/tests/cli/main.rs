//! Tests of the command over sockets.

mod audit;
mod check;
mod chromium;
mod connection;
mod json;
mod limits;
mod pasted;
mod support;
