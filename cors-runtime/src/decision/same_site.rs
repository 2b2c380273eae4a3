//! Refusing requests of foreign sites before the handler runs.
//!
//! CORS alone only hides a response from the page that asked; the request was carried out. With `enforce` a request
//! that a browser marks as coming from a foreign, unlisted origin is answered with 403 instead. It does not stop DNS
//! rebinding, nor `GET`s that carry no `Origin`.
//!
//! A script can never set `Origin`, `Host` and the names that begin with `Sec-` ([forbidden request-headers]), nor
//! HTTP/2's `:authority`. Everything else it can, if any policy of the URL allows the header.
//!
//! [forbidden request-headers]: https://fetch.spec.whatwg.org/#forbidden-request-header

use std::borrow::Cow;

use cors_rules::userinfo_length;
use http::header;

use super::{
    forwarded::{self, ForwardedHost},
    header_names::SEC_FETCH_SITE,
    request::{HeaderLines, RequestHead},
};
use crate::Policy;

/// Why a request whose `Origin` is not on the list does not count as one of the site itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SiteMismatch {
    /// There are several `Origin` headers.
    SeveralOrigins,
    /// The browser says `cross-site`.
    CrossSite,
    /// The browser says `same-site`: another origin of the site.
    SameSite,
    /// `Sec-Fetch-Site` is there several times, or has a value that no browser sends.
    UnclearSite,
    /// The origin is `null`, or of no scheme of the web.
    NoHost,
    /// The page came over http, the request over https.
    Downgraded,
    /// The request was sent to another host than the origin's.
    OtherHost,
    /// The host of the request is not known.
    UnknownHost,
}

/// Decides whether a request whose `Origin` is not on the list comes from the site itself.
pub(super) fn check_own_site<R: RequestHead>(
    policy: &Policy,
    request: &R,
    origin: &[u8],
) -> Result<(), SiteMismatch> {
    match request.lines(&SEC_FETCH_SITE) {
        HeaderLines::One(site) => match site.as_ref() {
            // Right also where `Origin` is `null`: forms of the own site send that under
            // `Referrer-Policy: no-referrer`.
            b"same-origin" => Ok(()),
            // The user caused it, and no page can. `Origin` may still be that of the page before.
            b"none" => compare(policy, request, origin),
            b"cross-site" => Err(SiteMismatch::CrossSite),
            b"same-site" => Err(SiteMismatch::SameSite),
            _ => Err(SiteMismatch::UnclearSite),
        },
        HeaderLines::Several => Err(SiteMismatch::UnclearSite),
        HeaderLines::None => compare(policy, request, origin),
    }
}

/// Compares the origin with the host that was asked for.
fn compare<R: RequestHead>(
    policy: &Policy,
    request: &R,
    origin: &[u8],
) -> Result<(), SiteMismatch> {
    let Some((scheme, authority)) = scheme_and_authority(origin) else {
        return Err(SiteMismatch::NoHost);
    };
    let Some(host) = request_host(policy, request) else {
        return Err(SiteMismatch::UnknownHost);
    };
    if !without_port(&host, scheme.default_port()).eq_ignore_ascii_case(authority) {
        return Err(SiteMismatch::OtherHost);
    }
    // A page loaded over http may have been written by anybody on the network. The other way round is fine: a proxy
    // that ends TLS asks over http.
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

/// Scheme and authority of an `Origin`. Browsers never write the default port out.
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

/// The host that an origin is compared with: the one that a proxy forwards, where the policy allows that and there
/// is one, else the one this server was asked for.
pub(crate) fn request_host<'r, R: RequestHead>(
    policy: &Policy,
    request: &'r R,
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

/// The hosts the server may have been asked for: by its own account, and by that of a proxy in front. For warnings
/// alone, which need not know whether a script wrote the second.
#[cfg(debug_assertions)]
pub(crate) fn possible_hosts<R: RequestHead>(request: &R) -> Vec<Vec<u8>> {
    let own = target_host(request).map(Cow::into_owned);
    let forwarded = match forwarded::host(request) {
        ForwardedHost::One(host) => Some(host.to_vec()),
        ForwardedHost::Absent | ForwardedHost::Unclear => None,
    };
    own.into_iter().chain(forwarded).collect()
}

/// The authority of the target, or `Host`: HTTP/2 has only the first.
fn target_host<R: RequestHead>(request: &R) -> Option<Cow<'_, [u8]>> {
    Some(match request.authority() {
        Some(Cow::Borrowed(authority)) => Cow::Borrowed(without_user(authority.as_bytes())),
        Some(Cow::Owned(authority)) => {
            let mut authority = authority.into_bytes();
            let user = authority.len() - without_user(&authority).len();
            authority.drain(..user);
            Cow::Owned(authority)
        }
        None => Cow::Borrowed(request.lines(&header::HOST).one()?.as_ref()),
    })
}

