//! The places in a policy that a finding can point at.

use core::fmt;

/// The place of an entry, which decides the rules that apply.
///
/// The keys are those of the attribute, in the order in which [`check`](crate::check) reports them.
///
/// ```
/// assert_eq!(cors_rules::Field::DevOrigins.to_string(), "dev_origins");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Field {
    /// `origins`: the origins whose pages may read the response.
    ///
    /// A list of origins as browsers send them, or `any`. An origin is scheme, host, and the port unless it is
    /// the default one. `https://*.example.com` is every subdomain, `http://localhost:*` every port. A list also takes
    /// constants, `env("VARIABLE")`, a static of type `LiveOrigins`, and `matching(function)`.
    ///
    /// Required without `dev_origins`, `base`, `policy` and `disabled`.
    ///
    /// ```text
    /// origins = ["https://app.example.com", "https://*.example.org"]
    /// origins = any
    /// ```
    Origins,
    /// `dev_origins`: origins that are added in debug builds only.
    ///
    /// A list like that of `origins`, without `any`. Plain http is accepted, and `matching(function)` needs no
    /// `allow(…)`. A release binary does not contain them. `dev_origins = []` removes those of a `base`.
    ///
    /// ```text
    /// dev_origins = ["http://localhost:5173"]
    /// ```
    DevOrigins,
    /// `credentials`: cookies and HTTP authentication may be used.
    ///
    /// Written alone, or as `credentials = true` or `= false`. Off by default. Cannot be combined with
    /// `any`, or with plain http of other hosts than `localhost` and loopback addresses.
    ///
    /// ```text
    /// origins = ["https://app.example.com"], credentials
    /// ```
    Credentials,
    /// `methods`: the methods a script may use, for preflights and actual requests.
    ///
    /// A list, or `any`. `GET` includes `HEAD`. Without the key, the methods that the route serves.
    ///
    /// ```text
    /// methods = [GET, POST]
    /// ```
    Methods,
    /// `headers`: the request headers a script may set.
    ///
    /// A list of strings and constants, or `any`. Without the key, the safelisted ones, which do not include
    /// `content-type: application/json`. `any` does not cover `authorization`; `["*", "authorization"]` does.
    ///
    /// ```text
    /// headers = ["content-type", "authorization"]
    /// ```
    Headers,
    /// `expose_headers`: the response headers a script may read.
    ///
    /// A list of strings and constants, or `any`. Without the key, the safelisted ones.
    ///
    /// ```text
    /// expose_headers = ["etag", "x-total-count"]
    /// ```
    ExposeHeaders,
    /// `max_age`: how long a browser may cache a preflight.
    ///
    /// Seconds, a text such as `"10m"` or `"24h"`, or a constant; at most a day. With `0`, browsers do not cache it.
    /// Without the key, they cache it for 5 seconds.
    ///
    /// ```text
    /// max_age = "2h"
    /// ```
    MaxAge,
    /// `enforce`: refuses requests of other sites before the handler runs, unless their origin is allowed.
    ///
    /// Written alone, or as `enforce = true` or `= false`. Off by default: CORS alone hides the response from the
    /// page, but the handler has run. Cannot be combined with `any`. Behind a proxy that does not pass `Host` on, it
    /// needs `allow(forwarded_host)`.
    ///
    /// ```text
    /// origins = ["https://app.example.com"], enforce
    /// ```
    Enforce,
    /// `allow(…)`: the opt-outs, by the names of the rules they silence.
    ///
    /// An opt-out of a `base` is inherited, unless this policy adds the condition of its rule, such as `credentials`.
    ///
    /// ```text
    /// allow(insecure_origins)
    /// ```
    Allow,
    /// `policy`: a named policy in place of all other keys.
    ///
    /// ```text
    /// policy = PARTNERS
    /// ```
    Policy,
    /// `base`: the policy that this one starts from. A key in the attribute replaces that of the base, even if it is
    /// empty or off.
    ///
    /// ```text
    /// base = PARTNERS, max_age = 0
    /// ```
    Base,
    /// `disabled`: no CORS, not even by a default policy of the router. No other key is allowed.
    Disabled,
    /// `crate`: the path of `cors_runtime`, if it is renamed.
    ///
    /// ```text
    /// crate = ::http_cors
    /// ```
    Crate,
    /// The attribute itself, or an unknown key.
    Attribute,
    /// The function under the attribute.
    Function,
}

impl Field {
    /// The keys of an attribute, in the order of the docs.
    pub const KEYS: [Self; 13] = [
        Self::Origins,
        Self::DevOrigins,
        Self::Credentials,
        Self::Methods,
        Self::Headers,
        Self::ExposeHeaders,
        Self::MaxAge,
        Self::Enforce,
        Self::Allow,
        Self::Policy,
        Self::Base,
        Self::Disabled,
        Self::Crate,
    ];

    /// The key as it is written, such as `expose_headers`.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Origins => "origins",
            Self::DevOrigins => "dev_origins",
            Self::Credentials => "credentials",
            Self::Methods => "methods",
            Self::Headers => "headers",
            Self::ExposeHeaders => "expose_headers",
            Self::MaxAge => "max_age",
            Self::Enforce => "enforce",
            Self::Allow => "allow",
            Self::Policy => "policy",
            Self::Base => "base",
            Self::Disabled => "disabled",
            Self::Crate => "crate",
            Self::Attribute => "attribute",
            Self::Function => "function",
        }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.key())
    }
}

#[cfg(test)]
mod tests {
    use super::Field;

    #[test]
    fn every_variant_before_attribute_is_a_key() {
        for (index, field) in Field::KEYS.into_iter().enumerate() {
            assert_eq!(field as usize, index, "{field}");
        }
        assert_eq!(Field::Attribute as usize, Field::KEYS.len());
    }
}
