//! The messages that developers see in the consoles of browsers. Tests compare those of Chromium and WebKit; those of
//! Firefox are from its source.

use cors_browser::{Blocked, Exchange, Reason, Stage};
use url::Url;

use super::{Call, hint::lists_any};
use crate::network::Page;

/// The console's message, if the engine and its text for the reason are known.
pub(super) fn message(
    engine: &str,
    call: &Call,
    page: &Page,
    blocked: &Blocked,
    exchanges: &[Exchange],
    credentials: bool,
) -> Option<String> {
    let failed = Failed {
        reason: blocked.reason(),
        is_preflight: blocked.stage() == Stage::Preflight,
        exchange: exchanges.last()?,
    };
    // The standard alone: no browser has a message for it.
    let is_standard = failed.reason == Reason::AuthorizationNotAllowed
        && lists_any(failed.exchange, "access-control-allow-headers")
        && !credentials;
    match engine {
        "strictest" if is_standard => None,
        "chromium" | "strictest" => {
            let why = failed.chromium()?;
            Some(format!(
                "Access to fetch at '{}' from origin '{}' has been blocked by CORS policy: {why}",
                call.url,
                page.origin()
            ))
        }
        "firefox" => {
            let why = failed.firefox()?;
            // As in Firefox, one message quotes the URL, and two have the status.
            let url = match failed.reason {
                Reason::WildcardWithCredentials => format!("‘{}’", call.url),
                _ => call.url.to_string(),
            };
            let status = match failed.reason {
                Reason::OriginNotAllowed | Reason::PreflightStatus => {
                    format!(" Status code: {}.", failed.exchange.status())
                }
                _ => String::new(),
            };
            Some(format!(
                "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at {url}. \
                 (Reason: {why}).{status}"
            ))
        }
        // Two messages: the second one has the URL.
        "webkit" => failed.webkit(&page.origin()).map(|why| {
            let url = failed.exchange.url();
            format!("{why}\nFetch API cannot load {url} due to access control checks.")
        }),
        _ => None,
    }
}

struct Failed<'e> {
    reason: Reason,
    is_preflight: bool,
    exchange: &'e Exchange,
}

