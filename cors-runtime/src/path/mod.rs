//! What is known of one path: the methods it serves, and the policy of each.

mod grant;
mod part;
#[cfg(test)]
mod tests;
#[cfg(any(feature = "axum", feature = "rocket"))]
mod told;

use std::sync::atomic::{AtomicU64, Ordering};

use http::HeaderValue;

use crate::{methods::MethodSet, policy::Policy};

#[cfg(any(feature = "axum", feature = "rocket"))]
pub(crate) use self::part::ENFORCE_NOT_STATED;
pub(crate) use self::{
    grant::Grant,
    part::{Part, Serves},
};
use self::{grant::header_value, part::handler_of};

/// The handlers of one path, and what its preflights are answered with.
#[derive(Debug)]
pub(crate) struct Path {
    /// Tells the paths of a process apart when a finished service is verified.
    id: u64,
    parts: Vec<Part>,
    /// What the policy of each part grants, in the same order.
    grants: Vec<Option<Grant>>,
    /// Whether a part may answer preflights of its own, for methods no policy here speaks of.
    opaque: bool,
    /// What a request reaches, by the place of its method.
    reached: [Reached; MethodSet::PLACES],
}

/// What a request with one method reaches.
#[derive(Clone, Copy, Debug)]
enum Reached {
    Nothing,
    /// A handler without a policy.
    Plain {
        disabled: bool,
    },
    /// A handler with a policy.
    Policy {
        index: usize,
        policy: &'static Policy,
        covered: bool,
    },
}

/// What a path has for a method.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Found<'p> {
    /// A handler whose policy covers the method.
    Covered(&'p Grant),
    /// A handler whose policy does not cover the method.
    NotCovered(&'static Policy),
    /// A handler without a policy.
    Plain,
    /// No handler, or nobody knows.
    Nothing,
}

impl Path {
    pub(crate) fn new(parts: Vec<Part>, opaque: bool) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let mut reached = [reached("", &parts, opaque); MethodSet::PLACES];
        for method in MethodSet::ALL.names() {
            reached[MethodSet::place(method.as_bytes())] = self::reached(method, &parts, opaque);
        }
        Self {
            id: NEXT.fetch_add(1, Ordering::Relaxed),
            grants: parts
                .iter()
                .map(|part| {
                    let unserved = part.serves == Serves::Unserved;
                    part.policy
                        .map(|policy| Grant::new(policy, unserved, &parts, opaque))
                })
                .collect(),
            parts,
            opaque,
            reached,
        }
    }

    /// A path of which only the policy is known: a service behind a layer.
    pub(crate) fn of_service(policy: &'static Policy) -> Self {
        Self::new(vec![Part::new(Serves::Opaque, Some(policy))], false)
    }

    /// The paths that nothing serves.
    #[cfg(feature = "axum")]
    pub(crate) fn unknown(policy: &'static Policy) -> Self {
        Self::new(vec![Part::new(Serves::Unserved, Some(policy))], false)
    }

    pub(crate) fn id(&self) -> u64 {
        self.id
    }

    pub(crate) fn is_opaque(&self) -> bool {
        self.opaque
    }

    /// The value of `Allow` on the answer to an `OPTIONS` that is no preflight.
    pub(crate) fn allow(&self) -> HeaderValue {
        header_value(&allow(&self.parts, self.opaque))
    }

    /// Whether it was said here what pages may do with the method, be it nothing.
    #[cfg(feature = "axum")]
    pub(crate) fn speaks_of(&self, method: &[u8]) -> bool {
        match self.reached[MethodSet::place(method)] {
            Reached::Nothing => false,
            Reached::Plain { disabled } => disabled,
            Reached::Policy { .. } => true,
        }
    }

    pub(crate) fn find(&self, method: &[u8]) -> Found<'_> {
        match self.at(method) {
            (Reached::Nothing, _) => Found::Nothing,
            (Reached::Plain { .. }, _) => Found::Plain,
            (Reached::Policy { index, policy, .. }, covered) => match &self.grants[index] {
                Some(grant) if covered => Found::Covered(grant),
                _ => Found::NotCovered(policy),
            },
        }
    }

    /// The policy for requests with this method, if there is one, and whether it covers the method.
    #[inline]
    pub(crate) fn policy(&self, method: &[u8]) -> Option<(&'static Policy, bool)> {
        match self.at(method) {
            (Reached::Policy { policy, .. }, covered) => Some((policy, covered)),
            (Reached::Plain { .. } | Reached::Nothing, _) => None,
        }
    }

    /// What the method reaches, and whether the policy there covers it.
    #[inline]
    fn at(&self, method: &[u8]) -> (Reached, bool) {
        let place = MethodSet::place(method);
        let reached = self.reached[place];
        if place + 1 == MethodSet::PLACES {
            return self.at_other(reached, method);
        }
        let covered = matches!(reached, Reached::Policy { covered: true, .. });
        (reached, covered)
    }

    /// Of the methods of no RFC a policy may cover some.
    fn at_other(&self, reached: Reached, method: &[u8]) -> (Reached, bool) {
        let Ok(method) = core::str::from_utf8(method) else {
            return (Reached::Nothing, false);
        };
        let covered = match reached {
            Reached::Policy { index, policy, .. } => self.parts[index].covers(policy, method),
            Reached::Plain { .. } | Reached::Nothing => false,
        };
        (reached, covered)
    }
}

/// What a request with this method reaches. All methods of no RFC reach the same.
fn reached(method: &str, parts: &[Part], opaque: bool) -> Reached {
    let Some(index) = handler_of(method, parts, opaque) else {
        return Reached::Nothing;
    };
    let part = &parts[index];
    match part.policy {
        Some(policy) => Reached::Policy {
            index,
            policy,
            covered: part.covers(policy, method),
        },
        None => Reached::Plain {
            disabled: part.disabled,
        },
    }
}

fn allow(parts: &[Part], opaque: bool) -> Vec<&'static str> {
    MethodSet::ALL
        .names()
        .filter(|method| {
            let handler = handler_of(method, parts, opaque);
            *method == "OPTIONS"
                || handler.is_some_and(|index| parts[index].serves != Serves::Unserved)
        })
        .collect()
}
