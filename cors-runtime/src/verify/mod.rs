//! Sends preflights through a finished service in a test, and reports those that fail.
//!
//! A layer that is added outside the `CorsRouter` can break CORS, and the compiler cannot
//! see it: an authentication layer responds to preflights with 401, a layer that redirects to the path with a slash
//! fails every preflight, a second CORS layer doubles `Access-Control-Allow-Origin`. `verify` sends one
//! preflight per policy through the service, as a browser does, and compares the response with that of the route.
//! `rocket::verify` does the same for Rocket and its fairings.

mod preflight;
#[cfg(feature = "axum")]
mod probe;
mod report;
#[cfg(feature = "axum")]
mod service;

#[cfg(feature = "rocket")]
pub(crate) use self::preflight::{Preflight, changes};
#[cfg(feature = "axum")]
pub(crate) use self::probe::{Probe, RouteListing};
pub use self::report::{Obstacle, Obstructed, Verified, VerifyError};
#[cfg(feature = "axum")]
pub use self::service::{verify, verify_below};
