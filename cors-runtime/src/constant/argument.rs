//! What the arguments of a handler tell of the requests that have to get through.

use cors_policy::{Field, Need, Offer, check_argument as check_need};

use super::fail;
use crate::{Policy, policy::HeaderText};

/// Whether a policy lets a page send what the argument reads. `argument` is its type, for people.
#[doc(hidden)]
#[track_caller]
pub const fn check_argument(offer: Offer, need: Need, argument: &str) {
    if let Err(rule) = check_need(need, offer) {
        fail(rule, Field::Function, argument);
    }
}

/// The same of a policy that no macro has seen. What is there need not be excused: each handler pays for
/// what is looked at.
#[doc(hidden)]
#[track_caller]
pub const fn check_argument_of(policy: &Policy, need: Need, argument: &str) {
    // What stands in for a policy with a mistake is no second mistake.
    let excused = policy.disabled && !matches!(need, Need::OriginList);
    if has(policy, need) || excused || policy.is_closed() && !policy.disabled {
        return;
    }
    check_argument(Offer::NONE.with(policy.accepted.allow), need, argument);
}

/// Whether a policy has what an argument needs, whatever its author allows.
pub(crate) const fn has(policy: &Policy, need: Need) -> bool {
    match need {
        Need::ContentType => lists(policy.headers, b"content-type", true),
        Need::Authorization => lists(policy.headers, b"authorization", false),
        Need::Credentials => policy.credentials || policy.allows_any_origin(),
        Need::Enforce => policy.enforce,
        Need::OriginList => !policy.allows_any_origin() && !policy.disabled,
        Need::Nothing => true,
        _ => false,
    }
}

/// Whether one of the names, which are in lower case with commas between them, is this one. Const
/// evaluation is slow where it splits a text.
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

/// Asks a type what it needs: `<Probe<T>>::NEEDS`.
///
/// A constant of the type itself comes before that of a trait, so this tells [`Json`](axum::Json) from a
/// type of the user with the same name, also behind an alias.
#[doc(hidden)]
#[derive(Debug)]
pub struct Probe<T: ?Sized>(core::marker::PhantomData<T>);

/// What is said of all types nothing is known of.
#[doc(hidden)]
pub trait OfAnyType {
    const NEEDS: Need = Need::Nothing;
}

impl<T: ?Sized> OfAnyType for Probe<T> {}

/// The same need for a type, and for it within `Option` and `Result`.
#[cfg(any(feature = "axum", feature = "rocket"))]
macro_rules! needs {
    ($($needs:ident: [$($parameter:ident)?] $argument:ty;)*) => {$(
        #[doc(hidden)]
        impl<$($parameter)?> Probe<$argument> {
            pub const NEEDS: Need = Need::$needs;
        }

        #[doc(hidden)]
        impl<$($parameter)?> Probe<Option<$argument>> {
            pub const NEEDS: Need = Need::$needs;
        }

        #[doc(hidden)]
        impl<__Error, $($parameter)?> Probe<Result<$argument, __Error>> {
            pub const NEEDS: Need = Need::$needs;
        }
    )*};
}

#[cfg(any(feature = "axum", feature = "rocket"))]
needs! {
    OriginList: [] crate::AllowedOrigin;
}

#[cfg(feature = "axum")]
needs! {
    ContentType: [T] axum::Json<T>;
}

#[cfg(feature = "ws")]
needs! {
    Enforce: [] axum::extract::ws::WebSocketUpgrade;
}

#[cfg(feature = "typed-header")]
needs! {
    Authorization: [] axum_extra::TypedHeader<
        axum_extra::headers::Authorization<axum_extra::headers::authorization::Bearer>,
    >;
}

#[cfg(feature = "cookie")]
needs! {
    Credentials: [] axum_extra::extract::cookie::CookieJar;
}

#[cfg(feature = "cookie-signed")]
needs! {
    Credentials: [K] axum_extra::extract::cookie::SignedCookieJar<K>;
}

#[cfg(feature = "cookie-private")]
needs! {
    Credentials: [K] axum_extra::extract::cookie::PrivateCookieJar<K>;
}

#[cfg(feature = "rocket")]
impl Probe<&rocket::http::CookieJar<'_>> {
    pub const NEEDS: Need = Need::Credentials;
}
