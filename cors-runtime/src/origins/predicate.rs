//! Dynamic origins that a function of the user decides on.

use cors_rules::{Lint, OriginContext};

use super::{
    Origin,
    function::{OriginFunction, parse_header},
    load::LoadProblem,
    probe,
    validation_cache::ValidationCache,
};

/// The function of `matching(…)`, with the result of its validation.
#[doc(hidden)]
#[derive(Debug)]
pub struct Predicate {
    function: OriginFunction,
    validated: ValidationCache,
}

impl Predicate {
    #[must_use]
    pub const fn __new(name: &'static str, function: fn(&Origin<'_>) -> bool) -> Self {
        Self {
            function: OriginFunction { name, function },
            validated: ValidationCache::new(),
        }
    }

    /// True if the rules allow the origin and the function accepts it.
    pub(super) fn allows(&self, origin: &[u8], context: OriginContext) -> bool {
        !self.validated.is_wrong(context)
            && parse_header(origin).is_some_and(|origin| {
                origin.check(context).is_ok() && self.function.accepts(origin, None)
            })
    }

    /// The rule that rejects an origin the function accepts.
    pub(super) fn overruled_by(&self, origin: &[u8], context: OriginContext) -> Option<Lint> {
        let origin = parse_header(origin)?;
        let rule = origin.check(context).err()?;
        self.function.accepts(origin, None).then_some(rule)
    }

    pub(super) fn is_validated(&self, context: OriginContext) -> bool {
        self.validated.is_known(context)
    }

    /// Calls the function with the origins of [`probe`].
    pub(super) fn load(&self, context: OriginContext, known: &[String]) -> Vec<LoadProblem> {
        let problems = probe::probe(&self.function, context, known);
        self.validated.note(context, problems.is_empty());
        problems
    }
}

impl PartialEq for Predicate {
    fn eq(&self, other: &Self) -> bool {
        self.function == other.function
    }
}

impl Eq for Predicate {}
