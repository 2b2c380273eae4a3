//! Real browsers, driven over `WebDriver`.
//!
//! [`Engine::installed`] finds a browser and its driver, [`with_browser`] starts both and stops them again.

// A panic here is a test that fails.
#![allow(clippy::missing_panics_doc)]

mod browser;
mod clock;
mod command;
mod display;
mod engine;
mod settings;

pub use fantoccini::key::Key;

pub use self::{
    browser::{Browser, Result, with_browser},
    clock::FakeClock,
    engine::{Engine, Programs},
    settings::{Network, Settings, ThirdPartyCookies},
};
