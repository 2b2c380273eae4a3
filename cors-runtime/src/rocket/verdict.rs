//! Makes one decision per request and policy, although dynamic origins may be replaced in between.

use std::{
    borrow::Cow,
    sync::{Mutex, PoisonError},
};

use super::headers::CorsRequest;
use crate::{
    Policy,
    decision::{
        Decision, RequestHead, allowed_origin, decide_actual, decide_with_origin, single_origin,
    },
};

/// The policies that were checked for a request so far, with `true` for each that allowed the origin. A forwarded
/// request may reach several policies.
#[derive(Default)]
struct EarlierDecisions(Mutex<Vec<(&'static Policy, bool)>>);

/// Decides an actual request: before the route runs, if the policy is enforced, and again for the response.
#[inline]
pub(super) fn decide<'r>(
    policy: &'static Policy,
    request: &CorsRequest<'r, '_>,
) -> Decision<'static, Cow<'r, str>> {
    let covers = || policy.methods.allows(request.method());
    if policy.enforce && policy.changes() {
        decide_once(policy, covers, request)
    } else {
        decide_actual(policy, covers, request)
    }
}

#[cold]
fn decide_once<'r>(
    policy: &'static Policy,
    covers: impl FnOnce() -> bool,
    request: &CorsRequest<'r, '_>,
) -> Decision<'static, Cow<'r, str>> {
    let mut decisions = request
        .request
        .local_cache(EarlierDecisions::default)
        .0
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    let earlier = decisions
        .iter()
        .find(|(other, _)| other.is(policy))
        .map(|&(_, is_allowed)| is_allowed);
    let origin = match earlier {
        Some(false) => None,
        Some(true) => single_origin(request),
        None => {
            let origin = allowed_origin(policy, request);
            decisions.push((policy, origin.is_some()));
            origin
        }
    };
    decide_with_origin(policy, covers, origin, request)
}
