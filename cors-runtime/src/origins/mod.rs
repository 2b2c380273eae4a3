//! The set of origins a policy allows.

mod dynamic;
mod environment;
mod function;
mod hosts;
mod live;
mod load;
mod load_policy;
mod of_policy;
mod origin;
mod patterns;
mod per_server;
mod predicate;
mod probe;
mod rejected;
mod set;
mod source;
#[cfg(test)]
mod tests;
mod validation_cache;

use cors_rules::{OriginContext, OriginPattern, contains_exact};

#[doc(hidden)]
pub use self::{
    dynamic::DynamicOrigins, environment::Environment, patterns::OriginPatterns,
    predicate::Predicate, source::OriginSource,
};
pub use self::{
    hosts::Hosts,
    live::{LiveOrigins, Rules, WithCredentials, WithoutCredentials},
    load::{LoadError, LoadProblem, try_load},
    origin::{Host, Origin},
    per_server::{PerServer, ServerOrigins},
    rejected::{RejectedOrigin, RejectedOrigins},
};
pub(crate) use self::{load::refuse, source::NoSource};

/// The origins whose pages may read responses.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origins {
    /// All origins.
    Any,
    /// The origins of a list.
    Listed {
        /// Exact origins, in the order of [`cors_rules::sort_exact`].
        exact: &'static [&'static str],
        patterns: OriginPatterns,
        /// The dynamic origins.
        sources: &'static [DynamicOrigins],
    },
}

impl Origins {
    pub const NONE: Self = Self::Listed {
        exact: &[],
        patterns: OriginPatterns::NONE,
        sources: &[],
    };

    /// The exact origins of the list.
    pub(crate) fn exact(&self) -> impl Iterator<Item = &'static str> + use<> {
        let exact = match *self {
            Self::Any => &[][..],
            Self::Listed { exact, .. } => exact,
        };
        exact.iter().copied()
    }

    /// The patterns of the list.
    pub(crate) fn patterns(&self) -> impl Iterator<Item = &'static str> + use<> {
        let patterns = match *self {
            Self::Any => &[][..],
            Self::Listed { patterns, .. } => patterns.list(),
        };
        patterns.iter().map(OriginPattern::as_str)
    }

    /// True if no origin is allowed.
    pub(crate) const fn is_empty(&self) -> bool {
        match self {
            Self::Listed {
                exact: [],
                patterns,
                sources: [],
            } => patterns.list().is_empty(),
            _ => false,
        }
    }

    /// The dynamic origins of the list.
    pub(crate) const fn sources(&self) -> &'static [DynamicOrigins] {
        match self {
            Self::Any => &[],
            Self::Listed { sources, .. } => sources,
        }
    }

    /// The exact origins, then the patterns, then the names of the dynamic origins.
    #[cfg(any(feature = "axum", feature = "rocket"))]
    pub(crate) fn descriptions(&self) -> impl Iterator<Item = String> + use<> {
        let sources = self.sources().iter().map(ToString::to_string);
        let listed = self.exact().chain(self.patterns());
        listed.map(ToOwned::to_owned).chain(sources)
    }

    /// The same list, with its sources bound to the server that is being built.
    fn bound(self) -> Self {
        match self {
            Self::Listed {
                exact,
                patterns,
                sources,
            } => Self::Listed {
                exact,
                patterns,
                sources: sources
                    .iter()
                    .map(|source| source.bound())
                    .collect::<Vec<_>>()
                    .leak(),
            },
            Self::Any => Self::Any,
        }
    }

    /// True if a policy with these other keys allows the origin.
    #[inline]
    pub(crate) fn allow(&self, origin: &[u8], context: impl FnOnce() -> OriginContext) -> bool {
        match self {
            Self::Any => true,
            Self::Listed {
                exact,
                patterns,
                sources,
            } => {
                contains_exact(exact, origin)
                    || patterns.any_matches(origin)
                    || !sources.is_empty() && dynamic::allow(sources, origin, context())
            }
        }
    }
}
