//! Recognises requests from pages of the server's own site, for `enforce`.
//!
//! CORS alone hides the response from the page; the handler runs. With `enforce` a request from a page of another site,
//! whose origin the policy does not allow, gets 403 instead. This stops neither DNS rebinding nor a `GET` without
//! `Origin`.
//!
//! A script cannot set `Origin`, `Host`, headers that begin with `Sec-` ([forbidden request-headers]), or `:authority`
//! of HTTP/2. It can set every other header that some policy of the URL allows.
//!
//! [forbidden request-headers]: https://fetch.spec.whatwg.org/#forbidden-request-header

use std::borrow::Cow;

use cors_rules::userinfo_length;
use http::header;

use super::{
    forwarded::{self, ForwardedHost},
    header_names::SEC_FETCH_SITE,
    request::{HeaderLines, RequestView},
};
use crate::Policy;

/// The reason why a request with a rejected `Origin` does not count as one from the own site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SiteMismatch {
    /// The request has several `Origin` headers.
    SeveralOrigins,
    /// `Sec-Fetch-Site` is `cross-site`.
    CrossSite,
    /// `Sec-Fetch-Site` is `same-site`: another origin of the site.
    SameSite,
    /// `Sec-Fetch-Site` is repeated, or has a value that no browser sends.
    UnclearSite,
    /// The origin is `null`, or its scheme is neither http nor https.
    NoHost,
    /// The page was loaded over http, and the request came over https.
    Downgraded,
    /// The request was sent to another host than the origin's.
    OtherHost,
    /// The host of the request is not known.
    UnknownHost,
}

/// Checks that a request with a rejected `Origin` comes from the own site.
pub(super) fn check_own_site(
    policy: &Policy,
    request: &dyn RequestView,
    origin: &[u8],
) -> Result<(), SiteMismatch> {
    match request.lines(&SEC_FETCH_SITE) {
        HeaderLines::One(site) => match site {
            // Also with `Origin: null`, which forms of the own site send under `Referrer-Policy: no-referrer`.
            b"same-origin" => Ok(()),
            // The user caused the request, which a page cannot fake. `Origin` may still be that of the previous page.
            b"none" => compare(policy, request, origin),
            b"cross-site" => Err(SiteMismatch::CrossSite),
            b"same-site" => Err(SiteMismatch::SameSite),
            _ => Err(SiteMismatch::UnclearSite),
        },
        HeaderLines::Several => Err(SiteMismatch::UnclearSite),
        HeaderLines::None => compare(policy, request, origin),
    }
}

/// Compares the origin with the host of the request.
fn compare(policy: &Policy, request: &dyn RequestView, origin: &[u8]) -> Result<(), SiteMismatch> {
    let Some((scheme, authority)) = scheme_and_authority(origin) else {
        return Err(SiteMismatch::NoHost);
    };
    let Some(host) = request_host(policy, request) else {
        return Err(SiteMismatch::UnknownHost);
    };
    if !without_port(&host, scheme.default_port()).eq_ignore_ascii_case(authority) {
        return Err(SiteMismatch::OtherHost);
    }
    // Anyone on the network can change a page loaded over http. The reverse is fine: a proxy that terminates TLS sends
    // its requests over http.
    if scheme == Scheme::Http && came_over_https(request) {
        return Err(SiteMismatch::Downgraded);
    }
    Ok(())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Scheme {
    Http,
    Https,
}

impl Scheme {
    const fn default_port(self) -> &'static [u8] {
        match self {
            Self::Http => b":80",
            Self::Https => b":443",
        }
    }
}

/// Scheme and authority of an `Origin`. Browsers omit the default port.
fn scheme_and_authority(origin: &[u8]) -> Option<(Scheme, &[u8])> {
    let (scheme, authority) = match origin.strip_prefix(b"https://") {
        Some(authority) => (Scheme::Https, authority),
        None => (Scheme::Http, origin.strip_prefix(b"http://")?),
    };
    (!authority.is_empty()).then_some((scheme, authority))
}

fn without_port<'h>(host: &'h [u8], default_port: &[u8]) -> &'h [u8] {
    host.strip_suffix(default_port).unwrap_or(host)
}

/// The host an origin is compared with: the forwarded one, if the policy allows it and a header has one, or else the
/// host of the request itself.
pub(crate) fn request_host<'r>(
    policy: &Policy,
    request: &'r dyn RequestView,
) -> Option<Cow<'r, [u8]>> {
    if policy.declaration.allow.forwarded_host {
        match forwarded::host(request) {
            ForwardedHost::Absent => {}
            ForwardedHost::One(host) => return Some(Cow::Borrowed(host)),
            ForwardedHost::Unclear => return None,
        }
    }
    target_host(request)
}

