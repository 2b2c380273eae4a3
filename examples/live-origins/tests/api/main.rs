//! Tests of the server as a separate process, over sockets, with a second connection to its database.

mod account;
mod admin;
mod database;
mod postgres;
mod scenario;
mod server;
mod start;
