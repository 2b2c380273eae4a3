//! What browsers do otherwise than the standard.

/// Whose behaviour a [`Browser`](super::Browser) has where browsers differ.
///
/// | | `*` covers `authorization` | longest `max_age` | `max_age` that is no number | remembers `*` |
/// |---|---|---|---|---|
/// | [`Strictest`](Self::Strictest) | no | 600 s | not remembered | no |
/// | [`Standard`](Self::Standard) | no | none | 5 s | yes |
/// | [`Chromium`](Self::Chromium) | yes | 7200 s | 5 s, `-1` not remembered | yes |
/// | [`Firefox`](Self::Firefox) | no | 86400 s | not remembered | no |
/// | [`WebKit`](Self::WebKit) | yes | 600 s | 5 s, `-1` not remembered | yes |
///
/// Chromium's are measured with version 148, where it also sends `Save-Data` without asking. Those of
/// the others are read from their sources; Firefox has a preference that makes `*` cover
/// `authorization`, which is taken to be off, and it looks in its memory for `HEAD`, too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Engine {
    /// The least that any of them allows, and the shortest that any of them remembers: what passes
    /// here passes in all.
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
    /// Whether `*` in `Access-Control-Allow-Headers` covers `authorization`.
    pub(super) fn wildcard_covers_authorization(self) -> bool {
        matches!(self, Self::Chromium | Self::WebKit)
    }

    /// Whether a header is sent without asking though the standard asks. In lower case.
    pub(super) fn safelists(self, name: &str) -> bool {
        self == Self::Chromium && name == "save-data"
    }

    /// The longest time that a preflight is remembered, in seconds.
    pub(super) fn longest(self) -> u64 {
        match self {
            Self::Standard => u64::MAX,
            Self::Chromium => 7200,
            Self::Firefox => 86_400,
            Self::Strictest | Self::WebKit => 600,
        }
    }

    /// How long a preflight is remembered whose `Access-Control-Max-Age` is no number, in seconds.
    pub(super) fn seconds_of_malformed(self, value: &[u8]) -> u64 {
        let is_negative = value
            .strip_prefix(b"-")
            .is_some_and(|digits| !digits.is_empty() && digits.iter().all(u8::is_ascii_digit));
        match self {
            Self::Strictest | Self::Firefox => 0,
            Self::Chromium | Self::WebKit if is_negative => 0,
            Self::Standard | Self::Chromium | Self::WebKit => 5,
        }
    }

    /// Whether a `*` that was granted is still one when it comes from memory.
    pub(super) fn remembers_wildcards(self) -> bool {
        !matches!(self, Self::Strictest | Self::Firefox)
    }

    /// Whether a method needs no entry in the memory.
    pub(super) fn needs_no_entry(self, method: &str) -> bool {
        match method {
            "GET" | "POST" => true,
            "HEAD" => self.remembers_wildcards(),
            _ => false,
        }
    }
}
