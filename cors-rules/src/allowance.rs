//! The opt-outs of `allow(…)`.

use core::fmt;

macro_rules! allowances {
    ($($(#[$doc:meta])* $variant:ident = $field:ident;)*) => {
        /// The opt-outs of a policy.
        ///
        /// ```
        /// use cors_rules::{Allowance, Allowances};
        ///
        /// let allow = Allowances { null_origin: true, ..Allowances::default() };
        /// assert!(allow.contains(Allowance::NullOrigin));
        /// ```
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        #[allow(clippy::struct_excessive_bools)] // independent switches, each named after its key
        pub struct Allowances {
            $($(#[$doc])* pub $field: bool,)*
        }

        impl Allowances {
            /// No opt-out, as [`Default`] gives it, for const evaluation.
            pub const NONE: Self = Self { $($field: false,)* };

            /// True if the policy has this opt-out.
            #[must_use]
            pub const fn contains(self, allowance: Allowance) -> bool {
                match allowance {
                    $(Allowance::$variant => self.$field,)*
                }
            }

            /// These opt-outs and one more.
            #[must_use]
            pub const fn with(mut self, allowance: Allowance) -> Self {
                match allowance {
                    $(Allowance::$variant => self.$field = true,)*
                }
                self
            }
        }

        /// One opt-out. [`Lint::allowance`](crate::Lint::allowance) maps a lint to its opt-out.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Allowance {
            $($(#[$doc])* $variant,)*
        }

        impl Allowance {
            /// Every opt-out.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The name as it is written inside `allow(…)`.
            ///
            /// ```
            /// assert_eq!(cors_rules::Allowance::NullOrigin.name(), "null_origin");
            /// ```
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => stringify!($field),)*
                }
            }
        }
    };
}

allowances! {
    /// Plain http with credentials, except on the loopback interface.
    InsecureOrigins = insecure_origins;
    /// `*.` over a public suffix, with credentials or `enforce`.
    PublicSuffixes = public_suffixes;
    /// `moz-extension://*` and `safari-web-extension://*` with `enforce`.
    ExtensionWildcard = extension_wildcard;
    /// The origin `null`.
    NullOrigin = null_origin;
    /// Origins that no rule checks, decided by a function of the user.
    UncheckedOrigins = unchecked_origins;
    /// `enforce` compares an origin with the host that `X-Forwarded-Host` or `Forwarded` names, in place of `Host`.
    ///
    /// Only for a server behind a proxy that overwrites both headers, and that does not pass `Host` on: a script can
    /// set them as soon as any policy of the same URL allows it to.
    ///
    /// ```text
    /// origins = ["https://app.example.com"], enforce, allow(forwarded_host)
    /// ```
    ForwardedHost = forwarded_host;
    /// JSON that no browser sends: `content-type` is not in `headers`.
    JsonContentType = json_content_type;
    /// Another body that no form can send, and no browser sends: `content-type` is not in `headers`.
    BodyContentType = body_content_type;
    /// A token that no browser sends: `authorization` is not in `headers`.
    BearerAuthorization = bearer_authorization;
    /// Cookies that pages of other origins do not send.
    CookiesCredentials = cookies_credentials;
    /// A WebSocket that the page of any site may open.
    WebsocketEnforce = websocket_enforce;

    /// A form that is protected by other means than `enforce`.
    FormEnforce = form_enforce;
    /// A loopback origin with a port, in release builds.
    LoopbackOrigins = loopback_origins;
    /// An app that is not built for the systems where it has another origin.
    WebviewOrigins = webview_origins;
    /// An entry that is in its list twice.
    DuplicateEntries = duplicate_entries;
    /// An origin that a pattern of the list already allows.
    CoveredOrigins = covered_origins;
    /// Response headers that no script of another origin reads.
    UnreadableHeaders = unreadable_headers;
    /// Cookies that pages of other sites do not need.
    DroppedCookies = dropped_cookies;
    /// Cookies of a policy without `credentials`.
    IgnoredCookies = ignored_cookies;
    /// Shared caches that respect `Vary: Origin`.
    PublicCache = public_cache;
    /// Redirects that no script of another origin follows.
    ForeignRedirect = foreign_redirect;
}

impl Allowance {
    /// The opt-out of this name.
    ///
    /// ```
    /// # use cors_rules::Allowance;
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
