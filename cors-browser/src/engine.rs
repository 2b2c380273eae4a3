//! Differences between browser engines and the Fetch standard.

use url::Url;

use crate::{origin::is_trustworthy, set_cookie::SameSite};

/// The engine whose behaviour a [`Browser`](super::Browser) has where browsers differ.
///
/// | | [`Strictest`](Self::Strictest) | [`Standard`](Self::Standard) | [`Chromium`](Self::Chromium) | [`Firefox`](Self::Firefox) | [`WebKit`](Self::WebKit) |
/// |---|---|---|---|---|---|
/// | **Preflight response** | | | | | |
/// | `*` allows `authorization` | no | no | yes | yes | yes |
/// | longest `max_age` | 600 s | none | 7200 s | 86400 s | 600 s |
/// | malformed `max_age` | not cached | 5 s | 5 s, `-1` not cached | not cached | 5 s, `-1` not cached |
/// | **CORS-preflight cache** | | | | | |
/// | a cached `*` is a wildcard | no | yes | yes | no | yes |
/// | a cached `*` allows `authorization` | no | no | no | no | yes |
/// | caches for `null` | no | yes | no | yes | yes |
/// | caches for each URL | the last preflight | each method and header | the last preflight | each method and header | the last preflight |
/// | requests without credentials use entries of requests with them | no | yes | yes | no | yes |
/// | `HEAD` needs an entry | yes | no | no | yes | no |
/// | a failure clears the URL's entries | always | after a preflight | after a preflight | always | no |
/// | caches a response that does not allow the request | no | no | no | no | yes |
/// | **Redirects** | | | | | |
/// | a request that a redirect makes simple keeps its preflight | yes | no | no | yes | yes |
/// | that preflight asks for removed headers, such as `authorization` | yes | no | no | no | yes |
/// | origin of a preflight where the request has `null` | `*` has to allow both | `null` | `null` | that of the page | `null` |
/// | **Cookies** | | | | | |
/// | `SameSite` by default | `Lax` | `Lax` | `Lax` | `None` | `None` |
/// | http and https are one site for cookies | no | no | no | yes | yes |
/// | a redirect by another site counts for `SameSite` | yes | no | no | yes | yes |
/// | third-party cookies | blocked | sent | sent | apart for each site of a page | blocked |
///
/// The values are measured with Chromium 156, Firefox 153 and WebKitGTK 2.50, the limits of `max_age` on clocks that the
/// tests move, and the tests of this workspace compare this client with them. User settings are not
/// modelled: Firefox has a preference by which `*` does not allow `authorization`. WebKitGTK uses the network library of
/// Linux; Safari can differ where the library decides.
///
/// A third-party cookie belongs to another site than the page. [`Browser::allow_third_party_cookies`] sends them as any
/// engine. The defaults of browsers, measured too:
///
/// [`Browser::allow_third_party_cookies`]: super::Browser::allow_third_party_cookies
///
/// | a third-party cookie, set | [`Chromium`](Self::Chromium) | [`Firefox`](Self::Firefox) | [`WebKit`](Self::WebKit) |
/// |---|---|---|---|
/// | when the user visited its site | sent; not in private windows, nor by Debian's package | not sent | sent by WebKitGTK; not with the tracking prevention that Safari has |
/// | by a response to this page | the same | sent to pages of this site | not stored |
/// | by a response to this page, with `Partitioned` | sent to pages of this site | sent to pages of this site | not stored by WebKitGTK |
///
/// WebKit lets no page of https call `http://localhost`, and stores no `Secure` cookie there. This client allows both as any
/// engine, since tests use such a server in place of one of https.
///
/// The engines also differ in headers that no policy depends on. Chromium sends `Save-Data` without a preflight, and
/// `Sec-Fetch-Mode` with every preflight. WebKit sends no `Sec-Fetch-*` after a redirect of a `cors` request to another
/// origin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Engine {
    /// The intersection of all engines: allows what all of them allow, and caches what all of them cache. A request
    /// that passes here passes everywhere, except from a page of https to `http://localhost`, which WebKit blocks. To
    /// test that a cached preflight does not open another handler, use [`Standard`](Self::Standard), which caches the most.
    #[default]
    Strictest,
    /// The Fetch standard, without any deviation.
    Standard,
    /// Chrome, Edge, Opera and other browsers based on Chromium.
    Chromium,
    /// Firefox.
    Firefox,
    /// WebKit: Safari, and most browsers on iOS.
    WebKit,
}

