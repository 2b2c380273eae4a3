//! `X-Forwarded-Host`, `X-Forwarded-Proto` and `Forwarded` (RFC 7239): the request as a proxy in front received it.
//!
//! A script may set all three once a preflight has allowed it, and the permission may come from another policy of the
//! same URL. So the host counts only for a policy with `allow(forwarded_host)`. The scheme needs no permission: it can
//! only turn a request away.

use http::header;

use super::{
    header_names::{X_FORWARDED_HOST, X_FORWARDED_PROTO},
    request::{HeaderLines, RequestView},
};

/// The host of the request to the proxy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ForwardedHost<'r> {
    /// No header names one.
    Absent,
    One(&'r [u8]),
    /// Several values, of several proxies, or of a client and a proxy. There is no way to find the trusted one.
    Unclear,
}

/// The host in `X-Forwarded-Host` and `Forwarded`. Both have to agree: a proxy that sets only one of them passes the
/// other on as the client sent it.
pub(crate) fn host(request: &dyn RequestView) -> ForwardedHost<'_> {
    use ForwardedHost::{Absent, One, Unclear};

    let own_header = match request.lines(&X_FORWARDED_HOST) {
        HeaderLines::None => Absent,
        HeaderLines::One(value) if !value.contains(&b',') => One(value.trim_ascii()),
        HeaderLines::One(_) | HeaderLines::Several => Unclear,
    };
    match (own_header, standard_host(request)) {
        (host, Absent) | (Absent, host) => host,
        (One(host), One(other)) if host.eq_ignore_ascii_case(other) => One(host),
        _ => Unclear,
    }
}

fn standard_host(request: &dyn RequestView) -> ForwardedHost<'_> {
    let value = match request.lines(&header::FORWARDED) {
        HeaderLines::None => return ForwardedHost::Absent,
        HeaderLines::Several => return ForwardedHost::Unclear,
        HeaderLines::One(value) => value,
    };
    if value.contains(&b',') {
        return ForwardedHost::Unclear;
    }
    match HeaderLines::of(parameters(value, b"host")) {
        HeaderLines::None => ForwardedHost::Absent,
        HeaderLines::One(host) => ForwardedHost::One(host),
        HeaderLines::Several => ForwardedHost::Unclear,
    }
}

/// True if a header has `https` as the scheme of the request to the proxy. One of several values is enough, and several
/// lines count as `https`: a mistake here can refuse a request, but never allow one.
pub(super) fn says_https(request: &dyn RequestView) -> bool {
    let is_https = |scheme: &[u8]| {
        // Traefik sends `wss` for a WebSocket.
        scheme.eq_ignore_ascii_case(b"https") || scheme.eq_ignore_ascii_case(b"wss")
    };
    let own_header = match request.lines(&X_FORWARDED_PROTO) {
        HeaderLines::None => false,
        HeaderLines::One(value) => {
            let mut schemes = value.split(|&byte| byte == b',');
            schemes.any(|scheme| is_https(scheme.trim_ascii()))
        }
        HeaderLines::Several => true,
    };
    own_header
        || match request.lines(&header::FORWARDED) {
            HeaderLines::None => false,
            HeaderLines::One(value) => parameters(value, b"proto").any(is_https),
            HeaderLines::Several => true,
        }
}

/// The values of one parameter of `Forwarded`, in all elements. By hand: parsers of the whole header allocate, and two
/// parameters are enough here.
fn parameters<'v>(value: &'v [u8], name: &'static [u8]) -> Parameters<'v> {
    Parameters {
        rest: Some(value),
        name,
    }
}

/// The iterator of [`parameters`].
struct Parameters<'v> {
    /// The pairs that were not read yet.
    rest: Option<&'v [u8]>,
    name: &'static [u8],
}

impl<'v> Iterator for Parameters<'v> {
    type Item = &'v [u8];

