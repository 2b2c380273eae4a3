//! The reasons to refuse a request.

use crate::policy::Policy;

/// The reason why a request is refused, or why its response gets no CORS headers.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Refusal {
    /// The path has no handler with a policy for the requested method.
    NoPolicy,
    /// The policy does not cover the requested method.
    MethodNotAllowed(&'static Policy),
    /// The policy does not allow the origin, or the request has several.
    OriginNotAllowed(&'static Policy),
    /// The policy has `enforce`, and the request comes from another site.
    ForeignSite(&'static Policy),
    /// A fairing sent the request to a route with another policy.
    #[cfg(feature = "rocket")]
    Rewritten,
}

impl Refusal {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::NoPolicy => "no-policy",
            Self::MethodNotAllowed(_) => "method-not-allowed",
            Self::OriginNotAllowed(_) => "origin-not-allowed",
            Self::ForeignSite(_) => "foreign-site",
            #[cfg(feature = "rocket")]
            Self::Rewritten => "rewritten",
        }
    }

    pub(crate) const fn policy(self) -> Option<&'static Policy> {
        match self {
            Self::NoPolicy => None,
            #[cfg(feature = "rocket")]
            Self::Rewritten => None,
            Self::MethodNotAllowed(policy)
            | Self::OriginNotAllowed(policy)
            | Self::ForeignSite(policy) => Some(policy),
        }
    }
}
