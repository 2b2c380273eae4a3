//! Builds an axum router from the routes of a [`CorsRouter`].

use std::sync::Arc;

use axum::Router;

use super::CorsRouter;
use crate::{
    axum::{
        applied_default::AppliedDefault,
        built::Built,
        default_error::{DefaultConflict, DefaultError, OpaqueItem},
        linked_layers::LinkedLayers,
        linked_merge::LinkedMerge,
        opaque_default::OpaqueContent,
        opaque_part::OpaquePart,
        path_entry::PathEntry,
        shared_paths::has_policy,
        unchecked::unchecked,
        unit_state::provide_unit_state,
    },
    policy::{Methods, Policy},
    route::{RouteLocation, RoutePolicies},
    tower::inspect::{self, InnerPolicy},
};

impl<S> CorsRouter<S>
where
    S: Clone + Send + Sync + 'static,
{
    #[track_caller]
    fn build(&self) -> Router<S> {
        let merge = self.merge_function();
        let mut router = match merge {
            None => self.unknown.clone().without_v07_checks(),
            Some(_) => unchecked(),
        };
        for entry in self.entries.iter() {
            router = entry.add_to(router);
        }
        for part in &self.opaque {
            if self.fallback.is_some() && part.is_not_found() {
                // The outer fallback handles the unknown paths of a nested router, as in axum.
                continue;
            }
            router = part.add_to(router);
        }
        // With their state, handlers become routes now, and not on every request. Routes can be inspected.
        let router = provide_unit_state(router);
        let Some(merge) = merge else {
            return router;
        };
        let unknown = self.build_unknown_paths(&router);
        // Merged last, since axum keeps the default fallback of the router that is merged later. The others are
        // wrapped in the layers of a single route.
        merge.merge(router, unknown)
    }

    /// Returns the function that merges the parts of this router, unless all are routes without a layer.
    fn merge_function(&self) -> Option<LinkedMerge> {
        let layers = self.default.map(|default| default.layers).or(self.listing);
        let entries = || self.entries.iter().find_map(PathEntry::merge_function);
        let opaque = || self.opaque.first().map(OpaquePart::merge_function);
        layers
            .map(LinkedLayers::merge_function)
            .or_else(entries)
            .or_else(opaque)
    }

    /// Builds the router for unknown paths, which lists the routes with policies for `verify`.
    fn build_unknown_paths(&self, routes: &Router<S>) -> Router<S> {
        let mut unknown = self.unknown.clone();
        let applied = self.default.map(|default| default.layers);
        let Some(layers) = applied.or(self.listing) else {
            return unknown;
        };
        match self.default.map(|default| default.policy) {
            Some(policy) if self.fallback.is_some() => {
                let path =
                    Arc::new(RoutePolicies::opaque(policy).located(RouteLocation::below("")));
                let content = OpaqueContent::Service;
                unknown = layers.add_default(unknown, &path, policy.disabled, content);
                unknown = provide_unit_state(unknown);
            }
            Some(policy) if !policy.disabled => {
                let policies = layers.routes([routes, &unknown]);
                return layers.add_unknown_paths(unknown, policy, &policies);
            }
            _ => {}
        }
        let policies = layers.routes([routes, &unknown]);
        layers.add_listing(unknown, &policies)
    }

    /// Makes the finished router list its routes for [`verify`](crate::verify()).
    pub(in crate::axum) fn with_listing(mut self) -> Self {
        self.listing = Some(LinkedLayers::new());
        self
    }

    /// Applies a default policy to handlers without a policy, to methods without a handler and to unknown paths.
    #[track_caller]
    pub(in crate::axum) fn with_default(
        mut self,
        policy: &'static Policy,
    ) -> Result<Self, DefaultError> {
        let is_unknown = self.fallback.is_some() && self.default.is_none();
        if is_unknown && policy.methods == Methods::Served && !policy.disabled {
            return Err(DefaultError::at_fallback(
                self.fallback_added,
                DefaultConflict::MethodsUnknown(OpaqueItem::Fallback),
            ));
        }
        self.entries = self.entries.try_map(|entry| {
            let (path, added) = (entry.shared_path(), entry.added);
            let entry = entry.with_default(policy);
            entry.map_err(|reason| DefaultError::at(&path, Some(added), reason))
        })?;
        self.opaque = self
            .opaque
            .into_iter()
            .map(|part| {
                let (path, added) = (part.path().to_owned(), part.added);
                let part = part.with_default(policy);
                part.map_err(|reason| DefaultError::at(&path, added, reason))
            })
            .collect::<Result<_, _>>()?;
        if self.fallback.is_some()
            && policy.enforces()
            && self
                .default
                .is_some_and(|own| !own.policy.declaration.states_enforce)
        {
            return Err(DefaultError::at_fallback(
                self.fallback_added,
                DefaultConflict::EnforceNotStated,
            ));
        }
        self.default
            .get_or_insert_with(|| AppliedDefault::new(policy));
        self.refuse_plain_routes_at_policies();
        Ok(self.unbuilt())
    }

    /// Returns the finished router, which is built on first use.
    pub(in crate::axum) fn built(&mut self) -> &mut Router<S> {
        let built = match self.built.own.take() {
            Some(built) => built,
            None => self.built.shared.get_or_init(|| self.build()).clone(),
        };
        self.built.own.insert(built)
    }

    /// Returns the finished router, which lists its routes for [`verify`](crate::verify()).
    pub(in crate::axum) fn built_with_listing(&mut self) -> &mut Router<S> {
        self.listing = Some(LinkedLayers::new());
        self.built()
    }

    /// Returns the finished router, which all clones share, so that they share the state of their layers.
    #[track_caller]
    pub(super) fn into_built(self) -> Router<S> {
        // Without a closure, so that a panic points at the caller.
        match self.built.copied() {
            Some(built) => built,
            None => self.built.share(self.build()),
        }
    }

    /// Reports the policies of this router to an inspection of a service that contains it.
    #[cold]
    pub(super) fn report_clone(&self) {
        let built = self.built.get(|| self.build());
        for route in inspect::routes_of_routers([built]).iter() {
            inspect::report_policy(InnerPolicy {
                route: Arc::clone(route),
                is_default: false,
            });
        }
    }

    #[track_caller]
    pub(super) fn add(&mut self, entry: PathEntry<S>) {
        let path = entry.shared_path();
        if let Err(overlap) = self.entries.add(entry) {
            panic!("Overlapping method route. Two routes of `{path}`: {overlap}");
        }
    }

    /// Panics if a plain router has a route on the path of an exclusive entry.
    ///
    /// A plain router does not report its paths, so the check uses the overlap check of axum. It does not report its
    /// methods either: on the path of a policy, the policy would decide on methods of the plain router.
    #[track_caller]
    pub(super) fn refuse_plain_routes_at(
        &self,
        is_exclusive: impl Fn(&PathEntry<S>, &OpaquePart<S>) -> bool,
    ) {
        for part in self.opaque.iter().filter(|part| part.has_routes()) {
            let entries = self.entries.iter();
            let exclusive = entries.filter(|entry| is_exclusive(entry, part));
            let exclusive: Vec<_> = exclusive.map(PathEntry::path).collect();
            if !exclusive.is_empty() {
                part.refuse_paths_of_policies(&exclusive);
            }
        }
    }

    /// Panics if a plain router shares a path with a policy that does not apply to it.
    #[track_caller]
    pub(super) fn refuse_plain_routes_at_policies(&self) {
        self.refuse_plain_routes_at(has_policy);
        for (i, part) in self.opaque.iter().enumerate() {
            for other in &self.opaque[i + 1..] {
                part.refuse_paths_of(other);
            }
        }
    }

    /// Drops the finished router, because the router changed.
    pub(super) fn unbuilt(mut self) -> Self {
        self.built = Built::default();
        self
    }
}
