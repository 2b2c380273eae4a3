//! The places of a policy a finding can point at.

use core::fmt;

/// Where an entry stands; decides which rules hold.
///
/// The keys are those of the attribute, in the order in which [`check`](crate::check) reports them.
///
/// ```
/// assert_eq!(cors_policy::Field::DevOrigins.to_string(), "dev_origins");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Field {
    /// `origins`: who may read the response.
    Origins,
    /// `dev_origins`: origins added in debug builds alone.
    DevOrigins,
    /// `credentials`: cookies and HTTP authentication may be used.
    Credentials,
    /// `methods`: the methods a script may use.
    Methods,
    /// `headers`: the request headers a script may set.
    Headers,
    /// `expose_headers`: the response headers a script may read.
    ExposeHeaders,
    /// `max_age`: how long a browser may remember a preflight.
    MaxAge,
    /// `enforce`: foreign, unlisted origins are refused before the handler runs.
    Enforce,
    /// `allow(…)`: the loud opt-outs.
    Allow,
    /// `policy`: a named policy in place of all other keys.
    Policy,
    /// `base`: the policy another one starts from.
    Base,
    /// `disabled`: no CORS at this place.
    Disabled,
    /// `crate`: the path of the runtime crate.
    Crate,
    /// The attribute as a whole, or a key it does not know.
    Attribute,
    /// The function under the attribute.
    Function,
}

impl Field {
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
