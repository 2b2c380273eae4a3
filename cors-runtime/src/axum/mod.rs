//! CORS for axum 0.8: two imports change, the rest is plain axum.
//!
//! [`routing`] takes handlers under [`#[cors]`](macro@crate::cors) beside plain ones, and
//! [`CorsRouter`] keeps their policies in force whatever layers are put around them.
//!
//! A function that returns a router takes the attribute as well: its policy is the default for
//! every handler inside that has none of its own, and for the methods and paths that nothing serves. The
//! arguments of these handlers are compared with it when the router is made, and a policy that does not fit is
//! refused: JSON needs `headers = ["content-type"]`, cookies need `credentials`. Fallbacks, services and the
//! routes of a plain [`axum::Router`] do not tell their arguments and are not checked.
//!
//! ```
//! use cors_runtime::{axum::{CorsRouter, routing::get}, cors};
//!
//! async fn feed() -> &'static str { "…" }
//!
//! #[cors(disabled)]
//! async fn metrics() -> &'static str { "…" }
//!
//! #[cors(origins = any)]
//! fn api() -> CorsRouter {
//!     CorsRouter::new().route("/feed", get(feed)).route("/metrics", get(metrics))
//! }
//! ```

mod allowed_origin;
mod arguments;
mod boundary;
mod chained;
mod default;
mod default_error;
mod endpoint;
mod entry;
mod extractors;
mod finished;
mod handler;
mod method_filter;
mod method_router;
mod opaque_default;
mod opaque_part;
mod options;
mod overlap;
mod route;
mod router;
mod serve;
mod shared_paths;
mod surface;
mod unit_state;

pub mod routing;

pub use self::{
    endpoint::RouteItWithCorsRuntimeRouting, handler::RouteHandler,
    method_router::CorsMethodRouter, router::CorsRouter,
};

/// What the attribute names.
#[doc(hidden)]
pub mod __private {
    pub use super::{
        arguments::{Last, Leading},
        boundary::Boundary,
        default::{Routes, check_default},
        endpoint::{Answer, CalledAsWritten, Endpoint, Opaque, Take, Takes},
        handler::{Annotated, Plain, Register},
    };
}
