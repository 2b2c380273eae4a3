//! The place of a path in its router, so that `verify` can ask for it.

use super::Path;

/// The place of a path in its router.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    /// The path as the router knows it.
    pub(crate) template: String,
    /// A path that reaches it.
    pub(crate) sample: String,
    /// The paths of an opaque part are unknown, so a 404 for the sample is no fault.
    pub(crate) is_guess: bool,
}

impl Place {
    /// Some path below a prefix.
    pub(crate) fn below(prefix: &str) -> Self {
        Self {
            template: format!("{prefix}/*"),
            sample: format!("{prefix}/cors-verify/cors-verify"),
            is_guess: true,
        }
    }
}

impl Path {
    pub(crate) fn placed(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    pub(crate) fn place(&self) -> Option<&Place> {
        self.place.as_ref()
    }
}
