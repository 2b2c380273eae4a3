//! The methods of [`CorsMethodRouter`] that add a handler or service for one method.

use core::convert::Infallible;

use axum::{extract::Request, response::IntoResponse, routing::MethodFilter};
use tower_service::Service;

use super::{
    handler::{Register, RouteHandler},
    method_router::CorsMethodRouter,
};

macro_rules! chained {
    ($($handler:ident $service:ident $filter:ident;)*) => {
        impl<S> CorsMethodRouter<S>
        where
            S: Clone + Send + Sync + 'static,
        {
            $(
                #[doc = concat!("Serves `", stringify!($filter), "` with this handler, too.")]
                ///
                /// # Panics
                ///
                #[doc = concat!("If another handler of this route serves `", stringify!($filter), "`.")]
                #[track_caller]
                pub fn $handler<H, K>(self, handler: H) -> Self
                where
                    H: RouteHandler<K, S>,
                    K: Register<H, S>,
                {
                    self.on(MethodFilter::$filter, handler)
                }

                #[doc = concat!("Serves `", stringify!($filter), "` with this service, too.")]
                ///
                /// # Panics
                ///
                #[doc = concat!("If another handler of this route serves `", stringify!($filter), "`.")]
                #[track_caller]
                pub fn $service<T>(self, service: T) -> Self
                where
                    T: Service<Request, Error = Infallible> + Clone + Send + Sync + 'static,
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
