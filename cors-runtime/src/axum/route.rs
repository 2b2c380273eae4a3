//! The known spec about a route while it is put together.

use super::{boundary::Boundary, default_error::NoDefault, overlap::Overlap};
use crate::{
    policy::MethodSet,
    policy::{Methods, Policy},
    report,
    route::{MethodHandler, RoutePolicies, ServedMethods},
};

/// The handlers of a route, and the layers and defaults around them.
#[derive(Clone, Debug, Default)]
pub(super) struct RouteSpec {
    pub(super) parts: Vec<MethodHandler>,
    /// A layer stands around a handler, and may answer in its place.
    layered: bool,
    opaque: OpaquePart,
    /// A plain fallback or service, which does not report its methods, serves the other methods.
    unknown_fallback: bool,
    /// axum may add handlers to it.
    is_handed_over: bool,
    inside: Inside,
}

/// The parts that may have policies of their own which are unknown here.
#[derive(Clone, Copy, Debug, Default)]
struct Inside {
    /// A service serves some of the methods.
    has_service: bool,
    /// The default of a router is around handlers that had no policy.
    has_default: bool,
}

/// A part of a route that came from a plain `MethodRouter`, which does not report its methods.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum OpaquePart {
    #[default]
    Absent,
    Present,
    /// It has policies of its own, so it shares its path with nothing.
    HasPolicies,
    /// No default may cover it: it is `disabled`, or its default ended where a handler came in that the
    /// default was not for.
    Closed,
}

impl OpaquePart {
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Absent, one) | (one, Self::Absent) => one,
            (one, two) if one == two => one,
            _ => Self::Closed,
        }
    }
}

impl RouteSpec {
    pub(super) fn of(part: MethodHandler) -> Self {
        Self {
            parts: vec![part],
            ..Self::default()
        }
    }

    pub(super) fn opaque(has_policies: bool) -> Self {
        Self {
            opaque: if has_policies {
                OpaquePart::HasPolicies
            } else {
                OpaquePart::Present
            },
            ..Self::default()
        }
    }

    /// The spec of a part that is a service.
    pub(super) fn with_service(mut self) -> Self {
        self.inside.has_service = true;
        self
    }

    /// The spec after a plain fallback replaced the handler of the other methods.
    #[track_caller]
    pub(super) fn with_fallback(mut self, fallback: MethodHandler) -> Self {
        self = self.without_default();
        self.parts
            .retain(|part| !matches!(part.serves, ServedMethods::Rest | ServedMethods::NotAllowed));
        self.parts.push(fallback);
        self.unknown_fallback = true;
        self
    }

    /// The spec after the user answers the methods that no handler serves. A fallback stays as it is.
    #[track_caller]
    pub(super) fn with_method_not_allowed_fallback(mut self, fallback: MethodHandler) -> Self {
        self = self.without_default();
        if !self.has_fallback() {
            self.parts.push(fallback);
        }
        self
    }

    /// The spec after something came in that the default of a router was not for: the default no longer
    /// holds for methods that are unknown, or that nothing served.
    ///
    /// # Panics
    ///
    /// If an opaque part would lose the `enforce` of the default.
    #[track_caller]
    fn without_default(mut self) -> Self {
        let is_enforced = |part: &MethodHandler| {
            part.serves == ServedMethods::OpaqueDefault && part.policy.is_some_and(Policy::enforces)
        };
        assert!(
            !self.parts.iter().any(is_enforced),
            "the policy of the router is enforced, and a handler added now to its plain routes would take them out of \
             it: add the handler inside the function under `#[cors]`"
        );
        if self.is_covered() {
            self.opaque = OpaquePart::Closed;
        }
        self.parts.retain(|part| {
            !matches!(
                part.serves,
                ServedMethods::OpaqueDefault | ServedMethods::Unserved
            )
        });
        self
    }

    /// The spec after something serves the methods that nothing served.
    fn without_unserved(mut self) -> Self {
        self.parts
            .retain(|part| part.serves != ServedMethods::Unserved);
        self
    }

