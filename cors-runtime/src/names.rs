//! The names in an attribute, for editors: each is an item of `cors-rules`, whose docs an editor shows.

/// The keys.
pub mod keys {
    pub use ::cors_rules::Field::{
        Allow as allow, Base as base, Credentials as credentials, DevOrigins as dev_origins,
        Disabled as disabled, Enforce as enforce, ExposeHeaders as expose_headers,
        Headers as headers, MaxAge as max_age, Methods as methods, Origins as origins,
        Policy as policy,
    };
}

/// The opt-outs of `allow(…)`.
pub mod allowances {
    pub use ::cors_rules::Allowance::{
        BearerAuthorization as bearer_authorization, BodyContentType as body_content_type,
        CookiesCredentials as cookies_credentials, CoveredOrigins as covered_origins,
        DroppedCookies as dropped_cookies, DuplicateEntries as duplicate_entries,
        ExtensionWildcard as extension_wildcard, ForeignRedirect as foreign_redirect,
        FormEnforce as form_enforce, ForwardedHost as forwarded_host,
        IgnoredCookies as ignored_cookies, InsecureOrigins as insecure_origins,
        JsonContentType as json_content_type, LoopbackOrigins as loopback_origins,
        NullOrigin as null_origin, PublicCache as public_cache, PublicSuffixes as public_suffixes,
        UncheckedOrigins as unchecked_origins, UnreadableHeaders as unreadable_headers,
        WebsocketEnforce as websocket_enforce, WebviewOrigins as webview_origins,
    };
}
