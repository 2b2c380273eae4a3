//! Checks that a policy allows the requests which the arguments of a handler need.

use cors_rules::{Field, Lint, Need, Offer, check_argument as check_need};

use super::fail;
#[cfg(any(feature = "axum", feature = "rocket"))]
use crate::CorsNeeds;
use crate::{Policy, policy::HeaderText};

/// Checks that a policy allows the requests which an argument needs. `argument` is its type, for the error.
#[doc(hidden)]
#[track_caller]
pub const fn check_argument(offer: Offer, needs: &[Need], reads_body: bool, argument: &str) {
    each!(need in needs => {
        if let Err(rule) = check_need(at(need, reads_body), offer) {
            fail(rule, Field::Function, argument);
        }
    });
}

/// [`check_argument`] for a policy that the macro does not have, such as a named one.
#[doc(hidden)]
#[track_caller]
pub const fn check_argument_of(policy: &Policy, needs: &[Need], reads_body: bool, argument: &str) {
    each!(need in needs => {
        if let Err(rule) = check_need_of(policy, at(need, reads_body)) {
            fail(rule, Field::Function, argument);
        }
    });
}

/// The rule that the policy breaks for an argument with this need.
pub(crate) const fn check_need_of(policy: &Policy, need: Need) -> Result<(), Lint> {
    // The fallback for a policy with an error is not a second error.
    let excused = policy.disabled && !matches!(need, Need::OriginList);
    if has(policy, need) || excused || policy.is_closed() && !policy.disabled {
        return Ok(());
    }
    check_need(need, Offer::NONE.with(policy.declaration.allow))
}

/// The need of a type at a position. Only the argument that reads the body needs a content type: Rocket's `Json` can
/// also be part of the query.
pub(crate) const fn at(need: Need, reads_body: bool) -> Need {
    match need {
        Need::ContentType | Need::BodyContentType if !reads_body => Need::Nothing,
        need => need,
    }
}

/// True if a policy has what an argument needs, without regard to opt-outs.
pub(crate) const fn has(policy: &Policy, need: Need) -> bool {
    match need {
        Need::ContentType | Need::BodyContentType => lists(policy.headers, b"content-type", true),
        Need::Authorization => lists(policy.headers, b"authorization", false),
        Need::Credentials => policy.credentials || policy.allows_any_origin(),
        Need::Enforce => policy.enforce,
        Need::OriginList => !policy.allows_any_origin() && !policy.disabled,
        Need::Nothing => true,
        _ => false,
    }
}

/// True if the comma-separated list of lower-case names contains a name. By hand, because splitting a text is slow in
/// const evaluation.
const fn lists(names: Option<HeaderText>, wanted: &[u8], by_star: bool) -> bool {
    let Some(names) = names else {
        return false;
    };
    let names = names.text().as_bytes();
    let (all, length) = (names.len(), wanted.len());
    let mut start = 0;
    while start < all {
        let (mut end, mut is_wanted) = (start, true);
        while end < all && names[end] != b',' {
            let at = end - start;
            is_wanted = is_wanted && at < length && names[end] == wanted[at];
            end += 1;
        }
        let is_star = end == start + 1 && names[start] == b'*';
        if (is_wanted && end == start + length) || (by_star && is_star) {
            return true;
        }
        start = end + 1;
    }
    false
}

/// The needs of an extractor's type: `<ExtractorType<T>>::NEEDS`.
///
/// An inherent constant takes precedence over that of a trait, and its impl applies to types with [`CorsNeeds`] only. So
/// [`Json`](axum::Json) is recognised by its type, also behind an alias, and a type of the user with the same name is
/// not.
#[doc(hidden)]
#[derive(Debug)]
pub struct ExtractorType<T: ?Sized>(core::marker::PhantomData<T>);

/// The needs of every other type.
#[doc(hidden)]
pub trait UnknownExtractor {
    const NEEDS: &'static [Need] = &[];
}

impl<T: ?Sized> UnknownExtractor for ExtractorType<T> {}

#[cfg(any(feature = "axum", feature = "rocket"))]
#[doc(hidden)]
impl<T: CorsNeeds + ?Sized> ExtractorType<T> {
    pub const NEEDS: &'static [Need] = T::NEEDS;
}
