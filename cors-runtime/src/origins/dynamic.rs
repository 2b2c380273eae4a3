//! Dynamic origins: those of an environment variable, a live set or a function.

use core::fmt;

use cors_rules::{Lint, OriginContext, check_function, check_live_origins};

use super::{
    environment::Environment, live::LiveSet, load::LoadProblem, per_server::set_of_server,
    predicate::Predicate,
};

/// A source of dynamic origins.
///
/// A function returns each static, because a policy is a constant, and a constant cannot refer to a static with
/// interior mutability.
#[doc(hidden)]
#[derive(Clone, Copy)]
pub enum DynamicOrigins {
    /// An environment variable, read once.
    Environment(fn() -> &'static Environment),
    /// A [`LiveOrigins`](crate::LiveOrigins).
    Live {
        name: &'static str,
        credentials: bool,
        set: fn() -> &'static LiveSet,
    },
    /// A [`PerServer`](crate::PerServer), which allows no origin before it is bound to a server.
    PerServer {
        name: &'static str,
        credentials: bool,
        declared: fn() -> &'static LiveSet,
    },
    /// The set of one server.
    OfServer {
        name: &'static str,
        set: &'static LiveSet,
    },
    /// A function of the user.
    Matching {
        name: &'static str,
        matching: fn() -> &'static Predicate,
    },
}

impl DynamicOrigins {
    /// Allows no origin.
    pub(crate) const NONE: Self = Self::Environment(|| {
        static NOTHING: Environment = Environment::__new("");
        &NOTHING
    });

    pub(super) fn allows(self, origin: &[u8], context: OriginContext) -> bool {
        match self {
            Self::Environment(variable) => variable().allows(origin, context),
            Self::Live { set, .. } => set().allows(origin),
            Self::PerServer { .. } => false,
            Self::OfServer { set, .. } => set.allows(origin),
            Self::Matching { matching, .. } => matching().allows(origin, context),
        }
    }

    /// Loads and validates the origins by the other keys of the policy, before the first request. A function is
    /// validated with look-alikes of the `known` hosts.
    pub(crate) fn load(
        self,
        context: OriginContext,
        known: &[String],
        problems: &mut Vec<LoadProblem>,
    ) {
        match self {
            Self::Environment(variable) => variable().load(context, problems),
            Self::Live { name, set, .. } => set().load(name),
            Self::PerServer { name, .. } => problems.push(LoadProblem::NoSet { declaration: name }),
            Self::OfServer { name, set } => set.load(name),
            Self::Matching { matching, .. } => problems.extend(matching().load(context, known)),
        }
    }

    /// The function that accepts the origin, and the rule that rejects it.
    pub(crate) fn overruled(
        self,
        origin: &[u8],
        context: OriginContext,
    ) -> Option<(&'static str, Lint)> {
        let Self::Matching { name, matching } = self else {
            return None;
        };
        let rule = matching().overruled_by(origin, context)?;
        Some((name, rule))
    }

    /// True if the origins were validated for policies with these keys.
    pub(crate) fn is_validated(self, context: OriginContext) -> bool {
        match self {
            Self::Environment(variable) => variable().is_validated(context),
            Self::Live { .. } | Self::PerServer { .. } | Self::OfServer { .. } => true,
            Self::Matching { matching, .. } => matching().is_validated(context),
        }
    }

    /// True for a function, whose validation needs the hosts of the other origins.
    pub(crate) const fn is_function(self) -> bool {
        matches!(self, Self::Matching { .. })
    }

    /// The same source, bound to the server that is being built.
    pub(super) fn bound(self) -> Self {
        let Self::PerServer { name, declared, .. } = self else {
            return self;
        };
        match set_of_server(declared()) {
            Some(set) => Self::OfServer { name, set },
            None => self,
        }
    }

    /// The origins that are allowed at this moment.
    pub(crate) fn entries(self) -> Vec<String> {
        match self {
            Self::Environment(variable) => variable().entries(),
            Self::Live { set, .. } => set().entries(),
            Self::OfServer { set, .. } => set.entries(),
            Self::PerServer { .. } | Self::Matching { .. } => Vec::new(),
        }
    }

    /// The rule that the source breaks in a policy with these other keys, with the source's name.
    pub(crate) const fn check(&self, context: OriginContext) -> Result<(), (Lint, &'static str)> {
        let (checked, name) = match *self {
            Self::Environment(_) | Self::OfServer { .. } => return Ok(()),
            Self::Live {
                name, credentials, ..
            }
            | Self::PerServer {
                name, credentials, ..
            } => (check_live_origins(credentials, context), name),
            Self::Matching { name, .. } => (check_function(context), name),
        };
        match checked {
            Ok(()) => Ok(()),
            Err(rule) => Err((rule, name)),
        }
    }
}

/// True if one of these allows the origin.
pub(super) fn allow(sources: &[DynamicOrigins], origin: &[u8], context: OriginContext) -> bool {
    sources.iter().any(|source| source.allows(origin, context))
}

/// Writes the source as the policy does.
impl fmt::Display for DynamicOrigins {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Environment(variable) => write!(f, "env({})", variable().name()),
            Self::Live { name, .. }
            | Self::PerServer { name, .. }
            | Self::OfServer { name, .. } => f.write_str(name),
            Self::Matching { name, .. } => write!(f, "matching({name})"),
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
        match (self, other) {
            (Self::Environment(one), Self::Environment(two)) => one() == two(),
            (Self::Live { set: one, .. }, Self::Live { set: two, .. })
            | (Self::PerServer { declared: one, .. }, Self::PerServer { declared: two, .. }) => {
                core::ptr::eq(one(), two())
            }
            (Self::OfServer { set: one, .. }, Self::OfServer { set: two, .. }) => {
                core::ptr::eq(*one, *two)
            }
            (Self::Matching { matching: one, .. }, Self::Matching { matching: two, .. }) => {
                one() == two()
            }
            _ => false,
        }
    }
}

impl Eq for DynamicOrigins {}
