//! Routing between handlers, annotated and plain, like [`axum::routing`].
//!
//! # Panics
//!
//! If the policy of a handler reads origins from the environment, it is [loaded](crate::Policy::load) when the route
//! is created. Each function here panics if loading fails. Use [`try_load`](crate::try_load) to get an error instead.

use axum::{extract::Request, response::IntoResponse};
use tower_service::Service;

pub use axum::routing::{
    IntoMakeService, MethodFilter, Route, RouterAsService, RouterIntoService, future,
};

use super::{
    handler::{HandlerKind, RouteHandler},
    method_router_handlers::chain,
};
pub use super::{
    method_router::{CorsMethodRouter, CorsMethodRouter as MethodRouter},
    router::CorsRouter as Router,
};

/// Routes requests with the methods of `filter` to a handler.
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
    K: HandlerKind<H, S>,
    S: Clone + Send + Sync + 'static,
{
    CorsMethodRouter::new().on(filter, handler)
}

/// Routes requests with the methods of `filter` to a service, which has no policy.
pub fn on_service<T, S>(filter: MethodFilter, service: T) -> CorsMethodRouter<S, T::Error>
where
    T: Service<Request> + Clone + Send + Sync + 'static,
    T::Error: 'static,
    T::Response: IntoResponse + 'static,
    T::Future: Send + 'static,
    S: Clone + Send + Sync + 'static,
{
    CorsMethodRouter::new().on_service(filter, service)
}

/// Routes requests with any method to a handler.
///
/// If the policy of an annotated handler has no `methods`, it allows `GET`, `HEAD`, `POST`, `PUT`, `PATCH`, `DELETE`
/// and `OPTIONS`.
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
    K: HandlerKind<H, S>,
    S: Clone + Send + Sync + 'static,
{
    CorsMethodRouter::from_any_handler(handler)
}

/// Routes requests with any method to a service, which has no policy.
pub fn any_service<T, S>(service: T) -> CorsMethodRouter<S, T::Error>
where
    T: Service<Request> + Clone + Send + Sync + 'static,
    T::Error: 'static,
    T::Response: IntoResponse + 'static,
    T::Future: Send + 'static,
    S: Clone + Send + Sync + 'static,
{
    axum::routing::any_service(service).into()
}

/// The functions that route between HTTP methods, like [`axum::routing::method_routing`].
pub mod method_routing {
    pub use super::{
        MethodFilter, MethodRouter, any, any_service, connect, connect_service, delete,
        delete_service, get, get_service, head, head_service, on, on_service, options,
        options_service, patch, patch_service, post, post_service, put, put_service, trace,
        trace_service,
    };
}

macro_rules! top_level {
    ($($handler:ident $service:ident $filter:ident;)*) => {
        $(
            #[doc = concat!("Routes `", stringify!($filter), "` requests to a handler.")]
            ///
            /// The handler may be annotated or plain. Chain more methods on the result.
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
                K: HandlerKind<H, S>,
                S: Clone + Send + Sync + 'static,
            {
                chain!(CorsMethodRouter::new(), $filter, handler)
            }

            #[doc = concat!("Routes `", stringify!($filter), "` requests to a service, which has no policy.")]
            pub fn $service<T, S>(service: T) -> CorsMethodRouter<S, T::Error>
            where
                T: Service<Request> + Clone + Send + Sync + 'static,
                T::Error: 'static,
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
