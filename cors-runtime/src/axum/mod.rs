//! CORS for axum 0.8.
//!
//! Import the functions of [`routing`] and [`CorsRouter`] in place of axum's. The functions accept handlers under
//! [`#[cors]`](macro@crate::cors) and plain handlers. The router applies CORS outside of all layers that are
//! added to it.
//!
//! # Default policies
//!
//! The attribute may also be on a function that returns a router. Its policy is the default for every handler inside
//! without a policy, and for unknown paths and methods.
//!
//! When the router is created, the extractors of these handlers are checked against the policy: JSON needs
//! `headers = ["content-type"]`, and cookies need `credentials`. A policy that does not fit panics. Services and the
//! routes of a plain [`axum::Router`] do not report their extractors, so they are not checked.
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

mod added_by;
mod allowed_origin;
mod applied_default;
mod arguments;
mod built;
mod chained;
mod default;
mod default_error;
mod endpoint;
mod existing_defaults;
mod extractors;
mod fallback_handler;
mod finished_route;
mod handler;
mod linked_layers;
mod linked_merge;
mod method_filter;
mod method_router;
mod method_router_conversions;
mod method_router_handlers;
mod method_router_service;
mod opaque_default;
mod opaque_methods;
mod opaque_part;
mod options;
mod overlap;
mod path_entries;
mod path_entry;
mod placement;
mod report;
mod report_rows;
mod route_build;
mod route_spec;
mod router;
mod serve;
mod shared_paths;
#[cfg(feature = "typed-routing")]
mod trailing_slash;
#[cfg(feature = "typed-routing")]
mod typed_routing;
mod unchecked;
mod unit_state;

pub mod routing;

pub use self::{
    endpoint::RouteItWithCorsRuntimeRouting,
    fallback_handler::FallbackHandler,
    handler::RouteHandler,
    method_router::CorsMethodRouter,
    router::{CorsRouter, IntoRouter},
};

#[cfg(feature = "typed-routing")]
#[cfg_attr(docsrs, doc(cfg(feature = "typed-routing")))]
pub use self::typed_routing::TypedHandler;

/// Items for generated code.
#[doc(hidden)]
pub mod __private {
    pub use super::{
        arguments::{Last, Leading},
        default::{WithDefaultPolicy, check_default},
        endpoint::{
            Endpoint, ExtractArguments, FunctionVisitor, GeneratedCall, ImplTrait,
            IntoHandlerResponse,
        },
        handler::{Annotated, HandlerKind, Plain},
        placement::CorsPlacement,
    };
}