    fn has(&self, serves: ServedMethods) -> bool {
        self.parts.iter().any(|part| part.serves == serves)
    }

    /// True if a handler of the user answers the methods that no other handler serves.
    fn has_fallback(&self) -> bool {
        self.has(ServedMethods::Rest) || self.has(ServedMethods::NotAllowed)
    }

    /// True if the default of a router covers an opaque part.
    pub(super) fn is_covered(&self) -> bool {
        self.has(ServedMethods::OpaqueDefault)
    }

    /// True if the default of a router is around handlers that had no policy.
    pub(super) fn has_default(&self) -> bool {
        self.inside.has_default
    }

    /// True if the default of a router is around a service, which may have policies inside.
    pub(super) fn has_default_around_service(&self) -> bool {
        self.inside.has_default && self.inside.has_service
    }

    /// True if something serves methods that are unknown here.
    fn serves_unknown(&self) -> bool {
        self.is_opaque() || self.has_fallback()
    }

    /// The spec with a default for every handler that has no policy and is not without one on
    /// purpose, and for the methods that nothing serves.
    pub(super) fn with_default(mut self, policy: &'static Policy) -> Result<Self, NoDefault> {
        if policy.enforces()
            && !(self.parts.iter().all(MethodHandler::states_enforce)
                && self.opaque != OpaquePart::Closed)
        {
            return Err(NoDefault::EnforceNotStated);
        }
        let is_present = matches!(self.opaque, OpaquePart::Present | OpaquePart::HasPolicies);
        let is_unknown = is_present
            || self.unknown_fallback && self.parts.iter().any(MethodHandler::is_plain_rest);
        if is_unknown && policy.methods == Methods::Served && !policy.disabled {
            return Err(NoDefault::MethodsUnknown);
        }
        if is_present {
            if policy.disabled {
                self.opaque = OpaquePart::Closed;
            } else {
                self.parts.push(MethodHandler::new(
                    ServedMethods::OpaqueDefault,
                    Some(policy),
                ));
                self.opaque = OpaquePart::Absent;
            }
        }
        for part in &mut self.parts {
            // A method that such a part takes may be served by the closed part.
            if self.opaque != OpaquePart::Closed || !part.takes_any_method() {
                part.fill(policy);
            }
        }
        if !self.is_opaque() && !self.parts.iter().any(MethodHandler::takes_any_method) {
            self.parts
                .push(MethodHandler::new(ServedMethods::Unserved, Some(policy)));
        }
        self.inside.has_default |= !policy.disabled;
        // Plain handlers neither mark their own responses nor report that they are without CORS on purpose.
        self.layered = true;
        Ok(self)
    }

    pub(super) fn layered(mut self) -> Self {
        self.layered = true;
        self
    }

    /// The spec of both, unless they overlap.
    pub(super) fn and(mut self, mut other: Self) -> Result<Self, Overlap> {
        let mine = self.methods();
        if let Some(method) = other
            .methods()
            .names()
            .find(|name| mine.intersects(MethodSet::of(name)))
        {
            return Err(Overlap::Method(method));
        }
        if self.has_fallback() && other.has_fallback() {
            return Err(Overlap::Fallback);
        }
        if self.hides_handlers_from(&other) || other.hides_handlers_from(&self) {
            return Err(Overlap::Unknown);
        }
        if self.serves_unknown() || other.serves_unknown() {
            self = self.without_unserved();
            other = other.without_unserved();
        } else if self.parts.iter().any(MethodHandler::takes_any_method) {
            other = other.without_unserved();
        }
        self.parts.extend(other.parts);
        self.layered |= other.layered;
        self.unknown_fallback |= other.unknown_fallback;
        self.inside.has_service |= other.inside.has_service;
        self.inside.has_default |= other.inside.has_default;
        self.opaque = self.opaque.and(other.opaque);
        Ok(self)
    }

