//! The request headers a script may set, and the response headers it may read.

use crate::{Lint, bytes};

/// Headers that only the browser sets (Fetch, "forbidden request-header"), without those that depend on their value.
const FORBIDDEN: &[&str] = &[
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

/// Fetch, "forbidden response-header name".
const NEVER_READABLE: &[&str] = &["set-cookie", "set-cookie2"];

/// Checks that a script can set the request header.
///
/// Header names are compared without regard to case. `*` is rejected: it means every header, and cannot be one of
/// several entries.
///
/// ```
/// use cors_rules::{check_request_header, Lint};
///
/// const _: () = assert!(check_request_header("Content-Type").is_ok());
/// assert_eq!(check_request_header("Cookie"), Err(Lint::HeaderForbidden));
/// ```
pub const fn check_request_header(text: &str) -> Result<(), Lint> {
    if bytes::equal(text.as_bytes(), b"*") {
        Err(Lint::HeaderMixedWildcard)
    } else if !bytes::is_token(text) {
        Err(Lint::HeaderNotToken)
    } else if bytes::listed(text, FORBIDDEN)
        || has_prefix(text, b"proxy-")
        || has_prefix(text, b"sec-")
    {
        Err(Lint::HeaderForbidden)
    } else if is_cors_response_header(text) || has_prefix(text, b"access-control-request-") {
        Err(Lint::HeaderCorsProtocol)
    } else {
        Ok(())
    }
}

/// Checks that a script can read the response header if it is exposed.
///
/// Case does not matter. `*` is rejected: it means every header, and cannot be one of several entries.
///
/// ```
/// use cors_rules::{check_exposed_header, Lint};
///
/// const _: () = assert!(check_exposed_header("ETag").is_ok());
/// assert_eq!(check_exposed_header("set-cookie"), Err(Lint::ExposedHeaderForbidden));
/// ```
pub const fn check_exposed_header(text: &str) -> Result<(), Lint> {
    if bytes::equal(text.as_bytes(), b"*") {
        Err(Lint::ExposedHeaderMixedWildcard)
    } else if !bytes::is_token(text) {
        Err(Lint::ExposedHeaderNotToken)
    } else if bytes::listed(text, NEVER_READABLE) {
        Err(Lint::ExposedHeaderForbidden)
    } else if is_cors_response_header(text)
        || has_prefix(text, b"access-control-request-")
        || bytes::listed(text, &["origin"])
    {
        Err(Lint::ExposedHeaderCorsProtocol)
    } else {
        Ok(())
    }
}

const fn is_cors_response_header(text: &str) -> bool {
    has_prefix(text, b"access-control-allow-")
        || bytes::listed(
            text,
            &["access-control-expose-headers", "access-control-max-age"],
        )
}

const fn has_prefix(text: &str, prefix: &[u8]) -> bool {
    match text.as_bytes().split_at_checked(prefix.len()) {
        Some((head, _)) => bytes::equal_ignoring_case(head, prefix),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{check_exposed_header, check_request_header};
    use crate::Lint;

    const CORS_RESPONSE_HEADERS: [&str; 7] = [
        "access-control-allow-origin",
        "access-control-allow-credentials",
        "access-control-allow-methods",
        "access-control-allow-headers",
        "access-control-allow-private-network",
        "access-control-expose-headers",
        "access-control-max-age",
    ];

    #[test]
    fn forbidden_request_headers_are_refused_in_any_case() {
        let standard = "Accept-Charset Accept-Encoding Access-Control-Request-Headers Access-Control-Request-Method \
            Connection Content-Length Cookie Cookie2 Date DNT Expect Host Keep-Alive Origin Referer Set-Cookie TE \
            Trailer Transfer-Encoding Upgrade Via Proxy-Authorization Proxy- Sec-Fetch-Site sec-x";
        for name in standard.split_whitespace() {
            for name in [name.to_ascii_lowercase(), name.to_ascii_uppercase()] {
                assert_eq!(
                    check_request_header(&name),
                    Err(Lint::HeaderForbidden),
                    "{name}"
                );
            }
        }
    }

    #[test]
    fn names_of_the_protocol_are_no_request_headers() {
        for name in CORS_RESPONSE_HEADERS
            .into_iter()
            .chain(["Access-Control-Request-Private-Network"])
        {
            assert_eq!(
                check_request_header(name),
                Err(Lint::HeaderCorsProtocol),
                "{name}"
            );
        }
    }

    #[test]
    fn header_that_a_script_can_set_passes() {
        for name in [
            "content-type",
            "Authorization",
            "ACCEPT",
            "range",
            "user-agent",
            "X-HTTP-Method-Override",
            "last-event-id",
            "x-csrf-token",
            "security",
            "proxy",
            "set-cookie2",
            "!#$%&'*+-.^_`|~9",
        ] {
            assert_eq!(check_request_header(name), Ok(()), "{name}");
        }
    }

    #[test]
    fn header_that_is_not_a_token_is_refused() {
        for name in [
            "",
            "content type",
            "content-type:",
            "x,y",
            " x",
            "x\n",
            "größe",
            "\"x\"",
            "(x)",
        ] {
            assert_eq!(
                check_request_header(name),
                Err(Lint::HeaderNotToken),
                "{name}"
            );
            assert_eq!(
                check_exposed_header(name),
                Err(Lint::ExposedHeaderNotToken),
                "{name}"
            );
        }
    }

    #[test]
    fn cookies_are_never_exposed() {
        for name in ["set-cookie", "Set-Cookie", "SET-COOKIE2"] {
            assert_eq!(
                check_exposed_header(name),
                Err(Lint::ExposedHeaderForbidden),
                "{name}"
            );
        }
    }

    #[test]
    fn names_of_the_protocol_are_not_worth_exposing() {
        let request = [
            "origin",
            "Origin",
            "access-control-request-method",
            "Access-Control-Request-Headers",
        ];
        for name in CORS_RESPONSE_HEADERS.into_iter().chain(request) {
            assert_eq!(
                check_exposed_header(name),
                Err(Lint::ExposedHeaderCorsProtocol),
                "{name}"
            );
        }
    }

    #[test]
    fn readable_headers_pass() {
        for name in [
            "etag",
            "Location",
            "x-total-count",
            "cache-control",
            "cookie",
            "timing-allow-origin",
        ] {
            assert_eq!(check_exposed_header(name), Ok(()), "{name}");
        }
    }
}
