//! Links the merge of axum only into programs that need it.

use core::{any::Any, mem};

use axum::Router;

/// The function that merges routers.
///
/// Routes that are added by `route` need no merge. So the calls that need one, such as `nest` and `layer`, store this
/// value.
#[derive(Clone, Copy, Debug)]
pub(super) struct LinkedMerge(fn(Router, Router) -> Router);

impl LinkedMerge {
    // Called by generic functions alone, which are compiled with the program.
    #[inline]
    pub(super) const fn new() -> Self {
        Self(Router::merge)
    }

    /// Merges two routers. If both have the default fallback, that of `other` remains.
    pub(super) fn merge<S>(self, router: Router<S>, other: Router<S>) -> Router<S>
    where
        S: Clone + Send + Sync + 'static,
    {
        let mut routers = [router, other];
        let any: &mut dyn Any = &mut routers;
        if let Some([router, other]) = any.downcast_mut::<[Router; 2]>() {
            *router = (self.0)(mem::take(router), mem::take(other));
            let [merged, _] = routers;
            return merged;
        }
        let [router, other] = routers;
        router.merge(other)
    }
}
