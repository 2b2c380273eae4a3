//! Checks that a policy allows the requests which the arguments of a handler need.

use cors_rules::{Field, Message, Need, Offer, check_argument, missing_headers};

use super::fail_with;
#[cfg(any(feature = "axum", feature = "rocket"))]
use crate::CorsNeeds;
use crate::{Policy, policy::HeaderText};

/// The needs of all arguments of a handler, and the offer of its policy.
///
/// The arguments are checked one by one, so that each mistake is reported at its argument. They are in one value, so
/// that each help names the headers that all arguments need.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct HandlerNeeds {
    /// The needs of each argument, and true for the argument that reads the body.
    arguments: &'static [(&'static [Need], bool)],
    offer: Offer,
    /// The request headers that the policy grants.
    headers: &'static str,
}

impl HandlerNeeds {
    #[must_use]
    pub const fn new(
        offer: Offer,
        headers: &'static str,
        arguments: &'static [(&'static [Need], bool)],
    ) -> Self {
        Self {
            arguments,
            offer,
            headers,
        }
    }

    /// [`new`](Self::new) for a policy that the macro does not have, such as a named one.
    #[must_use]
    pub const fn of(policy: &Policy, arguments: &'static [(&'static [Need], bool)]) -> Self {
        Self::new(offer_of(policy), headers_of(policy), arguments)
    }

    /// Checks that the policy allows the requests which an argument needs. `argument` is its type, for the error.
    #[track_caller]
    pub const fn check(&self, index: usize, argument: &str) {
        let (needs, reads_body) = self.arguments[index];
        each!(need in needs => {
            if let Err(rule) = check_argument(at(need, reads_body), self.offer) {
                let headers = self.missing_headers();
                fail_with(rule, Field::Function, argument, Some(headers.as_str()));
            }
        });
    }

    const fn missing_headers(&self) -> Message {
        let mut wanted = [Need::Nothing; 2];
        each!(argument in self.arguments => {
            let (needs, reads_body) = argument;
            each!(need in needs => {
                match at(need, reads_body) {
                    Need::Authorization => wanted[0] = need,
                    Need::ContentType | Need::BodyContentType => wanted[1] = need,
                    _ => {}
                }
            });
        });
        missing_headers(self.headers, &wanted, self.offer)
    }
}

/// The needs that a policy satisfies.
pub(crate) const fn offer_of(policy: &Policy) -> Offer {
    // The fallback for a policy with an error is not a second error.
    if policy.disabled || policy.is_closed() {
        return Offer {
            origin_list: !policy.disabled,
            ..Offer::ALL
        };
    }
    let offer = Offer {
        content_type: has(policy, Need::ContentType),
        body_content_type: has(policy, Need::BodyContentType),
        authorization: has(policy, Need::Authorization),
        credentials: has(policy, Need::Credentials),
        enforce: has(policy, Need::Enforce),
        origin_list: has(policy, Need::OriginList),
    };
    offer.with(policy.declaration.allow)
}

/// The request headers that a policy grants, separated by commas.
pub(crate) const fn headers_of(policy: &Policy) -> &'static str {
    match policy.headers {
        Some(headers) => headers.text(),
        None => "",
    }
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

/// True if the comma-separated list of lower-case names contains a name. Splitting a text is slow in const
/// evaluation.
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
