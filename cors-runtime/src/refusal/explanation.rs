//! Why a request is refused, for the developer who looks at the response.

use std::borrow::Cow;

use http::header;

use super::Refusal;
use crate::decision::{Answer, Lines, RequestHead};

/// The text for the body of a refused preflight, or of a request that `enforce` refused.
///
/// In debug builds alone: in release builds all refusals are the same, so that they tell a stranger
/// nothing. Of the request it shows an origin and a host of plain characters at most.
pub(crate) fn explanation<R: RequestHead, V>(
    answer: &Answer<'_, V>,
    request: &R,
) -> Option<String> {
    if !cfg!(debug_assertions) || request.is_for_release() {
        return None;
    }
    let Answer::Refuse(refusal) = *answer else {
        return None;
    };
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
        Refusal::ForeignSite(_) => match refusal.comparison(request) {
            Some(comparison) => Cow::Owned(comparison.explain(request)),
            None => Cow::Borrowed("the request comes from a foreign site"),
        },
        Refusal::OriginNotAllowed(_) => Cow::Borrowed(match request.lines(&header::ORIGIN) {
            Lines::Several => "the request has several `Origin` headers",
            Lines::None | Lines::One(_) => "the origin is not on the list of the policy",
        }),
    };
    let mut text = format!("{}: {why}\n", refusal.name());
    if let Some(hint) = refusal.hint(request) {
        text.push_str(&hint);
        text.push('\n');
    }
    text.push_str("help: see cors_runtime::rules#");
    text.push_str(refusal.name());
    text.push_str("\n(A release build does not say so.)\n");
    Some(text)
}
