//! One API on axum and on Rocket, pages of seven origins that call it, and what a browser makes of each
//! call.

#[allow(
    deprecated,
    reason = "its pages stand for those of a release, on ports of this machine"
)]
mod axum_api;
mod card;
mod client;
mod page;
mod record;
#[allow(
    deprecated,
    reason = "its pages stand for those of a release, on ports of this machine"
)]
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

/// Which of the two servers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Framework {
    /// The one on axum.
    Axum,
    /// The one on Rocket.
    Rocket,
}
