//! One decision a request, where a set of origins may be replaced between two looks at it.

use std::{
    borrow::Cow,
    sync::{Mutex, PoisonError},
};

use super::headers::Head;
use crate::{
    Policy,
    decision::{
        Decision, RequestHead, allowed_origin, decide_actual, decide_with_origin, single_origin,
    },
};

/// True if the origin was let in when a policy looked at it first. A request that is forwarded may
/// meet several policies.
#[derive(Default)]
struct Looks(Mutex<Vec<(&'static Policy, bool)>>);

/// What a policy says of an actual request: before the route runs, if it is enforced, and again when
/// the response is there.
#[inline]
pub(super) fn decide<'r>(
    policy: &'static Policy,
    head: &Head<'r, '_>,
) -> Decision<'static, Cow<'r, str>> {
    let covers = || policy.methods.cover(head.method());
    if policy.enforce && policy.changes() {
        decide_once(policy, covers, head)
    } else {
        decide_actual(policy, covers, head)
    }
}

#[cold]
fn decide_once<'r>(
    policy: &'static Policy,
    covers: impl FnOnce() -> bool,
    head: &Head<'r, '_>,
) -> Decision<'static, Cow<'r, str>> {
    let mut looks = head
        .request
        .local_cache(Looks::default)
        .0
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    let first = looks
        .iter()
        .find(|(other, _)| other.is(policy))
        .map(|&(_, let_in)| let_in);
    let origin = match first {
        Some(false) => None,
        Some(true) => single_origin(head),
        None => {
            let origin = allowed_origin(policy, head);
            looks.push((policy, origin.is_some()));
            origin
        }
    };
    decide_with_origin(policy, covers, origin, head)
}
