//! What the routes of a [`CorsRouter`] become: one router of axum.

use std::sync::Arc;

use axum::{Router, routing::MethodRouter};

use super::CorsRouter;
use crate::{
    axum::{
        default::{AroundOpaque, Refused},
        entry::{Entry, unchecked},
        route::NoDefault,
    },
    layer::CorsLayer,
    path::Path,
    policy::{Methods, Policy},
    verify,
};

impl<S> CorsRouter<S>
where
    S: Clone + Send + Sync + 'static,
{
    #[track_caller]
    pub(super) fn build(&self) -> Router<S> {
        let group = verify::Group::new();
        let mut router = unchecked();
        for entry in &self.entries {
            router = router.merge(entry.finish(&group));
        }
        // Last, since of two default fallbacks axum keeps that of the router merged later: the
        // others are wrapped in the layers of a single route.
        router.merge(self.rest.clone())
    }

    /// The same router with a policy for everything inside that has none: its handlers, the methods
    /// and the paths that nothing serves.
    pub(in crate::axum) fn with_default(
        mut self,
        policy: &'static Policy,
    ) -> Result<Self, Refused> {
        let told = !self.rest.has_routes() && !self.has_fallback;
        if !told && policy.methods == Methods::Served && !policy.disabled {
            return Err(Refused::rest(NoDefault::MethodsUnknown));
        }
        self.rest = if self.knows_rest {
            self.rest.layer(unknown_paths(policy).unproved())
        } else if told {
            // A nested router may have brought a fallback with a policy of its own.
            let unknown = Arc::new(Path::unknown(policy));
            self.rest.layer(AroundOpaque::around(unknown))
        } else {
            self.rest.layer(AroundOpaque::layer(policy))
        };
        self.knows_rest = false;
        self.entries = self
            .entries
            .into_iter()
            .map(|entry| {
                let path = entry.path().to_owned();
                let covered = entry.with_default(policy);
                covered.map_err(|reason| Refused::at(path, reason))
            })
            .collect::<Result<_, _>>()?;
        self.default = Some(policy);
        self.unknown.cover(policy);
        Ok(self.unbuilt())
    }

    /// The finished router, made when it is asked for first.
    pub(in crate::axum) fn built(&mut self) -> &mut Router<S> {
        let router = match self.built.take() {
            Some(router) => router,
            None => self.shared.get_or_init(|| self.build()).clone(),
        };
        self.built.insert(router)
    }

    #[track_caller]
    pub(super) fn add(&mut self, entry: Entry<S>) {
        let Some(index) = self
            .entries
            .iter()
            .position(|mine| mine.path() == entry.path())
        else {
            self.entries.push(entry);
            return;
        };
        let path = entry.path().to_owned();
        match self.entries.swap_remove(index).and(entry) {
            Ok(both) => self.entries.push(both),
            Err(overlap) => panic!("Overlapping method route. Two routes of `{path}`: {overlap}"),
        }
    }

    /// A plain router does not tell which methods it serves. On the path of a policy it could serve
    /// one that the policy then speaks for, so axum is asked whether those paths are free there.
    #[track_caller]
    pub(super) fn refuse_plain_routes_at(&self, is_new: impl Fn(&str) -> bool) {
        if !self.rest.has_routes() {
            return;
        }
        let mut taken = unchecked();
        for entry in &self.entries {
            if entry.has_policy() && is_new(entry.path()) {
                // A service, unlike a route, shares its path with nothing.
                taken = taken.route_service(entry.path(), MethodRouter::<()>::new());
            }
        }
        if taken.has_routes() {
            let _ = self.rest.clone().merge(taken);
        }
    }

    pub(super) fn unbuilt(mut self) -> Self {
        self.built = None;
        self.shared = Arc::default();
        self
    }
}

/// What marks the answers to paths that nothing serves.
pub(super) fn unknown_paths(policy: &'static Policy) -> CorsLayer {
    CorsLayer::around(Arc::new(Path::unknown(policy)))
}
