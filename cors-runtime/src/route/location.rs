//! The place of a path in its router, so that `verify` can ask for it.

use super::RoutePolicies;

/// The place of a path in its router.
#[derive(Clone, Debug)]
pub(crate) struct RouteLocation {
    /// The path as the router knows it.
    pub(crate) template: String,
    /// A path that reaches it.
    pub(crate) sample: String,
    /// The paths of an opaque part are unknown, so a 404 for the sample is no fault.
    pub(crate) is_guess: bool,
}

impl RouteLocation {
    /// Some path below a prefix.
    pub(crate) fn below(prefix: &str) -> Self {
        Self {
            template: format!("{prefix}/*"),
            sample: format!("{prefix}/cors-verify/cors-verify"),
            is_guess: true,
        }
    }
}

impl RoutePolicies {
    pub(crate) fn located(mut self, location: RouteLocation) -> Self {
        self.route_location = Some(location);
        self
    }

    pub(crate) fn route_location(&self) -> Option<&RouteLocation> {
        self.route_location.as_ref()
    }
}
