//! axum, with the routers of `cors-runtime` in the place of its own.

pub use ::axum::*;
pub use cors_runtime::axum::CorsRouter as Router;

pub mod routing {
    pub use ::axum::routing::*;
    pub use cors_runtime::axum::{
        CorsMethodRouter as MethodRouter, CorsRouter as Router,
        routing::{
            any, any_service, connect, connect_service, delete, delete_service, get, get_service,
            head, head_service, on, on_service, options, options_service, patch, patch_service,
            post, post_service, put, put_service, trace, trace_service,
        },
    };

    pub mod method_routing {
        pub use super::*;
    }
}
