//! Builds the route of a path entry.

use std::sync::Arc;

use axum::{Router, routing::MethodRouter};

use super::{linked_merge::LinkedMerge, placement::CorsPlacement, unchecked::unchecked};

/// Builds the route of an entry, with all layers and prefixes.
pub(super) enum RouteBuild<S> {
    /// A route of [`CorsRouter::route`](super::CorsRouter::route).
    Route(Arc<dyn Fn(CorsPlacement) -> MethodRouter<S> + Send + Sync>),
    /// A router that contains only this route, after calls that change a whole router.
    Router(
        Arc<dyn Fn(CorsPlacement) -> Router<S> + Send + Sync>,
        LinkedMerge,
    ),
}

impl<S> RouteBuild<S>
where
    S: Clone + Send + Sync + 'static,
{
    /// Adds the route to a router. If both have the default fallback, any of the two remains.
    pub(super) fn add_to(
        &self,
        router: Router<S>,
        path: &str,
        placement: CorsPlacement,
    ) -> Router<S> {
        match self {
            Self::Route(build) => router.route(path, build(placement)),
            Self::Router(build, merge) => merge.merge(router, build(placement)),
        }
    }

    /// Builds a router that contains only this route.
    pub(super) fn router(&self, path: &str, placement: CorsPlacement) -> Router<S> {
        match self {
            Self::Route(build) => unchecked().route(path, build(placement)),
            Self::Router(build, _) => build(placement),
        }
    }

    /// Returns the function that adds the route, if that needs a merge.
    pub(super) fn merge_function(&self) -> Option<LinkedMerge> {
        match self {
            Self::Route(_) => None,
            Self::Router(_, merge) => Some(*merge),
        }
    }

    /// Changes a router that contains only this route.
    pub(super) fn map(
        self,
        path: &Arc<str>,
        change: impl Fn(Router<S>) -> Router<S> + Send + Sync + 'static,
    ) -> Self {
        let path = Arc::clone(path);
        let changed = move |placement| change(self.router(&path, placement));
        Self::Router(Arc::new(changed), LinkedMerge::new())
    }

    /// Provides the state for the handlers.
    pub(super) fn with_state<S2>(self, state: S) -> RouteBuild<S2> {
        match self {
            Self::Route(build) => RouteBuild::Route(Arc::new(move |placement| {
                build(placement).with_state(state.clone())
            })),
            Self::Router(build, _) => RouteBuild::Router(
                Arc::new(move |placement| build(placement).with_state(state.clone())),
                LinkedMerge::new(),
            ),
        }
    }

    /// Merges two routes of one path.
    pub(super) fn merge(self, other: Self, path: &Arc<str>) -> Self {
        let merge = match (&self, &other) {
            (Self::Route(first), Self::Route(second)) => {
                let (first, second) = (Arc::clone(first), Arc::clone(second));
                return Self::Route(Arc::new(move |placement| {
                    first(placement).merge(second(placement))
                }));
            }
            (Self::Router(_, merge), _) | (_, Self::Router(_, merge)) => *merge,
        };
        let path = Arc::clone(path);
        let merged = move |placement| {
            merge.merge(
                self.router(&path, placement),
                other.router(&path, placement),
            )
        };
        Self::Router(Arc::new(merged), merge)
    }
}

impl<S> Clone for RouteBuild<S> {
    fn clone(&self) -> Self {
        match self {
            Self::Route(build) => Self::Route(Arc::clone(build)),
            Self::Router(build, merge) => Self::Router(Arc::clone(build), *merge),
        }
    }
}
