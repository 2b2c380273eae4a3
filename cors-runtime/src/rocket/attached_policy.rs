//! Reads the policy that is attached to the handler of a route.
//!
//! The policy is part of the handler, so it survives renaming, ranking and mounting the route. Rocket allows two
//! operations on the handler of a route: run it, and clone it. Cloning a handler therefore records its policy in a
//! thread-local cell. This happens before the launch only.

use core::cell::Cell;

use rocket::Route;

use crate::{Policy, extractors::Extractors};

/// The policy that is attached to a handler.
#[derive(Clone, Copy, Debug)]
pub(super) enum AttachedPolicy {
    /// Nothing is attached: the route was mounted without `routes!`, `enforceable` or `with_policy`.
    Nothing,
    /// The route has no policy of its own and takes the default policy. The types of its guards, where they are known.
    Plain(Option<Extractors>),
    Own(&'static Policy),
}

/// The attached policy of a route, and the position of its handler.
#[derive(Clone, Copy, Debug)]
pub(super) struct Attachment {
    pub(super) policy: AttachedPolicy,
    /// True if the policy is checked before any other code of the route runs. A handler of the user may wrap the
    /// handler of another route, and run first.
    pub(super) is_outermost: bool,
}

thread_local! {
    /// The policy and address of the handler that was cloned last.
    static CLONED: Cell<(AttachedPolicy, usize)> = const { Cell::new((AttachedPolicy::Nothing, 0)) };
}

impl AttachedPolicy {
    /// Records the policy of a handler that is being cloned.
    pub(super) fn record<H>(self, handler: &H) {
        CLONED.set((self, core::ptr::from_ref(handler).addr()));
    }
}

impl Attachment {
    pub(super) fn of(route: &Route) -> Self {
        CLONED.set((AttachedPolicy::Nothing, 0));
        drop(route.handler.clone());
        let (policy, address) = CLONED.replace((AttachedPolicy::Nothing, 0));
        Self {
            policy,
            is_outermost: address == core::ptr::from_ref(&*route.handler).addr(),
        }
    }

    /// The policy of the route's own, if there is one.
    pub(super) fn own_policy(&self) -> Option<&'static Policy> {
        match self.policy {
            AttachedPolicy::Own(policy) => Some(policy),
            AttachedPolicy::Plain(_) | AttachedPolicy::Nothing => None,
        }
    }

    /// The guards of a route without a policy of its own, where they are known.
    pub(super) fn guards(&self) -> Option<Extractors> {
        match self.policy {
            AttachedPolicy::Plain(guards) => guards,
            AttachedPolicy::Own(_) | AttachedPolicy::Nothing => None,
        }
    }
}
