//! Explains in the response why a browser blocks the call, in debug builds.

use std::borrow::Cow;

use http::header;

#[cfg(debug_assertions)]
use super::missing_headers::MissingHeaders;
use super::{comparison::HostComparison, near_miss};
#[cfg(debug_assertions)]
use crate::decision::{ResponseAction, comes_from_own_site};
use crate::{
    decision::{EarlyResponse, HeaderLines, Refusal, RequestHead, RequestView},
    policy::{MethodSet, join},
};

/// An explanation in a response.
#[derive(Debug)]
pub(crate) enum Explanation {
    /// The body of a refusal.
    #[cfg_attr(not(debug_assertions), allow(dead_code))]
    Body(String),
    /// The header `cors-explanation` of a preflight response, which has no body.
    #[cfg(debug_assertions)]
    Header(MissingHeaders),
}

/// Explains a refused preflight, a request that `enforce` refused, or a preflight response that does not grant a
/// requested header.
///
/// Only in debug builds: in release builds all refusals are the same, so they disclose nothing about the policy. The
/// text contains at most the origin and the host of the request, if all their characters are plain, and names of
/// requested headers.
#[cfg(debug_assertions)]
pub(crate) fn explanation<R: RequestHead, V>(
    response: &EarlyResponse<'_, V>,
    request: &R,
) -> Option<Explanation> {
    if request.is_for_release() {
        return None;
    }
    match response {
        EarlyResponse::Refuse(refusal) => Some(Explanation::Body(
            RefusalExplanation::of(*refusal, request).body(),
        )),
        EarlyResponse::Preflight(preflight) => {
            let missing = MissingHeaders::of(preflight.grant.policy, request)?;
            Some(Explanation::Header(missing))
        }
    }
}

/// A release build explains nothing in responses.
#[cfg(not(debug_assertions))]
pub(crate) const fn explanation<R: RequestHead, V>(
    _: &EarlyResponse<'_, V>,
    _: &R,
) -> Option<Explanation> {
    None
}

/// Explains why a page may not read a response: the value of its header `cors-explanation`. The body is that of the
/// handler, which has run.
#[cfg(debug_assertions)]
pub(super) fn of_hidden_response<R: RequestHead, V>(
    action: &ResponseAction<V>,
    request: &R,
) -> Option<String> {
    let ResponseAction::Strip {
        refusal: Some(refusal),
        ..
    } = *action
    else {
        return None;
    };
    // Pages of the own site send an `Origin` with every POST, and need no CORS.
    let is_own_site = |policy| comes_from_own_site(policy, request);
    if request.is_for_release() || refusal.policy().is_some_and(is_own_site) {
        return None;
    }
    Some(RefusalExplanation::of(refusal, request).header())
}

/// The explanation of a refusal: the event and the body of a debug build have the same texts.
pub(super) struct RefusalExplanation<'r> {
    #[cfg(debug_assertions)]
    name: &'static str,
    pub(super) why: Cow<'static, str>,
    comparison: Option<HostComparison<'r>>,
    /// The compared origin and host, if all their characters are plain.
    pub(super) compared: Option<String>,
    pub(super) hint: Option<Cow<'static, str>>,
}

impl<'r> RefusalExplanation<'r> {
    pub(super) fn of(refusal: Refusal, request: &'r dyn RequestView) -> Self {
        let comparison = HostComparison::of_refusal(refusal, request);
        Self {
            #[cfg(debug_assertions)]
            name: refusal.name(),
            why: why(refusal, comparison.as_ref(), request),
            compared: comparison
                .as_ref()
                .and_then(|comparison| comparison.compared(request)),
            comparison,
            hint: hint(refusal, request),
        }
    }

    /// The host that the origin was compared with, if it was.
    pub(super) fn host(&self) -> Option<&[u8]> {
        self.comparison.as_ref()?.host.as_deref()
    }

