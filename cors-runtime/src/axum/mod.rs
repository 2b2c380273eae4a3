//! CORS for axum 0.8: two imports change, the rest is plain axum.
//!
//! [`routing`] takes handlers under [`#[cors]`](macro@crate::cors) beside plain ones, and
//! [`CorsRouter`] keeps their policies in force whatever layers are put around them.

mod arguments;
mod endpoint;
mod entry;
mod handler;
mod method_router;
mod route;
mod router;
mod serve;

pub mod routing;

pub use self::{
    endpoint::RouteItWithCorsRuntimeRouting, handler::RouteHandler,
    method_router::CorsMethodRouter, router::CorsRouter,
};

/// What the attribute names.
#[doc(hidden)]
pub mod __private {
    pub use super::{
        arguments::{Arguments, Last, Leading},
        endpoint::{Annotation, Answer, Call, Takes},
        handler::{Annotated, Boundary, Plain, Register},
    };
}
