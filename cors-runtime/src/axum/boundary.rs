//! The place of the CORS headers of a route.

/// Where the CORS headers of a route are written.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Boundary {
    /// In the annotated handler itself: nothing stands around it that could answer in its place.
    Inside,
    /// Around the whole route: a layer may answer in the handler's place.
    Outside,
    /// Around the whole route, which axum gets: a handler for any method takes each of them, so that axum
    /// refuses a handler that is added for one.
    HandedOver,
}

impl Boundary {
    /// The boundary of the handlers below a new fallback, which takes the place of a handler for any method.
    pub(super) fn below_fallback(self) -> Self {
        match self {
            Self::Inside => Self::Inside,
            Self::Outside | Self::HandedOver => Self::Outside,
        }
    }
}
