//! What browsers do otherwise than the standard.

use url::Url;

use crate::address::is_trustworthy;

/// Whose behaviour a [`Browser`](super::Browser) has where browsers differ.
///
/// | | `*` covers `authorization` | longest `max_age` | `max_age` that is no number | remembers `*` | remembers for `null` | remembers of one URL |
/// |---|---|---|---|---|---|---|
/// | [`Strictest`](Self::Strictest) | no | 600 s | not remembered | no | no | the last preflight |
/// | [`Standard`](Self::Standard) | no | none | 5 s | yes | yes | each method and header |
/// | [`Chromium`](Self::Chromium) | yes | 7200 s | 5 s, `-1` not remembered | yes | no | the last preflight |
/// | [`Firefox`](Self::Firefox) | no | 86400 s | not remembered | no | yes | each method and header |
/// | [`WebKit`](Self::WebKit) | yes | 600 s | 5 s, `-1` not remembered | yes | yes | the last preflight |
///
/// Chromium's are measured with versions 148 and 156. There `*` covers `authorization` in an answer and not in
/// its memory; it also sends `Save-Data` without asking, has a
/// `Sec-Fetch-Mode` in every preflight, and a `Referer` for all but plain http below a page of https. The
/// tests of this workspace compare it with Chromium itself. Those of the others are read from their sources; Firefox has a preference that makes `*` cover
/// `authorization`, which is taken to be off, and it looks in its memory for `HEAD`, too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Engine {
    /// The least that any of them allows, and the shortest that any of them remembers: what passes
    /// here passes in all. To show that a remembered preflight opens no other handler, use
    /// [`Standard`](Self::Standard), which remembers the most.
    #[default]
    Strictest,
    /// The Fetch standard to the letter.
    Standard,
    /// Chrome, Edge, Opera, and the others made of Chromium.
    Chromium,
    /// Firefox.
    Firefox,
    /// Safari, and every browser on iOS.
    WebKit,
}

impl Engine {
    /// True if `*` in `Access-Control-Allow-Headers` covers `authorization`.
    pub(crate) fn wildcard_covers_authorization(self) -> bool {
        matches!(self, Self::Chromium | Self::WebKit)
    }

    /// The same of a `*` that comes from memory.
    pub(crate) fn remembered_wildcard_covers_authorization(self) -> bool {
        self == Self::WebKit
    }

    /// True if a header is sent without asking though the standard asks. In lower case.
    pub(crate) fn safelists(self, name: &str) -> bool {
        self == Self::Chromium && name == "save-data"
    }

    /// True if a preflight tells its `Sec-Fetch-Mode` over plain http, too.
    pub(crate) fn tells_the_mode_of_all_preflights(self) -> bool {
        self == Self::Chromium
    }

    /// True if a preflight after a redirect tells its `Sec-Fetch-Site` as if there had been none.
    pub(crate) fn forgets_redirects_in_preflights(self) -> bool {
        self == Self::Chromium
    }

    /// True if a `no-cors` request from https to plain http hides its origin, as the default referrer
    /// policy demands.
    pub(crate) fn hides_origins_from_plain_http(self) -> bool {
        self != Self::Chromium
    }

    /// True if the default referrer policy has nothing to say to an address: the standard asks which of
    /// the two can be trusted, Chromium which is of https.
    pub(crate) fn is_downgrade(self, page: &Url, to: &Url) -> bool {
        if self == Self::Chromium {
            page.scheme() == "https" && to.scheme() != "https"
        } else {
            is_trustworthy(page) && !is_trustworthy(to)
        }
    }

    /// The longest time that a preflight is remembered, in seconds.
    pub(crate) fn longest(self) -> u64 {
        match self {
            Self::Standard => u64::MAX,
            Self::Chromium => 7200,
            Self::Firefox => 86_400,
            Self::Strictest | Self::WebKit => 600,
        }
    }

    /// How long a preflight is remembered whose `Access-Control-Max-Age` is no number, in seconds.
    pub(crate) fn seconds_of_malformed(self, value: &[u8]) -> u64 {
        let is_negative = value
            .strip_prefix(b"-")
            .is_some_and(|digits| !digits.is_empty() && digits.iter().all(u8::is_ascii_digit));
        match self {
            Self::Strictest | Self::Firefox => 0,
            Self::Chromium | Self::WebKit if is_negative => 0,
            Self::Standard | Self::Chromium | Self::WebKit => 5,
        }
    }

    /// True if preflights are remembered for pages of the origin `null`.
    pub(crate) fn remembers_for_opaque_origins(self) -> bool {
        !matches!(self, Self::Strictest | Self::Chromium)
    }

    /// True if a preflight takes the place of every earlier one of its URL.
    pub(crate) fn remembers_the_last_preflight_alone(self) -> bool {
        !matches!(self, Self::Standard | Self::Firefox)
    }

    /// True if a `*` that was granted is still one when it comes from memory.
    pub(crate) fn remembers_wildcards(self) -> bool {
        !matches!(self, Self::Strictest | Self::Firefox)
    }

    /// True if a method needs no entry in the memory.
    pub(crate) fn needs_no_entry(self, method: &str) -> bool {
        match method {
            "GET" | "POST" => true,
            "HEAD" => self.remembers_wildcards(),
            _ => false,
        }
    }
}
