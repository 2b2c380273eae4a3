//! Names the place where the CORS headers of a route are written.

/// The place where the CORS headers of a route are written.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CorsPlacement {
    /// The annotated handler itself. No layer can respond in its place.
    Handler,
    /// A layer around the whole route. Another layer may respond in place of the handler.
    Route,
    /// A layer around a route that becomes axum's `MethodRouter`. A handler for any method is registered for
    /// each method, so that axum rejects handlers that are added later.
    MethodRouter,
}

impl CorsPlacement {
    /// Returns the placement after a fallback was added, which replaces a handler for any method.
    pub(super) fn below_fallback(self) -> Self {
        match self {
            Self::Handler => Self::Handler,
            Self::Route | Self::MethodRouter => Self::Route,
        }
    }
}
