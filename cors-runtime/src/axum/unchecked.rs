//! A router without the checks that `CorsRouter` already made.

use axum::Router;

/// Creates a router that accepts all path syntaxes. `CorsRouter` already had axum check the path when the route was
/// added.
pub(super) fn unchecked<S>() -> Router<S>
where
    S: Clone + Send + Sync + 'static,
{
    Router::new().without_v07_checks()
}
