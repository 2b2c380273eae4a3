//! Finds the allowed origin that a rejected one resembles, for the log of a debug build.
//!
//! Origins with bytes that are not safe to print are skipped.

use core::fmt;
use std::borrow::Cow;

use cors_rules::host_length;

use super::quoted::plain;

/// A rejected origin, with the allowed one that it resembles.
#[derive(Debug)]
struct NearMiss<'o, 'l> {
    origin: &'o str,
    listed: &'l str,
    difference: OriginDifference,
}

/// A difference between two origins, the most surprising first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum OriginDifference {
    Slash,
    Case,
    Dot,
    DefaultPort,
    Loopback,
    Apex,
    Www,
    Subdomain,
    Scheme,
    Port,
}

impl fmt::Display for NearMiss<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            origin,
            listed,
            difference,
        } = self;
        write!(f, "`{origin}` is not allowed, `{listed}` is")?;
        f.write_str(match difference {
            OriginDifference::Slash => ": an origin has no slash at its end",
            OriginDifference::Case => ": an origin is in lower case",
            OriginDifference::Dot => ": the dot at the end makes it another host",
            OriginDifference::DefaultPort => ": browsers leave the default port out",
            OriginDifference::Loopback => ": to a browser these are different hosts",
            OriginDifference::Apex => ", which matches only subdomains",
            OriginDifference::Www => ": `www.` makes it another origin",
            OriginDifference::Subdomain => ", which does not match subdomains",
            OriginDifference::Scheme => ": the schemes differ",
            OriginDifference::Port => ": the ports differ",
        })
    }
}

/// The entry that differs from the origin in the fewest places, the first of several.
fn near_miss<'o, 'l>(
    origin: &'o [u8],
    listed: impl Iterator<Item = &'l str>,
) -> Option<NearMiss<'o, 'l>> {
    // `plain` also skips long origins, which are not typing errors.
    let origin = plain(origin)?;
    let without_slash = origin.strip_suffix('/').unwrap_or(origin);
    let folded = without_slash.to_ascii_lowercase();
    let rejected = OriginParts::of(&folded)?;
    let mut nearest: Option<(usize, NearMiss<'o, 'l>)> = None;
    for entry in listed {
        let Some(differences) =
            OriginParts::of(entry).and_then(|entry| rejected.differences(&entry))
        else {
            continue;
        };
        let spelt = [
            (without_slash != origin).then_some(OriginDifference::Slash),
            (folded != without_slash).then_some(OriginDifference::Case),
        ];
        let mut differences = spelt.into_iter().chain(differences).flatten();
        let Some(difference) = differences.next() else {
            continue;
        };
        let count = 1 + differences.count();
        if count <= MAX_DIFFERENCES && nearest.as_ref().is_none_or(|(least, _)| count < *least) {
            let miss = NearMiss {
                origin,
                listed: entry,
                difference,
            };
            nearest = Some((count, miss));
        }
    }
    nearest.map(|(_, miss)| miss)
}

/// An entry with more differences is not similar to the rejected origin.
const MAX_DIFFERENCES: usize = 2;

/// An origin or a pattern in lower case. The `url` crate rejects patterns, and removes default ports.
struct OriginParts<'a> {
    scheme: &'a str,
    host: &'a str,
    port: Option<&'a str>,
}

impl<'a> OriginParts<'a> {
    fn of(origin: &'a str) -> Option<Self> {
        let (scheme, authority) = origin.split_once("://")?;
        let (host, port) = authority.split_at(host_length(authority.as_bytes()));
        let port = port.strip_prefix(':');
        let is_whole = !host.is_empty() && !authority.contains('/');
        is_whole.then_some(Self { scheme, host, port })
    }

    /// The differences from an entry of a list; `None` if the hosts are unrelated.
    fn differences(&self, listed: &Self) -> Option<[Option<OriginDifference>; 4]> {
        let host = self.host.strip_suffix('.').unwrap_or(self.host);
        let other_host = differing_host(host, listed.host)?;
        let is_web = |scheme: &str| matches!(scheme, "http" | "https");
        let other_scheme = self.scheme != listed.scheme;
        if other_scheme && !(is_web(self.scheme) && is_web(listed.scheme)) {
            return None;
        }
        let default_port = match self.scheme {
            "https" => Some("443"),
            "http" => Some("80"),
            _ => None,
        };
        let other_port = if listed.port == Some("*") || listed.port == self.port {
            None
        } else if self.port == default_port && listed.port.is_none() {
            Some(OriginDifference::DefaultPort)
        } else {
            Some(OriginDifference::Port)
        };
        Some([
            (host != self.host).then_some(OriginDifference::Dot),
            other_host,
            other_scheme.then_some(OriginDifference::Scheme),
            other_port,
        ])
    }
}

/// The difference between two related hosts, `Some(None)` for equal ones; `None` for unrelated ones.
#[allow(clippy::option_option)] // related or not, and how
fn differing_host(host: &str, listed: &str) -> Option<Option<OriginDifference>> {
    let is_below = |host: &str, domain: &str| {
        let label = host
            .strip_suffix(domain)
            .and_then(|host| host.strip_suffix('.'));
        label.is_some_and(|label| !label.is_empty())
    };
    if let Some(domain) = listed.strip_prefix("*.") {
        return if is_below(host, domain) {
            Some(None)
        } else {
            (host == domain).then_some(Some(OriginDifference::Apex))
        };
    }
    // Developers also open a server that listens on all addresses by that address.
    let is_loopback = |host: &str| {
        matches!(
            host,
            "localhost" | "127.0.0.1" | "[::1]" | "0.0.0.0" | "[::]"
        )
    };
    if host == listed {
        Some(None)
    } else if is_loopback(host) && is_loopback(listed) {
        Some(Some(OriginDifference::Loopback))
    } else if host.strip_prefix("www.") == Some(listed) || listed.strip_prefix("www.") == Some(host)
    {
        Some(Some(OriginDifference::Www))
    } else {
        is_below(host, listed).then_some(Some(OriginDifference::Subdomain))
    }
}

