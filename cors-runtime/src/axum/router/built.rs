//! A finished router.

use std::sync::Arc;

use axum::Router;

use crate::route::RoutePolicies;

/// A finished router, and the paths with policies in it.
#[derive(Debug)]
pub(super) struct Built<S> {
    pub(super) router: Router<S>,
    pub(super) paths: Arc<[Arc<RoutePolicies>]>,
}

impl<S> Clone for Built<S> {
    fn clone(&self) -> Self {
        Self {
            router: self.router.clone(),
            paths: Arc::clone(&self.paths),
        }
    }
}
