//! The texts of the lints: one table for the compiler, the log and const evaluation.

mod combination;
mod function;
pub(crate) mod live_set;
mod name;
mod origin;
mod warning;

use crate::{Field, Lint};

/// The text of a lint, before an entry is filled in.
///
/// `{entry}` is replaced by the text as written, `{field}` by its key, `{fix}` by the text to write instead.
///
/// ```
/// use cors_rules::{Field, Lint};
///
/// assert!(Lint::MethodWrongCase.texts(Field::Methods).fix.contains("{fix}"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Texts {
    /// The mistake.
    pub headline: &'static str,
    /// The consequence, in a browser or by an attacker.
    pub note: &'static str,
    /// The text to write, where no correction is known.
    pub help: &'static str,
    /// The text to write, with the correction as `{fix}`; empty where there never is one.
    pub fix: &'static str,
}

impl Lint {
    /// The text of the lint for this field.
    #[must_use]
    pub const fn texts(self, field: Field) -> Texts {
        match self {
            Self::OriginsMissing => origin::ORIGINS_MISSING,
            Self::OriginsEmpty => origin::empty(field),
            Self::OriginEmpty => origin::EMPTY,
            Self::OriginMalformed => origin::MALFORMED,
            Self::OriginSeveral => origin::SEVERAL,
            Self::OriginRegularExpression => origin::REGULAR_EXPRESSION,
            Self::OriginSchemeMissing => origin::SCHEME_MISSING,
            Self::OriginSchemeNeverSent => origin::SCHEME_NEVER_SENT,
            Self::OriginSchemeMalformed => origin::SCHEME_MALFORMED,
            Self::OriginFile => origin::FILE,
            Self::OriginNull => origin::NULL,
            Self::OriginTrailingSlash => origin::TRAILING_SLASH,
            Self::OriginPath => origin::PATH,
            Self::OriginUserinfo => origin::USERINFO,
            Self::OriginWhiteSpace => origin::WHITE_SPACE,
            Self::OriginUpperCase => origin::UPPER_CASE,
            Self::OriginUnicodeHost => origin::UNICODE_HOST,
            Self::OriginHostMalformed => origin::HOST_MALFORMED,
            Self::OriginDefaultPort => origin::DEFAULT_PORT,
            Self::OriginPortMalformed => origin::PORT_MALFORMED,
            Self::OriginPortOutOfRange => origin::PORT_OUT_OF_RANGE,
            Self::OriginPortBlocked => origin::PORT_BLOCKED,
            Self::OriginIpv4NotCanonical => origin::IPV4_NOT_CANONICAL,
            Self::OriginIpv6NotCanonical => origin::IPV6_NOT_CANONICAL,
            Self::OriginIpWildcard => origin::IP_WILDCARD,
            Self::OriginPunycode => origin::PUNYCODE,
            Self::OriginUnspecifiedAddress => origin::UNSPECIFIED_ADDRESS,
            Self::OriginMisplacedWildcard => origin::MISPLACED_WILDCARD,
            Self::OriginMixedWildcard => origin::MIXED_WILDCARD,
            Self::OriginExtensionId => origin::EXTENSION_ID,
            Self::OriginLoadedWildcard => origin::LOADED_WILDCARD,
            Self::EnvironmentName => origin::ENVIRONMENT_NAME,
            Self::MethodsEmpty => name::METHODS_EMPTY,
            Self::MethodNotToken => name::METHOD_NOT_TOKEN,
            Self::MethodForbidden => name::METHOD_FORBIDDEN,
            Self::MethodWrongCase => name::METHOD_WRONG_CASE,
            Self::MethodMixedWildcard => name::METHOD_MIXED_WILDCARD,
            Self::RouteMethodMissing => name::ROUTE_METHOD_MISSING,
            Self::HeaderNotToken => name::HEADER_NOT_TOKEN,
            Self::HeaderForbidden => name::HEADER_FORBIDDEN,
            Self::HeaderCorsProtocol => name::HEADER_CORS_PROTOCOL,
            Self::HeaderMixedWildcard => name::HEADER_MIXED_WILDCARD,
            Self::ExposedHeaderNotToken => name::EXPOSED_HEADER_NOT_TOKEN,
            Self::ExposedHeaderForbidden => name::EXPOSED_HEADER_FORBIDDEN,
            Self::ExposedHeaderCorsProtocol => name::EXPOSED_HEADER_CORS_PROTOCOL,
            Self::ExposedHeaderMixedWildcard => name::EXPOSED_HEADER_MIXED_WILDCARD,
            Self::MaxAgeNegative => name::MAX_AGE_NEGATIVE,
            Self::MaxAgeTooLong => name::MAX_AGE_TOO_LONG,
            Self::MaxAgeUnreadable => name::MAX_AGE_UNREADABLE,
            Self::WildcardCredentials => match field {
                Field::Methods => combination::METHODS_CREDENTIALS,
                Field::Headers => combination::HEADERS_CREDENTIALS,
                Field::ExposeHeaders => combination::EXPOSE_HEADERS_CREDENTIALS,
                _ => combination::ORIGINS_CREDENTIALS,
            },
            Self::ExtensionWildcardCredentials => combination::EXTENSION_WILDCARD_CREDENTIALS,
            Self::InsecureOriginCredentials => combination::INSECURE_ORIGIN_CREDENTIALS,
            Self::PublicSuffixCredentials => combination::PUBLIC_SUFFIX_CREDENTIALS,
            Self::NullCredentials => combination::NULL_CREDENTIALS,
            Self::NullEnforce => combination::NULL_ENFORCE,
            Self::ExtensionWildcardEnforce => combination::EXTENSION_WILDCARD_ENFORCE,
            Self::PublicSuffixEnforce => combination::PUBLIC_SUFFIX_ENFORCE,
            Self::UncheckedOrigins => combination::UNCHECKED_ORIGINS,
            Self::LiveOriginsCredentials => combination::LIVE_ORIGINS_CREDENTIALS,
            Self::AnyDevOrigins => combination::ANY_DEV_ORIGINS,
            Self::AnyEnforce => combination::ANY_ENFORCE,
            Self::DevOriginsWildcard => combination::DEV_ORIGINS_WILDCARD,
            Self::ForwardedHostEnforce => combination::FORWARDED_HOST_ENFORCE,
            Self::UnknownKey => function::UNKNOWN_KEY,
            Self::DuplicateKey => function::DUPLICATE_KEY,
            Self::UnknownAllowance => function::UNKNOWN_ALLOWANCE,
            Self::WrongValueType => function::WRONG_VALUE_TYPE,
            Self::ContradictoryKeys => function::CONTRADICTORY_KEYS,
            Self::NotAHandler => function::NOT_A_HANDLER,
            Self::MethodReceiver => function::METHOD_RECEIVER,
            Self::GenericHandler => function::GENERIC_HANDLER,
            Self::ImplTraitArgument => function::IMPL_TRAIT_ARGUMENT,
            Self::BorrowedArgument => function::BORROWED_ARGUMENT,
            Self::UnsupportedFunction => function::UNSUPPORTED_FUNCTION,
            Self::NotAsync => function::NOT_ASYNC,
            Self::DefaultMethodsMissing => function::DEFAULT_METHODS_MISSING,
            Self::JsonContentType => function::JSON_CONTENT_TYPE,
            Self::BodyContentType => function::BODY_CONTENT_TYPE,
            Self::BearerAuthorization => function::BEARER_AUTHORIZATION,
            Self::CookiesCredentials => function::COOKIES_CREDENTIALS,
            Self::AnyAllowedOrigin => function::ANY_ALLOWED_ORIGIN,
            Self::WebsocketEnforce => function::WEBSOCKET_ENFORCE,
            Self::BelowRouteAttribute => function::BELOW_ROUTE_ATTRIBUTE,
            Self::FormEnforce => warning::FORM_ENFORCE,
            Self::LoopbackOrigins => warning::LOOPBACK_ORIGINS,
            Self::WebviewOrigins => warning::WEBVIEW_ORIGINS,
            Self::DuplicateEntries => warning::DUPLICATE_ENTRIES,
            Self::CoveredOrigins => warning::COVERED_ORIGINS,
            Self::UnreadableHeaders => warning::UNREADABLE_HEADERS,
            Self::DroppedCookies => warning::DROPPED_COOKIES,
            Self::IgnoredCookies => warning::IGNORED_COOKIES,
            Self::PublicCache => warning::PUBLIC_CACHE,
            Self::ForeignRedirect => warning::FOREIGN_REDIRECT,
        }
    }
}
