//! Where origins come from that are known only while the server runs.

use core::fmt;

use cors_rules::{Lint, OriginContext, check_function, check_live_origins};

use super::{environment::Environment, live::LiveSet, load::LoadProblem, predicate::Predicate};

/// Where the origins of a policy come from, beside its literals.
///
/// Statics are named by functions: a policy is a constant, and no constant refers to what may change.
#[doc(hidden)]
#[derive(Clone, Copy)]
pub enum DynamicOrigins {
    /// An environment variable, read once.
    Environment(fn() -> &'static Environment),
    /// A set that is replaced while the server runs.
    Live {
        name: &'static str,
        credentials: bool,
        set: fn() -> &'static LiveSet,
    },
    /// A function of the user's.
    Matching {
        name: &'static str,
        matching: fn() -> &'static Predicate,
    },
}

impl DynamicOrigins {
    /// Lets nobody in.
    pub(crate) const NOBODY: Self = Self::Environment(|| {
        static NOTHING: Environment = Environment::__new("");
        &NOTHING
    });

    pub(super) fn allows(self, origin: &[u8], context: OriginContext) -> bool {
        match self {
            Self::Environment(variable) => variable().allows(origin, context),
            Self::Live { set, .. } => set().allows(origin),
            Self::Matching { matching, .. } => matching().allows(origin, context),
        }
    }

    /// Reads what there is to read before the first request, and judges it by the other keys of the
    /// policy. `known` are hosts that a function is asked about.
    pub(crate) fn load(
        self,
        context: OriginContext,
        known: &[String],
        problems: &mut Vec<LoadProblem>,
    ) {
        match self {
            Self::Environment(variable) => variable().load(context, problems),
            Self::Live { name, set, .. } => set().load(name),
            Self::Matching { matching, .. } => problems.extend(matching().load(context, known)),
        }
    }

    /// The function that would let the origin in, and the rule that it is not asked because of.
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

    /// True if it is known if such a policy may use it.
    pub(crate) fn is_validated(self, context: OriginContext) -> bool {
        match self {
            Self::Environment(variable) => variable().is_validated(context),
            Self::Live { .. } => true,
            Self::Matching { matching, .. } => matching().is_validated(context),
        }
    }

    /// True if it is a function, which asks about the hosts of the others.
    pub(crate) const fn is_function(self) -> bool {
        matches!(self, Self::Matching { .. })
    }

    /// The origins there are at this moment.
    pub(crate) fn entries(self) -> Vec<String> {
        match self {
            Self::Environment(variable) => variable().entries(),
            Self::Live { set, .. } => set().entries(),
            Self::Matching { .. } => Vec::new(),
        }
    }

    /// The rule the source breaks in a policy with these other keys.
    pub(crate) const fn check(&self, context: OriginContext) -> Result<(), (Lint, &'static str)> {
        let (checked, name) = match *self {
            Self::Environment(_) => return Ok(()),
            Self::Live {
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

/// True if one of these lets in the origin.
pub(super) fn allow(sources: &[DynamicOrigins], origin: &[u8], context: OriginContext) -> bool {
    sources.iter().any(|source| source.allows(origin, context))
}

/// As it is written in a policy.
impl fmt::Display for DynamicOrigins {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Environment(variable) => write!(f, "env({})", variable().name()),
            Self::Live { name, .. } => f.write_str(name),
            Self::Matching { name, .. } => write!(f, "matching({name})"),
        }
    }
}

impl fmt::Debug for DynamicOrigins {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Sources are equal if they always let in the same origins.
impl PartialEq for DynamicOrigins {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Environment(one), Self::Environment(two)) => one() == two(),
            (Self::Live { set: one, .. }, Self::Live { set: two, .. }) => {
                core::ptr::eq(one(), two())
            }
            (Self::Matching { matching: one, .. }, Self::Matching { matching: two, .. }) => {
                one() == two()
            }
            _ => false,
        }
    }
}

impl Eq for DynamicOrigins {}
