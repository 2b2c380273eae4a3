//! The trait of the sources of dynamic origins.

use cors_rules::OriginContext;

use super::{DynamicOrigins, LoadError, LoadProblem, function::OriginFunction, load_policy};
use crate::Policy;

/// A source of dynamic origins, with everything that only policies with such a source need.
///
/// Only the expansion of a policy makes a `dyn OriginSource`. A program in which no policy has a source therefore links
/// neither the rules nor their texts nor the table of public suffixes.
#[doc(hidden)]
pub trait OriginSource: Sync {
    fn allows(&self, origin: &[u8], context: OriginContext) -> bool;

    /// Loads and validates the origins by the other keys of the policy, before the first request. A function is
    /// validated with look-alikes of the `known` hosts.
    fn load(
        &self,
        name: &'static str,
        context: OriginContext,
        known: &[String],
        problems: &mut Vec<LoadProblem>,
    );

    /// True if the origins were validated for policies with these keys.
    fn is_validated(&self, context: OriginContext) -> bool;

    /// The origins that are allowed at this moment.
    fn entries(&self) -> Vec<String>;

    fn identity(&self) -> SourceIdentity;

    /// Explains that a function accepts the origin, and that a rule rejects it.
    fn overruled(&self, _origin: &[u8], _context: OriginContext) -> Option<String> {
        None
    }

    /// The set of the server that is being built, for a declaration that each server has a set for.
    fn of_server(&self) -> Option<&'static dyn OriginSource> {
        None
    }

    /// Loads all sources of a policy that has this one.
    fn load_policy(
        &self,
        policy: &Policy,
        binding: fn(DynamicOrigins) -> DynamicOrigins,
    ) -> Result<(), LoadError> {
        load_policy::load(policy, binding)
    }

    /// [`overruled`](Self::overruled) for all sources of such a policy.
    fn overruled_in(&self, policy: &Policy, origin: &[u8]) -> Option<String> {
        load_policy::overruled(policy, origin)
    }

    /// Returns the problems of such a policy as texts.
    #[cfg(feature = "rocket")]
    fn load_problems(&self, policy: &Policy) -> Vec<String> {
        match self.load_policy(policy, |source| source) {
            Ok(()) => Vec::new(),
            Err(error) => error.problems().iter().map(ToString::to_string).collect(),
        }
    }

    /// Loads such a policy for a route, and binds it to the server that is being built. Returns the text of an error.
    fn load_for_route(&self, policy: &'static Policy) -> Result<&'static Policy, String> {
        load_policy::load_for_route(policy)
    }
}

/// The lists of a default: one for each constant, and one for each run of literals.
pub(super) type Lists = &'static [&'static [&'static str]];

/// Sources with the same identity always allow the same origins.
#[doc(hidden)]
#[derive(Debug, PartialEq, Eq)]
pub enum SourceIdentity {
    /// The name and the default of a variable.
    Environment(&'static str, Option<Lists>),
    /// The address of the set.
    Live(*const ()),
    Matching(OriginFunction),
    None,
}

/// A source without origins, for constants that are no source.
pub(crate) struct NoSource;

impl OriginSource for NoSource {
    fn allows(&self, _: &[u8], _: OriginContext) -> bool {
        false
    }

    fn load(&self, _: &'static str, _: OriginContext, _: &[String], _: &mut Vec<LoadProblem>) {}

    fn is_validated(&self, _: OriginContext) -> bool {
        true
    }

    fn entries(&self) -> Vec<String> {
        Vec::new()
    }

    fn identity(&self) -> SourceIdentity {
        SourceIdentity::None
    }

    // The methods of the trait would link everything.

    fn overruled_in(&self, _: &Policy, _: &[u8]) -> Option<String> {
        None
    }

    fn load_policy(
        &self,
        _: &Policy,
        _: fn(DynamicOrigins) -> DynamicOrigins,
    ) -> Result<(), LoadError> {
        Ok(())
    }

    #[cfg(feature = "rocket")]
    fn load_problems(&self, _: &Policy) -> Vec<String> {
        Vec::new()
    }

    fn load_for_route(&self, policy: &'static Policy) -> Result<&'static Policy, String> {
        Ok(policy)
    }
}
