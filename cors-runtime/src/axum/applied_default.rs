//! A default policy that was applied to a part of a router.

use super::linked_layers::LinkedLayers;
use crate::Policy;

/// A default policy that was applied to an opaque part, or to the unknown paths of a router.
#[derive(Clone, Copy, Debug)]
pub(super) struct AppliedDefault {
    pub(super) policy: &'static Policy,
    /// The functions that put it around the part when the router is finished.
    pub(super) layers: LinkedLayers,
}

impl AppliedDefault {
    #[inline]
    pub(super) fn new(policy: &'static Policy) -> Self {
        Self {
            policy,
            layers: LinkedLayers::new(),
        }
    }
}
