//! The handlers of one path: the methods each serves, and its policy.

mod grant;
mod includes;
#[cfg(feature = "axum")]
mod location;
mod method_handler;
#[cfg(any(feature = "axum", feature = "rocket"))]
mod report_rows;
#[cfg(test)]
mod tests;

#[cfg(feature = "axum")]
use core::panic::Location;
use std::sync::atomic::{AtomicU64, Ordering};

use http::HeaderValue;

use crate::{policy::MethodSet, policy::Policy};

#[cfg(feature = "axum")]
pub(crate) use self::location::RouteLocation;
#[cfg(any(feature = "axum", feature = "rocket"))]
pub(crate) use self::method_handler::ENFORCE_NOT_STATED;
use self::{grant::header_value, method_handler::handler_of};
pub(crate) use self::{
    grant::{Grant, GrantedMethods},
    method_handler::{MethodHandler, ServedMethods},
};

/// The handlers of one path, and the grants for its preflight responses.
#[derive(Debug)]
pub(crate) struct RoutePolicies {
    /// Identifies the path for `verify`; unique in the process.
    id: u64,
    handlers: Vec<MethodHandler>,
    /// The grant of each handler's policy, in the same order.
    grants: Vec<Option<Grant>>,
    /// True if an opaque part may respond to preflights for methods that no policy here covers.
    opaque: bool,
    /// True if a `HEAD` may reach the handler of `GET` or an opaque one with another policy.
    head_is_ambiguous: bool,
    /// The policy of `GET`, if a `HEAD` may reach its handler or an opaque one without a default policy.
    possible_policy_of_head: Option<&'static Policy>,
    /// The handler a request reaches, by the index of its method.
    target: [MethodTarget; MethodSet::INDICES],
    /// The place of the path in its router, for `verify`.
    #[cfg(feature = "axum")]
    route_location: Option<RouteLocation>,
}

/// The handler a request with one method reaches.
#[derive(Clone, Copy, Debug)]
enum MethodTarget {
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

/// The result of looking up a method for a preflight.
#[derive(Clone, Copy, Debug)]
pub(crate) enum MethodLookup<'p> {
    /// A handler whose policy allows the method.
    Allowed(&'p Grant),
    /// A handler whose policy does not allow the method.
    NotAllowed(&'static Policy),
    /// A handler without a policy.
    Plain,
    /// No handler, or an unknown one.
    Nothing,
}

impl RoutePolicies {
    pub(crate) fn new(handlers: Vec<MethodHandler>, opaque: bool) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let mut target = [target("", &handlers, opaque); MethodSet::INDICES];
        for method in MethodSet::ALL.names() {
            target[MethodSet::index_of(method.as_bytes())] =
                self::target(method, &handlers, opaque);
        }
        Self {
            id: NEXT.fetch_add(1, Ordering::Relaxed),
            grants: handlers
                .iter()
                .map(|handler| {
                    handler
                        .policy
                        .map(|policy| Grant::new(policy, handler.serves, &handlers, opaque))
                })
                .collect(),
            head_is_ambiguous: head_is_ambiguous(&handlers),
            possible_policy_of_head: possible_policy_of_head(&handlers, opaque),
            handlers,
            opaque,
            target,
            #[cfg(feature = "axum")]
            route_location: None,
        }
    }

    /// A path that may get more handlers: no granted header can be cached, and `HEAD` may get a handler of
    /// its own.
    #[cfg(feature = "axum")]
    pub(crate) fn open(handlers: Vec<MethodHandler>, opaque: bool) -> Self {
        let mut path = Self::new(handlers, opaque);
        let serves = |wanted| {
            path.handlers
                .iter()
                .any(|handler| handler.serves_itself(wanted))
        };
        path.head_is_ambiguous |= !serves(MethodSet::HEAD) && serves(MethodSet::GET);
        for grant in path.grants.iter_mut().flatten() {
            grant.may_be_cached &= grant.policy.headers.is_none();
        }
        path
    }

    /// A service behind a layer, of which only the policy is known.
    pub(crate) fn of_service(policy: &'static Policy) -> Self {
        Self::new(
            vec![MethodHandler::new(ServedMethods::Opaque, Some(policy))],
            false,
        )
    }

    /// A part of a router that does not report its methods, under the default policy of the router.
    #[cfg(feature = "axum")]
    pub(crate) fn opaque(policy: &'static Policy) -> Self {
        Self::new(
            vec![MethodHandler::new(
                ServedMethods::OpaqueDefault,
                Some(policy),
            )],
            false,
        )
    }

    /// The paths that no route serves.
    #[cfg(feature = "axum")]
    pub(crate) fn unknown(policy: &'static Policy) -> Self {
        Self::new(
            vec![MethodHandler::new(ServedMethods::Unserved, Some(policy))],
            false,
        )
    }

    pub(crate) fn id(&self) -> u64 {
        self.id
    }

    pub(crate) fn is_opaque(&self) -> bool {
        self.opaque
    }

    /// The value of `Allow` in the response to an `OPTIONS` that is not a preflight.
    pub(crate) fn allow(&self) -> HeaderValue {
        header_value(&allow(&self.handlers, self.opaque))
    }

    /// The source location of a policy of the path, unless all are `disabled`.
    #[cfg(feature = "axum")]
    pub(crate) fn location(&self) -> Option<&'static Location<'static>> {
        let policy = self.handlers.iter().find_map(|handler| handler.policy)?;
        Some(policy.declaration.location)
    }

    /// The policies of the handlers.
    #[cfg(feature = "axum")]
    pub(crate) fn policies(&self) -> impl Iterator<Item = &'static Policy> {
        self.handlers.iter().filter_map(|handler| handler.policy)
    }

