//! Explains in the response why a browser blocks the call, in debug builds.

use std::borrow::Cow;

use cors_rules::{Field, Finding, Lint};
use http::header;

use super::{comparison::HostComparison, missing_headers::MissingHeaders, near_miss};
use crate::decision::{EarlyResponse, HeaderLines, Refusal, RequestHead};

/// An explanation in a response.
#[derive(Debug)]
pub(crate) enum Explanation {
    /// The body of a refusal.
    Body(String),
    /// The header `cors-explanation` of a preflight response, which has no body.
    Header(MissingHeaders),
}

/// Explains a refused preflight, a request that `enforce` refused, or a preflight response that does not grant a
/// requested header.
///
/// Only in debug builds: in release builds all refusals are the same, so they disclose nothing about the policy. The
/// text contains at most the origin and the host of the request, if all their characters are plain, and names of
/// requested headers.
pub(crate) fn explanation<R: RequestHead, V>(
    response: &EarlyResponse<'_, V>,
    request: &R,
) -> Option<Explanation> {
    if !cfg!(debug_assertions) || request.is_for_release() {
        return None;
    }
    match response {
        EarlyResponse::Refuse(refusal) => {
            Some(Explanation::Body(explain_refusal(*refusal, request)))
        }
        EarlyResponse::Preflight(preflight) => {
            let missing = MissingHeaders::of(preflight.grant.policy, request)?;
            Some(Explanation::Header(missing))
        }
    }
}

fn explain_refusal<R: RequestHead>(refusal: Refusal, request: &R) -> String {
    let why = match refusal {
        Refusal::NoPolicy => {
            Cow::Borrowed("no handler with a policy serves the requested method here")
        }
        Refusal::MethodNotAllowed(policy) => match policy.methods() {
            Some(methods) => Cow::Owned(format!(
                "the policy allows {}, and not the requested method",
                methods.join(", "),
            )),
            None => Cow::Borrowed("the policy does not cover the requested method"),
        },
        #[cfg(feature = "rocket")]
        Refusal::Rewritten => Cow::Borrowed("a fairing sent the request to another route"),
        Refusal::ForeignSite(_) => match HostComparison::of_refusal(refusal, request) {
            Some(comparison) => Cow::Owned(comparison.explain(request)),
            None => Cow::Borrowed("the request comes from a foreign site"),
        },
        Refusal::OriginNotAllowed(_) => Cow::Borrowed(match request.lines(&header::ORIGIN) {
            HeaderLines::Several => "the request has several `Origin` headers",
            HeaderLines::None | HeaderLines::One(_) => {
                "the origin is not on the list of the policy"
            }
        }),
    };
    let mut text = format!("{}: {why}\n", refusal.name());
    if let Some(hint) = hint(refusal, request) {
        text.push_str(&hint);
        text.push('\n');
    }
    text.push_str("help: see cors_runtime::rules#");
    text.push_str(refusal.name());
    text.push_str("\n(A release build does not say so.)\n");
    text
}

/// Explains why a `matching(…)` function was overruled and, in debug builds alone, which allowed origin the
/// rejected one resembles.
pub(super) fn hint<R: RequestHead>(refusal: Refusal, request: &R) -> Option<Cow<'static, str>> {
    match refusal {
        Refusal::OriginNotAllowed(policy) | Refusal::ForeignSite(policy) => {
            let origin = request.lines(&header::ORIGIN).one()?;
            if let Some((function, rule)) = policy.overruled(origin.as_ref()) {
                return Some(overruled(function, rule, origin.as_ref()).into());
            }
            if !cfg!(debug_assertions) {
                return None;
            }
            let known = policy.known_origins();
            near_miss::hint(origin.as_ref(), known.iter().map(String::as_str))
        }
        #[cfg(feature = "rocket")]
        Refusal::Rewritten => Some(Cow::Borrowed(
            "a fairing sent the request to a route whose policy is not that of the route for this URL: \
             give both the same policy, or attach that fairing before `Cors::fairing()`",
        )),
        Refusal::NoPolicy | Refusal::MethodNotAllowed(_) => None,
    }
}

/// The origin was parsed, so it is safe to show.
fn overruled(function: &str, rule: Lint, origin: &[u8]) -> String {
    let origin = String::from_utf8_lossy(origin);
    let finding = Finding::new(rule, Field::Origins, None, origin, None);
    format!(
        "the function `{function}` accepts it, but has no effect here: {}; {}",
        finding.headline(),
        finding.help()
    )
}
