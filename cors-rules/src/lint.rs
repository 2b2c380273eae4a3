//! The lints: everything that can be wrong with a policy, or with the responses it is for.

use core::fmt;

use crate::Allowance;

/// How a lint is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Level {
    /// A compile error; for values that are loaded, an error when they are.
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
        /// Neither `origins` nor `dev_origins` is there, so nobody could read anything.
        OriginsMissing = "origins-missing";
        /// The list of origins has no entry.
        OriginsEmpty = "origins-empty";
        /// An entry without text: `""`.
        OriginEmpty = "origin-empty";
        /// Text that is no origin at all, such as `my-app`, `https:example.com` or `https://https://example.com`.
        OriginMalformed = "origin-malformed";
        /// Several origins in one string: `https://a.example, https://b.example`.
        OriginSeveral = "origin-several";
        /// A regular expression or a glob: `^https://.*\.example\.com$`, `https://{app,admin}.example.com`.
        OriginRegularExpression = "origin-regular-expression";
        /// A host without its scheme: `example.com`, `localhost:3000`.
        OriginSchemeMissing = "origin-scheme-missing";
        /// A scheme no page has its origin from: `ws`, `ftp`, `data`, or a misspelt `http`.
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
        /// White space before, within or behind an origin.
        OriginWhiteSpace = "origin-white-space";
        /// An upper-case letter; browsers send origins in lower case.
        OriginUpperCase = "origin-upper-case";
        /// A host in Unicode; browsers send its punycode.
        OriginUnicodeHost = "origin-unicode-host";
        /// No host, an empty label, a byte no host can hold, or too long a name.
        OriginHostMalformed = "origin-host-malformed";
        /// A label that begins with `xn--` and is no punycode.
        OriginPunycode = "origin-punycode";
        /// The port browsers leave out: 80 for http, 443 for https.
        OriginDefaultPort = "origin-default-port";
        /// A port that is empty, no number, or has leading zeros.
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
        /// `0.0.0.0` or `[::]` over plain http beside credentials: browsers do not trust it as they trust `localhost`.
        OriginUnspecifiedAddress = "origin-unspecified-address", unless InsecureOrigins;
        /// `*` elsewhere than as the first label of a host or as the whole port.
        OriginMisplacedWildcard = "origin-misplaced-wildcard";
        /// A lone `*` beside other origins.
        OriginMixedWildcard = "origin-mixed-wildcard";
        /// The id of a browser extension that cannot be right.
        OriginExtensionId = "origin-extension-id";
        /// `*` among origins that are read while the server runs.
        OriginLoadedWildcard = "origin-loaded-wildcard";
        /// A text that cannot be the name of an environment variable.
        EnvironmentName = "environment-name";

        /// The list of methods has no entry.
        MethodsEmpty = "methods-empty";
        /// Text that is no method by RFC 9110 §9.1.
        MethodNotToken = "method-not-token";
        /// CONNECT, TRACE or TRACK, which scripts cannot send.
        MethodForbidden = "method-forbidden";
        /// A standard method that is not in upper case: `patch` is another method than `PATCH`.
        MethodWrongCase = "method-wrong-case";
        /// `*` beside other methods.
        MethodMixedWildcard = "method-mixed-wildcard";
        /// A list without the method of the route it belongs to.
        RouteMethodMissing = "route-method-missing";

        /// Text that is no header name by RFC 9110 §5.1.
        HeaderNotToken = "header-not-token";
        /// A request header the browser alone sets (Fetch, "forbidden request-header").
        HeaderForbidden = "header-forbidden";
        /// A header of the CORS protocol itself listed as a request header.
        HeaderCorsProtocol = "header-cors-protocol";
        /// `*` beside other request headers than `authorization`.
        HeaderMixedWildcard = "header-mixed-wildcard";

        /// Text that is no header name by RFC 9110 §5.1, among the exposed headers.
        ExposedHeaderNotToken = "exposed-header-not-token";
        /// `set-cookie`, which no script can read.
        ExposedHeaderForbidden = "exposed-header-forbidden";
        /// A header of the CORS protocol itself listed as an exposed header.
        ExposedHeaderCorsProtocol = "exposed-header-cors-protocol";
        /// `*` beside other exposed headers.
        ExposedHeaderMixedWildcard = "exposed-header-mixed-wildcard";

        /// A negative `max_age`.
        MaxAgeNegative = "max-age-negative";
        /// A `max_age` of more than a day, the most any browser keeps.
        MaxAgeTooLong = "max-age-too-long";
        /// A `max_age` that is no length of time.
        MaxAgeUnreadable = "max-age-unreadable";

        /// `any` or `*` beside credentials.
        WildcardCredentials = "wildcard-credentials";
        /// Every extension of a browser, beside credentials.
        ExtensionWildcardCredentials = "extension-wildcard-credentials";
        /// Plain http beside credentials, off the loopback interface.
        InsecureOriginCredentials = "insecure-origin-credentials", unless InsecureOrigins;
        /// `*.` over a name below which anybody can get one, or over an ancestor of it, beside credentials.
        PublicSuffixCredentials = "public-suffix-credentials", unless PublicSuffixes;
        /// The origin `null` beside credentials.
        NullCredentials = "null-credentials";
        /// The origin `null` beside `enforce`.
        NullEnforce = "null-enforce";
        /// Every extension of a browser, beside `enforce`.
        ExtensionWildcardEnforce = "extension-wildcard-enforce", unless ExtensionWildcard;
        /// `*.` over a name below which anybody can get one, or over an ancestor of it, beside `enforce`.
        PublicSuffixEnforce = "public-suffix-enforce", unless PublicSuffixes;
        /// A function of the user's that decides about origins, beside credentials.
        UncheckedOrigins = "unchecked-origins", unless UncheckedOrigins;
        /// A set of origins that is not declared for credentials, beside credentials.
        LiveOriginsCredentials = "live-origins-credentials";
        /// `dev_origins` beside `origins = any`.
        AnyDevOrigins = "any-dev-origins";
        /// `enforce` beside `origins = any`.
        AnyEnforce = "any-enforce";
        /// `*` in `dev_origins`.
        DevOriginsWildcard = "dev-origins-wildcard";
        /// `allow(forwarded_host)` without `enforce`.
        ForwardedHostEnforce = "forwarded-host-enforce";

        /// A key the attribute does not know.
        UnknownKey = "unknown-key";
        /// A key that is written twice.
        DuplicateKey = "duplicate-key";
        /// A name inside `allow(…)` that is no opt-out.
        UnknownAllowance = "unknown-allowance";
        /// A value of another form than its key takes.
        WrongValueType = "wrong-value-type";
        /// A key that stands alone, beside others.
        ContradictoryKeys = "contradictory-keys";

        /// The attribute on something that is no function.
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
        /// A default for routes that do not tell their methods, without `methods`.
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
        /// An argument that is an origin of the list, and the policy has no list.
        AnyAllowedOrigin = "any-allowed-origin";
        /// The attribute below the one that makes a route of the function.
        BelowRouteAttribute = "below-route-attribute";
    }
    warn {
        /// A body that a form of any site can send with the user's cookies, and nothing is said of `enforce`.
        FormEnforce = "form-enforce", unless FormEnforce;
        /// A port of the user's own machine among the origins of release builds.
        LoopbackOrigins = "loopback-origins", unless LoopbackOrigins;
        /// The origin of an app in a web view, without the one that the app has on other systems.
        WebviewOrigins = "webview-origins", unless WebviewOrigins;
        /// An entry that stands in its list twice.
        DuplicateEntries = "duplicate-entries", unless DuplicateEntries;
        /// An origin beside a pattern that lets it in.
        CoveredOrigins = "covered-origins", unless CoveredOrigins;
        /// Headers of a response that the page that asked cannot read; seen while a debug build runs.
        UnreadableHeaders = "unreadable-headers", unless UnreadableHeaders;
        /// A cookie that browsers drop, because the page is of another site; seen while a debug build runs.
        DroppedCookies = "dropped-cookies", unless DroppedCookies;
        /// A cookie on an answer that nobody reads who gets it, because the policy has no `credentials`; seen while a
        /// debug build runs.
        IgnoredCookies = "ignored-cookies", unless IgnoredCookies;
        /// An answer for one origin that caches may hand to another; seen while a debug build runs.
        PublicCache = "public-cache", unless PublicCache;
        /// A redirect to another origin, which sees `Origin: null`; seen while a debug build runs.
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
    fn a_name_is_its_variant_in_kebab_case() {
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
