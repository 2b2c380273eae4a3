//! The reasons why two routes cannot share a path.

use core::fmt;

/// Why two routes cannot be one.
#[derive(Debug)]
pub(super) enum Overlap {
    Method(&'static str),
    Fallback,
    /// A plain `MethodRouter` beside handlers that may be meant for the same methods: the handler of a method is
    /// unknown.
    Unknown,
}

impl fmt::Display for Overlap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Method(method) => write!(f, "both serve `{method}`"),
            Self::Fallback => f.write_str("both serve the methods that nothing else serves"),
            Self::Unknown => f.write_str(
                "a plain `MethodRouter` does not report its methods, so it cannot stand beside a handler for \
                 any method or, if there are policies in it, beside any handler; add its handlers with \
                 the functions of `cors_runtime::axum::routing`",
            ),
        }
    }
}
