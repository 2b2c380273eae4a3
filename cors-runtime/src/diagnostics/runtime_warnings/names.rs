//! Response headers that are meant for scripts, which other origins can read only if the policy exposes them.
//!
//! A fixed list: most other headers are for browsers, caches and proxies, and scripts do not need them.

/// In lower case.
pub(super) const FOR_SCRIPTS: [&str; 53] = [
    // HTTP itself (RFC 9110, 6266, 8288, 7240, 8594, 9745, 9530).
    "etag",
    "location",
    "link",
    "retry-after",
    "content-disposition",
    "content-range",
    "content-location",
    "www-authenticate",
    "preference-applied",
    "deprecation",
    "sunset",
    "content-digest",
    "repr-digest",
    "digest",
    // The identity of the request.
    "x-request-id",
    "x-correlation-id",
    "x-trace-id",
    "request-id",
    "traceresponse",
    // The number of requests left.
    "ratelimit",
    "ratelimit-policy",
    "ratelimit-limit",
    "ratelimit-remaining",
    "ratelimit-reset",
    "x-ratelimit-limit",
    "x-ratelimit-remaining",
    "x-ratelimit-reset",
    // Pages of a list.
    "x-total-count",
    "x-total",
    "x-total-pages",
    "x-page",
    "x-per-page",
    "x-next-page",
    "x-prev-page",
    "x-has-more",
    "x-next-cursor",
    // Tokens of applications.
    "authorization",
    "x-auth-token",
    "x-access-token",
    "x-refresh-token",
    "x-csrf-token",
    "x-xsrf-token",
    "dpop-nonce",
    "replay-nonce",
    // Protocols on top of HTTP: tus, gRPC-Web, MCP, htmx.
    "upload-offset",
    "upload-length",
    "tus-resumable",
    "grpc-status",
    "grpc-message",
    "mcp-session-id",
    "hx-trigger",
    "hx-redirect",
    "hx-location",
];

/// The index of a header in the list, in any case.
pub(super) fn place(name: &str) -> Option<usize> {
    let mut names = FOR_SCRIPTS.iter();
    names.position(|known| known.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use cors_rules::check_exposed_header;

    #[test]
    fn each_name_can_be_exposed_and_is_listed_once() {
        for (index, name) in FOR_SCRIPTS.iter().enumerate() {
            assert_eq!(check_exposed_header(name), Ok(()), "{name}");
            assert_eq!(place(&name.to_uppercase()), Some(index), "{name}");
        }
    }

    #[test]
    fn guide_lists_each_checked_header() {
        let page = include_str!("../../../docs/guide/warnings.md");
        let (_, list) = page
            .split_once("These headers are checked:")
            .expect("the list");
        let list = list.split("\n#").next().expect("the section");
        let listed: Vec<&str> = list.split('`').skip(1).step_by(2).collect();
        assert_eq!(listed, FOR_SCRIPTS);
    }

    #[test]
    fn safelisted_headers_are_not_listed() {
        // Fetch, "CORS-safelisted response-header name".
        for name in [
            "cache-control",
            "content-language",
            "content-length",
            "content-type",
            "expires",
            "last-modified",
            "pragma",
        ] {
            assert_eq!(place(name), None, "{name}");
        }
    }
}
