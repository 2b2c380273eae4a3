//! Routes of annotated and plain handlers: what [`axum::routing`] is to plain ones.
//!
//! # Panics
//!
//! A policy that takes origins from the environment is [loaded](crate::Policy::load) where a route is made
//! of its handler, so each function here panics if that fails. [`try_load`](crate::try_load) makes it an
//! error.

use core::convert::Infallible;

use axum::{extract::Request, response::IntoResponse};
use tower_service::Service;

pub use axum::routing::MethodFilter;

use super::handler::{Register, RouteHandler};
pub use super::method_router::CorsMethodRouter;

/// A route that serves the methods of `filter` with this handler.
///
/// ```
/// use cors_runtime::{axum::{CorsRouter, routing::{MethodFilter, on}}, cors};
///
/// #[cors(origins = any)]
/// async fn echo(body: String) -> String { body }
///
/// let app: CorsRouter = CorsRouter::new()
///     .route("/echo", on(MethodFilter::POST.or(MethodFilter::PUT), echo));
/// ```
#[track_caller]
pub fn on<H, K, S>(filter: MethodFilter, handler: H) -> CorsMethodRouter<S>
where
    H: RouteHandler<K, S>,
    K: Register<H, S>,
    S: Clone + Send + Sync + 'static,
{
    CorsMethodRouter::from_handler(filter, handler)
}

/// A route that serves the methods of `filter` with this service.
pub fn on_service<T, S>(filter: MethodFilter, service: T) -> CorsMethodRouter<S>
where
    T: Service<Request, Error = Infallible> + Clone + Send + Sync + 'static,
    T::Response: IntoResponse + 'static,
    T::Future: Send + 'static,
    S: Clone + Send + Sync + 'static,
{
    CorsMethodRouter::from_service(filter, service)
}

/// A route that serves every method with this handler.
///
/// To a page, an annotated handler without `methods` serves `GET`, `HEAD`, `POST`, `PUT`, `PATCH`,
/// `DELETE` and `OPTIONS`.
///
/// ```
/// use cors_runtime::{axum::{CorsRouter, routing::any}, cors};
///
/// #[cors(origins = any)]
/// async fn proxy() -> &'static str { "…" }
///
/// let app: CorsRouter = CorsRouter::new().route("/proxy/{*rest}", any(proxy));
/// ```
#[track_caller]
pub fn any<H, K, S>(handler: H) -> CorsMethodRouter<S>
where
    H: RouteHandler<K, S>,
    K: Register<H, S>,
    S: Clone + Send + Sync + 'static,
{
    CorsMethodRouter::from_any_handler(handler)
}

/// A route that serves every method with this service. It has no policy of its own.
pub fn any_service<T, S>(service: T) -> CorsMethodRouter<S>
where
    T: Service<Request, Error = Infallible> + Clone + Send + Sync + 'static,
    T::Response: IntoResponse + 'static,
    T::Future: Send + 'static,
    S: Clone + Send + Sync + 'static,
{
    axum::routing::any_service(service).into()
}

macro_rules! top_level {
    ($($handler:ident $service:ident $filter:ident;)*) => {
        $(
            #[doc = concat!("A route that serves `", stringify!($filter), "` with this handler.")]
            ///
            /// The handler is an annotated or a plain one; more methods are chained behind it.
            ///
            /// ```
            #[doc = concat!("use cors_runtime::{axum::{CorsRouter, routing::", stringify!($handler), "}, cors};")]
            ///
            /// #[cors(origins = ["https://app.example.com"])]
            /// async fn handler() -> &'static str { "Hello" }
            ///
            #[doc = concat!("let app: CorsRouter = CorsRouter::new().route(\"/\", ", stringify!($handler), "(handler));")]
            /// ```
            #[track_caller]
            pub fn $handler<H, K, S>(handler: H) -> CorsMethodRouter<S>
            where
                H: RouteHandler<K, S>,
                K: Register<H, S>,
                S: Clone + Send + Sync + 'static,
            {
                on(MethodFilter::$filter, handler)
            }

            #[doc = concat!("A route that serves `", stringify!($filter), "` with this service, which has no policy of its own.")]
            pub fn $service<T, S>(service: T) -> CorsMethodRouter<S>
            where
                T: Service<Request, Error = Infallible> + Clone + Send + Sync + 'static,
                T::Response: IntoResponse + 'static,
                T::Future: Send + 'static,
                S: Clone + Send + Sync + 'static,
            {
                on_service(MethodFilter::$filter, service)
            }
        )*
    };
}

top_level! {
    connect connect_service CONNECT;
    delete delete_service DELETE;
    get get_service GET;
    head head_service HEAD;
    options options_service OPTIONS;
    patch patch_service PATCH;
    post post_service POST;
    put put_service PUT;
    trace trace_service TRACE;
}
