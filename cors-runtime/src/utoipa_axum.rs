//! `routes!` for the `OpenApiRouter` of [utoipa-axum].
//!
//! Import it in place of `utoipa_axum::routes`. It takes handlers under [`#[cors]`](macro@crate::cors), and plain
//! handlers as well. [The guide](crate::guide::ecosystem#utoipa) has an example.
//!
//! The crate does not depend on utoipa: the macro names the crates `utoipa` and `utoipa_axum`, as utoipa-axum's own
//! macro does.
//!
//! [utoipa-axum]: https://docs.rs/utoipa-axum

use axum::routing::MethodRouter;

use crate::axum::CorsMethodRouter;

/// The path `axum::routing::MethodRouter` inside utoipa-axum's macro, which names it without a leading `::`.
#[doc(hidden)]
pub mod __axum {
    pub mod routing {
        pub use crate::axum::CorsMethodRouter as MethodRouter;
    }
}

/// Finishes the route that utoipa-axum's macro made.
#[doc(hidden)]
pub fn __finish<Schemas, Paths, S>(
    (schemas, paths, route): (Schemas, Paths, CorsMethodRouter<S>),
) -> (Schemas, Paths, MethodRouter<S>)
where
    S: Clone + Send + Sync + 'static,
{
    (schemas, paths, route.into())
}

#[doc(hidden)]
#[macro_export]
macro_rules! __utoipa_axum_routes {
    ($($handlers:tt)*) => {{
        #[allow(unused_imports)]
        use $crate::utoipa_axum::__axum as axum;
        $crate::utoipa_axum::__finish(::utoipa_axum::routes!($($handlers)*))
    }};
}

/// Collects handlers with `#[utoipa::path]` into a route of an `OpenApiRouter`.
///
/// The handlers of one `routes!` share their paths, so a preflight response names the methods of all that have an
/// equal policy. As in every plain router, layers that are added later are outside CORS.
#[doc(inline)]
pub use crate::__utoipa_axum_routes as routes;
