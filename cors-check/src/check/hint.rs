//! The change that comes before headers: of the script, of a redirect, or of another layer of the server.

use cors_browser::{Exchange, Reason};
use url::Url;

use crate::network::Page;

/// True for headers that servers send: a script that sets them needs a preflight for nothing.
pub(super) fn names_of_responses(name: &str) -> bool {
    name.starts_with("access-control-allow-")
        || matches!(
            name,
            "access-control-expose-headers" | "access-control-max-age"
        )
}

/// The change that comes before the headers.
pub(super) fn hint(
    reason: Reason,
    failed: &Exchange,
    page: &Page,
    credentials: bool,
) -> Option<String> {
    of_script(failed)
        .or_else(|| of_origin(failed, page, credentials))
        .or_else(|| of_value(reason, failed, credentials))
        .or_else(|| {
            if failed.is_preflight() {
                of_preflight(failed.status()).map(str::to_owned)
            } else {
                of_status(failed)
            }
        })
}

fn of_script(failed: &Exchange) -> Option<String> {
    let asked = |name: &str| failed.request_header(name).unwrap_or_default();
    let names = asked("access-control-request-headers");
    if let Some(name) = names.split(',').find(|name| names_of_responses(name)) {
        return Some(format!(
            "`{name}` is a header of responses: remove it from the request of the script, which it cannot help."
        ));
    }
    let method = asked("access-control-request-method");
    let upper = method.to_ascii_uppercase();
    (method != upper).then(|| {
        format!(
            "Methods are compared with their case, and `fetch` sends `{method}` as it is: write `{upper}` in the \
             script."
        )
    })
}

fn of_origin(failed: &Exchange, page: &Page, credentials: bool) -> Option<String> {
    if failed.request_header("origin").as_deref() != Some("null") {
        return None;
    }
    Some(match page {
        Page::At(_) => format!(
            "The origin is `null` because of the redirect to another origin, and no server should allow `null`: \
             request `{}` directly, which then needs these headers.",
            failed.url()
        ),
        Page::Sandboxed if credentials => {
            "Every site can make a page of the origin `null`, so a server must not allow it with credentials. Open the \
             page from a server instead of a file or a sandboxed frame, and allow its origin."
                .to_owned()
        }
        Page::Sandboxed => {
            "Every site can make a page of the origin `null`. Open the page from a server instead of a file or a \
             sandboxed frame, and allow its origin; or, if the response is public, allow all."
                .to_owned()
        }
    })
}

fn of_value(reason: Reason, failed: &Exchange, credentials: bool) -> Option<String> {
    let lines = failed.response_headers();
    let mut values = lines
        .filter(|(name, _)| name.eq_ignore_ascii_case("access-control-allow-origin"))
        .map(|(_, value)| value);
    let hint = match reason {
        // With credentials `*` is no wildcard, and browsers agree.
        Reason::AuthorizationNotAllowed
            if !credentials && lists_any(failed, "access-control-allow-headers") =>
        {
            "Browsers of today still let `*` allow `authorization`, which the standard does not: name it before they \
             follow."
        }
        Reason::WildcardWithCredentials => {
            "If the response is the same for every user, leave out `credentials: \"include\"` instead: then `*` is \
             enough."
        }
        Reason::OtherOriginAllowed => {
            let value = values.next()?;
            if values.next().is_some() {
                "`Access-Control-Allow-Origin` is sent twice: two layers add it, such as the application and a proxy. \
                 Leave it to one of them."
            } else if value.contains([',', ' ']) {
                "The header takes a single origin: compare the `Origin` of the request with the list, and send that \
                 one."
            } else if value.ends_with('/') {
                "An origin has no slash at its end."
            } else {
                return None;
            }
        }
        _ => return None,
    };
    Some(hint.to_owned())
}

/// True if a list in the response has `*`.
pub(super) fn lists_any(exchange: &Exchange, name: &str) -> bool {
    let value = exchange.response_header(name).unwrap_or_default();
    value.split(',').any(|element| element.trim() == "*")
}

fn of_preflight(status: u16) -> Option<&'static str> {
    match status {
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
        500..=599 => Some("The server fails on the preflight; its log has the reason."),
        _ => None,
    }
}

fn of_status(failed: &Exchange) -> Option<String> {
    match failed.status() {
        status @ 300..=399 => {
            let location = failed.response_header("location")?;
            let target = Url::parse(failed.url()).ok()?.join(&location).ok()?;
            Some(format!(
                "The status is {status}, a redirect to `{target}`: request that URL directly, or send the headers with \
                 the redirect, too. If it is a login page, the session is missing."
            ))
        }
        status @ 400..=599 => Some(format!(
            "The request itself fails with status {status}, and CORS hides that from the script: send the headers with \
             errors, too."
        )),
        _ => None,
    }
}