    // Few requests have the header, so a program has this code once.
    #[inline(never)]
    fn next(&mut self) -> Option<&'v [u8]> {
        loop {
            let rest = self.rest?;
            let end = rest.iter().position(|&byte| byte == b';' || byte == b',');
            let pair = &rest[..end.unwrap_or(rest.len())];
            self.rest = end.map(|end| &rest[end + 1..]);
            let Some(equals) = pair.iter().position(|&byte| byte == b'=') else {
                continue;
            };
            let (key, value) = (pair[..equals].trim_ascii(), pair[equals + 1..].trim_ascii());
            if key.eq_ignore_ascii_case(self.name) {
                let quoted = value.strip_prefix(b"\"");
                let quoted = quoted.and_then(|value| value.strip_suffix(b"\""));
                return Some(quoted.unwrap_or(value));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decision::HttpHead;
    use http::Request;

    fn request(headers: &[(&'static str, &str)]) -> Request<()> {
        let mut request = Request::get("/");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(()).expect("a request")
    }

    const X_HOST: &str = "x-forwarded-host";
    const X_PROTO: &str = "x-forwarded-proto";

    #[test]
    fn host_named_once_is_read_from_either_header() {
        for headers in [
            &[(X_HOST, "shop.example")][..],
            &[("forwarded", "host=shop.example")],
            &[("forwarded", "for=1.2.3.4;host=shop.example;proto=https")],
            &[("forwarded", "proto=https; Host=\"shop.example\"")],
            &[(X_HOST, "shop.example"), ("forwarded", "for=1.2.3.4")],
            &[(X_HOST, "shop.example"), ("forwarded", "host=SHOP.example")],
        ] {
            let request = request(headers);
            assert_eq!(
                host(&HttpHead::of(&request)),
                ForwardedHost::One(b"shop.example"),
                "{headers:?}"
            );
        }
        for headers in [
            &[][..],
            &[("forwarded", "for=1.2.3.4")],
            &[("forwarded", "hos")],
        ] {
            assert_eq!(
                host(&HttpHead::of(&request(headers))),
                ForwardedHost::Absent,
                "{headers:?}"
            );
        }
    }

    #[test]
    fn host_named_by_several_is_unclear() {
        for headers in [
            &[(X_HOST, "evil.example, shop.example")][..],
            &[(X_HOST, "shop.example"), (X_HOST, "shop.example")],
            &[("forwarded", "host=evil.example, host=shop.example")],
            &[("forwarded", "host=evil.example;host=shop.example")],
            &[("forwarded", "host=shop.example"), ("forwarded", "for=_a")],
            // The proxy overwrites one header, and a script set the other.
            &[(X_HOST, "evil.example"), ("forwarded", "host=shop.example")],
            &[(X_HOST, "shop.example"), ("forwarded", "host=evil.example")],
        ] {
            assert_eq!(
                host(&HttpHead::of(&request(headers))),
                ForwardedHost::Unclear,
                "{headers:?}"
            );
        }
    }

    #[test]
    fn https_in_any_forwarded_header_counts() {
        for headers in [
            &[(X_PROTO, "https")][..],
            &[(X_PROTO, "HTTPS")],
            &[(X_PROTO, "wss")],
            &[(X_PROTO, "http, https")],
            &[(X_PROTO, "https,http")],
            &[(X_PROTO, "http"), (X_PROTO, "http")],
            &[("forwarded", "proto=https;host=a.example")],
            &[("forwarded", "host=a.example; Proto=\"https\"")],
            &[("forwarded", "proto=http, proto=https")],
            // A script sets one header, and a proxy the other.
            &[(X_PROTO, "http"), ("forwarded", "proto=https")],
        ] {
            assert!(says_https(&HttpHead::of(&request(headers))), "{headers:?}");
        }
        for headers in [
            &[][..],
            &[(X_PROTO, "http")],
            &[(X_PROTO, "")],
            &[("forwarded", "for=https")],
            &[("forwarded", "proto")],
        ] {
            assert!(!says_https(&HttpHead::of(&request(headers))), "{headers:?}");
        }
    }
}
