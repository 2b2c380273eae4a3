//! Request headers that need no preflight.

use crate::{
    bytes::{is_token, trim_http_whitespace},
    engine::Engine,
    headers::HeaderList,
};

/// The limit on the value of one safelisted header, in bytes.
const VALUE_LIMIT: usize = 128;
/// The limit on the values of all safelisted headers together, in bytes.
const TOTAL_LIMIT: usize = 1024;

/// Fetch, "CORS-unsafe request-header names": in lower case, sorted, without duplicates.
pub(crate) fn unsafe_names(headers: &HeaderList, engine: Engine) -> Vec<String> {
    let mut names = Vec::new();
    let mut safe = Vec::new();
    let mut total = 0;
    for (name, value) in headers.iter() {
        let lower = name.to_ascii_lowercase();
        if engine.safelists(&lower) {
            continue;
        }
        if is_safelisted(&lower, value) {
            total += value.len();
            safe.push(lower);
        } else {
            names.push(lower);
        }
    }
    if total > TOTAL_LIMIT {
        names.append(&mut safe);
    }
    names.sort_unstable();
    names.dedup();
    names
}

/// Fetch, "CORS-safelisted request-header". The name is in lower case.
pub(crate) fn is_safelisted(name: &str, value: &[u8]) -> bool {
    if value.len() > VALUE_LIMIT {
        return false;
    }
    match name {
        "accept" => !value.iter().any(|byte| is_unsafe_byte(*byte)),
        "accept-language" | "content-language" => value.iter().all(|byte| is_language_byte(*byte)),
        "content-type" => {
            !value.iter().any(|byte| is_unsafe_byte(*byte))
                && essence(value).is_some_and(|essence| {
                    matches!(
                        essence.as_str(),
                        "application/x-www-form-urlencoded" | "multipart/form-data" | "text/plain"
                    )
                })
        }
        "range" => is_simple_range(value),
        _ => false,
    }
}

/// Fetch, "no-CORS-safelisted request-header". The name is in lower case.
pub(crate) fn is_safelisted_without_cors(name: &str, value: &[u8]) -> bool {
    name != "range" && is_safelisted(name, value)
}

/// Fetch, "CORS-unsafe request-header byte".
fn is_unsafe_byte(byte: u8) -> bool {
    (byte < 0x20 && byte != b'\t') || byte == 0x7f || b"\"():<>?@[\\]{}".contains(&byte)
}

/// A byte that the standard allows in `accept-language` and `content-language`.
fn is_language_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b" *,-.;=".contains(&byte)
}

/// MIME Sniffing, "parse a MIME type", reduced to the essence. The `mime` crate rejects `text/plain;x`, which browsers
/// accept.
pub(crate) fn essence(value: &[u8]) -> Option<String> {
    let value = trim_http_whitespace(value);
    let slash = value.iter().position(|byte| *byte == b'/')?;
    let (kind, rest) = (&value[..slash], &value[slash + 1..]);
    let subtype = rest.split(|byte| *byte == b';').next()?;
    let subtype = {
        let end = subtype
            .iter()
            .rposition(|byte| !b" \t\r\n".contains(byte))?;
        &subtype[..=end]
    };
    if !is_token(kind) || !is_token(subtype) {
        return None;
    }
    let essence = [kind, b"/", subtype].concat().to_ascii_lowercase();
    String::from_utf8(essence).ok()
}

/// Fetch, "parse a single range header value" without whitespace, and "simple range header value": has a start.
fn is_simple_range(value: &[u8]) -> bool {
    let Some(range) = value.strip_prefix(b"bytes=") else {
        return false;
    };
    let Some(dash) = range.iter().position(|byte| *byte == b'-') else {
        return false;
    };
    let (start, end) = (&range[..dash], &range[dash + 1..]);
    let are_digits = |bytes: &[u8]| bytes.iter().all(u8::is_ascii_digit);
    if start.is_empty() || !are_digits(start) || !are_digits(end) {
        return false;
    }
    end.is_empty() || numeric_order(start) <= numeric_order(end)
}