impl Failed<'_> {
    fn header(&self, name: &str) -> String {
        self.exchange.response_header(name).unwrap_or_default()
    }

    fn method(&self) -> String {
        let name = "access-control-request-method";
        self.exchange.request_header(name).unwrap_or_default()
    }

    /// The first header of the request that the preflight response does not list.
    fn missing_header(&self) -> String {
        let listed = self
            .header("access-control-allow-headers")
            .to_ascii_lowercase();
        let listed: Vec<&str> = listed.split(',').map(str::trim).collect();
        let names = self
            .exchange
            .request_header("access-control-request-headers");
        let names = names.unwrap_or_default();
        let mut names = names.split(',');
        names
            .find(|name| !listed.contains(name))
            .unwrap_or_default()
            .to_owned()
    }

    fn chromium(&self) -> Option<String> {
        let access = if self.is_preflight {
            "Response to preflight request doesn't pass access control check: "
        } else {
            ""
        };
        let origin = self.header("access-control-allow-origin");
        Some(match self.reason {
            Reason::OriginNotAllowed => format!(
                "{access}No 'Access-Control-Allow-Origin' header is present on the requested resource."
            ),
            Reason::OtherOriginAllowed => {
                let problem = if origin.contains([',', ' ']) {
                    format!("contains multiple values '{origin}', but only one is allowed")
                } else if origin != "null" && Url::parse(&origin).is_err() {
                    format!("contains the invalid value '{origin}'")
                } else {
                    format!("has a value '{origin}' that is not equal to the supplied origin")
                };
                format!(
                    "{access}The 'Access-Control-Allow-Origin' header {problem}. Have the server send the header with \
                     a valid value."
                )
            }
            Reason::WildcardWithCredentials => format!(
                "{access}The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard \
                 '*' when the request's credentials mode is 'include'."
            ),
            Reason::CredentialsNotAllowed => format!(
                "{access}The value of the 'Access-Control-Allow-Credentials' header in the response is '{}' which must \
                 be 'true' when the request's credentials mode is 'include'.",
                self.header("access-control-allow-credentials")
            ),
            Reason::PreflightStatus if (300..400).contains(&self.exchange.status()) => {
                format!("{access}Redirect is not allowed for a preflight request.")
            }
            Reason::PreflightStatus => format!("{access}It does not have HTTP ok status."),
            Reason::MalformedMethods => {
                "Cannot parse Access-Control-Allow-Methods response header field in preflight response.".to_owned()
            }
            Reason::MalformedHeaders => {
                "Cannot parse Access-Control-Allow-Headers response header field in preflight response.".to_owned()
            }
            Reason::MethodNotAllowed => format!(
                "Method {} is not allowed by Access-Control-Allow-Methods in preflight response.",
                self.method()
            ),
            Reason::HeaderNotAllowed | Reason::AuthorizationNotAllowed => format!(
                "Request header field {} is not allowed by Access-Control-Allow-Headers in preflight response.",
                self.missing_header()
            ),
            _ => return None,
        })
    }

    fn firefox(&self) -> Option<String> {
        let origin = self.header("access-control-allow-origin");
        Some(match self.reason {
            Reason::OriginNotAllowed => "CORS header ‘Access-Control-Allow-Origin’ missing".to_owned(),
            Reason::OtherOriginAllowed if origin.contains(',') => {
                "Multiple CORS header ‘Access-Control-Allow-Origin’ not allowed".to_owned()
            }
            Reason::OtherOriginAllowed => {
                format!("CORS header ‘Access-Control-Allow-Origin’ does not match ‘{origin}’")
            }
            Reason::WildcardWithCredentials => {
                "Credential is not supported if the CORS header ‘Access-Control-Allow-Origin’ is ‘*’".to_owned()
            }
            Reason::CredentialsNotAllowed => {
                "expected ‘true’ in CORS header ‘Access-Control-Allow-Credentials’".to_owned()
            }
            Reason::PreflightStatus => "CORS preflight response did not succeed".to_owned(),
            Reason::MethodNotAllowed => {
                "Did not find method in CORS header ‘Access-Control-Allow-Methods’".to_owned()
            }
            Reason::HeaderNotAllowed | Reason::AuthorizationNotAllowed => format!(
                "header ‘{}’ is not allowed according to header ‘Access-Control-Allow-Headers’ from CORS preflight \
                 response",
                self.missing_header()
            ),
            _ => return None,
        })
    }

    /// As in `passesAccessControlCheck` and `validatePreflightResponse`, which looks at the status first.
    fn webkit(&self, origin: &str) -> Option<String> {
        let status = self.exchange.status();
        if self.is_preflight && !(200..300).contains(&status) {
            return Some(format!(
                "Preflight response is not successful. Status code: {status}"
            ));
        }
        let origin = match self.exchange.request_header("origin") {
            Some(sent) if sent == "null" => sent,
            _ => origin.to_owned(),
        };
        Some(match self.reason {
            Reason::OtherOriginAllowed
                if self.header("access-control-allow-origin").contains(',') =>
            {
                "Access-Control-Allow-Origin cannot contain more than one origin.".to_owned()
            }
            Reason::OriginNotAllowed | Reason::OtherOriginAllowed => format!(
                "Origin {origin} is not allowed by Access-Control-Allow-Origin. Status code: {status}"
            ),
            Reason::WildcardWithCredentials => {
                "Cannot use wildcard in Access-Control-Allow-Origin when credentials flag is true."
                    .to_owned()
            }
            Reason::CredentialsNotAllowed => {
                "Credentials flag is true, but Access-Control-Allow-Credentials is not \"true\"."
                    .to_owned()
            }
            Reason::MalformedMethods => format!(
                "Header Access-Control-Allow-Methods has an invalid value: {}",
                self.header("access-control-allow-methods")
            ),
            Reason::MalformedHeaders => format!(
                "Header Access-Control-Allow-Headers has an invalid value: {}",
                self.header("access-control-allow-headers")
            ),
            Reason::MethodNotAllowed => format!(
                "Method {} is not allowed by Access-Control-Allow-Methods.",
                self.method()
            ),
            Reason::HeaderNotAllowed | Reason::AuthorizationNotAllowed => format!(
                "Request header field {} is not allowed by Access-Control-Allow-Headers.",
                self.missing_header()
            ),
            _ => return None,
        })
    }
}
