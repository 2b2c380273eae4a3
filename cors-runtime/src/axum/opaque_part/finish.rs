//! Adds an opaque part to the router that is being finished.

use std::sync::Arc;

use axum::Router;

use super::{OpaquePart, PartKind};
use crate::{
    axum::{
        applied_default::AppliedDefault, linked_merge::LinkedMerge, opaque_default::OpaqueContent,
        unit_state::from_unit_state,
    },
    route::{RouteLocation, RoutePolicies},
};

impl<S> OpaquePart<S>
where
    S: Clone + Send + Sync + 'static,
{
    /// Returns the function that adds the part to a router.
    pub(in crate::axum) fn merge_function(&self) -> LinkedMerge {
        self.linked.merge
    }

    /// Adds the finished part to a router.
    pub(in crate::axum) fn add_to(&self, router: Router<S>) -> Router<S> {
        let part = match self.with_unit_state() {
            Some(unit) => from_unit_state((self.linked.finish)(unit)),
            None => self.finish(),
        };
        // axum already checked the paths when they were added.
        self.merge_function()
            .merge(router, part.without_v07_checks())
    }

    /// Builds the router of the part, with its default policy.
    pub(in crate::axum) fn finish(&self) -> Router<S> {
        let router = self.router.clone();
        let Some(AppliedDefault { policy, layers }) = self.default else {
            return router;
        };
        let content = match self.kind {
            PartKind::NotFound if policy.disabled => return router,
            PartKind::NotFound => {
                return layers.add_unknown_paths(router, policy, &Arc::default());
            }
            PartKind::Router => OpaqueContent::PlainRouter,
            PartKind::Service | PartKind::Fallback => OpaqueContent::Service,
        };
        let path = RoutePolicies::opaque(policy).located(RouteLocation {
            template: self.path.clone(),
            is_guess: self.kind != PartKind::Service,
        });
        layers.add_default(router, &Arc::new(path), policy.disabled, content)
    }

    /// Checks that the part has no route on these paths. One of the two has a policy.
    ///
    /// # Panics
    ///
    /// Panics with the message of axum, which names the path, and the reason.
    #[track_caller]
    pub(in crate::axum) fn refuse_paths_of_policies(&self, paths: &[&str]) {
        if !self.has_routes() {
            return;
        }
        let conflict = match self.with_unit_state() {
            Some(unit) => (self.linked.conflict)(unit, paths),
            None => self.conflict_with_policies(paths),
        };
        if let Some(conflict) = conflict {
            panic!("{conflict}");
        }
    }
}