/// A target may name a user; `Host` and `Origin` never do.
fn without_user(authority: &[u8]) -> &[u8] {
    &authority[userinfo_length(authority)..]
}

/// True if the request is known to have come over TLS.
fn came_over_https<R: RequestHead>(request: &R) -> bool {
    request.scheme() == Some("https") || forwarded::says_https(request)
}

#[cfg(test)]
mod tests {
    use super::*;
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
        // A target that cannot be parsed reaches nobody.
        let request = request.body(()).map_err(|_| SiteMismatch::UnknownHost)?;
        check_own_site(policy, &request, origin.as_bytes())
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
        let told = |site, origin| check(&DIRECT, None, &[HOST, (SITE, site)], origin);
        assert_eq!(told("same-origin", "null"), Ok(()));
        assert_eq!(told("cross-site", OWN), Err(SiteMismatch::CrossSite));
        assert_eq!(told("same-site", OWN), Err(SiteMismatch::SameSite));
        for site in ["", "None", "none, none", "same-origin, x", "Same-Origin"] {
            assert_eq!(told(site, OWN), Err(SiteMismatch::UnclearSite), "{site}");
        }
        for site in ["same-origin", "none"] {
            let twice = [HOST, (SITE, site), (SITE, site)];
            let found = check(&DIRECT, None, &twice, OWN);
            assert_eq!(found, Err(SiteMismatch::UnclearSite), "{site}");
        }
    }

    /// A reload of a form, a share target or a page that an extension opened: two users of other libraries met a 403.
    #[test]
    fn what_the_user_caused_is_compared_by_host() {
        let told = |origin| check(&DIRECT, None, &[HOST, (SITE, "none")], origin);
        assert_eq!(told(OWN), Ok(()));
        assert_eq!(told("https://evil.example"), Err(SiteMismatch::OtherHost));
        assert_eq!(told("null"), Err(SiteMismatch::NoHost));
        let unknown = check(&DIRECT, None, &[(SITE, "none")], OWN);
        assert_eq!(unknown, Err(SiteMismatch::UnknownHost));
    }

    #[test]
    fn older_browsers_are_judged_by_the_host_they_asked_for() {
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
    fn a_page_loaded_over_http_is_not_the_site_that_was_asked_over_https() {
        let http = "http://api.example.com";
        let proto = "x-forwarded-proto";
        for https in [(proto, "https"), ("forwarded", "proto=https")] {
            let found = check(&DIRECT, None, &[HOST, https], http);
            assert_eq!(found, Err(SiteMismatch::Downgraded));
            assert!(own(None, &[HOST, https], OWN));
        }
        assert!(own(None, &[HOST, (proto, "http")], http));
        // HTTP/2 tells the scheme itself, and no header takes that back.
        let asked_over = |scheme: &str, origin: &str| {
            let target = format!("{scheme}://api.example.com/users");
            check(&BEHIND_PROXY, Some(&target), &[(proto, "http")], origin)
        };
        assert_eq!(asked_over("https", http), Err(SiteMismatch::Downgraded));
        assert_eq!(asked_over("https", OWN), Ok(()));
        assert_eq!(asked_over("http", http), Ok(()));
        // Behind a proxy that ends TLS.
        assert_eq!(asked_over("http", OWN), Ok(()));
    }

    #[test]
    fn a_user_in_the_target_is_no_part_of_the_site() {
        assert!(own(Some("me@api.example.com"), &[], OWN));
        assert!(!own(Some("api.example.com@evil.example"), &[], OWN));
    }

    #[test]
    fn the_target_outranks_the_host_header() {
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
    fn a_forwarded_host_counts_only_where_the_policy_allows_it() {
        let shop = "https://shop.example";
        for header in FORWARDED {
            let headers = [INTERNAL, header];
            let direct = check(&DIRECT, None, &headers, shop);
            assert_eq!(direct, Err(SiteMismatch::OtherHost), "{header:?}");
            let behind = check(&BEHIND_PROXY, None, &headers, shop);
            assert_eq!(behind, Ok(()), "{header:?}");
            // It stands in the place of `Host`, which then names a machine behind the proxy.
            let internal = check(&BEHIND_PROXY, None, &headers, "http://10.0.0.7:8000");
            assert_eq!(internal, Err(SiteMismatch::OtherHost), "{header:?}");
        }
        let direct = check(&BEHIND_PROXY, None, &[HOST], OWN);
        assert_eq!(direct, Ok(()), "nothing was forwarded");
    }

    #[test]
    fn several_forwarded_hosts_are_as_good_as_none() {
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
    fn a_script_cannot_choose_the_host_it_is_compared_with() {
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