/// The treatment of cookies of another site than the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ThirdPartyCookies {
    Sent,
    /// Each site of a page has cookies of its own for other sites.
    SentApart,
    /// Neither sent nor stored.
    Blocked,
}

impl Engine {
    /// True if `*` in `Access-Control-Allow-Headers` allows `authorization`.
    pub(crate) fn wildcard_covers_authorization(self) -> bool {
        matches!(self, Self::Chromium | Self::Firefox | Self::WebKit)
    }

    /// True if a cached `*` allows `authorization`.
    pub(crate) fn cached_wildcard_covers_authorization(self) -> bool {
        self == Self::WebKit
    }

    /// True if a header that the standard does not safelist needs no preflight. The name is in lower case.
    pub(crate) fn safelists(self, name: &str) -> bool {
        self == Self::Chromium && name == "save-data"
    }

    /// True if a preflight over plain http has `Sec-Fetch-Mode`.
    pub(crate) fn sends_preflight_mode_over_http(self) -> bool {
        self == Self::Chromium
    }

    /// True if `Sec-Fetch-Site` of a preflight depends on the current URL alone, not on earlier ones.
    pub(crate) fn ignores_redirects_in_preflight_site(self) -> bool {
        matches!(self, Self::Chromium | Self::Firefox)
    }

    /// True if a `no-cors` request from https to plain http has `Origin: null`, as the default referrer policy
    /// demands.
    pub(crate) fn hides_https_origins_from_http(self) -> bool {
        self != Self::Chromium
    }

    /// True if the default referrer policy sends no referrer. The standard compares whether the two URLs are
    /// potentially trustworthy, Chromium whether they are https.
    pub(crate) fn is_downgrade(self, page: &Url, to: &Url) -> bool {
        if matches!(self, Self::Chromium | Self::Firefox | Self::WebKit) {
            page.scheme() == "https" && to.scheme() != "https"
        } else {
            is_trustworthy(page) && !is_trustworthy(to)
        }
    }

    /// True if a request that had a preflight has one after each redirect, too, for the header names that it began
    /// with.
    pub(crate) fn preflights_after_redirects(self) -> bool {
        matches!(self, Self::Strictest | Self::Firefox | Self::WebKit)
    }

    /// True if such a preflight asks for headers that a redirect removed.
    pub(crate) fn preflights_removed_headers(self) -> bool {
        matches!(self, Self::Strictest | Self::WebKit)
    }

    /// True if a preflight has the origin of the page after redirects, where the request itself has `null`.
    pub(crate) fn ignores_redirects_in_preflight_origin(self) -> bool {
        self == Self::Firefox
    }

    /// True if a request keeps its `Origin` where a redirect within an origin makes it a `GET`.
    pub(crate) fn keeps_origin_after_redirects(self) -> bool {
        self == Self::WebKit
    }

    /// True if `Sec-Fetch-*` depend on the first URL: they are missing after plain http, and a redirect to another
    /// origin removes them from a request of mode `cors`, but not from its preflight.
    pub(crate) fn drops_fetch_metadata(self) -> bool {
        self == Self::WebKit
    }

    /// True if `Sec-Fetch-Site` of a preflight is `cross-site` where redirects made the origin `null`.
    pub(crate) fn compares_site_with_tainted_origin(self) -> bool {
        self == Self::WebKit
    }

    /// True if the preflight after a redirect within a site has the referrer of the first request, not trimmed for the
    /// new origin.
    pub(crate) fn keeps_referrer_for_preflights(self) -> bool {
        self == Self::WebKit
    }