/// The host of the request and the forwarded one. Only for warnings, for which a forged value does no harm.
#[cfg(debug_assertions)]
pub(crate) fn possible_hosts(request: &dyn RequestView) -> Vec<Vec<u8>> {
    let own = target_host(request).map(Cow::into_owned);
    let forwarded = match forwarded::host(request) {
        ForwardedHost::One(host) => Some(host.to_vec()),
        ForwardedHost::Absent | ForwardedHost::Unclear => None,
    };
    own.into_iter().chain(forwarded).collect()
}

/// The authority of the request target, or `Host`. HTTP/2 has only the first.
fn target_host(request: &dyn RequestView) -> Option<Cow<'_, [u8]>> {
    Some(match request.authority() {
        Some(Cow::Borrowed(authority)) => Cow::Borrowed(without_user(authority.as_bytes())),
        Some(Cow::Owned(authority)) => {
            let mut authority = authority.into_bytes();
            let user = authority.len() - without_user(&authority).len();
            authority.drain(..user);
            Cow::Owned(authority)
        }
        None => Cow::Borrowed(request.lines(&header::HOST).one()?),
    })
}

/// Removes the user of a request target; `Host` and `Origin` have none.
fn without_user(authority: &[u8]) -> &[u8] {
    &authority[userinfo_length(authority)..]
}

