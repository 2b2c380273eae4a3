//! Keeps plain routers from sharing a path with policies that they do not know of.

use core::panic::AssertUnwindSafe;
use std::panic::catch_unwind;

use axum::{Router, http::StatusCode};

use super::{entry::Entry, opaque_part::OpaquePart};
use crate::policy::Policy;

impl<S> OpaquePart<S>
where
    S: Clone + Send + Sync + 'static,
{
    /// True if a default that is not `disabled` is around it or, for a finished router, around some of its routes.
    pub(super) fn has_default(&self) -> bool {
        self.policies().next().is_some()
    }

    fn policies(&self) -> impl Iterator<Item = &'static Policy> {
        let own = self.default.filter(|policy| !policy.disabled);
        let finished = self.finished.defaults.iter();
        own.into_iter()
            .chain(finished.flat_map(|path| path.grants().map(|grant| grant.policy)))
    }

    /// The default that is around all of it.
    fn whole_default(&self) -> Option<&'static Policy> {
        if self.default.is_some() {
            return self.default;
        }
        let first = self.policies().next().filter(|_| self.finished.is_whole)?;
        self.policies()
            .all(|policy| policy == first)
            .then_some(first)
    }

    /// A policy of one of both that is not the default of all of the other.
    fn differing_policy(&self, other: &Self) -> Option<&'static Policy> {
        let policy = self.policies().chain(other.policies()).next()?;
        let is_around = |part: &Self| part.whole_default() == Some(policy);
        (!is_around(self) || !is_around(other)).then_some(policy)
    }

    /// # Panics
    ///
    /// With the text of axum, if a route of the part overlaps with one of the other router.
    #[track_caller]
    pub(super) fn refuse_routes_of(&self, other: &Router<S>) {
        if self.has_routes() {
            let _ = self.router.clone().reset_fallback().merge(other.clone());
        }
    }

    /// Two plain routers may serve the methods of one path, and axum gives its preflights to one of them. The
    /// default there would speak for the handlers of the other.
    ///
    /// # Panics
    ///
    /// If the default of one is not that of the other, and they share a path.
    #[track_caller]
    pub(super) fn refuse_paths_of(&self, other: &Self) {
        let Some(policy) = self.differing_policy(other) else {
            return;
        };
        if !self.has_routes() || !other.has_routes() {
            return;
        }
        // axum does not report paths, but panics over two routes of a path that both have a fallback.
        let with_fallbacks = |part: &Self| {
            let router = part.router.clone().reset_fallback();
            router.method_not_allowed_fallback(async || StatusCode::METHOD_NOT_ALLOWED)
        };
        let merge = || drop(with_fallbacks(self).merge(with_fallbacks(other)));
        assert!(
            catch_unwind(AssertUnwindSafe(merge)).is_ok(),
            "two plain routers serve methods of one path, and the policy of one ({}) is not around the other: \
             axum gives the preflights of the path to one of the two, which would answer for the handlers of \
             the other as well; give both the same policy, or add their handlers with the functions of \
             `cors_runtime::axum::routing`",
            policy.declaration.location
        );
    }
}

/// True if a policy is around the entry or the part: they then share no path.
pub(super) fn has_policy<S>(entry: &Entry<S>, part: &OpaquePart<S>) -> bool
where
    S: Clone + Send + Sync + 'static,
{
    entry.has_policy() || part.has_default()
}
