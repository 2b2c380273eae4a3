//! One handler of a path: the methods it serves, and its policy.

#[cfg(feature = "axum")]
use crate::extractors::Extractors;
use crate::{
    policy::MethodSet,
    policy::{Methods, Policy},
};

/// The seven methods a handler for any method is taken to serve: all but those no script can send.
pub(super) const SEVEN: MethodSet = MethodSet::GET
    .or(MethodSet::HEAD)
    .or(MethodSet::POST)
    .or(MethodSet::PUT)
    .or(MethodSet::PATCH)
    .or(MethodSet::DELETE)
    .or(MethodSet::OPTIONS);

/// The methods the Fetch standard needs no permission for, and so the least an opaque service is
/// taken to serve.
pub(super) const SAFELISTED: MethodSet = MethodSet::GET.or(MethodSet::HEAD).or(MethodSet::POST);

/// The requests of a path that end up at one handler.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ServedMethods {
    /// Those with these methods.
    Methods(MethodSet),
    /// All that no other handler takes.
    Rest,
    /// Unknown: a service behind a [`CorsLayer`](crate::layer::CorsLayer), whose policy speaks for all of
    /// it.
    Opaque,
    /// Unknown: an opaque part of a route under the default policy of a router.
    OpaqueDefault,
    /// All that no other handler takes, by a handler of the user for methods that are not allowed.
    NotAllowed,
    /// All that no handler takes: the router itself answers, with 405 or 404.
    Unserved,
}

impl ServedMethods {
    /// True if no route serves it: a router answers 405 or 404, or a handler in its place.
    pub(super) const fn is_unserved(self) -> bool {
        matches!(self, Self::NotAllowed | Self::Unserved)
    }
}

/// Why a default cannot take the place of a policy that does not state whether it enforces, as the rest
/// of a sentence about the default.
pub(crate) const ENFORCE_NOT_STATED: &str = "is enforced, and a policy inside does not say whether it \
    is, so it would lose that by accident: write `enforce` or `enforce = false` there, and a policy in \
    place of `disabled`";

/// One handler of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct MethodHandler {
    pub(crate) serves: ServedMethods,
    /// `None`: a plain handler, without CORS.
    pub(crate) policy: Option<&'static Policy>,
    /// Without CORS on purpose: no router around it changes that.
    pub(crate) disabled: bool,
    /// The arguments of a plain handler, for the default policy it may get.
    #[cfg(feature = "axum")]
    pub(crate) extractors: Option<Extractors>,
}

impl MethodHandler {
    /// A handler with the policy that was written for it.
    pub(crate) fn new(serves: ServedMethods, written: Option<&'static Policy>) -> Self {
        Self {
            serves,
            policy: written.filter(|policy| !policy.disabled),
            disabled: written.is_some_and(|policy| policy.disabled),
            #[cfg(feature = "axum")]
            extractors: None,
        }
    }

    /// A handler of axum, whose type has the arguments `T`.
    #[cfg(feature = "axum")]
    pub(crate) fn plain<T>(serves: ServedMethods) -> Self {
        Self::new(serves, None).with_extractors(Some(Extractors::of::<T>()))
    }

    /// The same handler with these arguments.
    #[cfg(feature = "axum")]
    pub(crate) fn with_extractors(self, extractors: Option<Extractors>) -> Self {
        Self { extractors, ..self }
    }

    /// True if the policy lets a page use this method on this handler: one of those the policy
    /// names or, if it names none, one of those the handler is known to serve.
    pub(crate) fn covers(&self, policy: &Policy, method: &str) -> bool {
        let known = match (self.serves, policy.methods) {
            (ServedMethods::Methods(set), _) if set.contains(MethodSet::GET) => {
                set.or(MethodSet::HEAD)
            }
            (ServedMethods::Methods(set), _) => set,
            (_, Methods::Any | Methods::Only(_)) => {
                return policy.methods.cover(method);
            }
            (
                ServedMethods::Rest | ServedMethods::NotAllowed | ServedMethods::Unserved,
                Methods::Served,
            ) => SEVEN,
            (ServedMethods::Opaque | ServedMethods::OpaqueDefault, Methods::Served) => SAFELISTED,
        };
        let wanted = MethodSet::of(method);
        !wanted.is_empty() && known.contains(wanted) && policy.methods.cover(method)
    }

    /// True if a default that enforces takes its place without anything being lost by accident: a
    /// handler has that default, or a policy that says whether it enforces.
    pub(crate) fn states_enforce(&self) -> bool {
        match self.policy {
            Some(own) => own.declaration.states_enforce,
            None => !self.disabled,
        }
    }

    /// Gives a handler without a policy the default, unless it has none on purpose. A default that is
    /// `disabled` takes CORS away on purpose.
    pub(crate) fn fill(&mut self, default: &'static Policy) {
        if self.policy.is_none() && !self.disabled {
            self.policy = (!default.disabled).then_some(default);
            self.disabled = default.disabled;
        }
    }

    /// True if the handler has this policy, or an equal one.
    pub(super) fn has(&self, policy: &Policy) -> bool {
        self.policy.is_some_and(|own| own.is(policy))
    }

    /// True if it was made for this method.
    pub(super) fn serves_itself(&self, wanted: MethodSet) -> bool {
        matches!(self.serves, ServedMethods::Methods(set) if !wanted.is_empty() && set.contains(wanted))
    }

    pub(crate) fn takes_any_method(&self) -> bool {
        !matches!(self.serves, ServedMethods::Methods(_))
    }

    /// True if it is a plain handler for the methods that no other handler takes.
    #[cfg(feature = "axum")]
    pub(crate) fn is_plain_rest(&self) -> bool {
        self.serves == ServedMethods::Rest && self.policy.is_none() && !self.disabled
    }
}

/// The handler a request with this method reaches. `HEAD` reaches that of `GET` unless it has one
/// of its own, and a handler for the rest takes every method that no other serves.
///
/// An `opaque` part may have a handler for `HEAD` that is unknown here.
pub(super) fn handler_of(method: &str, parts: &[MethodHandler], opaque: bool) -> Option<usize> {
    let wanted = MethodSet::of(method);
    let serving = |wanted: MethodSet| parts.iter().position(|part| part.serves_itself(wanted));
    let of = |kinds: &[ServedMethods]| parts.iter().position(|part| kinds.contains(&part.serves));
    let opaque = opaque || of(&[ServedMethods::Opaque, ServedMethods::OpaqueDefault]).is_some();
    serving(wanted)
        .or_else(|| serving(MethodSet::GET).filter(|_| wanted == MethodSet::HEAD && !opaque))
        .or_else(|| of(&[ServedMethods::OpaqueDefault]))
        .or_else(|| of(&[ServedMethods::Rest, ServedMethods::Opaque]))
        .or_else(|| of(&[ServedMethods::NotAllowed]))
        .or_else(|| of(&[ServedMethods::Unserved]))
}
