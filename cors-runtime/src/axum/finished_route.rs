//! A finished route with a policy.

use crate::route::RoutePolicies;

/// A finished route with a policy.
pub(super) struct FinishedRoute {
    pub(super) policies: RoutePolicies,
    /// True if a default applies to opaque handlers.
    pub(super) has_opaque_default: bool,
    pub(super) responds_to_options: bool,
}

impl FinishedRoute {
    /// Returns true if the route needs an `OPTIONS` handler, because the user did not add one.
    pub(super) fn needs_options(&self) -> bool {
        !self.responds_to_options
    }
}
