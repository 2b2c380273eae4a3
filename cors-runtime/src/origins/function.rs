//! A function of the user that decides on origins.

use cors_rules::{Lint, OriginPattern};

use super::origin::{ComparisonRecorder, Origin};

/// A function in `matching(…)`, and its name in the policy.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct OriginFunction {
    pub(super) name: &'static str,
    pub(super) function: fn(&Origin<'_>) -> bool,
}

impl OriginFunction {
    /// Calls the function. The recorder collects the host names it compares with.
    pub(super) fn accepts(
        &self,
        origin: OriginPattern<'_>,
        recorder: Option<&ComparisonRecorder>,
    ) -> bool {
        (self.function)(&Origin::new(origin, recorder))
    }
}

/// Two functions are the same if they have one address; the same function may have two.
impl PartialEq for OriginFunction {
    fn eq(&self, other: &Self) -> bool {
        core::ptr::fn_addr_eq(self.function, other.function)
    }
}

impl Eq for OriginFunction {}

/// Parses the value of an `Origin` header. `None` for `null`, for several origins, and for anything no browser sends.
pub(super) fn parse_header(origin: &[u8]) -> Option<OriginPattern<'_>> {
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
