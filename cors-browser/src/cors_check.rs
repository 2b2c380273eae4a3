//! Fetch, "CORS check".

use crate::{
    blocked::{Failure, Reason},
    bytes::printable,
    headers::HeaderList,
    request::Credentials,
};

const ALLOW_ORIGIN: &str = "access-control-allow-origin";
const ALLOW_CREDENTIALS: &str = "access-control-allow-credentials";

/// Checks that a response allows the serialized origin, which can be `null`.
pub(crate) fn check(
    origin: &str,
    credentials: Credentials,
    headers: &HeaderList,
) -> Result<(), Failure> {
    let includes = credentials == Credentials::Include;
    let would_pass = if includes {
        format!(
            "`Access-Control-Allow-Origin: {origin}` and `Access-Control-Allow-Credentials: true`"
        )
    } else {
        format!("`Access-Control-Allow-Origin: {origin}`")
    };
    let Some(allowed) = headers.get(ALLOW_ORIGIN) else {
        return Err(Failure::new(
            Reason::OriginNotAllowed,
            "the response has no `Access-Control-Allow-Origin`",
            would_pass,
        ));
    };
    if !includes && allowed == b"*" {
        return Ok(());
    }
    if allowed != origin.as_bytes() {
        let (reason, why) = if allowed == b"*" {
            (
                Reason::WildcardWithCredentials,
                "does not allow a request with credentials",
            )
        } else {
            (Reason::OtherOriginAllowed, "is not the page's origin")
        };
        let problem = format!(
            "`Access-Control-Allow-Origin: {}` {why}",
            printable(&allowed)
        );
        return Err(Failure::new(reason, problem, would_pass));
    }
    if !includes {
        return Ok(());
    }
    match headers.get(ALLOW_CREDENTIALS) {
        Some(value) if value == b"true" => Ok(()),
        value => {
            let problem = match value {
                None => "the response has no `Access-Control-Allow-Credentials`".to_owned(),
                Some(value) => {
                    format!(
                        "`Access-Control-Allow-Credentials: {}` is not `true`",
                        printable(&value)
                    )
                }
            };
            Err(Failure::new(
                Reason::CredentialsNotAllowed,
                problem,
                would_pass,
            ))
        }
    }
}

/// Checks that a response allows every origin: after a redirect, engines disagree about the origin of a preflight.
pub(crate) fn allows_any_origin(headers: &HeaderList) -> Result<(), Failure> {
    match headers.get(ALLOW_ORIGIN) {
        Some(allowed) if allowed != b"*" => {
            let problem = format!(
                "`Access-Control-Allow-Origin: {}` is not `*`: after this redirect the origin of the preflight is \
                 `null` in some browsers, and that of the page in others",
                printable(&allowed)
            );
            let would_pass = "`Access-Control-Allow-Origin: *`, or no redirect to a third origin";
            Err(Failure::new(
                Reason::OtherOriginAllowed,
                problem,
                would_pass,
            ))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue};

    use super::*;

    const APP: &str = "https://app.example.com";

    fn checked(credentials: Credentials, allowed: &[&str], with: &[&str]) -> Result<(), Reason> {
        let mut map = HeaderMap::new();
        for (name, values) in [(ALLOW_ORIGIN, allowed), (ALLOW_CREDENTIALS, with)] {
            for value in values {
                map.append(name, HeaderValue::from_str(value).expect("a value"));
            }
        }
        check(APP, credentials, &HeaderList::from(&map)).map_err(|failure| failure.reason)
    }

    #[test]
    fn concept_cors_check_without_credentials() {
        for credentials in [Credentials::Omit, Credentials::SameOrigin] {
            let check = |allowed: &[&str]| checked(credentials, allowed, &[]);
            assert_eq!(check(&[]), Err(Reason::OriginNotAllowed));
            assert_eq!(check(&["*"]), Ok(()));
            assert_eq!(check(&[APP]), Ok(()));
            assert_eq!(check(&["\t https://app.example.com \t"]), Ok(()));
            for other in [
                "",
                "null",
                "**",
                "https://app.example.com/",
                "https://APP.example.com",
                "https://app.example.com:443",
                "http://app.example.com",
                "https://app.example.com, *",
            ] {
                assert_eq!(check(&[other]), Err(Reason::OtherOriginAllowed), "{other}");
            }
            assert_eq!(check(&[APP, APP]), Err(Reason::OtherOriginAllowed));
        }
    }

    #[test]
    fn concept_cors_check_with_credentials() {
        let check = |allowed, with: &[&str]| checked(Credentials::Include, &[allowed], with);
        assert_eq!(check("*", &["true"]), Err(Reason::WildcardWithCredentials));
        assert_eq!(check(APP, &["true"]), Ok(()));
        assert_eq!(check(APP, &[" true\t"]), Ok(()));
        assert_eq!(check(APP, &[]), Err(Reason::CredentialsNotAllowed));
        for other in ["True", "TRUE", "1", "", "true, true", "false"] {
            assert_eq!(
                check(APP, &[other]),
                Err(Reason::CredentialsNotAllowed),
                "{other}"
            );
        }
        assert_eq!(
            check(APP, &["true", "true"]),
            Err(Reason::CredentialsNotAllowed)
        );
    }

    #[test]
    fn concept_cors_check_takes_null_for_an_origin() {
        let mut headers = HeaderList::default();
        headers.append(ALLOW_ORIGIN, b"null");
        assert!(check("null", Credentials::Omit, &headers).is_ok());
    }
}
