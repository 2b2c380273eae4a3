//! What the arguments of a handler tell of the requests that have to get through.

use cors_policy::{Field, Need, Offer, check_argument as check_need};

use super::fail;
use crate::{
    Policy,
    policy::{HeaderText, is_same},
};

/// Whether a policy lets a page send what the argument reads. `argument` is its type, for people.
#[doc(hidden)]
#[track_caller]
pub const fn check_argument(offer: Offer, need: Need, argument: &str) {
    if let Err(rule) = check_need(need, offer) {
        fail(rule, Field::Function, argument);
    }
}

/// What a policy has that no macro has seen.
#[doc(hidden)]
#[must_use]
pub const fn offer(policy: &Policy) -> Offer {
    // What stands in for a policy with a mistake is no second mistake.
    if policy.disabled || policy.is_closed() {
        return Offer::ALL;
    }
    let offer = Offer {
        content_type: lists(policy.headers, b"content-type", true),
        authorization: lists(policy.headers, b"authorization", false),
        credentials: policy.credentials || policy.allows_any_origin(),
        enforce: policy.enforce,
    };
    offer.with(policy.accepted.allow)
}

/// Whether one of the names, which are in lower case with commas between them, is this one.
const fn lists(names: Option<HeaderText>, wanted: &[u8], by_star: bool) -> bool {
    let Some(names) = names else {
        return false;
    };
    let mut rest = names.text().as_bytes();
    while !rest.is_empty() {
        let mut end = 0;
        while end < rest.len() && rest[end] != b',' {
            end += 1;
        }
        let (name, tail) = rest.split_at(end);
        if is_same(name, wanted) || (by_star && matches!(name, b"*")) {
            return true;
        }
        rest = match tail {
            [_, tail @ ..] => tail,
            [] => tail,
        };
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
#[cfg(feature = "axum")]
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
