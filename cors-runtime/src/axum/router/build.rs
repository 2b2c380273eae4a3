//! Builds one router of axum from the routes of a [`CorsRouter`].

use std::sync::Arc;

use axum::{Router, routing::MethodRouter};

use super::{CorsRouter, built::Built};
use crate::{
    axum::{
        default_error::{NoDefault, Refused},
        entry::{Entry, unchecked},
        opaque_default::{Holds, OpaqueDefault},
        opaque_part::{OpaquePart, unknown_paths},
        shared_paths::has_policy,
        unit_state::provide_unit_state,
    },
    policy::{Methods, Policy},
    route::{RouteLocation, RoutePolicies},
    tower::inspect::{self, Inside, policies_of_router},
    verify::RouteListing,
};

impl<S> CorsRouter<S>
where
    S: Clone + Send + Sync + 'static,
{
    #[track_caller]
    fn build(&self) -> Built<S> {
        let mut router = unchecked();
        for entry in &self.entries {
            router = router.merge(entry.finish());
        }
        for part in &self.opaque {
            if self.fallback.is_some() && part.is_not_found() {
                // Unknown paths of a nested router reach the fallback, as in axum.
                continue;
            }
            // Paths were checked where they were added, with the checks that were in force there.
            router = router.merge(part.finish().without_v07_checks());
        }
        // Handlers become routes now, not on every request, and their policies can be found.
        let router = provide_unit_state(router);
        let (unknown, paths) = self.finish_unknown(&router);
        // Last, since of two default fallbacks axum keeps that of the router merged later: the
        // others are wrapped in the layers of a single route.
        let router = router.merge(unknown);
        Built { router, paths }
    }

    /// The response to unknown paths, which lists the paths of the routes for `verify`, and that list.
    fn finish_unknown(&self, routes: &Router<S>) -> (Router<S>, Arc<[Arc<RoutePolicies>]>) {
        let mut unknown = self.unknown.clone();
        match self.default {
            Some(policy) if self.fallback.is_some() => {
                let path =
                    Arc::new(RoutePolicies::opaque(policy).located(RouteLocation::below("")));
                let default = OpaqueDefault::on_path(path, policy.disabled, Holds::Service);
                unknown = provide_unit_state(unknown.layer(default));
            }
            Some(policy) if !policy.disabled => {
                let paths = paths_of([routes, &unknown]);
                return (unknown.layer(unknown_paths(policy, &paths)), paths);
            }
            _ => {}
        }
        let paths = paths_of([routes, &unknown]);
        (unknown.layer(RouteListing::of(&paths)), paths)
    }

    /// The same router with a policy for everything inside that has none: its handlers, the methods
    /// and the paths that nothing serves.
    #[track_caller]
    pub(in crate::axum) fn with_default(
        mut self,
        policy: &'static Policy,
    ) -> Result<Self, Refused> {
        let is_unknown = self.fallback.is_some() && self.default.is_none();
        if is_unknown && policy.methods == Methods::Served && !policy.disabled {
            return Err(Refused::rest(NoDefault::MethodsUnknown));
        }
        self.entries = self
            .entries
            .into_iter()
            .map(|entry| {
                let path = entry.path().to_owned();
                let covered = entry.with_default(policy);
                covered.map_err(|reason| Refused::at(path, reason))
            })
            .collect::<Result<_, _>>()?;
        self.opaque = self
            .opaque
            .into_iter()
            .map(|part| {
                let path = part.path().to_owned();
                let covered = part.with_default(policy);
                covered.map_err(|reason| Refused::at(path, reason))
            })
            .collect::<Result<_, _>>()?;
        if self.fallback.is_some()
            && policy.enforces()
            && self.default.is_some_and(|own| !own.accepted.states_enforce)
        {
            return Err(Refused::rest(NoDefault::EnforceNotStated));
        }
        self.default.get_or_insert(policy);
        self.refuse_plain_routes_at_policies();
        Ok(self.unbuilt())
    }

    /// The finished router, made when it is asked for first.
    pub(in crate::axum) fn built(&mut self) -> &mut Router<S> {
        let built = match self.built.take() {
            Some(built) => built,
            None => self.shared.get_or_init(|| self.build()).clone(),
        };
        &mut self.built.insert(built).router
    }

    #[track_caller]
    pub(super) fn into_built(self) -> Router<S> {
        self.build().router
    }

    /// Reports the paths with policies to a look into a service that is this router.
    #[cold]
    pub(super) fn report_clone(&self) {
        let built = match &self.built {
            Some(built) => built,
            None => self.shared.get_or_init(|| self.build()),
        };
        for path in built.paths.iter() {
            inspect::report_found(Inside {
                path: Arc::clone(path),
                is_default: false,
            });
        }
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

    /// A plain router does not report its methods. On the path of a policy it could serve
    /// one that the policy then decides on, so axum checks whether those paths are free there.
    #[track_caller]
    pub(super) fn refuse_plain_routes_at(
        &self,
        is_exclusive: impl Fn(&Entry<S>, &OpaquePart<S>) -> bool,
    ) {
        for part in self.opaque.iter().filter(|part| part.has_routes()) {
            let mut taken = unchecked();
            for entry in &self.entries {
                if is_exclusive(entry, part) {
                    // A service, unlike a route, shares its path with nothing.
                    taken = taken.route_service(entry.path(), MethodRouter::<()>::new());
                }
            }
            if taken.has_routes() {
                part.refuse_routes_of(&taken);
            }
        }
    }

    /// The same where a part has a policy around it, and for the parts among themselves.
    #[track_caller]
    pub(super) fn refuse_plain_routes_at_policies(&self) {
        self.refuse_plain_routes_at(has_policy);
        for (i, part) in self.opaque.iter().enumerate() {
            for other in &self.opaque[i + 1..] {
                part.refuse_paths_of(other);
            }
        }
    }

    pub(super) fn unbuilt(mut self) -> Self {
        self.built = None;
        self.shared = Arc::default();
        self
    }
}

/// The paths with policies in finished routers, each once.
fn paths_of<S>(routers: [&Router<S>; 2]) -> Arc<[Arc<RoutePolicies>]>
where
    S: Clone + Send + Sync + 'static,
{
    let mut paths: Vec<Arc<RoutePolicies>> = Vec::new();
    let inside = routers.into_iter().flat_map(policies_of_router).flatten();
    for path in inside.map(|inside| inside.path) {
        if !paths.iter().any(|known| Arc::ptr_eq(known, &path)) {
            paths.push(path);
        }
    }
    paths.into()
}
