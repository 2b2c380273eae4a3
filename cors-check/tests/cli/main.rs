//! Tests of the command over sockets.

mod audit;
mod check;
mod connection;
mod json;
mod limits;
mod pasted;
mod support;
