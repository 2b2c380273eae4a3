//! Logs each refusal as one `tracing` event.

use http::header;

use super::{
    enabled::is_enabled,
    explanation::RefusalExplanation,
    quoted::{QuotedBytes, QuotedLines},
};
use crate::decision::{
    Decision, EarlyResponse, Refusal, RequestHead, RequestView, ResponseAction, comes_from_own_site,
};

/// Emits one `tracing` event, target `cors`, for a decision that refuses the page.
#[inline]
pub(crate) fn trace<R: RequestHead, V>(decision: &Decision<'_, V>, request: &R) {
    let (Decision::Respond(EarlyResponse::Refuse(refusal))
    | Decision::Run(ResponseAction::Strip {
        refusal: Some(refusal),
        ..
    })) = decision
    else {
        return;
    };
    trace_refusal(*refusal, matches!(decision, Decision::Run(_)), request);
}

fn trace_refusal(refusal: Refusal, hides: bool, request: &dyn RequestView) {
    // Checked first: this runs on every refused request.
    if is_enabled!(DEBUG: reason, route, origin, host, method, requested_method, why, compared, forwarded, hint, message)
    {
        log(refusal, hides, request);
    }
}

fn log(refusal: Refusal, hides: bool, request: &dyn RequestView) {
    // Pages of the own site send an `Origin` with every POST, and need no CORS.
    let is_own_site = |policy| comes_from_own_site(policy, request);
    if hides && refusal.policy().is_some_and(is_own_site) {
        return;
    }
    let explanation = RefusalExplanation::of(refusal, request);
    tracing::debug!(
        target: "cors",
        reason = refusal.name(),
        route = request.route().as_deref().map(|route| tracing::field::debug(QuotedBytes(route.as_bytes()))),
        origin = ?QuotedLines(request.lines(&header::ORIGIN)),
        host = explanation.host().map(|host| tracing::field::debug(QuotedBytes(host))),
        method = ?QuotedBytes(request.method().as_bytes()),
        requested_method = ?QuotedLines(request.lines(&header::ACCESS_CONTROL_REQUEST_METHOD)),
        why = &*explanation.why,
        compared = explanation.compared.as_deref(),
        forwarded = explanation.forwarded(),
        hint = explanation.hint.as_deref(),
        "refused"
    );
}
