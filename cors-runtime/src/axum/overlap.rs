//! The error of two routes that cannot be merged.

use core::fmt;

/// The reason why two routes cannot be merged.
#[derive(Debug)]
pub(super) enum Overlap {
    Method(&'static str),
    Fallback,
    /// One is a plain `MethodRouter`, and the other may have handlers for the same methods.
    Opaque,
}

impl fmt::Display for Overlap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Method(method) => write!(f, "both serve `{method}`"),
            Self::Fallback => f.write_str("both have a fallback"),
            Self::Opaque => f.write_str(
                "a plain `MethodRouter` does not report its methods, so it is unknown which of the two routes serves a \
                 method, and whose policy applies; add its handlers with the functions of \
                 `cors_runtime::axum::routing`",
            ),
        }
    }
}
