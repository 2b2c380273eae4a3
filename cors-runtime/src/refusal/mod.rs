//! Why a page is refused, and telling whoever runs the server.

mod comparison;
mod explanation;
mod near_miss;
mod quoted;

use std::borrow::Cow;

use cors_rules::{Field, Finding, Rule};
use http::header;

pub(crate) use self::explanation::explanation;
pub(crate) use self::quoted::Quoted;
use self::{comparison::Comparison, quoted::QuotedLines};
use crate::{
    decision::{Answer, Decision, Mark, RequestHead, comes_from_own_site},
    policy::Policy,
};

/// Why a request is refused, or its answer hidden.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Refusal {
    /// The path has no handler with a policy for the requested method.
    NoPolicy,
    /// The policy does not cover the requested method.
    MethodNotAllowed(&'static Policy),
    /// The origin is not on the list, or is no single origin at all.
    OriginNotAllowed(&'static Policy),
    /// The policy enforces its list, and the request comes from a foreign site.
    ForeignSite(&'static Policy),
    /// A fairing sent the request to a route with another policy.
    #[cfg(feature = "rocket")]
    Rewritten,
}

impl Refusal {
    const fn name(self) -> &'static str {
        match self {
            Self::NoPolicy => "no-policy",
            Self::MethodNotAllowed(_) => "method-not-allowed",
            Self::OriginNotAllowed(_) => "origin-not-allowed",
            Self::ForeignSite(_) => "foreign-site",
            #[cfg(feature = "rocket")]
            Self::Rewritten => "rewritten",
        }
    }

    const fn policy(self) -> Option<&'static Policy> {
        match self {
            Self::NoPolicy => None,
            #[cfg(feature = "rocket")]
            Self::Rewritten => None,
            Self::MethodNotAllowed(policy)
            | Self::OriginNotAllowed(policy)
            | Self::ForeignSite(policy) => Some(policy),
        }
    }

    /// Why `enforce` refused the request, if it did.
    fn comparison<R: RequestHead>(self, request: &R) -> Option<Comparison<'_>> {
        match self {
            Self::ForeignSite(policy) => Comparison::of(policy, request),
            _ => None,
        }
    }

    /// Why a function was not asked; and, in debug builds alone, what the origin may have been meant to be:
    /// the log of a server in production is not the place to guess.
    fn hint<R: RequestHead>(self, request: &R) -> Option<Cow<'static, str>> {
        match self {
            Self::OriginNotAllowed(policy) | Self::ForeignSite(policy) => {
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
            Self::Rewritten => Some(Cow::Borrowed(
                "a fairing sent the request to a route whose policy is not that of the route for this URL: \
                 give both the same policy, or attach that fairing before `Cors::fairing()`",
            )),
            Self::NoPolicy | Self::MethodNotAllowed(_) => None,
        }
    }
}

/// It was read as an origin, so it is safe to show.
fn overruled(function: &str, rule: Rule, origin: &[u8]) -> String {
    let origin = String::from_utf8_lossy(origin);
    let finding = Finding::new(rule, Field::Origins, None, origin, None);
    format!(
        "the function `{function}` accepts it and is not asked: {}; {}",
        finding.headline(),
        finding.help()
    )
}

/// Emits one `tracing` event, target `cors`, for a decision that refuses the page.
#[inline]
pub(crate) fn trace<R: RequestHead, V>(decision: &Decision<'_, V>, request: &R) {
    let (Decision::Answer(Answer::Refuse(refusal))
    | Decision::Run(Mark::Hidden {
        refusal: Some(refusal),
        ..
    })) = decision
    else {
        return;
    };
    // Nothing is looked at for a log that nobody keeps: this runs on every refused request.
    if is_logged() {
        let hides = matches!(decision, Decision::Run(_));
        tell(*refusal, hides, request);
    }
}

fn tell<R: RequestHead>(refusal: Refusal, hides: bool, request: &R) {
    // Pages of the site itself send an `Origin` with every POST, and need no permission.
    let is_own_site = |policy| comes_from_own_site(policy, request);
    if hides && refusal.policy().is_some_and(is_own_site) {
        return;
    }
    let comparison = refusal.comparison(request);
    let host = comparison
        .as_ref()
        .and_then(|comparison| comparison.host.as_deref());
    tracing::debug!(
        target: "cors",
        reason = refusal.name(),
        route = request.route().as_deref().map(|route| tracing::field::debug(Quoted(route.as_bytes()))),
        origin = ?QuotedLines(request.lines(&header::ORIGIN)),
        host = host.map(|host| tracing::field::debug(Quoted(host))),
        method = ?Quoted(request.method().as_bytes()),
        requested_method = ?QuotedLines(request.lines(&header::ACCESS_CONTROL_REQUEST_METHOD)),
        why = comparison.as_ref().map(Comparison::why),
        forwarded = comparison.as_ref().and_then(Comparison::ignored),
        hint = refusal.hint(request).as_deref(),
        "refused"
    );
}

fn is_logged() -> bool {
    // Rocket logs by the `log` crate, which gets the events of `tracing` where nothing else does.
    #[cfg(feature = "rocket")]
    if log::log_enabled!(target: "cors", log::Level::Debug) {
        return true;
    }
    tracing::enabled!(
        target: "cors",
        tracing::Level::DEBUG,
        reason,
        route,
        origin,
        host,
        method,
        requested_method,
        why,
        forwarded,
        hint,
        message
    )
}
