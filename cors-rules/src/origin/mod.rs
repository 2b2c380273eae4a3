//! Patterns of origins: what an entry may look like, and which `Origin` headers it accepts.

mod ace;
mod authority;
mod canonical;
mod context;
mod expression;
mod extension;
mod host;
mod ipv4;
mod ipv6;
mod likely;
mod lookup;
mod loopback;
mod matches;
mod order;
mod owned;
mod port;
mod range;
mod scheme;
mod split;

use alloc::{format, string::String};

#[cfg(feature = "punycode")]
pub(crate) use authority::LONGEST_LABEL;
pub use authority::{host_length, userinfo_length};
pub(crate) use canonical::{correct, local, secure};
pub use context::{OriginContext, check_function, check_live_origins, check_origin};
pub use lookup::{
    ListedPattern, any_pattern_matches, contains_exact, insert_exact, insert_pattern, sort_exact,
    sort_patterns,
};
pub use order::PatternKey;
pub use owned::OwnedOriginPattern;
pub use port::{Port, default_port};

use crate::{Lint, bytes};

/// A valid pattern of origins, borrowed from its text.
///
/// | text | accepts |
/// |---|---|
/// | `https://example.com` | this origin, byte by byte |
/// | `https://*.example.com` | one or more labels before the host, never the host itself |
/// | `http://localhost:*` | any port, or none |
/// | `https://*.example.com:*` | both |
/// | `moz-extension://*`, `safari-web-extension://*` | every extension, because their ids are random per install |
///
/// The text has the exact form in which browsers serialise an origin (Fetch, "`Origin` header"), because the CORS
/// check compares bytes. That goes for a dot at the end of a host as well: a browser sends `https://example.com.` for a
/// page that was opened with the dot, and no pattern without it accepts that.
///
/// ```
/// use cors_rules::{OriginPattern, Lint};
///
/// const PARTNERS: Result<OriginPattern<'_>, Lint> = OriginPattern::parse("https://*.example.com");
///
/// let partners = PARTNERS?;
/// assert!(partners.matches(b"https://shop.example.com"));
/// assert!(!partners.matches(b"https://example.com"));
/// assert!(!partners.matches(b"https://shop.example.com."));
/// assert_eq!(OriginPattern::parse("https://example.com/"), Err(Lint::OriginTrailingSlash));
/// # Ok::<(), Lint>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct OriginPattern<'a> {
    text: &'a str,
    scheme: &'a str,
    /// Without the leading `*.`.
    host: &'a str,
    port: Port,
    subdomains: bool,
    extensions: bool,
}

impl<'a> OriginPattern<'a> {
    /// The length of the longest origin that a pattern accepts, in bytes: a scheme, `://`, a name (RFC 1035 §2.3.4),
    /// and `:65535`. A longer header never matches.
    ///
    /// ```
    /// # use cors_rules::OriginPattern;
    /// assert!(OriginPattern::LONGEST_ORIGIN < 400);
    /// ```
    pub const LONGEST_ORIGIN: usize =
        scheme::LONGEST + "://".len() + host::LONGEST_NAME + ":65535".len();

    /// Parses an entry on its own; [`check_origin`] adds the rules that depend on other keys.
    ///
    /// `null` is refused as [`Lint::OriginNull`], and a lone `*` as [`Lint::OriginMisplacedWildcard`]: neither is a
    /// pattern. Of several mistakes the first in the order scheme, host, port, rest is returned.
    pub const fn parse(text: &'a str) -> Result<Self, Lint> {
        if let Err(lint) = refuse_text(text) {
            return Err(lint);
        }
        let (scheme, rest) = match scheme::split(text) {
            Ok(parts) => parts,
            Err(lint) => return Err(lint),
        };
        let (authority, rest) = rest.split_at(authority_length(rest.as_bytes()));
        // A second `://`, as in `https://https://example.com`.
        if bytes::ends_with(authority.as_bytes(), b":")
            && bytes::starts_with(rest.as_bytes(), b"//")
        {
            return Err(Lint::OriginMalformed);
        }
        let parsed = if extension::is_extension(scheme) {
            extension::parse(text, scheme, authority)
        } else if bytes::contains(authority.as_bytes(), b'@') {
            Err(Lint::OriginUserinfo)
        } else if range::is_range(authority.as_bytes(), rest.as_bytes()) {
            Err(Lint::OriginIpWildcard)
        } else {
            parse_authority(text, scheme, authority)
        };
        match parsed {
            Err(lint) => Err(lint),
            Ok(pattern) => match rest.as_bytes() {
                [] => Ok(pattern),
                b"/" => Err(Lint::OriginTrailingSlash),
                _ => Err(Lint::OriginPath),
            },
        }
    }