    #[cfg(feature = "axum")]
    pub(crate) fn states_enforce(&self) -> bool {
        self.handlers.iter().all(MethodHandler::states_enforce)
    }

    /// True if a policy decides on this method, including `disabled`.
    #[cfg(feature = "axum")]
    pub(crate) fn decides_on(&self, method: &[u8]) -> bool {
        match self.target[MethodSet::index_of(method)] {
            MethodTarget::Nothing => false,
            MethodTarget::Plain { disabled } => disabled,
            MethodTarget::Policy { .. } => true,
        }
    }

    pub(crate) fn find(&self, method: &[u8]) -> MethodLookup<'_> {
        if self.head_is_ambiguous && method == b"HEAD" {
            return MethodLookup::Nothing;
        }
        match self.at(method) {
            (MethodTarget::Nothing, _) => MethodLookup::Nothing,
            (MethodTarget::Plain { .. }, _) => MethodLookup::Plain,
            (MethodTarget::Policy { index, policy, .. }, covered) => match &self.grants[index] {
                Some(grant) if covered => MethodLookup::Allowed(grant),
                _ => MethodLookup::NotAllowed(policy),
            },
        }
    }

    /// The policy for requests with this method, and true if it covers the method.
    #[inline]
    pub(crate) fn policy(&self, method: &[u8]) -> Option<(&'static Policy, bool)> {
        match self.at(method) {
            (MethodTarget::Policy { policy, .. }, covered) => Some((policy, covered)),
            (MethodTarget::Plain { .. } | MethodTarget::Nothing, _) => None,
        }
    }

    /// The policy of a handler that a request with this method may reach, if the handler is unknown.
    pub(crate) fn possible_policy(&self, method: &[u8]) -> Option<&'static Policy> {
        self.possible_policy_of_head.filter(|_| method == b"HEAD")
    }

    /// The handler that the method reaches, and true if its policy covers the method.
    #[inline]
    fn at(&self, method: &[u8]) -> (MethodTarget, bool) {
        let index = MethodSet::index_of(method);
        let target = self.target[index];
        if index + 1 == MethodSet::INDICES {
            return self.at_other(target, method);
        }
        let covered = matches!(target, MethodTarget::Policy { covered: true, .. });
        (target, covered)
    }

    /// The same for a method of no RFC, of which a policy may cover some.
    fn at_other(&self, target: MethodTarget, method: &[u8]) -> (MethodTarget, bool) {
        let Ok(method) = core::str::from_utf8(method) else {
            return (MethodTarget::Nothing, false);
        };
        let covered = match target {
            MethodTarget::Policy { index, policy, .. } => {
                self.handlers[index].covers(policy, method)
            }
            MethodTarget::Plain { .. } | MethodTarget::Nothing => false,
        };
        (target, covered)
    }
}

/// The handler a request with this method reaches. All methods of no RFC reach the same.
fn target(method: &str, handlers: &[MethodHandler], opaque: bool) -> MethodTarget {
    let Some(index) = handler_of(method, handlers, opaque) else {
        return MethodTarget::Nothing;
    };
    let handler = &handlers[index];
    match handler.policy {
        Some(policy) => MethodTarget::Policy {
            index,
            policy,
            covered: handler.covers(policy, method),
        },
        None => MethodTarget::Plain {
            disabled: handler.disabled,
        },
    }
}

fn allow(handlers: &[MethodHandler], opaque: bool) -> Vec<&'static str> {
    let mut methods = Vec::new();
    for method in MethodSet::ALL.names() {
        let handler = handler_of(method, handlers, opaque);
        let is_served = handler.is_some_and(|index| !handlers[index].serves.is_unserved());
        if is_served || method == "OPTIONS" {
            methods.push(method);
        }
    }
    methods
}

/// True if a `HEAD` may be served by the handler of `GET` or by a default's opaque part, under different
/// policies.
fn head_is_ambiguous(handlers: &[MethodHandler]) -> bool {
    let serving = |wanted: MethodSet| {
        handlers
            .iter()
            .find(|handler| handler.serves_itself(wanted))
    };
    let opaque = handlers
        .iter()
        .find(|handler| handler.serves == ServedMethods::OpaqueDefault);
    match (serving(MethodSet::HEAD), serving(MethodSet::GET), opaque) {
        (None, Some(get), Some(opaque)) => get.policy != opaque.policy,
        _ => false,
    }
}

/// The policy of `GET`, if a `HEAD` may be served by its handler or by an opaque part without a default.
fn possible_policy_of_head(handlers: &[MethodHandler], opaque: bool) -> Option<&'static Policy> {
    let serving = |wanted: MethodSet| {
        handlers
            .iter()
            .find(|handler| handler.serves_itself(wanted))
    };
    if !opaque || serving(MethodSet::HEAD).is_some() {
        return None;
    }
    serving(MethodSet::GET)?.policy
}
