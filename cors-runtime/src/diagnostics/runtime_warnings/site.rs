//! Compares the sites of two hosts: a browser lets pages of the site set its cookies, whichever their origin.

use cors_rules::{host_length, listed_registrable_domain};

use crate::decision::{HeaderLines, RequestHead, SEC_FETCH_SITE};

/// The relation between the sites of a page and of this server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SiteRelation {
    /// Of one registrable domain, such as `app.example.com` and `api.example.com`.
    Same,
    Cross,
    /// The request has no information about it.
    Unknown,
}

/// The relation by `Sec-Fetch-Site` or, without that header, by the hosts.
pub(super) fn of<R: RequestHead>(request: &R, origin: &[u8], hosts: &[Vec<u8>]) -> SiteRelation {
    match request.lines(&SEC_FETCH_SITE) {
        HeaderLines::One(site) => match site.as_ref() {
            b"same-site" | b"same-origin" => SiteRelation::Same,
            b"cross-site" => SiteRelation::Cross,
            _ => SiteRelation::Unknown,
        },
        HeaderLines::Several => SiteRelation::Unknown,
        HeaderLines::None => by_hosts(origin, hosts),
    }
}

fn by_hosts(origin: &[u8], hosts: &[Vec<u8>]) -> SiteRelation {
    let Some(page) = web_host(origin) else {
        // `null`, an extension or an app has no site on the web.
        return if hosts.is_empty() {
            SiteRelation::Unknown
        } else {
            SiteRelation::Cross
        };
    };
    let hosts = hosts.iter().map(|authority| host(authority));
    let known = hosts.filter_map(|host| core::str::from_utf8(host).ok());
    let sites: Vec<SiteRelation> = known.map(|own| between(page, own)).collect();
    [SiteRelation::Same, SiteRelation::Cross]
        .into_iter()
        .find(|site| sites.contains(site))
        .unwrap_or(SiteRelation::Unknown)
}

/// The host of an origin of http or https.
fn web_host(origin: &[u8]) -> Option<&str> {
    let authority = origin
        .strip_prefix(b"https://")
        .or_else(|| origin.strip_prefix(b"http://"))?;
    core::str::from_utf8(host(authority)).ok()
}

/// The host of an authority without userinfo.
pub(super) fn host(authority: &[u8]) -> &[u8] {
    &authority[..host_length(authority)]
}

fn between(page: &str, own: &str) -> SiteRelation {
    if page.eq_ignore_ascii_case(own) {
        return SiteRelation::Same;
    }
    let registrable = |host| listed_registrable_domain(host).filter(|_| !is_address(host));
    match (registrable(page), registrable(own)) {
        (Some(page), Some(own)) if page.eq_ignore_ascii_case(own) => SiteRelation::Same,
        (Some(_), Some(_)) | (None, None) => SiteRelation::Cross,
        // Behind a proxy without a forwarded host, the server has a name of its own network.
        (Some(_), None) | (None, Some(_)) => SiteRelation::Unknown,
    }
}

fn is_address(host: &str) -> bool {
    let last = host.rsplit('.').next().unwrap_or(host);
    host.starts_with('[') || last.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_below_one_registrable_domain_are_one_site() {
        for (origin, host, expected) in [
            (
                "https://app.example.com",
                "api.example.com",
                SiteRelation::Same,
            ),
            (
                "https://example.com:8443",
                "api.EXAMPLE.com:3000",
                SiteRelation::Same,
            ),
            (
                "https://a.b.example.co.uk",
                "c.example.co.uk",
                SiteRelation::Same,
            ),
            (
                "https://a.example.co.uk",
                "b.other.co.uk",
                SiteRelation::Cross,
            ),
            ("https://example.com", "example.org", SiteRelation::Cross),
            (
                "https://evilexample.com",
                "example.com",
                SiteRelation::Cross,
            ),
            // Names below a public suffix belong to different owners.
            ("https://a.github.io", "b.github.io", SiteRelation::Cross),
            ("https://github.io", "a.github.io", SiteRelation::Unknown),
            // Browsers do not treat this name as a public suffix.
            (
                "https://a.wordpress.com",
                "b.wordpress.com",
                SiteRelation::Same,
            ),
            ("https://x.a.github.io", "a.github.io", SiteRelation::Same),
            (
                "http://localhost:5173",
                "localhost:3000",
                SiteRelation::Same,
            ),
            (
                "http://127.0.0.1:5173",
                "127.0.0.1:3000",
                SiteRelation::Same,
            ),
            (
                "http://127.0.0.1:5173",
                "localhost:3000",
                SiteRelation::Cross,
            ),
            ("http://10.0.0.1", "10.1.0.1", SiteRelation::Cross),
            ("http://[::1]:5173", "[::1]:3000", SiteRelation::Same),
            ("http://app.test", "api.app.test", SiteRelation::Same),
            (
                "https://app.example.com",
                "10.0.0.7:3000",
                SiteRelation::Unknown,
            ),
            (
                "https://app.example.com",
                "backend:3000",
                SiteRelation::Unknown,
            ),
            ("null", "api.example.com", SiteRelation::Cross),
            ("tauri://localhost", "localhost:3000", SiteRelation::Cross),
        ] {
            let found = by_hosts(origin.as_bytes(), &[host.into()]);
            assert_eq!(found, expected, "{origin} {host}");
        }
        // A proxy forwards its host.
        let hosts = [b"10.0.0.7:3000".to_vec(), b"api.example.com".to_vec()];
        assert_eq!(
            by_hosts(b"https://app.example.com", &hosts),
            SiteRelation::Same
        );
        assert_eq!(
            by_hosts(b"https://app.example.org", &hosts),
            SiteRelation::Cross
        );
        assert_eq!(
            by_hosts(b"https://app.example.com", &[]),
            SiteRelation::Unknown
        );
        assert_eq!(by_hosts(b"null", &[]), SiteRelation::Unknown);
    }

    #[test]
    fn malformed_hosts_do_not_panic() {
        for origin in [
            &b""[..],
            b"https://",
            b"https://]:",
            b"https://\xff",
            b"https://....",
            b"https://:1",
        ] {
            for host in [&b""[..], b"]", b":", b"\xff\xfe", b"...", b"[::1]:x:y"] {
                let _ = by_hosts(origin, &[host.to_vec()]);
            }
        }
    }
}
