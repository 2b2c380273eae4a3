//! Differences between browser engines and the Fetch standard.

use url::Url;

use crate::origin::is_trustworthy;

/// The engine whose behaviour a [`Browser`](super::Browser) has where browsers differ.
///
/// | | `*` allows `authorization` | longest `max_age` | malformed `max_age` | caches `*` | caches for `null` | cached per URL |
/// |---|---|---|---|---|---|---|
/// | [`Strictest`](Self::Strictest) | no | 600 s | not cached | no | no | the last preflight |
/// | [`Standard`](Self::Standard) | no | none | 5 s | yes | yes | each method and header |
/// | [`Chromium`](Self::Chromium) | yes | 7200 s | 5 s, `-1` not cached | yes | no | the last preflight |
/// | [`Firefox`](Self::Firefox) | no | 86400 s | not cached | no | yes | each method and header |
/// | [`WebKit`](Self::WebKit) | yes | 600 s | 5 s, `-1` not cached | yes | yes | the last preflight |
///
/// The column of caching is about the CORS-preflight cache.
///
/// The values for Chromium are measured with versions 148 and 156, and the tests of this workspace compare this client
/// with Chromium. In Chromium `*` allows `authorization` in a preflight response, but not from the cache. Chromium
/// also sends `Save-Data` without a preflight, `Sec-Fetch-Mode` with every preflight, and a `Referer` unless a page of
/// https requests plain http.
///
/// The values for Firefox and Safari are read from their source code. Firefox has a preference by which `*` allows
/// `authorization`; it is taken to be off. Firefox also needs a cache entry for `HEAD`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Engine {
    /// The intersection of all engines: allows what all of them allow, and caches what all of them cache. A request
    /// that passes here passes everywhere. To test that a cached preflight does not open another handler, use
    /// [`Standard`](Self::Standard), which caches the most.
    #[default]
    Strictest,
    /// The Fetch standard, without any deviation.
    Standard,
    /// Chrome, Edge, Opera and other browsers based on Chromium.
    Chromium,
    /// Firefox.
    Firefox,
    /// Safari, and most browsers on iOS.
    WebKit,
}

impl Engine {
    /// True if `*` in `Access-Control-Allow-Headers` allows `authorization`.
    pub(crate) fn wildcard_covers_authorization(self) -> bool {
        matches!(self, Self::Chromium | Self::WebKit)
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
        self == Self::Chromium
    }

    /// True if a `no-cors` request from https to plain http has `Origin: null`, as the default referrer policy
    /// demands.
    pub(crate) fn hides_https_origins_from_http(self) -> bool {
        self != Self::Chromium
    }

    /// True if the default referrer policy sends no referrer. The standard compares whether the two URLs are
    /// potentially trustworthy, Chromium whether they are https.
    pub(crate) fn is_downgrade(self, page: &Url, to: &Url) -> bool {
        if self == Self::Chromium {
            page.scheme() == "https" && to.scheme() != "https"
        } else {
            is_trustworthy(page) && !is_trustworthy(to)
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
