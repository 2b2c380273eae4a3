//! Dynamic origins that a function of the user decides on.

use cors_rules::{Field, Finding, OriginContext};

use super::{
    LoadProblem, Origin,
    function::{OriginFunction, parse_header},
    probe,
    source::{OriginSource, SourceIdentity},
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
}

impl OriginSource for Predicate {
    /// True if the rules allow the origin and the function accepts it.
    fn allows(&self, origin: &[u8], context: OriginContext) -> bool {
        !self.validated.is_wrong(context)
            && parse_header(origin).is_some_and(|origin| {
                origin.check(context).is_ok() && self.function.accepts(origin, None)
            })
    }

    /// Calls the function with the origins of [`probe`].
    fn load(
        &self,
        _: &'static str,
        context: OriginContext,
        known: &[String],
        problems: &mut Vec<LoadProblem>,
    ) {
        let found = probe::probe(&self.function, context, known);
        self.validated.note(context, found.is_empty());
        problems.extend(found);
    }

    fn is_validated(&self, context: OriginContext) -> bool {
        self.validated.is_known(context)
    }

    fn entries(&self) -> Vec<String> {
        Vec::new()
    }

    fn identity(&self) -> SourceIdentity {
        SourceIdentity::Matching(self.function)
    }

    fn overruled(&self, origin: &[u8], context: OriginContext) -> Option<String> {
        let parsed = parse_header(origin)?;
        let rule = parsed.check(context).err()?;
        if !self.function.accepts(parsed, None) {
            return None;
        }
        // The origin was parsed, so it is safe to show.
        let origin = String::from_utf8_lossy(origin);
        let finding = Finding::new(rule, Field::Origins, None, origin, None);
        Some(format!(
            "the function `{}` accepts it, but has no effect here: {}; {}",
            self.function.name,
            finding.headline(),
            finding.help()
        ))
    }
}