/// A sort key for decimal numbers of any length.
fn numeric_order(digits: &[u8]) -> (usize, &[u8]) {
    let zeros = digits.iter().take_while(|digit| **digit == b'0').count();
    (digits.len() - zeros, &digits[zeros..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(headers: &[(&str, &str)]) -> Vec<String> {
        let mut list = HeaderList::default();
        for (name, value) in headers {
            list.append(name, value.as_bytes());
        }
        unsafe_names(&list, Engine::Standard)
    }

    #[test]
    fn cors_safelisted_request_header_ends_at_128_bytes() {
        for name in ["accept", "accept-language", "content-language"] {
            assert!(is_safelisted(name, &[b'a'; 128]), "{name}");
            assert!(!is_safelisted(name, &[b'a'; 129]), "{name}");
        }
        let long = |length: usize| format!("text/plain;a={}", "b".repeat(length - 13));
        assert!(is_safelisted("content-type", long(128).as_bytes()));
        assert!(!is_safelisted("content-type", long(129).as_bytes()));
        let long = |length: usize| format!("bytes={}-", "1".repeat(length - 7));
        assert!(is_safelisted("range", long(128).as_bytes()));
        assert!(!is_safelisted("range", long(129).as_bytes()));
    }

    #[test]
    fn cors_unsafe_request_header_byte_by_byte() {
        for byte in 0..=255_u8 {
            let is_unsafe = matches!(byte, 0..=8 | 10..=31 | 127)
                || "\"():<>?@[\\]{}".contains(char::from(byte));
            assert_eq!(is_safelisted("accept", &[byte]), !is_unsafe, "{byte:#x}");
            let is_language =
                char::from(byte).is_ascii_alphanumeric() || " *,-.;=".contains(char::from(byte));
            for name in ["accept-language", "content-language"] {
                assert_eq!(is_safelisted(name, &[byte]), is_language, "{byte:#x}");
            }
        }
    }

    #[test]
    fn cors_safelisted_request_header_content_type() {
        for value in [
            "text/plain",
            "TEXT/Plain",
            " text/plain\t",
            "text/plain;charset=utf-8",
            "text/plain ;",
            "text/plain;garbage",
            "multipart/form-data; boundary=x",
            "application/x-www-form-urlencoded",
        ] {
            assert!(is_safelisted("content-type", value.as_bytes()), "{value}");
        }
        for value in [
            "",
            "application/json",
            "text/html",
            "text/plain, application/json",
            "application/json;text/plain",
            "text/",
            "/plain",
            "text /plain",
            "text/ plain",
            "text",
            "text/plain;charset=\"utf-8\"",
            "text/plain;a=(b)",
        ] {
            assert!(!is_safelisted("content-type", value.as_bytes()), "{value}");
        }
    }

    #[test]
    fn simple_range_header_value_forms() {
        for value in [
            "bytes=0-",
            "bytes=5-",
            "bytes=0-10",
            "bytes=7-7",
            "bytes=007-10",
            "bytes=99999999999999999999999-100000000000000000000000",
        ] {
            assert!(is_safelisted("range", value.as_bytes()), "{value}");
        }
        for value in [
            "",
            "bytes",
            "bytes=",
            "bytes=-",
            "bytes=-500",
            "bytes=10-9",
            "bytes=100000000000000000000000-99999999999999999999999",
            "bytes=0-1,2-3",
            "bytes= 0-1",
            "bytes=0 -1",
            "bytes=0-1 ",
            "Bytes=0-1",
            "items=0-1",
            "bytes=a-",
            "bytes=0-b",
            "bytes=0--1",
        ] {
            assert!(!is_safelisted("range", value.as_bytes()), "{value}");
        }
        assert!(!is_safelisted_without_cors("range", b"bytes=0-"));
        assert!(is_safelisted_without_cors("accept", b"*/*"));
    }

    #[test]
    fn unsafe_names_are_lower_case_sorted_and_unique() {
        let headers = [
            ("X-B", "1"),
            ("Content-Type", "application/json"),
            ("x-a", "1"),
            ("x-b", "2"),
            ("Accept", "*/*"),
            ("Authorization", "Bearer x"),
        ];
        assert_eq!(
            names(&headers),
            ["authorization", "content-type", "x-a", "x-b"]
        );
    }

    #[test]
    fn unsafe_names_include_safelisted_beyond_1024_bytes() {
        let part = "a".repeat(128);
        let mut headers = vec![("Accept", part.as_str()); 8];
        headers.push(("x-a", "not counted"));
        assert_eq!(names(&headers), ["x-a"]);
        headers.push(("Accept-Language", "d"));
        assert_eq!(names(&headers), ["accept", "accept-language", "x-a"]);
    }
}
