//! Detects plain routers that share a path with the policy of another part.

use core::panic::AssertUnwindSafe;
use std::panic::catch_unwind;

use axum::{http::StatusCode, routing::MethodRouter};

use super::{opaque_part::OpaquePart, path_entry::PathEntry, unchecked::unchecked};
use crate::policy::Policy;

impl<S> OpaquePart<S>
where
    S: Clone + Send + Sync + 'static,
{
    /// Returns true if a default that is not `disabled` applies to the part or to some of its routes.
    pub(super) fn has_default(&self) -> bool {
        self.policies().next().is_some()
    }

    fn policies(&self) -> impl Iterator<Item = &'static Policy> {
        let own = self.default.map(|default| default.policy);
        let own = own.filter(|policy| !policy.disabled);
        let existing = self.existing.defaults.iter();
        own.into_iter()
            .chain(existing.flat_map(|route| route.grants().map(|grant| grant.policy)))
    }

    /// Returns the default that applies to the whole part.
    fn whole_default(&self) -> Option<&'static Policy> {
        if let Some(default) = self.default {
            return Some(default.policy);
        }
        let first = self
            .policies()
            .next()
            .filter(|_| self.existing.covers_all_routes)?;
        self.policies()
            .all(|policy| policy == first)
            .then_some(first)
    }

    /// Returns a policy of one part that does not apply to all of the other part.
    fn differing_policy(&self, other: &Self) -> Option<&'static Policy> {
        let policy = self.policies().chain(other.policies()).next()?;
        let applies_to = |part: &Self| part.whole_default() == Some(policy);
        (!applies_to(self) || !applies_to(other)).then_some(policy)
    }

    /// Returns the error if the part has a route on one of these paths, with the message of axum, which names the path.
    pub(super) fn conflict_with_policies(&self, paths: &[&str]) -> Option<String> {
        let mut policies = unchecked();
        for path in paths {
            // A service overlaps with every route of its path, unlike a route.
            policies = policies.route_service(path, MethodRouter::<()>::new());
        }
        let merge = || drop(self.router.clone().reset_fallback().merge(policies));
        let conflict = catch_unwind(AssertUnwindSafe(merge)).err()?;
        let conflict = conflict.downcast_ref::<String>().map(String::as_str);
        let added = self.added.map(|added| format!("\n  added by: {added}"));
        Some(format!(
            "a plain axum `Router` and another route share a path, and one of them has a policy; a plain router does \
             not report its methods, so it is unknown whose policy applies to a method: add its handlers with the \
             functions of `cors_runtime::axum::routing`{}\n  {}",
            added.unwrap_or_default(),
            conflict.unwrap_or_default()
        ))
    }

    /// Checks that two plain routers with different defaults do not share a path. axum would route its preflights to
    /// one of them, and the default there would respond for the handlers of the other.
    ///
    /// # Panics
    ///
    /// Panics if the routers share a path and their defaults differ.
    #[track_caller]
    pub(super) fn refuse_paths_of(&self, other: &Self) {
        let Some(policy) = self.differing_policy(other) else {
            return;
        };
        if !self.has_routes() || !other.has_routes() {
            return;
        }
        // axum does not report paths, but it panics if two routes of the same path both have a fallback.
        let with_fallbacks = |part: &Self| {
            let router = part.router.clone().reset_fallback();
            router.method_not_allowed_fallback(async || StatusCode::METHOD_NOT_ALLOWED)
        };
        let merge = || drop(with_fallbacks(self).merge(with_fallbacks(other)));
        assert!(
            catch_unwind(AssertUnwindSafe(merge)).is_ok(),
            "two plain routers serve methods of one path, and the policy of one ({}) does not apply to the other; \
             axum routes the preflights of the path to one of them, which would also respond for the handlers of \
             the other, so apply the same policy to both, or add their handlers with the functions of \
             `cors_runtime::axum::routing`",
            policy.declaration.location
        );
    }
}

/// Returns true if the entry or the part has a policy, so that they must not share a path.
pub(super) fn has_policy<S>(entry: &PathEntry<S>, part: &OpaquePart<S>) -> bool
where
    S: Clone + Send + Sync + 'static,
{
    entry.has_policy() || part.has_default()
}