/// True if the request came over TLS, as far as the server can see.
fn came_over_https(request: &dyn RequestView) -> bool {
    request.scheme() == Some("https") || forwarded::says_https(request)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decision::HttpHead;
    use http::Request;

    static DIRECT: Policy = Policy::deny_all();
    static BEHIND_PROXY: Policy = {
        let mut policy = Policy::deny_all();
        policy.declaration.allow.forwarded_host = true;
        policy
    };

    type Headers<'h> = &'h [(&'static str, &'h str)];

    fn check(
        policy: &Policy,
        target: Option<&str>,
        headers: Headers<'_>,
        origin: &str,
    ) -> Result<(), SiteMismatch> {
        let mut request = Request::post(target.unwrap_or("/"));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        // A target that cannot be parsed reaches no handler.
        let request = request.body(()).map_err(|_| SiteMismatch::UnknownHost)?;
        check_own_site(policy, &HttpHead::of(&request), origin.as_bytes())
    }

    fn own(authority: Option<&str>, headers: Headers<'_>, origin: &str) -> bool {
        let target = authority.map(|authority| format!("http://{authority}/"));
        check(&DIRECT, target.as_deref(), headers, origin).is_ok()
    }

    const HOST: (&str, &str) = ("host", "api.example.com");
    const OWN: &str = "https://api.example.com";
    const SITE: &str = "sec-fetch-site";

    #[test]
    fn fetch_metadata_decides_where_the_browser_sends_it() {
        let with_site = |site, origin| check(&DIRECT, None, &[HOST, (SITE, site)], origin);
        assert_eq!(with_site("same-origin", "null"), Ok(()));
        assert_eq!(with_site("cross-site", OWN), Err(SiteMismatch::CrossSite));
        assert_eq!(with_site("same-site", OWN), Err(SiteMismatch::SameSite));
        for site in ["", "None", "none, none", "same-origin, x", "Same-Origin"] {
            assert_eq!(
                with_site(site, OWN),
                Err(SiteMismatch::UnclearSite),
                "{site}"
            );
        }
        for site in ["same-origin", "none"] {
            let twice = [HOST, (SITE, site), (SITE, site)];
            let found = check(&DIRECT, None, &twice, OWN);
            assert_eq!(found, Err(SiteMismatch::UnclearSite), "{site}");
        }
    }

    /// A reload of a form, a share target, or a page that an extension opened.
    #[test]
    fn request_of_the_user_is_compared_by_host() {
        let with_none = |origin| check(&DIRECT, None, &[HOST, (SITE, "none")], origin);
        assert_eq!(with_none(OWN), Ok(()));
        assert_eq!(
            with_none("https://evil.example"),
            Err(SiteMismatch::OtherHost)
        );
        assert_eq!(with_none("null"), Err(SiteMismatch::NoHost));
        let unknown = check(&DIRECT, None, &[(SITE, "none")], OWN);
        assert_eq!(unknown, Err(SiteMismatch::UnknownHost));
    }

    #[test]
    fn request_without_fetch_metadata_is_compared_by_host() {
        let cases = [
            ("https://api.example.com", "api.example.com", true),
            ("https://api.example.com", "API.example.com:443", true),
            ("http://api.example.com", "api.example.com:80", true),
            ("http://api.example.com:8080", "api.example.com:8080", true),
            ("https://api.example.com:8443", "api.example.com", false),
            ("http://api.example.com", "api.example.com:443", false),
            ("https://evil.example", "api.example.com", false),
            (
                "https://api.example.com.evil.example",
                "api.example.com",
                false,
            ),
            ("null", "api.example.com", false),
            ("", "", false),
            ("https://", "", false),
            ("https://", ":443", false),
        ];
        for (origin, host, expected) in cases {
            assert_eq!(
                own(None, &[("host", host)], origin),
                expected,
                "{origin} at {host}"
            );
            assert_eq!(
                own(Some(host), &[], origin),
                expected,
                "{origin} at {host} (HTTP/2)"
            );
        }
        assert!(!own(None, &[], OWN));
        assert!(!own(None, &[HOST, HOST], OWN));
    }

    #[test]
    fn page_over_http_is_not_the_site_of_a_request_over_https() {
        let http = "http://api.example.com";
        let proto = "x-forwarded-proto";
        for https in [(proto, "https"), ("forwarded", "proto=https")] {
            let found = check(&DIRECT, None, &[HOST, https], http);
            assert_eq!(found, Err(SiteMismatch::Downgraded));
            assert!(own(None, &[HOST, https], OWN));
        }
        assert!(own(None, &[HOST, (proto, "http")], http));
        // HTTP/2 has the scheme, and no header overrides it.
        let over = |scheme: &str, origin: &str| {
            let target = format!("{scheme}://api.example.com/users");
            check(&BEHIND_PROXY, Some(&target), &[(proto, "http")], origin)
        };
        assert_eq!(over("https", http), Err(SiteMismatch::Downgraded));
        assert_eq!(over("https", OWN), Ok(()));
        assert_eq!(over("http", http), Ok(()));
        // Behind a proxy that ends TLS.
        assert_eq!(over("http", OWN), Ok(()));
    }

    #[test]
    fn user_in_the_target_is_ignored() {
        assert!(own(Some("me@api.example.com"), &[], OWN));
        assert!(!own(Some("api.example.com@evil.example"), &[], OWN));
    }

    #[test]
    fn target_takes_precedence_over_host() {
        let host = [("host", "evil.example")];
        assert!(!own(Some("api.example.com"), &host, "https://evil.example"));
    }

    const INTERNAL: (&str, &str) = ("host", "10.0.0.7:8000");
    const FORWARDED: [(&str, &str); 4] = [
        ("x-forwarded-host", "shop.example"),
        ("x-forwarded-host", "shop.example:443"),
        ("forwarded", "for=1.2.3.4;host=shop.example;proto=https"),
        ("forwarded", "proto=https; Host=\"shop.example:443\""),
    ];

    #[test]
    fn forwarded_host_counts_where_the_policy_allows_it() {
        let shop = "https://shop.example";
        for header in FORWARDED {
            let headers = [INTERNAL, header];
            let direct = check(&DIRECT, None, &headers, shop);
            assert_eq!(direct, Err(SiteMismatch::OtherHost), "{header:?}");
            let behind = check(&BEHIND_PROXY, None, &headers, shop);
            assert_eq!(behind, Ok(()), "{header:?}");
            // It replaces `Host`, which then has the name of a machine behind the proxy.
            let internal = check(&BEHIND_PROXY, None, &headers, "http://10.0.0.7:8000");
            assert_eq!(internal, Err(SiteMismatch::OtherHost), "{header:?}");
        }
        let direct = check(&BEHIND_PROXY, None, &[HOST], OWN);
        assert_eq!(direct, Ok(()), "nothing was forwarded");
    }

    #[test]
    fn several_forwarded_hosts_are_unclear() {
        let shop = "https://shop.example";
        let (x, both) = ("x-forwarded-host", ("forwarded", "host=shop.example"));
        for headers in [
            &[(x, "evil.example, shop.example")][..],
            &[(x, "shop.example"), (x, "shop.example")],
            &[(x, "evil.example"), both],
        ] {
            let headers = [&[("host", "shop.example")], headers].concat();
            let found = check(&BEHIND_PROXY, None, &headers, shop);
            assert_eq!(found, Err(SiteMismatch::UnknownHost), "{headers:?}");
        }
    }

    #[test]
    fn header_of_a_script_does_not_change_the_host() {
        let evil = "https://evil.example";
        for header in [
            ("x-forwarded-host", "evil.example"),
            ("forwarded", "host=evil.example"),
            ("x-host", "evil.example"),
            ("x-original-host", "evil.example"),
        ] {
            for site in [&[][..], &[(SITE, "none")]] {
                let headers = [&[HOST, header], site].concat();
                let found = check(&DIRECT, None, &headers, evil);
                assert_eq!(found, Err(SiteMismatch::OtherHost), "{headers:?}");
            }
        }
    }
}
