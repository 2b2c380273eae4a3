//! The same API on axum and on Rocket, pages of seven origins that call it, and the result of each call in a browser.

#[allow(deprecated, reason = "its local pages represent those of a release")]
mod axum_api;
mod card;
mod client;
mod page;
mod record;
#[allow(deprecated, reason = "its local pages represent those of a release")]
mod rocket_api;
mod shop;
mod start;
mod stories;
mod why;

use serde::{Deserialize, Serialize};

pub use crate::{
    start::{Playground, Ports, StartError},
    stories::{CALLS, Call, MAIN, PAGE_PORTS, PAGES, Page},
};

/// One of the two servers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Framework {
    /// The API on axum.
    Axum,
    /// The API on Rocket.
    Rocket,
}
