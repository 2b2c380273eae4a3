//! Validation and normalization of request methods.

use crate::{
    blocked::{Failure, Reason},
    bytes::is_token,
};

/// Fetch, "normalize a method": only these six are upper-cased.
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

/// The method that is sent for the one that a script passes to `fetch`.
pub(crate) fn normalize(method: &str) -> Result<String, Failure> {
    if !is_token(method.as_bytes()) {
        return Err(Failure::new(
            Reason::InvalidMethod,
            format!("`{}` is not a method", method.escape_debug()),
            "a token such as `GET`",
        ));
    }
    if is_forbidden(method) {
        return Err(Failure::new(
            Reason::ForbiddenMethod,
            format!("scripts may not send the method `{method}`"),
            "any method except `CONNECT`, `TRACE` and `TRACK`",
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
    fn normalize_upper_cases_six_methods() {
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
    fn cors_safelisted_method_is_case_sensitive() {
        let safelisted = ["GET", "HEAD", "POST"];
        assert!(safelisted.into_iter().all(is_safelisted));
        for method in ["PUT", "DELETE", "PATCH", "OPTIONS", "get", "*", ""] {
            assert!(!is_safelisted(method), "{method}");
        }
    }
}
