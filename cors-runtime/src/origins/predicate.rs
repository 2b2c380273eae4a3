//! Origins that no list can say: a function of the user's decides.

use cors_rules::{Lint, OriginContext, OriginPattern};

use super::{
    load::LoadProblem,
    origin::{Asked, Origin},
    probe,
    validation_cache::ValidationCache,
};

/// A function of the user's, and the name it has in the policy.
#[doc(hidden)]
#[derive(Debug)]
pub struct Predicate {
    name: &'static str,
    function: Function,
    validated: ValidationCache,
}

type Function = fn(&Origin<'_>) -> bool;

impl Predicate {
    #[must_use]
    pub const fn __new(name: &'static str, function: Function) -> Self {
        Self {
            name,
            function,
            validated: ValidationCache::new(),
        }
    }

    pub(super) const fn name(&self) -> &'static str {
        self.name
    }

    /// What the rules refuse in a list is not asked about either.
    pub(super) fn allows(&self, origin: &[u8], context: OriginContext) -> bool {
        !self.validated.is_wrong(context)
            && read(origin)
                .is_some_and(|pattern| pattern.check(context).is_ok() && self.says(pattern, None))
    }

    /// The rule that keeps an origin out which the function would let in.
    pub(super) fn overruled_by(&self, origin: &[u8], context: OriginContext) -> Option<Lint> {
        let pattern = read(origin)?;
        let rule = pattern.check(context).err()?;
        self.says(pattern, None).then_some(rule)
    }

    pub(super) fn is_judged(&self, context: OriginContext) -> bool {
        self.validated.is_known(context)
    }

    /// Asks the function about an origin, whichever that is.
    pub(super) fn says(&self, pattern: OriginPattern<'_>, asked: Option<&Asked>) -> bool {
        (self.function)(&Origin::new(pattern, asked))
    }

    /// Asks the function what it is asked at start, see [`probe`].
    pub(super) fn load(&self, context: OriginContext, known: &[String]) -> Vec<LoadProblem> {
        let problems = probe::probe(self, context, known);
        self.validated.note(context, problems.is_empty());
        problems
    }
}

/// The one origin that a header names.
pub(super) fn read(origin: &[u8]) -> Option<OriginPattern<'_>> {
    if origin.len() > OriginPattern::LONGEST_ORIGIN {
        return None;
    }
    let text = core::str::from_utf8(origin).ok()?;
    match OriginPattern::parse_likely(text) {
        Ok(pattern) => pattern.is_exact().then_some(pattern),
        Err(Lint::OriginExtensionId) => OriginPattern::of_installed_extension(text),
        Err(_) => None,
    }
}

/// Two functions are the same if they have one address; the same function may have two.
impl PartialEq for Predicate {
    fn eq(&self, other: &Self) -> bool {
        core::ptr::fn_addr_eq(self.function, other.function)
    }
}

impl Eq for Predicate {}