    /// The result of [`parse`](Self::parse) for a text that it accepts. The macros have checked the text; to check it
    /// again in const evaluation would take milliseconds.
    #[doc(hidden)]
    #[must_use]
    pub const fn __known(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let mut colon = 0;
        while bytes[colon] != b':' {
            colon += 1;
        }
        let scheme = match bytes {
            [b'h', b't', b't', b'p', b's', b':', ..] => "https",
            [b'h', b't', b't', b'p', b':', ..] => "http",
            _ => text.split_at(colon).0,
        };
        let start = colon + "://".len();
        let subdomains =
            bytes[start] == b'*' && start + 1 < bytes.len() && bytes[start + 1] == b'.';
        let (port, end) = port::at_end(bytes);
        let before_port = if end == bytes.len() {
            text
        } else {
            text.split_at(end).0
        };
        Self {
            text,
            scheme,
            host: before_port
                .split_at(if subdomains { start + 2 } else { start })
                .1,
            port,
            subdomains,
            extensions: extension::has_random_ids(scheme),
        }
    }

    /// A pattern of a scheme and a host that are not checked: for probes with origins that no browser sends.
    #[doc(hidden)]
    #[must_use]
    pub const fn __unchecked(scheme: &'a str, host: &'a str, port: Port) -> Self {
        Self {
            text: host,
            scheme,
            host,
            port,
            subdomains: false,
            extensions: false,
        }
    }

    /// The entry as it is written.
    #[must_use]
    pub const fn as_str(&self) -> &'a str {
        self.text
    }

    /// The scheme, such as `https`.
    #[must_use]
    pub const fn scheme(&self) -> &'a str {
        self.scheme
    }

    /// The host without a leading `*.`; IPv6 addresses with their brackets; `*` for every extension.
    #[must_use]
    pub const fn host(&self) -> &'a str {
        self.host
    }

    /// The port.
    #[must_use]
    pub const fn port(&self) -> Port {
        self.port
    }

    /// True if the pattern accepts a single origin.
    #[must_use]
    pub const fn is_exact(&self) -> bool {
        !self.subdomains && !self.extensions && !self.any_port()
    }

    /// True if the pattern accepts the subdomains of its host (and not the host).
    #[must_use]
    pub const fn subdomains(&self) -> bool {
        self.subdomains
    }

    /// True if the pattern accepts any port.
    #[must_use]
    pub const fn any_port(&self) -> bool {
        matches!(self.port, Port::Any)
    }

    /// True if the pattern accepts every extension of a browser.
    #[must_use]
    pub const fn any_extension(&self) -> bool {
        self.extensions
    }

    /// An origin the pattern accepts.
    ///
    /// ```
    /// # use cors_rules::OriginPattern;
    /// let pattern = OriginPattern::parse("https://*.example.com:*")?;
    /// assert_eq!(pattern.sample(), "https://a.example.com");
    /// # Ok::<(), cors_rules::Lint>(())
    /// ```
    #[must_use]
    pub fn sample(&self) -> String {
        if self.extensions {
            return format!("{}://00000000-0000-4000-8000-000000000000", self.scheme);
        }
        let label = if self.subdomains { "a." } else { "" };
        match self.port {
            Port::Number(port) => format!("{}://{label}{}:{port}", self.scheme, self.host),
            Port::Default | Port::Any => format!("{}://{label}{}", self.scheme, self.host),
        }
    }
}

/// Refuses text that is not a single origin, before its parts are checked.
const fn refuse_text(entry: &str) -> Result<(), Lint> {
    let text = entry.as_bytes();
    if expression::has_no_sign(text) {
        return Ok(());
    }
    let (mut blank, mut white, mut origins) = (true, false, 0);
    let mut i = 0;
    while i < text.len() {
        if text[i].is_ascii_whitespace() || text[i] == 0x0b {
            white = true;
        } else {
            blank = false;
        }
        if bytes::starts_with(text.split_at(i).1, b"://") {
            origins += 1;
        }
        i += 1;
    }
    if blank {
        Err(Lint::OriginEmpty)
    } else if bytes::equal(text, b"null") {
        Err(Lint::OriginNull)
    } else if bytes::equal_ignoring_case(text, b"null") {
        Err(Lint::OriginUpperCase)
    } else if expression::is_expression(entry) {
        Err(Lint::OriginRegularExpression)
    } else if origins > 1
        && (white
            || bytes::contains(text, b',')
            || bytes::contains(text, b';')
            || bytes::contains(text, b'|'))
    {
        Err(Lint::OriginSeveral)
    } else if expression::has_alternatives(entry) {
        Err(Lint::OriginRegularExpression)
    } else if white {
        Err(Lint::OriginWhiteSpace)
    } else {
        Ok(())
    }
}

/// The length of the authority at the start of the text after `://`.
const fn authority_length(rest: &[u8]) -> usize {
    let mut i = 0;
    while i < rest.len() && !matches!(rest[i], b'/' | b'?' | b'#' | b'\\') {
        i += 1;
    }
    i
}

const fn parse_authority<'a>(
    text: &'a str,
    scheme: &'a str,
    authority: &'a str,
) -> Result<OriginPattern<'a>, Lint> {
    let (host, port) = match host::split(authority) {
        Ok(parts) => parts,
        Err(lint) => return Err(lint),
    };
    let (host, subdomains) = match host::parse(host, scheme) {
        Ok(parts) => parts,
        Err(lint) => return Err(lint),
    };
    match port::parse(port, scheme) {
        Ok(port) => Ok(OriginPattern {
            text,
            scheme,
            host,
            port,
            subdomains,
            extensions: false,
        }),
        Err(lint) => Err(lint),
    }
}
