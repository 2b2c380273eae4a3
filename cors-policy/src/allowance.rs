//! The loud opt-outs of `allow(…)`.

use core::fmt;

/// The opt-outs an author has written.
///
/// ```
/// use cors_policy::{Allowance, Allowances};
///
/// let allow = Allowances { null_origin: true, ..Allowances::default() };
/// assert!(allow.contains(Allowance::NullOrigin));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[allow(clippy::struct_excessive_bools)] // independent switches, each named after its key
pub struct Allowances {
    /// Plain http beside credentials, off the loopback interface.
    pub insecure_origins: bool,
    /// `*.` over a public suffix beside credentials or `enforce`.
    pub public_suffixes: bool,
    /// The origin `null`.
    pub null_origin: bool,
    /// Origins no rule has looked at, decided by the user's own function.
    pub unchecked_origins: bool,
    /// JSON that no browser sends: `content-type` is not in `headers`.
    pub json_content_type: bool,
    /// A token that no browser sends: `authorization` is not in `headers`.
    pub bearer_authorization: bool,
    /// Cookies that come from elsewhere than pages of other origins.
    pub cookies_credentials: bool,
    /// A WebSocket that the page of any site may open.
    pub websocket_enforce: bool,
}

impl Allowances {
    /// No opt-out, as [`Default`] gives it, for const evaluation.
    pub const NONE: Self = Self {
        insecure_origins: false,
        public_suffixes: false,
        null_origin: false,
        unchecked_origins: false,
        json_content_type: false,
        bearer_authorization: false,
        cookies_credentials: false,
        websocket_enforce: false,
    };

    /// Whether this opt-out was written.
    #[must_use]
    pub const fn contains(self, allowance: Allowance) -> bool {
        match allowance {
            Allowance::InsecureOrigins => self.insecure_origins,
            Allowance::PublicSuffixes => self.public_suffixes,
            Allowance::NullOrigin => self.null_origin,
            Allowance::UncheckedOrigins => self.unchecked_origins,
            Allowance::JsonContentType => self.json_content_type,
            Allowance::BearerAuthorization => self.bearer_authorization,
            Allowance::CookiesCredentials => self.cookies_credentials,
            Allowance::WebsocketEnforce => self.websocket_enforce,
        }
    }

    /// The same opt-outs and this one.
    #[must_use]
    pub const fn with(mut self, allowance: Allowance) -> Self {
        match allowance {
            Allowance::InsecureOrigins => self.insecure_origins = true,
            Allowance::PublicSuffixes => self.public_suffixes = true,
            Allowance::NullOrigin => self.null_origin = true,
            Allowance::UncheckedOrigins => self.unchecked_origins = true,
            Allowance::JsonContentType => self.json_content_type = true,
            Allowance::BearerAuthorization => self.bearer_authorization = true,
            Allowance::CookiesCredentials => self.cookies_credentials = true,
            Allowance::WebsocketEnforce => self.websocket_enforce = true,
        }
        self
    }
}

/// One opt-out; [`Rule::allowance`](crate::Rule::allowance) tells which rule it silences.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Allowance {
    /// Plain http beside credentials, off the loopback interface.
    InsecureOrigins,
    /// `*.` over a public suffix beside credentials or `enforce`.
    PublicSuffixes,
    /// The origin `null`.
    NullOrigin,
    /// Origins no rule has looked at, decided by the user's own function.
    UncheckedOrigins,
    /// JSON that no browser sends: `content-type` is not in `headers`.
    JsonContentType,
    /// A token that no browser sends: `authorization` is not in `headers`.
    BearerAuthorization,
    /// Cookies that come from elsewhere than pages of other origins.
    CookiesCredentials,
    /// A WebSocket that the page of any site may open.
    WebsocketEnforce,
}

impl Allowance {
    /// Every opt-out there is.
    pub const ALL: &'static [Self] = &[
        Self::InsecureOrigins,
        Self::PublicSuffixes,
        Self::NullOrigin,
        Self::UncheckedOrigins,
        Self::JsonContentType,
        Self::BearerAuthorization,
        Self::CookiesCredentials,
        Self::WebsocketEnforce,
    ];

    /// The name as it is written inside `allow(…)`.
    ///
    /// ```
    /// assert_eq!(cors_policy::Allowance::NullOrigin.name(), "null_origin");
    /// ```
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::InsecureOrigins => "insecure_origins",
            Self::PublicSuffixes => "public_suffixes",
            Self::NullOrigin => "null_origin",
            Self::UncheckedOrigins => "unchecked_origins",
            Self::JsonContentType => "json_content_type",
            Self::BearerAuthorization => "bearer_authorization",
            Self::CookiesCredentials => "cookies_credentials",
            Self::WebsocketEnforce => "websocket_enforce",
        }
    }

    /// The opt-out of this name.
    ///
    /// ```
    /// # use cors_policy::Allowance;
    /// assert_eq!(Allowance::from_name("null_origin"), Some(Allowance::NullOrigin));
    /// ```
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|allowance| allowance.name() == name)
    }
}

impl fmt::Display for Allowance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
