//! Methods, as a page writes them and as they are sent.

use crate::{
    blocked::{Failure, Reason},
    bytes::is_token,
};

/// Fetch, "normalize a method": these six are upper-cased, and no other.
const NORMALIZED: [&str; 6] = ["DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT"];

/// Fetch, "forbidden method".
const FORBIDDEN: [&str; 3] = ["CONNECT", "TRACE", "TRACK"];

/// Fetch, "CORS-safelisted method".
pub(crate) fn is_safelisted(method: &str) -> bool {
    matches!(method, "GET" | "HEAD" | "POST")
}

pub(crate) fn is_forbidden(method: &str) -> bool {
    FORBIDDEN
        .iter()
        .any(|name| name.eq_ignore_ascii_case(method))
}

/// What is sent for a method that a page asks for.
pub(crate) fn normalize(method: &str) -> Result<String, Failure> {
    if !is_token(method.as_bytes()) {
        return Err(Failure::new(
            Reason::InvalidMethod,
            format!("`{}` is no method", method.escape_debug()),
            "a method is a word such as `GET`",
        ));
    }
    if is_forbidden(method) {
        return Err(Failure::new(
            Reason::ForbiddenMethod,
            format!("no page may send the method `{method}`"),
            "any method but `CONNECT`, `TRACE` and `TRACK`",
        ));
    }
    let known = NORMALIZED
        .iter()
        .find(|name| name.eq_ignore_ascii_case(method));
    Ok(known.map_or(method, |name| *name).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn concept_method_normalize_upper_cases_six_methods() {
        for (written, sent) in [
            ("get", "GET"),
            ("Head", "HEAD"),
            ("pOST", "POST"),
            ("put", "PUT"),
            ("delete", "DELETE"),
            ("options", "OPTIONS"),
            ("patch", "patch"),
            ("Patch", "Patch"),
            ("PATCH", "PATCH"),
            ("chicken", "chicken"),
        ] {
            assert_eq!(normalize(written).expect(written), sent);
        }
    }

    #[test]
    fn forbidden_method_is_refused_in_any_case() {
        for method in ["CONNECT", "TRACE", "TRACK", "trace"] {
            let failure = normalize(method).expect_err(method);
            assert_eq!(failure.reason, Reason::ForbiddenMethod);
        }
        for method in ["", "A B", "GET\r\n", "GÉT"] {
            let failure = normalize(method).expect_err(method);
            assert_eq!(failure.reason, Reason::InvalidMethod);
        }
    }

    #[test]
    fn cors_safelisted_method_is_compared_byte_by_byte() {
        let safelisted = ["GET", "HEAD", "POST"];
        assert!(safelisted.into_iter().all(is_safelisted));
        for method in ["PUT", "DELETE", "PATCH", "OPTIONS", "get", "*", ""] {
            assert!(!is_safelisted(method), "{method}");
        }
    }
}
