//! Request headers that a script cannot set.

use crate::{bytes::trim, method};

const NAMES: [&str; 21] = [
    "accept-charset",
    "accept-encoding",
    "access-control-request-headers",
    "access-control-request-method",
    "connection",
    "content-length",
    "cookie",
    "cookie2",
    "date",
    "dnt",
    "expect",
    "host",
    "keep-alive",
    "origin",
    "referer",
    "set-cookie",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "via",
];

/// Fetch, "forbidden request-header". A browser drops it silently.
pub(crate) fn is_forbidden(name: &str, value: &[u8]) -> bool {
    let name = name.to_ascii_lowercase();
    if NAMES.contains(&name.as_str()) || name.starts_with("proxy-") || name.starts_with("sec-") {
        return true;
    }
    let overrides = [
        "x-http-method",
        "x-http-method-override",
        "x-method-override",
    ];
    overrides.contains(&name.as_str())
        && value
            .split(|byte| *byte == b',')
            .filter_map(|method| str::from_utf8(trim(method)).ok())
            .any(method::is_forbidden)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forbidden_request_header_by_name() {
        let listed = "accept-charset accept-encoding access-control-request-headers \
                      access-control-request-method connection content-length Cookie Cookie2 date dnt \
                      expect host keep-alive ORIGIN referer set-cookie te trailer transfer-encoding \
                      upgrade via Proxy-X proxy- sec- Sec-Fetch-Site";
        for name in listed.split(' ') {
            assert!(is_forbidden(name, b""), "{name}");
        }
        for name in [
            "authorization",
            "user-agent",
            "proxy",
            "x-sec-a",
            "save-data",
            "range",
        ] {
            assert!(!is_forbidden(name, b""), "{name}");
        }
    }

    #[test]
    fn forbidden_request_header_by_overriding_method() {
        for name in [
            "X-HTTP-Method",
            "x-http-method-override",
            "X-Method-Override",
        ] {
            assert!(is_forbidden(name, b"PUT ,\ttrace"), "{name}");
            assert!(!is_forbidden(name, b"PUT"), "{name}");
            assert!(!is_forbidden(name, b"TRACE-X"), "{name}");
        }
    }
}
