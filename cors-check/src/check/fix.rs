//! The headers with which a blocked request passes.

use cors_browser::{Exchange, Reason, Step};

use super::report::{BlockedReport, Fix};

/// The headers with which the request passes; `None` if its failure is none of the server's headers.
pub(super) fn fix(blocked: &BlockedReport, steps: &[Step], credentials: bool) -> Option<Fix> {
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
    let origin = failed.request_header("origin").unwrap_or_default();
    let mut response = vec![("Access-Control-Allow-Origin", origin.clone())];
    if credentials {
        response.push(("Access-Control-Allow-Credentials", "true".to_owned()));
    }
    let preflight_headers = preflight.map(|preflight| {
        let mut headers = response.clone();
        let method = preflight
            .request_header("access-control-request-method")
            .unwrap_or_default();
        if !matches!(method.as_str(), "GET" | "HEAD" | "POST") {
            headers.push(("Access-Control-Allow-Methods", method));
        }
        if let Some(names) = preflight.request_header("access-control-request-headers") {
            headers.push(("Access-Control-Allow-Headers", names.replace(',', ", ")));
        }
        headers
    });
    response.push(("Vary", "Origin".to_owned()));
    Some(Fix {
        hint: hint(blocked.kind, failed),
        preflight: preflight_headers,
        response,
        attribute: attribute(&origin, preflight, credentials),
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

/// The change that comes before the headers.
fn hint(reason: Reason, failed: &Exchange) -> Option<&'static str> {
    if failed.request_header("origin").as_deref() == Some("null") {
        return Some(
            "The origin is `null`: every site can make such a page, so a server should not allow it. After a redirect \
             from one origin to another, request the last URL directly.",
        );
    }
    let lines = failed.response_headers();
    let origins =
        lines.filter(|(name, _)| name.eq_ignore_ascii_case("access-control-allow-origin"));
    if reason == Reason::OtherOriginAllowed && origins.count() > 1 {
        return Some(
            "`Access-Control-Allow-Origin` is sent twice: two layers add it, such as the application and a proxy. Leave \
             it to one of them.",
        );
    }
    if !failed.is_preflight() {
        return None;
    }
    match failed.status() {
        300..=399 => Some(
            "The preflight is redirected, which no browser follows. Request the final URL, or respond to preflights \
             before the redirect.",
        ),
        403 => Some(
            "The server refuses the preflight: its policy does not allow the origin, or a layer in front of CORS turns \
             the preflight away, such as authentication. A preflight never has credentials.",
        ),
        401 | 407 => Some(
            "Something in front of the CORS layer turns the preflight away, such as authentication. A preflight never \
             has credentials: CORS has to respond before them.",
        ),
        404 | 405 | 501 => Some(
            "No route of the server handles the method `OPTIONS` here. CORS has to respond to preflights before routes \
             are matched.",
        ),
        500..=599 => Some("The server fails on the preflight."),
        _ => None,
    }
}

/// The attribute of a handler with `cors-runtime`, whose methods come from its route.
fn attribute(origin: &str, preflight: Option<&Exchange>, credentials: bool) -> Option<String> {
    if origin == "null" || origin.is_empty() {
        return None;
    }
    let host = origin.split_once("://").map_or("", |(_, rest)| rest);
    let is_local = ["localhost", "127.0.0.1", "[::1]"].iter().any(|name| {
        host.strip_prefix(name)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
    });
    let key = if is_local { "dev_origins" } else { "origins" };
    let mut keys = vec![format!("{key} = [\"{origin}\"]")];
    if credentials {
        keys.push("credentials".to_owned());
    }
    let names = preflight.and_then(|it| it.request_header("access-control-request-headers"));
    if let Some(names) = names {
        keys.push(format!("headers = [\"{}\"]", names.replace(',', "\", \"")));
    }
    if credentials && !is_local && origin.starts_with("http://") {
        keys.push("allow(insecure_origins)".to_owned());
    }
    Some(format!("#[cors({})]", keys.join(", ")))
}
