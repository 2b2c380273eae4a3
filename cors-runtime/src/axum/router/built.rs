//! A finished router.

use std::sync::Arc;

use axum::Router;

use crate::route::RoutePolicies;

/// A finished router, and its routes with policies.
#[derive(Debug)]
pub(super) struct BuiltRouter<S> {
    pub(super) router: Router<S>,
    pub(super) routes: Arc<[Arc<RoutePolicies>]>,
}

impl<S> Clone for BuiltRouter<S> {
    fn clone(&self) -> Self {
        Self {
            router: self.router.clone(),
            routes: Arc::clone(&self.routes),
        }
    }
}
