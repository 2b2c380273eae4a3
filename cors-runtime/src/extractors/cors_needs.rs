//! `CorsNeeds`: the keys of a policy that an extractor or a guard needs.

use cors_rules::Need;

/// The keys of a policy without which no page can send what an extractor of axum or a guard of Rocket reads.
///
/// A handler with such an argument compiles only if its policy has these keys. `axum::Json`, Rocket's `Json`, cookie
/// jars, bearer tokens and `WebSocketUpgrade` have an impl. Implement the trait for extractors of your own:
///
/// ```
/// use cors_runtime::{CorsNeeds, Need};
///
/// /// Reads JSON, and reports errors as our API does.
/// struct AppJson<T>(T);
///
/// impl<T> CorsNeeds for AppJson<T> {
///     const NEEDS: &'static [Need] = &[Need::ContentType];
/// }
///
/// /// The claims of a bearer token.
/// struct Claims { user: u64 }
///
/// impl CorsNeeds for Claims {
///     const NEEDS: &'static [Need] = &[Need::Authorization];
/// }
///
/// /// The session of a cookie.
/// struct Session { user: u64 }
///
/// impl CorsNeeds for Session {
///     const NEEDS: &'static [Need] = &[Need::Credentials];
/// }
/// ```
///
/// A wrapper can take the needs of the type inside: `const NEEDS: &'static [Need] = T::NEEDS;`. `Option<T>`,
/// `Result<T, E>` and `WithRejection<T, R>` do.
///
/// The compiler checks handlers under [`#[cors]`](macro@crate::cors). For plain handlers below a default policy,
/// [`declare_needs`] declares the type at start.
///
/// [`declare_needs`]: crate::declare_needs
pub trait CorsNeeds {
    /// The needs. Each is checked by the rule of [`rules`](crate::rules) about it.
    const NEEDS: &'static [Need];
}

impl<T: CorsNeeds> CorsNeeds for Option<T> {
    const NEEDS: &'static [Need] = T::NEEDS;
}

impl<T: CorsNeeds, E> CorsNeeds for Result<T, E> {
    const NEEDS: &'static [Need] = T::NEEDS;
}

#[cfg(feature = "with-rejection")]
#[cfg_attr(docsrs, doc(cfg(feature = "with-rejection")))]
impl<T: CorsNeeds, R> CorsNeeds for axum_extra::extract::WithRejection<T, R> {
    const NEEDS: &'static [Need] = T::NEEDS;
}

/// Declares the needs of types of the frameworks.
macro_rules! needs {
    ($($(#[cfg($when:meta)])? $needs:ident: [$($parameter:ident)?] $argument:ty;)*) => {
        $(
            $(
                #[cfg($when)]
                #[cfg_attr(docsrs, doc(cfg($when)))]
            )?
            impl<$($parameter)?> CorsNeeds for $argument {
                const NEEDS: &'static [Need] = &[Need::$needs];
            }
        )*

        /// Calls `each` with the [`core::any::type_name`] of these types, with `()` as their parameter: a generic
        /// function has no other way to recognise a type.
        #[cfg(any(feature = "axum", feature = "rocket"))]
        pub(super) fn each_need_by_name(mut each: impl FnMut(&'static str, &'static [Need])) {
            $(
                $(#[cfg($when)])?
                {
                    $(type $parameter = ();)?
                    each(core::any::type_name::<$argument>(), &[Need::$needs]);
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
