//! Refusing requests of foreign sites before the handler runs.
//!
//! CORS alone only hides an answer from the page that asked; the request was carried out. With
//! `enforce` a request that a browser marks as coming from a foreign, unlisted origin is answered
//! with 403 instead. It does not stop DNS rebinding, nor `GET`s that carry no `Origin`.

use std::borrow::Cow;

use http::{HeaderName, header};

use super::request::{Lines, RequestHead};

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const X_FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");
const X_FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// Whether a request whose `Origin` is not on the list comes from the site itself.
pub(super) fn is_own_site<R: RequestHead>(request: &R, origin: &[u8]) -> bool {
    match request.lines(&SEC_FETCH_SITE) {
        // Written by the browser, out of reach of scripts, and right also where `Origin` is `null`:
        // forms of the own site send that under `Referrer-Policy: no-referrer`.
        Lines::One(site) => site.as_ref() == b"same-origin",
        Lines::Several => false,
        Lines::None => {
            let Some((scheme, authority)) = scheme_and_authority(origin) else {
                return false;
            };
            let same = |host: &[u8]| {
                let port = scheme.default_port();
                without_port(host, port).eq_ignore_ascii_case(authority)
            };
            // A page loaded over http may have been written by anybody on the network.
            let downgraded = scheme == Scheme::Http && came_over_https(request);
            let own = own_host(request).is_some_and(|host| same(without_user(&host)));
            !downgraded && (own || forwarded_host(request).is_some_and(same))
        }
    }
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

/// The hosts the server was asked for, as far as they are known: by its own account, and by that of a proxy in
/// front.
#[cfg(debug_assertions)]
pub(crate) fn own_hosts<R: RequestHead>(request: &R) -> Vec<Vec<u8>> {
    let own = own_host(request).map(|host| without_user(&host).to_vec());
    let forwarded = forwarded_host(request).map(<[u8]>::to_vec);
    own.into_iter().chain(forwarded).collect()
}

fn own_host<R: RequestHead>(request: &R) -> Option<Cow<'_, [u8]>> {
    match request.authority() {
        Some(Cow::Borrowed(authority)) => Some(Cow::Borrowed(authority.as_bytes())),
        Some(Cow::Owned(authority)) => Some(Cow::Owned(authority.into_bytes())),
        None => Some(Cow::Borrowed(request.lines(&header::HOST).one()?.as_ref())),
    }
}

/// A target may name a user; `Host` and `Origin` never do.
fn without_user(authority: &[u8]) -> &[u8] {
    let at = authority.iter().rposition(|&byte| byte == b'@');
    &authority[at.map_or(0, |at| at + 1)..]
}

/// The host a single proxy in front was asked for. Several values mean several proxies, of which
/// nobody here knows the trusted one.
fn forwarded_host<R: RequestHead>(request: &R) -> Option<&[u8]> {
    forwarded(request, &X_FORWARDED_HOST, b"host=")
}

/// Whether the request is known to have come over TLS.
fn came_over_https<R: RequestHead>(request: &R) -> bool {
    request.scheme() == Some("https")
        || forwarded(request, &X_FORWARDED_PROTO, b"proto=")
            .is_some_and(|scheme| scheme.eq_ignore_ascii_case(b"https"))
}

