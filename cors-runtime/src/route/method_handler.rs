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
    /// These methods.
    Methods(MethodSet),
    /// All methods without another handler.
    AllOther,
    /// Unknown: a service behind a [`CorsLayer`](crate::layer::CorsLayer), whose policy covers the whole service.
    Opaque,
    /// Unknown: an opaque part of a route under the default policy of a router.
    OpaqueDefault,
    /// All methods without another handler, by the user's handler for methods that are not allowed.
    NotAllowed,
    /// All methods without a handler: the router responds with 405 or 404.
    Unserved,
}

impl ServedMethods {
    /// True if no route serves the methods: the router responds with 405 or 404, or a handler does so for it.
    pub(super) const fn is_unserved(self) -> bool {
        matches!(self, Self::NotAllowed | Self::Unserved)
    }
}

/// The reason why a default policy with `enforce` is refused over a policy that does not state it, as the end of a
/// sentence about the latter.
pub(crate) const ENFORCE_NOT_STATED: &str = "does not state it, so requests from other sites would reach the handler: \
    write `enforce` or `enforce = false` in that policy; in place of `disabled`, write a policy with one of the two";

/// One handler of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct MethodHandler {
    pub(crate) serves: ServedMethods,
    /// `None`: a plain handler, without CORS.
    pub(crate) policy: Option<&'static Policy>,
    /// True for `disabled`: no default policy applies.
    pub(crate) disabled: bool,
    /// The arguments of a plain handler, for the default policy it may get.
    #[cfg(feature = "axum")]
    pub(crate) extractors: Option<Extractors>,
}

impl MethodHandler {
    /// A handler with its own policy, if any.
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

    /// True if the policy allows this method on this handler: the method is one that the policy names or, if the
    /// policy names none, one that the handler is known to serve.
    pub(crate) fn covers(&self, policy: &Policy, method: &str) -> bool {
        let known = match (self.serves, policy.methods) {
            (ServedMethods::Methods(set), _) if set.contains(MethodSet::GET) => {
                set.or(MethodSet::HEAD)
            }
            (ServedMethods::Methods(set), _) => set,
            (_, Methods::Any | Methods::Only(_)) => {
                return policy.methods.allows(method);
            }
            (
                ServedMethods::AllOther | ServedMethods::NotAllowed | ServedMethods::Unserved,
                Methods::Served,
            ) => SEVEN,
            (ServedMethods::Opaque | ServedMethods::OpaqueDefault, Methods::Served) => SAFELISTED,
        };
        let wanted = MethodSet::of(method);
        !wanted.is_empty() && known.contains(wanted) && policy.methods.allows(method)
    }

    /// True if the handler gets the default policy, or its policy states `enforce`. A default with `enforce` is then
    /// not lost by accident.
    pub(crate) fn states_enforce(&self) -> bool {
        match self.policy {
            Some(own) => own.declaration.states_enforce,
            None => !self.disabled,
        }
    }

    /// Applies the default policy to a handler without a policy, unless it is `disabled`. A default may be `disabled`
    /// too.
    pub(crate) fn apply_default(&mut self, default: &'static Policy) {
        if self.policy.is_none() && !self.disabled {
            self.policy = (!default.disabled).then_some(default);
            self.disabled = default.disabled;
        }
    }

    /// True if the handler has this policy, or an equal one.
    pub(super) fn has(&self, policy: &Policy) -> bool {
        self.policy.is_some_and(|own| own.is(policy))
    }

    /// True if the handler is for this method.
    pub(super) fn serves_itself(&self, wanted: MethodSet) -> bool {
        matches!(self.serves, ServedMethods::Methods(set) if !wanted.is_empty() && set.contains(wanted))
    }

    pub(crate) fn takes_any_method(&self) -> bool {
        !matches!(self.serves, ServedMethods::Methods(_))
    }

    /// True if it is a plain handler for the methods that no other handler takes.
    #[cfg(feature = "axum")]
    pub(crate) fn is_plain_rest(&self) -> bool {
        self.serves == ServedMethods::AllOther && self.policy.is_none() && !self.disabled
    }
}

/// The handler a request with this method reaches. `HEAD` reaches that of `GET` unless it has one
/// of its own, and a handler for the rest takes every method that no other serves.
///
/// An `opaque` part may have a handler for `HEAD` that is unknown here.
pub(super) fn handler_of(method: &str, handlers: &[MethodHandler], opaque: bool) -> Option<usize> {
    let wanted = MethodSet::of(method);
    let serving = |wanted: MethodSet| {
        handlers
            .iter()
            .position(|handler| handler.serves_itself(wanted))
    };
    let of = |kinds: &[ServedMethods]| {
        handlers
            .iter()
            .position(|handler| kinds.contains(&handler.serves))
    };
    let opaque = opaque || of(&[ServedMethods::Opaque, ServedMethods::OpaqueDefault]).is_some();
    serving(wanted)
        .or_else(|| serving(MethodSet::GET).filter(|_| wanted == MethodSet::HEAD && !opaque))
        .or_else(|| of(&[ServedMethods::OpaqueDefault]))
        .or_else(|| of(&[ServedMethods::AllOther, ServedMethods::Opaque]))
        .or_else(|| of(&[ServedMethods::NotAllowed]))
        .or_else(|| of(&[ServedMethods::Unserved]))
}
