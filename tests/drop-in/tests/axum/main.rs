//! axum's unit tests, from the source package of the version in `Cargo.lock`.
//!
//! "Two imports change; the rest is plain axum" is measured here. `differences.toml` lists the tests that differ, each
//! with its reason.
#![allow(
    missing_docs,
    missing_debug_implementations,
    unused,
    clippy::all,
    clippy::pedantic,
    unreachable_pub
)]
#![allow(
    deprecated,
    rust_2018_idioms,
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::dbg_macro,
    clippy::todo
)]

mod ours;
mod support;

mod control {
    include!(concat!(env!("OUT_DIR"), "/control.rs"));
}
mod plain {
    include!(concat!(env!("OUT_DIR"), "/plain.rs"));
}
mod default {
    include!(concat!(env!("OUT_DIR"), "/default.rs"));
}
mod annotated {
    include!(concat!(env!("OUT_DIR"), "/annotated.rs"));
}