/// The hint for a rejected origin.
pub(super) fn hint<'l>(
    origin: &[u8],
    listed: impl Iterator<Item = &'l str>,
) -> Option<Cow<'static, str>> {
    if origin == b"null" {
        return Some(Cow::Borrowed(
            "`null` comes from sandboxed frames, files and redirects of another site",
        ));
    }
    near_miss(origin, listed).map(|miss| Cow::Owned(miss.to_string()))
}

#[cfg(test)]
mod tests {
    use super::{super::quoted::SHOWN, *};

    fn hint_for(origin: &[u8], listed: &[&str]) -> String {
        hint(origin, listed.iter().copied()).map_or("-".to_owned(), Cow::into_owned)
    }

    #[test]
    fn near_miss_names_the_difference() {
        for (origin, listed, difference) in [
            (
                "http://127.0.0.1:5173",
                "http://localhost:5173",
                ": to a browser these are different hosts",
            ),
            (
                "http://localhost:5173",
                "http://[::1]:5173",
                ": to a browser these are different hosts",
            ),
            (
                "http://0.0.0.0:8000",
                "http://localhost:8000",
                ": to a browser these are different hosts",
            ),
            (
                "http://[::1]:5173",
                "http://127.0.0.1:*",
                ": to a browser these are different hosts",
            ),
            (
                "http://app.example.com",
                "https://app.example.com",
                ": the schemes differ",
            ),
            (
                "http://localhost:5174",
                "http://localhost:5173",
                ": the ports differ",
            ),
            (
                "http://localhost",
                "http://localhost:5173",
                ": the ports differ",
            ),
            (
                "https://example.com:443",
                "https://example.com",
                ": browsers leave the default port out",
            ),
            (
                "https://www.example.com",
                "https://example.com",
                ": `www.` makes it another origin",
            ),
            (
                "https://example.com",
                "https://www.example.com",
                ": `www.` makes it another origin",
            ),
            (
                "https://example.com",
                "https://*.example.com",
                ", which matches only subdomains",
            ),
            (
                "http://a.example.com",
                "https://*.example.com",
                ": the schemes differ",
            ),
            (
                "https://a.example.com",
                "https://example.com",
                ", which does not match subdomains",
            ),
            (
                "https://example.com.",
                "https://example.com",
                ": the dot at the end makes it another host",
            ),
            (
                "https://APP.example.com",
                "https://app.example.com",
                ": an origin is in lower case",
            ),
            (
                "https://app.example.com/",
                "https://app.example.com",
                ": an origin has no slash at its end",
            ),
            (
                "http://127.0.0.1:3000",
                "http://localhost:5173",
                ": to a browser these are different hosts",
            ),
        ] {
            assert_eq!(
                hint_for(origin.as_bytes(), &[listed]),
                format!("`{origin}` is not allowed, `{listed}` is{difference}")
            );
        }
        assert!(hint_for(b"null", &[]).starts_with("`null` comes from"));
    }

    #[test]
    fn of_several_entries_the_nearest_is_named() {
        let listed = [
            "https://b.example",
            "https://app.example.com:8443",
            "https://www.example.com",
            "http://app.example.com",
            "http://localhost:3000",
        ];
        let nearest = |origin: &str| hint_for(origin.as_bytes(), &listed);
        // The port alone, and not the scheme and the port.
        assert!(nearest("https://app.example.com:9443").contains("`https://app.example.com:8443`"));
        assert!(nearest("https://app.example.com").contains("`https://app.example.com:8443`"));
        assert!(nearest("http://app.example.com:80").contains("`http://app.example.com`"));
    }

    #[test]
    fn origin_that_resembles_none_gets_no_hint() {
        let listed = [
            "https://app.example.com",
            "https://*.partner.example",
            "chrome-extension://abcdefghijklmnopabcdefghijklmnop",
            "moz-extension://*",
            "null",
        ];
        for origin in [
            "https://evil.example",
            "https://evilapp.example.com",
            "https://app.example.com.evil.example",
            "https://evilpartner.example",
            "tauri://app.example.com",
            "http://app.example.com.:8080",
            "app.example.com",
            "https://",
            "://app.example.com",
            "https://:443",
            "https://app.example.com/path",
            "https://app.example.com//",
            "",
        ] {
            assert_eq!(hint_for(origin.as_bytes(), &listed), "-", "{origin}");
        }
    }

    #[test]
    fn text_that_is_no_plain_origin_is_never_shown() {
        let listed = ["https://app.example.com", "http://localhost:3000"];
        for origin in [
            &b"https://app.example.com:\x1b[31m"[..],
            b"https://app.example.com:80\r\nx: y",
            b"https://app.example.com:`",
            b"https://app.example.com:<script>",
            b"https://app.example.com:\xff",
            "https://app.example.com:é".as_bytes(),
            b"https://app.example.com:1 reason=fine",
        ] {
            assert_eq!(hint_for(origin, &listed), "-", "{}", origin.escape_ascii());
        }
        let long = format!("https://{}.example.com", "a".repeat(SHOWN));
        assert_eq!(hint_for(long.as_bytes(), &["https://example.com"]), "-");
    }
}
