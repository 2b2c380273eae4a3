//! Origins of URLs.

use url::{Host, Url};

/// HTML, "origin". All opaque origins are one value here; `is_same` is false for them.
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
            // Applications register schemes, such as `tauri`, whose pages have tuple origins.
            (scheme, Some(host)) => Self::Tuple {
                scheme: scheme.to_owned(),
                host: host.to_owned(),
                port: url.port(),
            },
        }
    }

    /// HTML, "same origin".
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

/// Secure Contexts, "is origin potentially trustworthy?", for URLs that can be fetched.
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
}
