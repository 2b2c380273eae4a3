//! Registrable domains and sites.

use crate::origin::Origin;

/// Maps hosts to sites.
///
/// A registrable domain is the last two labels of a host, or one label more than a public suffix that the test
/// declares. The Public Suffix List is left out: it changes every week, and a test has two or three hosts.
#[derive(Debug, Default)]
pub(crate) struct SiteRules {
    suffixes: Vec<String>,
}

impl SiteRules {
    /// Adds a public suffix.
    pub(crate) fn declare(&mut self, suffix: &str) {
        let suffix = suffix.trim_matches('.').to_ascii_lowercase();
        self.suffixes.push(suffix);
    }

    pub(crate) fn is_suffix(&self, host: &str) -> bool {
        !host.contains('.') || self.suffixes.iter().any(|suffix| suffix == host)
    }

    /// The registrable domain of a host, or the host itself if it is an IP address.
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

    /// The registrable domain of an origin. Opaque origins count as one site.
    pub(crate) fn of<'h>(&self, origin: &'h Origin) -> &'h str {
        origin.host().map_or("null", |host| self.registrable(host))
    }

    /// HTML, "schemelessly same site".
    pub(crate) fn is_schemelessly_same_site(&self, one: &Origin, other: &Origin) -> bool {
        match (one.host(), other.host()) {
            (Some(one), Some(other)) => self.registrable(one) == self.registrable(other),
            _ => false,
        }
    }

    /// HTML, "same site".
    pub(crate) fn is_same_site(&self, one: &Origin, other: &Origin) -> bool {
        one.scheme() == other.scheme() && self.is_schemelessly_same_site(one, other)
    }
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::*;

    fn origin(url: &str) -> Origin {
        Origin::of(&Url::parse(url).expect(url))
    }

    #[test]
    fn same_site_is_schemeful_and_by_registrable_domain() {
        let mut sites = SiteRules::default();
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
                sites.is_same_site(&origin(one), &origin(other)),
                same,
                "{one} {other}"
            );
        }
        assert!(!sites.is_same_site(&Origin::Opaque, &Origin::Opaque));
    }
}
