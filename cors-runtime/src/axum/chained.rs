//! Methods of [`CorsMethodRouter`] that chain a handler or a service for one HTTP method.

use axum::{extract::Request, response::IntoResponse, routing::MethodFilter};
use tower_service::Service;

use super::{
    handler::{HandlerKind, RouteHandler},
    method_router::CorsMethodRouter,
    method_router_handlers::chain,
};

macro_rules! chained {
    ($($handler:ident $service:ident $filter:ident;)*) => {
        impl<S> CorsMethodRouter<S>
        where
            S: Clone + Send + Sync + 'static,
        {
            $(
                #[doc = concat!("Chains a handler that accepts only `", stringify!($filter), "` requests.")]
                ///
                /// # Panics
                ///
                #[doc = concat!("Panics if another handler of this route already accepts `", stringify!($filter), "` requests.")]
                #[track_caller]
                pub fn $handler<H, K>(self, handler: H) -> Self
                where
                    H: RouteHandler<K, S>,
                    K: HandlerKind<H, S>,
                {
                    chain!(self, $filter, handler)
                }
            )*
        }

        impl<S, E> CorsMethodRouter<S, E>
        where
            S: Clone + Send + Sync + 'static,
            E: 'static,
        {
            $(
                #[doc = concat!("Chains a service that accepts only `", stringify!($filter), "` requests.")]
                ///
                /// # Panics
                ///
                #[doc = concat!("Panics if another handler of this route already accepts `", stringify!($filter), "` requests.")]
                #[track_caller]
                pub fn $service<T>(self, service: T) -> Self
                where
                    T: Service<Request, Error = E> + Clone + Send + Sync + 'static,
                    T::Response: IntoResponse + 'static,
                    T::Future: Send + 'static,
                {
                    self.on_service(MethodFilter::$filter, service)
                }
            )*
        }
    };
}

chained! {
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
