//! Origins and sites of addresses.

use url::{Host, Url};

/// HTML, "origin": opaque ones equal none, not even themselves.
#[derive(Clone, Debug)]
pub(crate) enum Origin {
    Opaque,
    Tuple {
        scheme: String,
        host: String,
        port: Option<u16>,
    },
}

impl Origin {
    pub(crate) fn of(url: &Url) -> Self {
        match (url.scheme(), url.host_str()) {
            ("file" | "data" | "blob" | "about" | "javascript", _) | (_, None | Some("")) => {
                Self::Opaque
            }
            // Schemes that applications register, such as `tauri`, have origins in browsers.
            (scheme, Some(host)) => Self::Tuple {
                scheme: scheme.to_owned(),
                host: host.to_owned(),
                port: url.port(),
            },
        }
    }

    pub(crate) fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (
                Self::Tuple { scheme, host, port },
                Self::Tuple {
                    scheme: other_scheme,
                    host: other_host,
                    port: other_port,
                },
            ) => scheme == other_scheme && host == other_host && port == other_port,
            _ => false,
        }
    }

    pub(crate) fn scheme(&self) -> Option<&str> {
        match self {
            Self::Opaque => None,
            Self::Tuple { scheme, .. } => Some(scheme),
        }
    }

    pub(crate) fn host(&self) -> Option<&str> {
        match self {
            Self::Opaque => None,
            Self::Tuple { host, .. } => Some(host),
        }
    }

    /// HTML, "serialization of an origin".
    pub(crate) fn serialize(&self) -> String {
        match self {
            Self::Opaque => "null".to_owned(),
            Self::Tuple {
                scheme,
                host,
                port: None,
            } => format!("{scheme}://{host}"),
            Self::Tuple {
                scheme,
                host,
                port: Some(port),
            } => format!("{scheme}://{host}:{port}"),
        }
    }
}

/// Secure Contexts, "is origin potentially trustworthy", for what can be fetched.
pub(crate) fn is_trustworthy(url: &Url) -> bool {
    if matches!(url.scheme(), "https" | "wss") {
        return true;
    }
    match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => {
            let name = name.strip_suffix('.').unwrap_or(name);
            name == "localhost" || name.ends_with(".localhost")
        }
        None => false,
    }
}

/// Which hosts belong together.
///
/// A site is the last two labels of a host, or one more than a suffix that the test declares: the
/// list of public suffixes is long, changes every week, and is not needed to test two or three hosts.
#[derive(Debug, Default)]
pub(crate) struct Sites {
    suffixes: Vec<String>,
}

impl Sites {
    pub(crate) fn declare(&mut self, suffix: &str) {
        let suffix = suffix.trim_matches('.').to_ascii_lowercase();
        self.suffixes.push(suffix);
    }

    pub(crate) fn is_suffix(&self, host: &str) -> bool {
        !host.contains('.') || self.suffixes.iter().any(|suffix| suffix == host)
    }

    /// The part of a host that somebody registered; the host itself for an IP address.
    fn registrable<'h>(&self, host: &'h str) -> &'h str {
        let last = host.rsplit('.').next().unwrap_or(host);
        if host.starts_with('[') || last.bytes().all(|byte| byte.is_ascii_digit()) {
            return host;
        }
        let declared = self
            .suffixes
            .iter()
            .filter_map(|suffix| host.strip_suffix(suffix.as_str())?.strip_suffix('.'))
            .min_by_key(|front| front.len());
        let front = match declared {
            Some(front) => front,
            None => match host.rsplit_once('.') {
                Some((front, _)) if !self.is_suffix(host) => front,
                _ => return host,
            },
        };
        match front.rfind('.') {
            Some(dot) => &host[dot + 1..],
            None => host,
        }
    }

    /// HTML, "schemelessly same site".
    pub(crate) fn same_but_for_scheme(&self, one: &Origin, other: &Origin) -> bool {
        match (one.host(), other.host()) {
            (Some(one), Some(other)) => self.registrable(one) == self.registrable(other),
            _ => false,
        }
    }

    /// HTML, "same site".
    pub(crate) fn same(&self, one: &Origin, other: &Origin) -> bool {
        one.scheme() == other.scheme() && self.same_but_for_scheme(one, other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(url: &str) -> Origin {
        Origin::of(&Url::parse(url).expect(url))
    }

    #[test]
    fn serialization_of_an_origin() {
        for (url, serialized) in [
            (
                "https://App.Example.com:443/a?b#c",
                "https://app.example.com",
            ),
            ("http://localhost:5173", "http://localhost:5173"),
            ("http://[0:0::1]:80", "http://[::1]"),
            ("tauri://localhost", "tauri://localhost"),
            ("moz-extension://0b9c/a.html", "moz-extension://0b9c"),
            ("file:///tmp/a.html", "null"),
            ("data:text/html,", "null"),
        ] {
            assert_eq!(origin(url).serialize(), serialized);
        }
    }

    #[test]
    fn is_origin_trustworthy() {
        for (url, expected) in [
            ("https://a.example", true),
            ("http://a.example", false),
            ("http://localhost:3000", true),
            ("http://a.localhost", true),
            ("http://localhost.", true),
            ("http://notlocalhost", false),
            ("http://127.9.9.9", true),
            ("http://10.0.0.5", false),
            ("http://[::1]", true),
            ("http://[::2]", false),
        ] {
            let url = Url::parse(url).expect(url);
            assert_eq!(is_trustworthy(&url), expected, "{url}");
        }
    }

    #[test]
    fn same_origin_compares_scheme_host_and_port() {
        let app = origin("https://app.example.com");
        assert!(app.is_same(&origin("https://app.example.com:443/a")));
        for other in [
            "http://app.example.com",
            "https://example.com",
            "https://app.example.com:8443",
        ] {
            assert!(!app.is_same(&origin(other)), "{other}");
        }
        assert!(!Origin::Opaque.is_same(&Origin::Opaque));
    }

    #[test]
    fn same_site_is_schemeful_and_by_registrable_domain() {
        let mut sites = Sites::default();
        sites.declare("co.uk");
        sites.declare("github.io");
        for (one, other, same) in [
            (
                "https://app.example.com",
                "https://api.example.com:8443",
                true,
            ),
            ("https://example.com", "https://a.b.example.com", true),
            ("https://example.com", "http://example.com", false),
            ("https://example.com", "https://example.org", false),
            ("https://badexample.com", "https://example.com", false),
            ("https://a.shop.co.uk", "https://shop.co.uk", true),
            ("https://a.co.uk", "https://b.co.uk", false),
            ("https://a.github.io", "https://b.github.io", false),
            ("http://localhost:1", "http://localhost:2", true),
            ("http://10.0.0.1", "http://11.0.0.1", false),
            ("http://10.0.0.1", "http://10.0.0.1:81", true),
            ("http://[::1]", "http://[::2]", false),
        ] {
            assert_eq!(
                sites.same(&origin(one), &origin(other)),
                same,
                "{one} {other}"
            );
        }
        assert!(!sites.same(&Origin::Opaque, &Origin::Opaque));
    }
}
