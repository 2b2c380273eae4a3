//! The lints: everything that can be wrong with a policy, or with the responses it is for.

use core::fmt;

use crate::Allowance;

/// The level of a lint: error or warning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Level {
    /// A compile error, or an error at run time for values that are loaded.
    Deny,
    /// A warning: the policy works, and its author decides. Each such lint has an opt-out of its name.
    Warn,
}

macro_rules! lints {
    (
        deny { $($(#[$deny_doc:meta])* $deny:ident = $deny_name:literal $(, unless $deny_allowance:ident)?;)* }
        warn { $($(#[$warn_doc:meta])* $warn:ident = $warn_name:literal, unless $warn_allowance:ident;)* }
    ) => {
        /// A mistake, or a possible mistake, in a policy.
        ///
        /// ```
        /// use cors_rules::{Allowance, Level, Lint};
        ///
        /// assert_eq!(Lint::OriginNull.name(), "origin-null");
        /// assert_eq!(Lint::OriginNull.level(), Level::Deny);
        /// assert_eq!(Lint::OriginNull.allowance(), Some(Allowance::NullOrigin));
        /// assert_eq!(Lint::PublicCache.level(), Level::Warn);
        /// assert_eq!(Lint::from_name("origin-null"), Some(Lint::OriginNull));
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Lint {
            $($(#[$deny_doc])* $deny,)*
            $($(#[$warn_doc])* $warn,)*
        }

        impl Lint {
            /// Every lint, those of level [`Deny`](Level::Deny) first.
            pub const ALL: &'static [Self] = &[$(Self::$deny,)* $(Self::$warn,)*];

            /// The stable name in kebab-case.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$deny => $deny_name,)*
                    $(Self::$warn => $warn_name,)*
                }
            }

            /// The level at which the lint is reported.
            #[must_use]
            pub const fn level(self) -> Level {
                match self {
                    $(Self::$deny => Level::Deny,)*
                    $(Self::$warn => Level::Warn,)*
                }
            }

            /// The section about the lint in the docs of `cors-runtime`.
            ///
            /// ```
            /// use cors_rules::Lint;
            ///
            /// assert_eq!(Lint::OriginNull.address(), "cors_runtime::rules#origin-null");
            /// assert_eq!(Lint::PublicCache.address(), "cors_runtime::guide::warnings#public-cache");
            /// ```
            #[must_use]
            pub const fn address(self) -> &'static str {
                match self {
                    $(Self::$deny => concat!("cors_runtime::rules#", $deny_name),)*
                    $(Self::$warn => concat!("cors_runtime::guide::warnings#", $warn_name),)*
                }
            }

            /// The opt-out that silences the lint, if there is one.
            #[must_use]
            pub const fn allowance(self) -> Option<Allowance> {
                match self {
                    $($(Self::$deny => Some(Allowance::$deny_allowance),)?)*
                    $(Self::$warn => Some(Allowance::$warn_allowance),)*
                    _ => None,
                }
            }
        }
    };
}

lints! {
    deny {
        /// Neither `origins` nor `dev_origins` is given, so no page could read a response.
        OriginsMissing = "origins-missing";
        /// The list of origins has no entry.
        OriginsEmpty = "origins-empty";
        /// An entry without text: `""`.
        OriginEmpty = "origin-empty";
        /// Text that is not an origin, such as `my-app`, `https:example.com` or `https://https://example.com`.
        OriginMalformed = "origin-malformed";
        /// Several origins in one string: `https://a.example, https://b.example`.
        OriginSeveral = "origin-several";
        /// A regular expression or a glob: `^https://.*\.example\.com$`, `https://{app,admin}.example.com`.
        OriginRegularExpression = "origin-regular-expression";
        /// A host without its scheme: `example.com`, `localhost:3000`.
        OriginSchemeMissing = "origin-scheme-missing";
        /// A scheme that no page has in its origin: `ws`, `ftp`, `data`, or a misspelt `http`.
        OriginSchemeNeverSent = "origin-scheme-never-sent";
        /// A scheme outside the grammar of RFC 3986 §3.1: `my_app://localhost`.
        OriginSchemeMalformed = "origin-scheme-malformed";
        /// A `file:` URL. Browsers send `null` for such pages.
        OriginFile = "origin-file";
        /// The origin `null`, which any site can send from a sandboxed frame.
        OriginNull = "origin-null", unless NullOrigin;
        /// An origin with a slash at its end.
        OriginTrailingSlash = "origin-trailing-slash";
        /// An origin followed by a path, a query or a fragment.
        OriginPath = "origin-path";
        /// An origin with a user name or a password.
        OriginUserinfo = "origin-userinfo";
        /// White space before, within or after an origin.
        OriginWhiteSpace = "origin-white-space";
        /// An upper-case letter; browsers send origins in lower case.
        OriginUpperCase = "origin-upper-case";
        /// A host in Unicode; browsers send its punycode.
        OriginUnicodeHost = "origin-unicode-host";
        /// An empty host or label, a byte that is not allowed in a host, or a name that is too long.
        OriginHostMalformed = "origin-host-malformed";
        /// A label that begins with `xn--` and is not punycode.
        OriginPunycode = "origin-punycode";
        /// The port browsers leave out: 80 for http, 443 for https.
        OriginDefaultPort = "origin-default-port";
        /// A port that is empty, not a number, or has leading zeros.
        OriginPortMalformed = "origin-port-malformed";
        /// Port 0 or a port above 65535.
        OriginPortOutOfRange = "origin-port-out-of-range";
        /// A port browsers refuse to open, such as 6000 (Fetch, "bad port").
        OriginPortBlocked = "origin-port-blocked";
        /// An IPv4 address in another form than four plain decimal numbers.
        OriginIpv4NotCanonical = "origin-ipv4-not-canonical";
        /// An IPv6 address in another form than the one browsers send.
        OriginIpv6NotCanonical = "origin-ipv6-not-canonical";
        /// `*` before or within an IP address.
        OriginIpWildcard = "origin-ip-wildcard";
        /// `0.0.0.0` or `[::]` over plain http with credentials: browsers do not trust it like `localhost`.
        OriginUnspecifiedAddress = "origin-unspecified-address", unless InsecureOrigins;
        /// `*` that is neither the first label of a host nor the whole port.
        OriginMisplacedWildcard = "origin-misplaced-wildcard";
        /// A lone `*` among other origins.
        OriginMixedWildcard = "origin-mixed-wildcard";
        /// An id that no browser extension has.
        OriginExtensionId = "origin-extension-id";
        /// `*` among origins that are loaded at run time.
        OriginLoadedWildcard = "origin-loaded-wildcard";
        /// A text that cannot be the name of an environment variable.
        EnvironmentName = "environment-name";

        /// The list of methods has no entry.
        MethodsEmpty = "methods-empty";
        /// Text that is not a method (RFC 9110 §9.1).
        MethodNotToken = "method-not-token";
        /// CONNECT, TRACE or TRACK, which scripts cannot send.
        MethodForbidden = "method-forbidden";
        /// A standard method that is not in upper case: `patch` is another method than `PATCH`.
        MethodWrongCase = "method-wrong-case";
        /// `*` among other methods.
        MethodMixedWildcard = "method-mixed-wildcard";
        /// A list without the method of its route.
        RouteMethodMissing = "route-method-missing";

        /// Text that is not a header name (RFC 9110 §5.1).
        HeaderNotToken = "header-not-token";
        /// A request header that only the browser sets (Fetch, "forbidden request-header").
        HeaderForbidden = "header-forbidden";
        /// A header of the CORS protocol itself listed as a request header.
        HeaderCorsProtocol = "header-cors-protocol";
        /// `*` among other request headers than `authorization`.
        HeaderMixedWildcard = "header-mixed-wildcard";

        /// Text that is no header name by RFC 9110 §5.1, among the exposed headers.
        ExposedHeaderNotToken = "exposed-header-not-token";
        /// `set-cookie`, which no script can read.
        ExposedHeaderForbidden = "exposed-header-forbidden";
        /// A header of the CORS protocol itself listed as an exposed header.
        ExposedHeaderCorsProtocol = "exposed-header-cors-protocol";
        /// `*` among other exposed headers.
        ExposedHeaderMixedWildcard = "exposed-header-mixed-wildcard";

        /// A negative `max_age`.
        MaxAgeNegative = "max-age-negative";
        /// A `max_age` of more than a day, the longest time of any browser.
        MaxAgeTooLong = "max-age-too-long";
        /// A `max_age` that is not a length of time.
        MaxAgeUnreadable = "max-age-unreadable";

        /// `any` or `*` with credentials.
        WildcardCredentials = "wildcard-credentials";
        /// Every extension of a browser, with credentials.
        ExtensionWildcardCredentials = "extension-wildcard-credentials";
        /// Plain http with credentials, except on the loopback interface.
        InsecureOriginCredentials = "insecure-origin-credentials", unless InsecureOrigins;
        /// `*.` over a public suffix or an ancestor of one, with credentials.
        PublicSuffixCredentials = "public-suffix-credentials", unless PublicSuffixes;
        /// The origin `null` with credentials.
        NullCredentials = "null-credentials";
        /// The origin `null` with `enforce`.
        NullEnforce = "null-enforce";
        /// Every extension of a browser, with `enforce`.
        ExtensionWildcardEnforce = "extension-wildcard-enforce", unless ExtensionWildcard;
        /// `*.` over a public suffix or an ancestor of one, with `enforce`.
        PublicSuffixEnforce = "public-suffix-enforce", unless PublicSuffixes;
        /// A function that decides about origins, with credentials.
        UncheckedOrigins = "unchecked-origins", unless UncheckedOrigins;
        /// A `LiveOrigins` that is not declared for credentials, with credentials.
        LiveOriginsCredentials = "live-origins-credentials";
        /// `dev_origins` with `origins = any`.
        AnyDevOrigins = "any-dev-origins";
        /// `enforce` with `origins = any`.
        AnyEnforce = "any-enforce";
        /// `*` in `dev_origins`.
        DevOriginsWildcard = "dev-origins-wildcard";
        /// `allow(forwarded_host)` without `enforce`.
        ForwardedHostEnforce = "forwarded-host-enforce";

        /// A key that does not exist.
        UnknownKey = "unknown-key";
        /// A key that is written twice.
        DuplicateKey = "duplicate-key";
        /// A name inside `allow(…)` that is not an opt-out.
        UnknownAllowance = "unknown-allowance";
        /// A value of a form that its key does not take.
        WrongValueType = "wrong-value-type";
        /// `policy` or `disabled` with other keys.
        ContradictoryKeys = "contradictory-keys";

        /// The attribute on an item that is not a function.
        NotAHandler = "not-a-handler";
        /// The attribute on a function with `self`.
        MethodReceiver = "method-receiver";
        /// The attribute on a function with generic parameters.
        GenericHandler = "generic-handler";
        /// An argument of type `impl Trait`.
        ImplTraitArgument = "impl-trait-argument";
        /// An argument that borrows.
        BorrowedArgument = "borrowed-argument";
        /// A `const`, `unsafe`, `extern` or variadic function.
        UnsupportedFunction = "unsupported-function";
        /// A handler that is not `async`.
        NotAsync = "not-async";
        /// A default policy over a router that does not report its methods, without `methods`.
        DefaultMethodsMissing = "default-methods-missing";
        /// An argument that reads JSON, and `content-type` is not in `headers`.
        JsonContentType = "json-content-type", unless JsonContentType;
        /// An argument or a `format` for another body that no form can send, and `content-type` is not in `headers`.
        BodyContentType = "body-content-type", unless BodyContentType;
        /// An argument that reads a bearer token, and `authorization` is not in `headers`.
        BearerAuthorization = "bearer-authorization", unless BearerAuthorization;
        /// An argument that reads cookies, and the policy has no `credentials`.
        CookiesCredentials = "cookies-credentials", unless CookiesCredentials;
        /// An argument that opens a WebSocket, and the policy has no `enforce`.
        WebsocketEnforce = "websocket-enforce", unless WebsocketEnforce;
        /// An `AllowedOrigin` argument, and the policy has no list of origins.
        AnyAllowedOrigin = "any-allowed-origin";
        /// The attribute below a route attribute.
        BelowRouteAttribute = "below-route-attribute";
    }
    warn {
        /// A body that a form of any site can send with the user's cookies, without the key `enforce`.
        FormEnforce = "form-enforce", unless FormEnforce;
        /// A loopback origin with a port among the origins of release builds.
        LoopbackOrigins = "loopback-origins", unless LoopbackOrigins;
        /// The origin of an app in a web view, without its origin on other systems.
        WebviewOrigins = "webview-origins", unless WebviewOrigins;
        /// An entry that is in its list twice.
        DuplicateEntries = "duplicate-entries", unless DuplicateEntries;
        /// An origin that a pattern of the list already allows.
        CoveredOrigins = "covered-origins", unless CoveredOrigins;
        /// Response headers that the page cannot read; found by a running debug build.
        UnreadableHeaders = "unreadable-headers", unless UnreadableHeaders;
        /// A cookie that browsers drop, because the page is of another site; found by a running debug build.
        DroppedCookies = "dropped-cookies", unless DroppedCookies;
        /// A cookie on a response of a policy without `credentials`; found by a running debug build.
        IgnoredCookies = "ignored-cookies", unless IgnoredCookies;
        /// A response for one origin that caches may serve to another; found by a running debug build.
        PublicCache = "public-cache", unless PublicCache;
        /// A redirect to another origin, which receives `Origin: null`; found by a running debug build.
        ForeignRedirect = "foreign-redirect", unless ForeignRedirect;
    }
}

impl Lint {
    /// The lints of one level.
    pub fn of_level(level: Level) -> impl Iterator<Item = Self> {
        Self::ALL
            .iter()
            .copied()
            .filter(move |lint| lint.level() == level)
    }

    /// The lint of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|lint| lint.name() == name)
    }
}

impl fmt::Display for Lint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::{Level, Lint};
    use crate::Allowance;
    use std::collections::HashSet;

    #[test]
    fn names_are_unique_and_kebab_case() {
        let mut seen = HashSet::new();
        for lint in Lint::ALL {
            let name = lint.name();
            assert!(seen.insert(name), "{name} twice");
            assert!(
                name.split('-').all(|word| !word.is_empty()
                    && word
                        .bytes()
                        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())),
                "{name}"
            );
            assert_eq!(Lint::from_name(name), Some(*lint));
        }
    }

    #[test]
    fn name_is_the_variant_in_kebab_case() {
        for lint in Lint::ALL {
            let variant = std::format!("{lint:?}");
            let mut kebab = std::string::String::new();
            for (i, letter) in variant.chars().enumerate() {
                if i > 0 && letter.is_ascii_uppercase() {
                    kebab.push('-');
                }
                kebab.push(letter.to_ascii_lowercase());
            }
            assert_eq!(lint.name(), kebab);
        }
    }

    #[test]
    fn warning_opt_out_has_the_name_of_its_lint() {
        for lint in Lint::of_level(Level::Warn) {
            let allowance = lint.allowance().map(Allowance::name);
            assert_eq!(allowance, Some(&*lint.name().replace('-', "_")));
        }
    }

    #[test]
    fn each_opt_out_silences_a_lint() {
        for &allowance in Allowance::ALL {
            // It changes a comparison at run time.
            if allowance == Allowance::ForwardedHost {
                continue;
            }
            let mut known = Lint::ALL.iter().filter_map(|lint| lint.allowance());
            assert!(known.any(|known| known == allowance), "{allowance}");
        }
    }
}
