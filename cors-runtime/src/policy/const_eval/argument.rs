//! Checks that a policy allows the requests which the arguments of a handler need.

use cors_rules::{Field, Lint, Need, Offer, check_argument as check_need};

use super::fail;
use crate::{Policy, policy::HeaderText};

/// Checks that a policy allows the requests which an argument needs. `argument` is its type, for the error.
#[doc(hidden)]
#[track_caller]
pub const fn check_argument(offer: Offer, need: Need, argument: &str) {
    if let Err(rule) = check_need(need, offer) {
        fail(rule, Field::Function, argument);
    }
}

/// [`check_argument`] for a policy that the macro does not have, such as a named one.
#[doc(hidden)]
#[track_caller]
pub const fn check_argument_of(policy: &Policy, need: Need, argument: &str) {
    if let Err(rule) = check_need_of(policy, need) {
        fail(rule, Field::Function, argument);
    }
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

/// The need of a type in a position where it does not read the body.
#[doc(hidden)]
#[must_use]
pub const fn of_no_body(need: Need) -> Need {
    match need {
        Need::ContentType | Need::BodyContentType => Need::Nothing,
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

/// The need of an extractor's type: `<ExtractorType<T>>::NEEDS`.
///
/// An inherent constant takes precedence over that of a trait. So [`Json`](axum::Json) is recognised by its type, also
/// behind an alias, and a type of the user with the same name is not.
#[doc(hidden)]
#[derive(Debug)]
pub struct ExtractorType<T: ?Sized>(core::marker::PhantomData<T>);

/// The need of every type without an entry below.
#[doc(hidden)]
pub trait UnknownExtractor {
    const NEEDS: Need = Need::Nothing;
}

impl<T: ?Sized> UnknownExtractor for ExtractorType<T> {}

/// Declares the need of a type, also inside `Option`, `Result` and `WithRejection`.
macro_rules! needs {
    ($($(#[cfg($when:meta)])? $needs:ident: [$($parameter:ident)?] $argument:ty;)*) => {
        $(
            $(#[cfg($when)])?
            #[doc(hidden)]
            impl<$($parameter)?> ExtractorType<$argument> {
                pub const NEEDS: Need = Need::$needs;
            }

            $(#[cfg($when)])?
            #[doc(hidden)]
            impl<$($parameter)?> ExtractorType<Option<$argument>> {
                pub const NEEDS: Need = Need::$needs;
            }

            $(#[cfg($when)])?
            #[doc(hidden)]
            impl<__Error, $($parameter)?> ExtractorType<Result<$argument, __Error>> {
                pub const NEEDS: Need = Need::$needs;
            }

            $(#[cfg($when)])?
            #[cfg(feature = "with-rejection")]
            #[doc(hidden)]
            impl<__Rejection, $($parameter)?>
                ExtractorType<axum_extra::extract::WithRejection<$argument, __Rejection>>
            {
                pub const NEEDS: Need = Need::$needs;
            }
        )*

        /// Calls `each` with the [`core::any::type_name`] of these types, with `()` as their parameter: a generic
        /// function has no other way to recognise a type.
        #[cfg(any(feature = "axum", feature = "rocket"))]
        pub(crate) fn each_need_by_name(mut each: impl FnMut(&'static str, Need)) {
            $(
                $(#[cfg($when)])?
                {
                    $(type $parameter = ();)?
                    each(core::any::type_name::<$argument>(), Need::$needs);
                }
            )*
        }
    };
}

needs! {
    #[cfg(any(feature = "axum", feature = "rocket"))]
    OriginList: [] crate::AllowedOrigin;
    #[cfg(feature = "axum")]
    ContentType: [T] axum::Json<T>;
    #[cfg(feature = "json-deserializer")]
    ContentType: [T] axum_extra::extract::JsonDeserializer<T>;
    #[cfg(feature = "json-lines")]
    ContentType: [T] axum_extra::json_lines::JsonLines<T, axum_extra::json_lines::AsExtractor>;
    #[cfg(feature = "protobuf")]
    BodyContentType: [T] axum_extra::protobuf::Protobuf<T>;
    #[cfg(feature = "ws")]
    Enforce: [] axum::extract::ws::WebSocketUpgrade;
    #[cfg(feature = "typed-header")]
    Authorization: [] axum_extra::TypedHeader<
        axum_extra::headers::Authorization<axum_extra::headers::authorization::Bearer>,
    >;
    #[cfg(feature = "cookie")]
    Credentials: [] axum_extra::extract::cookie::CookieJar;
    #[cfg(feature = "cookie-signed")]
    Credentials: [K] axum_extra::extract::cookie::SignedCookieJar<K>;
    #[cfg(feature = "cookie-private")]
    Credentials: [K] axum_extra::extract::cookie::PrivateCookieJar<K>;
    #[cfg(feature = "rocket")]
    ContentType: [T] rocket::serde::json::Json<T>;
    #[cfg(feature = "msgpack")]
    BodyContentType: [T] rocket::serde::msgpack::MsgPack<T>;
    #[cfg(feature = "rocket")]
    Credentials: [] &rocket::http::CookieJar<'_>;
}
