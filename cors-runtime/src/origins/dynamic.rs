//! Dynamic origins: those of an environment variable, a live set or a function.

use core::fmt;

use cors_rules::{Lint, OriginContext, check_function, check_live_origins};

use super::source::{NoSource, OriginSource};

/// A source of dynamic origins, as a policy names it.
#[doc(hidden)]
#[derive(Clone, Copy)]
pub struct DynamicOrigins {
    name: &'static str,
    kind: SourceKind,
    source: SourceRef,
}

type SourceFn = fn() -> &'static dyn OriginSource;

#[derive(Clone, Copy)]
enum SourceRef {
    /// A function returns the static, because a policy is a constant, and a constant cannot refer to a static with
    /// interior mutability.
    Static(SourceFn),
    /// A source that was made while the server was built.
    Leaked(&'static dyn OriginSource),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum SourceKind {
    /// An environment variable, read once.
    Environment,
    /// A [`LiveOrigins`](crate::LiveOrigins).
    Live { credentials: bool },
    /// A [`PerServer`](crate::PerServer), which allows no origin before it is bound to a server.
    PerServer { credentials: bool },
    /// The set of one server.
    OfServer,
    /// A function of the user.
    Matching,
}

impl DynamicOrigins {
    /// Allows no origin.
    pub(crate) const NONE: Self = Self::environment("", || &NoSource);

    const fn of_static(name: &'static str, kind: SourceKind, source: SourceFn) -> Self {
        Self {
            name,
            kind,
            source: SourceRef::Static(source),
        }
    }

    #[must_use]
    pub const fn environment(name: &'static str, source: SourceFn) -> Self {
        Self::of_static(name, SourceKind::Environment, source)
    }

    #[must_use]
    pub const fn live(name: &'static str, credentials: bool, source: SourceFn) -> Self {
        Self::of_static(name, SourceKind::Live { credentials }, source)
    }

    #[must_use]
    pub const fn per_server(name: &'static str, credentials: bool, source: SourceFn) -> Self {
        Self::of_static(name, SourceKind::PerServer { credentials }, source)
    }

    #[must_use]
    pub const fn matching(name: &'static str, source: SourceFn) -> Self {
        Self::of_static(name, SourceKind::Matching, source)
    }

    #[inline]
    pub(super) fn source(self) -> &'static dyn OriginSource {
        match self.source {
            SourceRef::Static(source) => source(),
            SourceRef::Leaked(source) => source,
        }
    }

    /// The same source, bound to the server that is being built.
    pub(super) fn bound(self) -> Self {
        match self.source().of_server() {
            Some(set) => Self {
                kind: SourceKind::OfServer,
                source: SourceRef::Leaked(set),
                ..self
            },
            None => self,
        }
    }

    pub(super) const fn name(self) -> &'static str {
        self.name
    }

    /// True if the origins were validated for policies with these keys.
    pub(crate) fn is_validated(self, context: OriginContext) -> bool {
        self.source().is_validated(context)
    }

    /// True for a variable, which is read once.
    #[cfg(feature = "rocket")]
    pub(crate) const fn is_environment(self) -> bool {
        matches!(self.kind, SourceKind::Environment)
    }

    /// True for a function, whose validation needs the hosts of the other origins.
    pub(crate) const fn is_function(self) -> bool {
        matches!(self.kind, SourceKind::Matching)
    }

    /// The rule that the source breaks in a policy with these other keys, with the source's name.
    pub(crate) const fn check(&self, context: OriginContext) -> Result<(), (Lint, &'static str)> {
        let checked = match self.kind {
            SourceKind::Environment | SourceKind::OfServer => return Ok(()),
            SourceKind::Live { credentials } | SourceKind::PerServer { credentials } => {
                check_live_origins(credentials, context)
            }
            SourceKind::Matching => check_function(context),
        };
        match checked {
            Ok(()) => Ok(()),
            Err(rule) => Err((rule, self.name)),
        }
    }
}

/// True if one of these allows the origin.
pub(super) fn allow(sources: &[DynamicOrigins], origin: &[u8], context: OriginContext) -> bool {
    sources
        .iter()
        .any(|source| source.source().allows(origin, context))
}

/// Writes the source as the policy does.
impl fmt::Display for DynamicOrigins {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.name;
        match self.kind {
            SourceKind::Environment => write!(f, "env({name})"),
            SourceKind::Live { .. } | SourceKind::PerServer { .. } | SourceKind::OfServer => {
                f.write_str(name)
            }
            SourceKind::Matching => write!(f, "matching({name})"),
        }
    }
}

impl fmt::Debug for DynamicOrigins {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Two sources are equal if they always allow the same origins.
impl PartialEq for DynamicOrigins {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind && self.source().identity() == other.source().identity()
    }
}

impl Eq for DynamicOrigins {}
