//! The methods a script may use.

use crate::{Lint, bytes};

/// The methods that no script can send (Fetch, "forbidden method").
const FORBIDDEN: &[&str] = &["CONNECT", "TRACE", "TRACK"];

/// Methods of RFC 9110, RFC 5789, RFC 4918 and its successors that servers support.
const STANDARD: &[&str] = &[
    "GET",
    "HEAD",
    "POST",
    "PUT",
    "DELETE",
    "OPTIONS",
    "PATCH",
    "QUERY",
    "PROPFIND",
    "PROPPATCH",
    "MKCOL",
    "COPY",
    "MOVE",
    "LOCK",
    "UNLOCK",
    "REPORT",
    "SEARCH",
    "MKCALENDAR",
    "ACL",
];

/// Checks a method on its own.
///
/// Methods are compared byte by byte (Fetch, "CORS-preflight fetch"), and a browser upper-cases only `DELETE`, `GET`,
/// `HEAD`, `OPTIONS`, `POST` and `PUT`. Another name, such as `purge`, is sent as the script wrote it and
/// therefore accepted as it is written. `*` is rejected: it means every method, and cannot be one of several entries.
///
/// ```
/// use cors_rules::{check_method, Lint};
///
/// const _: () = assert!(check_method("PATCH").is_ok());
/// assert_eq!(check_method("patch"), Err(Lint::MethodWrongCase));
/// ```
pub const fn check_method(text: &str) -> Result<(), Lint> {
    if bytes::equal(text.as_bytes(), b"*") {
        Err(Lint::MethodMixedWildcard)
    } else if !bytes::is_token(text) {
        Err(Lint::MethodNotToken)
    } else if bytes::listed(text, FORBIDDEN) {
        Err(Lint::MethodForbidden)
    } else if bytes::listed(text, STANDARD) && has_lower_case(text.as_bytes()) {
        Err(Lint::MethodWrongCase)
    } else {
        Ok(())
    }
}

/// The standard method of this name in any case.
///
/// ```
/// assert_eq!(cors_rules::standard_method("patch"), Some("PATCH"));
/// assert_eq!(cors_rules::standard_method("purge"), None);
/// ```
#[must_use]
pub const fn standard_method(text: &str) -> Option<&'static str> {
    let mut i = 0;
    while i < STANDARD.len() {
        if bytes::equal_ignoring_case(text.as_bytes(), STANDARD[i].as_bytes()) {
            return Some(STANDARD[i]);
        }
        i += 1;
    }
    None
}

/// Methods that no standard defines and servers support.
const WIDESPREAD: &[&str] = &[
    "PURGE",
    "BAN",
    "LINK",
    "UNLINK",
    "MERGE",
    "NOTIFY",
    "SUBSCRIBE",
    "UNSUBSCRIBE",
];

/// True if the upper-case word is a method in use, and so not the name of a constant.
///
/// ```
/// use cors_rules::is_known_method;
///
/// assert!(is_known_method("PATCH") && is_known_method("TRACE") && is_known_method("PURGE"));
/// assert!(!is_known_method("ALLOWED"));
/// ```
#[must_use]
pub const fn is_known_method(text: &str) -> bool {
    bytes::listed(text, STANDARD)
        || bytes::listed(text, FORBIDDEN)
        || bytes::listed(text, WIDESPREAD)
}

const fn has_lower_case(text: &[u8]) -> bool {
    let mut i = 0;
    while i < text.len() {
        if text[i].is_ascii_lowercase() {
            return true;
        }
        i += 1;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::{STANDARD, check_method};
    use crate::Lint;

    #[test]
    fn standard_methods_pass_in_upper_case_alone() {
        for method in STANDARD {
            assert_eq!(check_method(method), Ok(()), "{method}");
            let lower = method.to_ascii_lowercase();
            assert_eq!(check_method(&lower), Err(Lint::MethodWrongCase), "{lower}");
        }
        assert_eq!(check_method("Patch"), Err(Lint::MethodWrongCase));
    }

    #[test]
    fn forbidden_methods_are_refused_in_any_case() {
        for method in ["CONNECT", "TRACE", "TRACK", "connect", "Trace", "track"] {
            assert_eq!(check_method(method), Err(Lint::MethodForbidden), "{method}");
        }
    }

    #[test]
    fn method_that_is_not_a_token_is_refused() {
        for method in [
            "", "GE T", "GET,POST", "GET ", "PÜT", "G/T", "{GET}", "GET\n", "\"GET\"",
        ] {
            assert_eq!(check_method(method), Err(Lint::MethodNotToken), "{method}");
        }
    }

    #[test]
    fn own_methods_pass_as_written() {
        for method in ["purge", "PURGE", "Chicken", "M-SEARCH", "x.y"] {
            assert_eq!(check_method(method), Ok(()), "{method}");
        }
    }
}