/// What a single proxy says of the request it received, in a header of its own or in `Forwarded`.
fn forwarded<'r, R: RequestHead>(
    request: &'r R,
    header: &HeaderName,
    parameter: &[u8],
) -> Option<&'r [u8]> {
    let one = |value: &'r R::Value| Some(value.as_ref()).filter(|value| !value.contains(&b','));
    match request.lines(header) {
        Lines::One(value) => one(value),
        Lines::Several => None,
        Lines::None => {
            let value = one(request.lines(&header::FORWARDED).one()?)?;
            value.split(|&byte| byte == b';').find_map(|pair| {
                let (name, value) = pair.trim_ascii().split_at_checked(parameter.len())?;
                let quoted = value
                    .strip_prefix(b"\"")
                    .and_then(|value| value.strip_suffix(b"\""));
                name.eq_ignore_ascii_case(parameter)
                    .then(|| quoted.unwrap_or(value))
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::Request;

    fn own(authority: Option<&str>, headers: &[(&'static str, &str)], origin: &str) -> bool {
        let target = authority.map(|authority| format!("http://{authority}/"));
        let mut request = Request::post(target.as_deref().unwrap_or("/"));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        // A target that cannot be parsed reaches nobody.
        let request = request.body(());
        request.is_ok_and(|request| is_own_site(&request, origin.as_bytes()))
    }

    #[test]
    fn fetch_metadata_decides_where_the_browser_sends_it() {
        let host = ("host", "api.example.com");
        assert!(own(None, &[("sec-fetch-site", "same-origin")], "null"));
        for site in ["cross-site", "same-site", "none", "", "same-origin, x"] {
            let headers = [host, ("sec-fetch-site", site)];
            assert!(!own(None, &headers, "https://api.example.com"), "{site}");
        }
        let twice = [
            ("sec-fetch-site", "same-origin"),
            ("sec-fetch-site", "same-origin"),
        ];
        assert!(!own(None, &twice, "null"));
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
        assert!(!own(None, &[], "https://api.example.com"));
        let twice = [("host", "api.example.com"), ("host", "api.example.com")];
        assert!(!own(None, &twice, "https://api.example.com"));
    }

    #[test]
    fn a_page_loaded_over_http_is_not_the_site_that_was_asked_over_https() {
        let host = ("host", "api.example.com");
        for https in [
            ("x-forwarded-proto", "https"),
            ("forwarded", "proto=https;host=api.example.com"),
        ] {
            assert!(!own(None, &[host, https], "http://api.example.com"));
            assert!(own(None, &[host, https], "https://api.example.com"));
        }
        assert!(own(
            None,
            &[host, ("x-forwarded-proto", "http")],
            "http://api.example.com"
        ));
        // HTTP/2 tells the scheme itself.
        let asked_over = |scheme: &str, origin: &str| {
            let request = Request::get(format!("{scheme}://api.example.com/users"));
            let request = request.body(()).expect("a valid request");
            is_own_site(&request, origin.as_bytes())
        };
        assert!(!asked_over("https", "http://api.example.com"));
        assert!(asked_over("https", "https://api.example.com"));
        assert!(asked_over("http", "http://api.example.com"));
    }

    #[test]
    fn a_user_in_the_target_is_no_part_of_the_site() {
        assert!(own(
            Some("me@api.example.com"),
            &[],
            "https://api.example.com"
        ));
        assert!(!own(
            Some("api.example.com@evil.example"),
            &[],
            "https://api.example.com"
        ));
    }

    #[test]
    fn the_target_outranks_the_host_header() {
        let host = [("host", "evil.example")];
        assert!(!own(Some("api.example.com"), &host, "https://evil.example"));
    }

    #[test]
    fn one_proxy_may_say_which_host_was_asked_for() {
        let origin = "https://app.example.com";
        let internal = ("host", "10.0.0.7:8000");
        let pass = [
            ("x-forwarded-host", "app.example.com"),
            ("forwarded", "for=1.2.3.4;host=app.example.com;proto=https"),
            ("forwarded", "proto=https; Host=\"app.example.com:443\""),
        ];
        for header in pass {
            assert!(own(None, &[internal, header], origin), "{header:?}");
        }
        let refuse = [
            ("x-forwarded-host", "evil.example, app.example.com"),
            ("x-forwarded-host", "evil.example"),
            ("forwarded", "host=evil.example, host=app.example.com"),
            ("forwarded", "hos"),
            ("forwarded", ""),
        ];
        for header in refuse {
            assert!(!own(None, &[internal, header], origin), "{header:?}");
        }
        let twice = [
            internal,
            ("x-forwarded-host", "evil.example"),
            ("x-forwarded-host", "app.example.com"),
        ];
        assert!(!own(None, &twice, origin));
    }
}
