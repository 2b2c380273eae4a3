//! The typed routes of axum-extra, for annotated and plain handlers.

use axum_extra::routing::{SecondElementIs, TypedPath};

use super::{
    endpoint::Endpoint,
    handler::{Annotated, HandlerKind, Plain, RouteHandler},
    method_router::CorsMethodRouter,
    method_router_handlers::chain,
    router::CorsRouter,
};

/// A handler whose first argument is a [`TypedPath`], or an `Option` or `Result` of one.
///
/// `P` is the path, and always inferred.
#[diagnostic::on_unimplemented(
    message = "the first argument of this handler is not a `TypedPath`",
    label = "the path of the route is unknown",
    note = "the type of the first argument names the path: `#[derive(TypedPath, Deserialize)]` with `#[typed_path(\"/users/{{id}}\")]`",
    note = "if the handler has no such argument, write `route(\"/path\", get(handler))`"
)]
pub trait TypedHandler<P> {}

#[diagnostic::do_not_recommend]
impl<T, P> TypedHandler<P> for Plain<T> where T: SecondElementIs<P> {}

#[diagnostic::do_not_recommend]
impl<A, M, P> TypedHandler<P> for Annotated<A, M> where A: Endpoint<Signature: TypedSignature<P>> {}

/// The signature of a [`TypedHandler`].
#[doc(hidden)]
pub trait TypedSignature<P> {}

macro_rules! typed_signature {
    ($($argument:ident)*) => {
        #[diagnostic::do_not_recommend]
        impl<P: TypedPath, Result, $($argument),*> TypedSignature<P> for fn(P, $($argument),*) -> Result {}

        #[diagnostic::do_not_recommend]
        impl<P: TypedPath, Result, $($argument),*> TypedSignature<P>
            for fn(Option<P>, $($argument),*) -> Result
        {
        }

        #[diagnostic::do_not_recommend]
        impl<P: TypedPath, E, Result, $($argument),*> TypedSignature<P>
            for fn(core::result::Result<P, E>, $($argument),*) -> Result
        {
        }
    };
}

typed_signature!();
typed_signature!(A);
typed_signature!(A B);
typed_signature!(A B C);
typed_signature!(A B C D);
typed_signature!(A B C D F);
typed_signature!(A B C D F G);
typed_signature!(A B C D F G H);
typed_signature!(A B C D F G H I);
typed_signature!(A B C D F G H I J);
typed_signature!(A B C D F G H I J K);
typed_signature!(A B C D F G H I J K L);
typed_signature!(A B C D F G H I J K L M);
typed_signature!(A B C D F G H I J K L M N);
typed_signature!(A B C D F G H I J K L M N O);
typed_signature!(A B C D F G H I J K L M N O Q);

macro_rules! typed_methods {
    ($($method:ident $filter:ident;)*) => {
        /// The methods of `RouterExt` of axum-extra.
        #[cfg_attr(docsrs, doc(cfg(feature = "typed-routing")))]
        impl<S> CorsRouter<S>
        where
            S: Clone + Send + Sync + 'static,
        {
            $(
                #[doc = concat!("Adds a handler for `", stringify!($filter), "` requests to the path of its first argument, a")]
                /// [`TypedPath`]. The handler may be annotated or plain.
                ///
                /// # Panics
                ///
                /// Panics like [`route`](Self::route).
                #[track_caller]
                pub fn $method<H, K, P>(self, handler: H) -> Self
                where
                    H: RouteHandler<K, S>,
                    K: HandlerKind<H, S> + TypedHandler<P>,
                    P: TypedPath,
                {
                    self.route(P::PATH, chain!(CorsMethodRouter::new(), $filter, handler))
                }
            )*
        }
    };
}

typed_methods! {
    typed_connect CONNECT;
    typed_delete DELETE;
    typed_get GET;
    typed_head HEAD;
    typed_options OPTIONS;
    typed_patch PATCH;
    typed_post POST;
    typed_put PUT;
    typed_trace TRACE;
}
