//! The finished route of a method router that is used as a service or a handler.

use std::sync::{Arc, OnceLock};

use axum::routing::MethodRouter;

/// The axum method router that a `CorsMethodRouter` builds on its first use as a service.
pub(super) struct BuiltService<S, E> {
    pub(super) own: Option<MethodRouter<S, E>>,
    /// Shared by all clones, since a service is cloned on every request.
    pub(super) shared: Arc<OnceLock<MethodRouter<S, E>>>,
}

impl<S, E> Clone for BuiltService<S, E> {
    fn clone(&self) -> Self {
        Self {
            own: self.own.clone(),
            shared: Arc::clone(&self.shared),
        }
    }
}

impl<S, E> Default for BuiltService<S, E> {
    fn default() -> Self {
        Self {
            own: None,
            shared: Arc::default(),
        }
    }
}