    /// The spec of a route that is handed over to axum, whose own methods may add handlers to it: nothing is
    /// known of the methods that no handler serves.
    pub(super) fn handed_over(mut self) -> Self {
        self = self.without_unserved();
        self.is_handed_over = true;
        self
    }

    pub(super) fn is_opaque(&self) -> bool {
        self.opaque != OpaquePart::Absent
    }

    fn methods(&self) -> MethodSet {
        self.parts
            .iter()
            .map(|part| match part.serves {
                ServedMethods::Methods(set) => set,
                _ => MethodSet::EMPTY,
            })
            .fold(MethodSet::EMPTY, MethodSet::or)
    }

    /// True if an annotated handler takes the methods that no other takes.
    fn claims_the_rest(&self) -> bool {
        self.parts.iter().any(|part| {
            part.serves == ServedMethods::Rest && (part.policy.is_some() || part.disabled)
        })
    }

    /// True if the handler of a method would be unknown if the other route came to this one.
    fn hides_handlers_from(&self, other: &Self) -> bool {
        let is_empty = other.parts.is_empty() && !other.is_opaque();
        self.opaque == OpaquePart::HasPolicies && !is_empty
            || (self.is_opaque() || self.is_covered()) && other.claims_the_rest()
            || self.is_covered()
                && (other.is_covered() || other.is_opaque() || other.has_fallback())
    }

    fn answers_options(&self) -> bool {
        // A part that the default of a router covers is no less opaque.
        self.is_opaque()
            || self.is_covered()
            || self.has(ServedMethods::Rest)
            || self.methods().contains(MethodSet::OPTIONS)
    }

    /// True if a handler has a policy, be it `disabled`.
    pub(super) fn has_policy(&self) -> bool {
        self.opaque == OpaquePart::Closed
            || self
                .parts
                .iter()
                .any(|part| part.policy.is_some() || part.disabled)
    }

    pub(super) fn boundary(&self) -> Boundary {
        if self.layered || self.answers_options() {
            Boundary::Outside
        } else {
            Boundary::Inside
        }
    }

    /// What a report says of the route.
    pub(super) fn report(&self, path: &str) -> Vec<report::Entry> {
        let is_fallback = |part: &MethodHandler| self.unknown_fallback && part.is_plain_rest();
        let handlers = self.parts.iter().filter(|part| !is_fallback(part));
        let handlers = RoutePolicies::new(handlers.copied().collect(), self.is_opaque());
        let mut entries = report::Entry::of_path(path, &handlers);
        if self.parts.iter().any(is_fallback) {
            entries.push(report::Entry::plain(path, report::Kind::Fallback));
        }
        match self.opaque {
            OpaquePart::Absent => {}
            OpaquePart::Present | OpaquePart::HasPolicies => {
                entries.push(report::Entry::unknown(path, report::Kind::PlainRoute));
            }
            OpaquePart::Closed => {
                entries.push(report::Entry::disabled(path, report::Kind::PlainRoute));
            }
        }
        entries
    }

    /// How the finished route answers preflights; `None` for a route that nothing was said about.
    pub(super) fn finish(self) -> Option<FinishedRoute> {
        if !self.has_policy() {
            return None;
        }
        let answers_options = self.answers_options();
        let covered = self.is_covered();
        let opaque = self.is_opaque();
        Some(FinishedRoute {
            covered,
            path: if self.is_handed_over {
                RoutePolicies::open(self.parts, opaque)
            } else {
                RoutePolicies::new(self.parts, opaque)
            },
            answers_options,
        })
    }
}

/// The last touch on a route with a policy.
pub(super) struct FinishedRoute {
    pub(super) path: RoutePolicies,
    /// True if the default of a router covers an opaque part.
    pub(super) covered: bool,
    answers_options: bool,
}

impl FinishedRoute {
    /// True if the route needs an `OPTIONS` handler: the user has none.
    pub(super) fn needs_options(&self) -> bool {
        !self.answers_options
    }
}
