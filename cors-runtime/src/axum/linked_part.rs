//! Links the code for opaque parts only into programs that have one.

use core::any::Any;

use axum::Router;

use super::linked_merge::LinkedMerge;

/// The functions that a router calls on an opaque part. The calls that add a part store this value.
///
/// `P` is the part with the state `()`, which every served router has.
#[derive(Debug)]
pub(super) struct LinkedPart<P: 'static>(&'static PartFunctions<P>);

#[derive(Debug)]
pub(super) struct PartFunctions<P> {
    pub(super) finish: fn(&P) -> Router,
    /// Returns the error if the part has a route on one of the paths.
    pub(super) conflict: fn(&P, &[&str]) -> Option<String>,
    pub(super) merge: LinkedMerge,
}

impl<P> LinkedPart<P> {
    pub(super) const fn new(functions: &'static PartFunctions<P>) -> Self {
        Self(functions)
    }

    /// Returns the function that adds a part to a router.
    pub(super) fn merge_function(self) -> LinkedMerge {
        self.0.merge
    }

    /// Returns the functions and the part, if its state is `()`. The compiler knows whether it is, and leaves out the
    /// code for the other case.
    pub(super) fn of_unit(self, part: &dyn Any) -> Option<(&'static PartFunctions<P>, &P)> {
        Some((self.0, part.downcast_ref()?))
    }
}

impl<P> Clone for LinkedPart<P> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<P> Copy for LinkedPart<P> {}
