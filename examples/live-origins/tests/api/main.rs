//! The server as a process of its own, over sockets; its database as others see and change it.

mod account;
mod admin;
mod database;
mod postgres;
mod scenario;
mod server;
mod start;
