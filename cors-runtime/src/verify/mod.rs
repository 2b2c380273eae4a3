//! Asking a finished service whether browsers get through to it.
//!
//! Layers put on a router after it left [`CorsRouter`](crate::axum::CorsRouter) stand outside CORS,
//! and nothing in the types tells that they are there: an authentication layer answers preflights
//! with 401, a redirect to the path with a slash is a failure to every browser, a second CORS layer
//! doubles `Access-Control-Allow-Origin`. [`verify`](verify()) sends one preflight per policy
//! through the service, as a browser would, and reports what stands in the way. For Rocket, where a
//! fairing can do the same, it is [`rocket::verify`](crate::rocket::verify()).

mod preflight;
#[cfg(feature = "axum")]
mod probe;
mod report;
#[cfg(feature = "axum")]
mod service;

#[cfg(feature = "rocket")]
pub(crate) use self::preflight::{Preflight, changes};
#[cfg(feature = "axum")]
pub(crate) use self::probe::{Listing, Probe};
pub use self::report::{Obstacle, Obstructed, Verified, VerifyError};
#[cfg(feature = "axum")]
pub use self::service::{verify, verify_below};
