//! The headers with which a blocked request passes.

use cors_browser::{Exchange, Reason, Step};
use cors_rules::{Allowance, Draft, Names, OriginPattern, Origins};

use super::{
    hint::{self, names_of_responses},
    report::{BlockedReport, Fix},
};
use crate::network::Page;

/// The elements of a list that are taken over from the response.
const KEPT: usize = 50;

/// The headers with which the request passes; `None` if its failure is none of the server's headers.
pub(super) fn fix(
    blocked: &BlockedReport,
    steps: &[Step],
    page: &Page,
    credentials: bool,
) -> Option<Fix> {
    if !is_about_headers(blocked.kind) {
        return None;
    }
    let mut exchanges = steps.iter().rev().filter_map(|step| match step {
        Step::Exchange(exchange) => Some(exchange),
        _ => None,
    });
    // The last exchange is the one that failed. The last preflight belongs to the same URL, or to an earlier one.
    let failed = exchanges.next()?;
    let preflight = if failed.is_preflight() {
        Some(failed)
    } else {
        exchanges
            .next()
            .filter(|it| it.is_preflight() && it.url() == failed.url())
    };
    let hint = hint::hint(blocked.kind, failed, page, credentials);
    // After a redirect, the page requests the last URL directly: its origin is then no longer `null`.
    if credentials && *page == Page::Sandboxed {
        return Some(Fix {
            hint,
            preflight: None,
            response: Vec::new(),
            attribute: None,
        });
    }
    let allowed = failed.response_header("access-control-allow-origin");
    // A policy for public data can stay as it is.
    let is_public = !credentials && allowed.as_deref() == Some("*");
    let origin = if is_public || *page == Page::Sandboxed {
        "*".to_owned()
    } else {
        page.origin()
    };
    let mut response = vec![("Access-Control-Allow-Origin", origin.clone())];
    if credentials {
        response.push(("Access-Control-Allow-Credentials", "true".to_owned()));
    }
    let grant = preflight.map(|preflight| Grant::new(preflight, credentials));
    let preflight_headers = grant.as_ref().map(|grant| {
        let mut headers = response.clone();
        if !grant.methods.is_empty() {
            headers.push(("Access-Control-Allow-Methods", grant.methods.join(", ")));
        }
        if !grant.headers.is_empty() {
            headers.push(("Access-Control-Allow-Headers", grant.headers.join(", ")));
        }
        headers
    });
    if origin != "*" {
        response.push(("Vary", "Origin".to_owned()));
    }
    Some(Fix {
        hint,
        preflight: preflight_headers,
        response,
        attribute: attribute(&origin, grant.as_ref(), credentials),
    })
}

fn is_about_headers(reason: Reason) -> bool {
    matches!(
        reason,
        Reason::OriginNotAllowed
            | Reason::OtherOriginAllowed
            | Reason::WildcardWithCredentials
            | Reason::CredentialsNotAllowed
            | Reason::PreflightStatus
            | Reason::MalformedMethods
            | Reason::MalformedHeaders
            | Reason::MethodNotAllowed
            | Reason::AuthorizationNotAllowed
            | Reason::HeaderNotAllowed
    )
}

/// The lists of a preflight response: what it has, and what the request needs besides.
struct Grant {
    methods: Vec<String>,
    headers: Vec<String>,
}