    /// True if a `no-cors` request with `same-origin` credentials keeps its cookies through redirects to other origins.
    pub(crate) fn keeps_credentials_after_redirects(self) -> bool {
        self == Self::WebKit
    }

    /// True if the request after a redirect by another site is cross-site for cookies.
    pub(crate) fn counts_redirects_for_same_site(self) -> bool {
        matches!(self, Self::Strictest | Self::Firefox | Self::WebKit)
    }

    /// True if only `Access-Control-Allow-Origin: *` is sure to pass a preflight after redirects that made the origin
    /// `null`: [`Firefox`](Self::Firefox) sends the origin of the page, the others `null`.
    pub(crate) fn needs_any_origin_after_taint(self) -> bool {
        self == Self::Strictest
    }

    /// True if a preflight response is cached although it does not allow the method or the headers of the request, and
    /// stays cached after a later failure.
    pub(crate) fn caches_refused_preflights(self) -> bool {
        self == Self::WebKit
    }

    /// The `SameSite` of cookies that do not state it.
    pub(crate) fn default_same_site(self) -> SameSite {
        match self {
            Self::Firefox | Self::WebKit => SameSite::None,
            Self::Strictest | Self::Standard | Self::Chromium => SameSite::Lax,
        }
    }

    /// True if the page and the URL are of one site for cookies where only their schemes differ.
    pub(crate) fn ignores_scheme_of_site_for_cookies(self) -> bool {
        matches!(self, Self::Firefox | Self::WebKit)
    }

    /// The third-party cookies that a request has, unless the user allows all.
    pub(crate) fn third_party_cookies(self) -> ThirdPartyCookies {
        match self {
            Self::Standard | Self::Chromium => ThirdPartyCookies::Sent,
            Self::Firefox => ThirdPartyCookies::SentApart,
            Self::Strictest | Self::WebKit => ThirdPartyCookies::Blocked,
        }
    }

    /// The limit on `Access-Control-Max-Age`, in seconds.
    pub(crate) fn max_age_limit(self) -> u64 {
        match self {
            Self::Standard => u64::MAX,
            Self::Chromium => 7200,
            Self::Firefox => 86_400,
            Self::Strictest | Self::WebKit => 600,
        }
    }

    /// The max-age for an `Access-Control-Max-Age` that is not a number, in seconds.
    pub(crate) fn malformed_max_age(self, value: &[u8]) -> u64 {
        let is_negative = value
            .strip_prefix(b"-")
            .is_some_and(|digits| !digits.is_empty() && digits.iter().all(u8::is_ascii_digit));
        match self {
            Self::Strictest | Self::Firefox => 0,
            Self::Chromium | Self::WebKit if is_negative => 0,
            Self::Standard | Self::Chromium | Self::WebKit => 5,
        }
    }

    /// True if preflights of pages with an opaque origin are cached.
    pub(crate) fn caches_for_opaque_origins(self) -> bool {
        !matches!(self, Self::Strictest | Self::Chromium)
    }

    /// True if a preflight replaces all cache entries of its URL.
    pub(crate) fn caches_only_the_last_preflight(self) -> bool {
        !matches!(self, Self::Standard | Self::Firefox)
    }

    /// True if a preflight of a request with credentials is not remembered for requests without.
    pub(crate) fn caches_apart_without_credentials(self) -> bool {
        matches!(self, Self::Strictest | Self::Firefox)
    }

    /// True if a response that fails the CORS check clears the cache entries of its URL even if its request needed no
    /// preflight.
    pub(crate) fn forgets_after_simple_failures(self) -> bool {
        matches!(self, Self::Strictest | Self::Firefox)
    }

    /// True if a cached `*` is a wildcard.
    pub(crate) fn caches_wildcards(self) -> bool {
        !matches!(self, Self::Strictest | Self::Firefox)
    }

    /// True if a method needs no cache entry.
    pub(crate) fn allows_method_without_entry(self, method: &str) -> bool {
        match method {
            "GET" | "POST" => true,
            "HEAD" => self.caches_wildcards(),
            _ => false,
        }
    }
}
