//! The handlers that fallbacks take.

use axum::handler::Handler;

/// A plain handler, as a fallback takes it: `#[cors]` is for handlers of routes.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a fallback",
    label = "not a plain handler",
    note = "a fallback has no policy of its own: if this one is under `#[cors]`, move the attribute to the function that returns the router",
    note = "otherwise `#[axum::debug_handler]` on the function shows what is wrong with it"
)]
pub trait FallbackHandler<T, S>: Handler<T, S> {}

#[diagnostic::do_not_recommend]
impl<H: Handler<T, S>, T, S> FallbackHandler<T, S> for H {}
