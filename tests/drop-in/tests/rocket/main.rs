//! Rocket's own tests, from the source package of the version in `Cargo.lock`.
//!
//! `differences.toml` lists the tests that differ, each with its reason.
#![allow(
    missing_docs,
    missing_debug_implementations,
    unexpected_cfgs,
    unused,
    clippy::all,
    clippy::pedantic,
    unreachable_pub
)]

#[macro_use]
extern crate rocket;

mod facade;

include!(concat!(env!("OUT_DIR"), "/rocket.rs"));