impl Grant {
    fn new(preflight: &Exchange, credentials: bool) -> Self {
        let listed = |name: &str| {
            let value = preflight.response_header(name).unwrap_or_default();
            let elements = value.split(',').map(|element| element.trim().to_owned());
            // `*` is no wildcard for requests with credentials.
            let is_kept = |it: &String| is_token(it) && !(credentials && it == "*");
            elements.filter(is_kept).take(KEPT).collect::<Vec<_>>()
        };
        let asked = |name: &str| preflight.request_header(name).unwrap_or_default();
        let mut methods = listed("access-control-allow-methods");
        // The method that `fetch` does not bring to upper case: the script has to.
        let method = asked("access-control-request-method").to_ascii_uppercase();
        if matches!(method.as_str(), "GET" | "HEAD" | "POST") {
            methods.clear();
        } else if !methods.iter().any(|it| *it == method || it == "*") {
            methods.push(method);
        }
        let mut headers = listed("access-control-allow-headers");
        let asked = asked("access-control-request-headers");
        let asked: Vec<&str> = asked.split(',').filter(|it| !it.is_empty()).collect();
        let has_wildcard = headers.iter().any(|it| it == "*");
        for name in asked.iter().filter(|name| !names_of_responses(name)) {
            let is_covered = has_wildcard && *name != "authorization";
            if !is_covered && !headers.iter().any(|it| it.eq_ignore_ascii_case(name)) {
                headers.push((*name).to_owned());
            }
        }
        if asked.is_empty() {
            headers.clear();
        }
        Self { methods, headers }
    }
}

fn is_token(text: &str) -> bool {
    http::Method::from_bytes(text.as_bytes()).is_ok()
}

/// The attribute of a handler with `cors-runtime`, whose methods come from its route. `None` if it would not compile.
fn attribute(origin: &str, grant: Option<&Grant>, credentials: bool) -> Option<String> {
    let headers: Vec<&str> = grant
        .map(|grant| grant.headers.iter().map(String::as_str).collect())
        .unwrap_or_default();
    let mut draft = Draft {
        credentials,
        headers: (!headers.is_empty()).then(|| Names::List(headers.clone())),
        ..Draft::default()
    };
    let mut keys = Vec::new();
    if origin == "*" {
        draft.origins = Some(Origins::Any);
        keys.push("origins = any".to_owned());
    } else {
        // Not `tauri://localhost`, which an app has in releases, too.
        let is_local =
            OriginPattern::parse(origin).ok()?.is_loopback() && origin.starts_with("http");
        if is_local {
            draft.dev_origins = Some(vec![origin]);
            keys.push(format!("dev_origins = [\"{origin}\"]"));
        } else {
            draft.origins = Some(Origins::List(vec![origin]));
            keys.push(format!("origins = [\"{origin}\"]"));
            if credentials && origin.starts_with("http://") {
                draft.allow = draft.allow.with(Allowance::InsecureOrigins);
            }
        }
    }
    if credentials {
        keys.push("credentials".to_owned());
    }
    match headers.as_slice() {
        [] => {}
        ["*"] => keys.push("headers = any".to_owned()),
        names => keys.push(format!("headers = [\"{}\"]", names.join("\", \""))),
    }
    if draft.allow.contains(Allowance::InsecureOrigins) {
        keys.push("allow(insecure_origins)".to_owned());
    }
    cors_rules::check(&draft)
        .is_empty()
        .then(|| format!("#[cors({})]", keys.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attribute_with(origin: &str, headers: &[&str], credentials: bool) -> Option<String> {
        let grant = Grant {
            methods: Vec::new(),
            headers: headers.iter().map(|&name| name.to_owned()).collect(),
        };
        attribute(origin, Some(&grant), credentials)
    }

    #[test]
    fn attribute_has_the_keys_of_the_request() {
        let of = attribute_with;
        for (attribute, expected) in [
            (
                of("*", &["*"], false),
                "#[cors(origins = any, headers = any)]",
            ),
            (
                of("http://app.example.com", &["x-a"], true),
                "#[cors(origins = [\"http://app.example.com\"], credentials, headers = [\"x-a\"], \
                 allow(insecure_origins))]",
            ),
            (
                of("http://localhost:3000", &[], true),
                "#[cors(dev_origins = [\"http://localhost:3000\"], credentials)]",
            ),
        ] {
            assert_eq!(attribute.as_deref(), Some(expected));
        }
    }

    #[test]
    fn attribute_that_would_not_compile_is_left_out() {
        assert_eq!(attribute_with("moz-extension://a", &[], false), None);
        assert_eq!(
            attribute_with("https://app.example.com", &["cookie"], false),
            None
        );
        assert_eq!(attribute_with("*", &["x-a"], true), None);
    }
}