    /// A hint about a forwarded host that was ignored.
    pub(super) fn forwarded(&self) -> Option<&'static str> {
        self.comparison.as_ref()?.ignored()
    }

    #[cfg(debug_assertions)]
    fn details(&self) -> impl Iterator<Item = &str> {
        let lines = [
            self.compared.as_deref(),
            self.forwarded(),
            self.hint.as_deref(),
        ];
        lines.into_iter().flatten()
    }

    /// The value of the response header `cors-explanation`, in printable ASCII.
    #[cfg(debug_assertions)]
    fn header(&self) -> String {
        let is_printable = |line: &&str| line.bytes().all(|byte| matches!(byte, b' '..=b'~'));
        let mut text = format!("{}: {}; ", self.name, self.why);
        for line in self.details().filter(is_printable) {
            text.push_str(line);
            text.push_str("; ");
        }
        text + "see cors_runtime::rules#" + self.name + " (release builds omit this header)"
    }

    #[cfg(debug_assertions)]
    fn body(&self) -> String {
        let mut text = format!("{}: {}\n", self.name, self.why);
        for line in self.details() {
            text.push_str(line);
            text.push('\n');
        }
        text.push_str("help: see cors_runtime::rules#");
        text.push_str(self.name);
        text.push_str("\n(Release builds omit this text.)\n");
        text
    }
}

fn why(
    refusal: Refusal,
    comparison: Option<&HostComparison<'_>>,
    request: &dyn RequestView,
) -> Cow<'static, str> {
    Cow::Borrowed(match refusal {
        Refusal::NoPolicy => "no handler with a policy serves the requested method here",
        Refusal::MethodNotAllowed(policy) => {
            let Some(methods) = policy.methods() else {
                return "the policy does not cover the requested method".into();
            };
            let methods = join(methods, ", ");
            return format!("the policy allows {methods}, and not the requested method").into();
        }
        #[cfg(feature = "rocket")]
        Refusal::Rewritten => "a fairing sent the request to another route",
        Refusal::ForeignSite(_) => match comparison {
            Some(comparison) => comparison.why(),
            None => "the request comes from a foreign site",
        },
        Refusal::OriginNotAllowed(_) => match request.lines(&header::ORIGIN) {
            HeaderLines::Several => "the request has several `Origin` headers",
            HeaderLines::None | HeaderLines::One(_) => "the policy does not allow this origin",
        },
    })
}

/// Explains an overruled `matching(…)` function or a misspelled method or, in debug builds only, names the allowed
/// origin that the rejected one resembles.
fn hint(refusal: Refusal, request: &dyn RequestView) -> Option<Cow<'static, str>> {
    match refusal {
        Refusal::OriginNotAllowed(policy) | Refusal::ForeignSite(policy) => {
            let origin = request.lines(&header::ORIGIN).one()?;
            if let Some(overruled) = policy.overruled(origin) {
                return Some(overruled.into());
            }
            if !cfg!(debug_assertions) {
                return None;
            }
            let known = policy.known_origins();
            near_miss::hint(origin, known.iter().map(String::as_str))
        }
        #[cfg(feature = "rocket")]
        Refusal::Rewritten => Some(Cow::Borrowed(
            "a fairing sent the request to a route whose policy is not that of the route for this URL: \
             give both the same policy, or attach that fairing before `Cors::fairing()`",
        )),
        Refusal::NoPolicy | Refusal::MethodNotAllowed(_) => {
            let requested = request
                .lines(&header::ACCESS_CONTROL_REQUEST_METHOD)
                .one()?;
            other_case(requested).map(Cow::Owned)
        }
    }
}

/// A hint about a method that a script wrote in lower case: `fetch` normalizes the safelisted ones, `PUT`, `DELETE` and
/// `OPTIONS` only.
fn other_case(requested: &[u8]) -> Option<String> {
    let names = MethodSet::ALL.names();
    let name = names.filter(|name| name.as_bytes() != requested);
    let name = name
        .into_iter()
        .find(|name| name.as_bytes().eq_ignore_ascii_case(requested))?;
    let requested = core::str::from_utf8(requested).ok()?;
    Some(format!(
        "the script wrote the method `{requested}`, and methods are case-sensitive: write `{name}` in the script"
    ))
}
