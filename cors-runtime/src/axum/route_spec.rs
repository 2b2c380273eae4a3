//! The specification of a route that is being built.

use super::{
    default_error::{DefaultConflict, OpaqueItem},
    finished_route::FinishedRoute,
    linked_layers::LinkedLayers,
    opaque_methods::OpaqueMethods,
    overlap::Overlap,
    placement::CorsPlacement,
};
use crate::{
    policy::MethodSet,
    policy::{Methods, Policy},
    report,
    route::{MethodHandler, RoutePolicies, ServedMethods},
};

/// The handlers of a route, with what is known about its layers, opaque parts and defaults.
#[derive(Clone, Debug, Default)]
pub(super) struct RouteSpec {
    pub(super) handlers: Vec<MethodHandler>,
    /// Set if a layer around the route writes the CORS headers, because another layer may respond in place of a handler,
    /// or because a handler serves `OPTIONS`.
    layers: Option<LinkedLayers>,
    opaque: OpaqueMethods,
    /// A plain fallback or service serves the methods without a handler.
    opaque_fallback: bool,
    /// The route becomes an axum `MethodRouter`, to which more handlers may be added.
    is_method_router: bool,
    hidden: HiddenParts,
}

/// The parts that may contain unknown policies.
#[derive(Clone, Copy, Debug, Default)]
struct HiddenParts {
    /// A service serves some of the methods.
    has_service: bool,
    /// A default is around handlers without a policy.
    has_default: bool,
}

impl RouteSpec {
    /// Creates the specification of a route with one handler. `layers` is used if the handler cannot write its headers
    /// itself.
    pub(super) fn of(handler: MethodHandler, layers: Option<LinkedLayers>) -> Self {
        let mut spec = Self {
            handlers: vec![handler],
            ..Self::default()
        };
        if spec.responds_to_options() || spec.has_bound_policy() {
            spec.layers = layers;
        }
        spec
    }

    pub(super) fn opaque(has_policies: bool, layers: LinkedLayers) -> Self {
        Self {
            opaque: if has_policies {
                OpaqueMethods::HasPolicies
            } else {
                OpaqueMethods::Present
            },
            layers: Some(layers),
            ..Self::default()
        }
    }

    /// Returns the specification of a route that redirects to this one: a single handler, under the policies of this
    /// route.
    #[cfg(feature = "typed-routing")]
    pub(super) fn of_redirect(&self, layers: LinkedLayers) -> Self {
        let redirects = |handler: &MethodHandler| handler.policy.is_some() || handler.disabled;
        let mut handlers: Vec<_> = self.handlers.iter().copied().filter(redirects).collect();
        if !handlers
            .iter()
            .any(|handler| handler.serves == ServedMethods::AllOther)
        {
            handlers.push(MethodHandler::new(ServedMethods::AllOther, None));
        }
        Self {
            handlers,
            // The redirect does not write headers itself.
            layers: Some(layers),
            ..Self::default()
        }
    }

    /// Marks the handler as a service.
    pub(super) fn with_service(mut self) -> Self {
        self.hidden.has_service = true;
        self
    }

    /// Adds a plain fallback, which replaces the handler for the methods without a handler.
    #[track_caller]
    pub(super) fn with_fallback(mut self, fallback: MethodHandler, layers: LinkedLayers) -> Self {
        self = self.without_default();
        self.handlers.retain(|handler| {
            !matches!(
                handler.serves,
                ServedMethods::AllOther | ServedMethods::NotAllowed
            )
        });
        self.handlers.push(fallback);
        self.opaque_fallback = true;
        self.layered(layers)
    }

    /// Adds a handler of the user for the methods without a handler, unless the route has a fallback.
    #[track_caller]
    pub(super) fn with_method_not_allowed_fallback(mut self, fallback: MethodHandler) -> Self {
        self = self.without_default();
        if !self.has_fallback() {
            self.handlers.push(fallback);
        }
        self
    }

    /// Ends the default for opaque handlers and for methods without a handler, because a handler was added that the
    /// default does not apply to.
    ///
    /// # Panics
    ///
    /// Panics if an opaque handler would lose the `enforce` of the default.
    #[track_caller]
    fn without_default(mut self) -> Self {
        let is_enforced = |handler: &MethodHandler| {
            handler.serves == ServedMethods::OpaqueDefault
                && handler.policy.is_some_and(Policy::enforces)
        };
        assert!(
            !self.handlers.iter().any(is_enforced),
            "the policy of the router has `enforce`, and its plain routes would lose it if a handler were added now; \
             add the handler inside the function under `#[cors]`"
        );
        if self.has_opaque_default() {
            self.opaque = OpaqueMethods::Closed;
        }
        self.handlers.retain(|handler| {
            !matches!(
                handler.serves,
                ServedMethods::OpaqueDefault | ServedMethods::Unserved
            )
        });
        self
    }

    /// Removes the policy of the methods without a handler, because another part serves them.
    fn remove_unserved(&mut self) {
        self.handlers
            .retain(|handler| handler.serves != ServedMethods::Unserved);
    }

    // Many functions call it while a router is built. A program has this loop once.
    #[inline(never)]
    fn has(&self, serves: ServedMethods) -> bool {
        self.handlers.iter().any(|handler| handler.serves == serves)
    }

    /// Returns true if a handler of the user serves the methods without a handler of their own.
    fn has_fallback(&self) -> bool {
        self.has(ServedMethods::AllOther) || self.has(ServedMethods::NotAllowed)
    }

    /// Returns true if a default applies to opaque handlers.
    pub(super) fn has_opaque_default(&self) -> bool {
        self.has(ServedMethods::OpaqueDefault)
    }

    /// Returns true if a default is around handlers without a policy.
    pub(super) fn has_default(&self) -> bool {
        self.hidden.has_default
    }

    /// Returns true if a default is around a service, which may contain policies.
    pub(super) fn has_default_around_service(&self) -> bool {
        self.hidden.has_default && self.hidden.has_service
    }

    /// Returns true if a part of the route serves unknown methods.
    fn has_opaque_methods(&self) -> bool {
        self.is_opaque() || self.has_fallback()
    }

    /// Applies a default policy to every handler without a policy, except `disabled` ones, and to the methods without
    /// a handler.
    pub(super) fn with_default(
        mut self,
        policy: &'static Policy,
        layers: LinkedLayers,
    ) -> Result<Self, DefaultConflict> {
        if policy.enforces()
            && !(self.handlers.iter().all(MethodHandler::states_enforce)
                && self.opaque != OpaqueMethods::Closed)
        {
            return Err(DefaultConflict::EnforceNotStated);
        }
        let is_present = matches!(
            self.opaque,
            OpaqueMethods::Present | OpaqueMethods::HasPolicies
        );
        let has_plain_fallback =
            || self.opaque_fallback && self.handlers.iter().any(MethodHandler::is_plain_rest);
        if policy.methods == Methods::Served && !policy.disabled {
            if is_present {
                return Err(DefaultConflict::MethodsUnknown(OpaqueItem::Route));
            }
            if has_plain_fallback() {
                return Err(DefaultConflict::MethodsUnknown(OpaqueItem::Fallback));
            }
        }
        if is_present {
            if policy.disabled {
                self.opaque = OpaqueMethods::Closed;
            } else {
                self.handlers.push(MethodHandler::new(
                    ServedMethods::OpaqueDefault,
                    Some(policy),
                ));
                self.opaque = OpaqueMethods::Absent;
            }
        }
        for handler in &mut self.handlers {
            // A closed part may serve some methods of a handler for any method.
            if self.opaque != OpaqueMethods::Closed || !handler.takes_any_method() {
                handler.apply_default(policy);
            }
        }
        if !self.is_opaque() && !self.handlers.iter().any(MethodHandler::takes_any_method) {
            self.handlers
                .push(MethodHandler::new(ServedMethods::Unserved, Some(policy)));
        }
        self.hidden.has_default |= !policy.disabled;
        // Plain handlers do not write CORS headers, so a layer around the route must.
        Ok(self.layered(layers))
    }

    /// Records a layer around the handlers.
    pub(super) fn layered(mut self, layers: LinkedLayers) -> Self {
        self.layers = Some(layers);
        self
    }

    /// Merges two routes, unless they overlap.
    pub(super) fn merge(mut self, mut other: Self) -> Result<Self, Overlap> {
        if let Some(method) = self.method_of_both(&other) {
            return Err(Overlap::Method(method));
        }
        if self.has_fallback() && other.has_fallback() {
            return Err(Overlap::Fallback);
        }
        if self.hides_handlers_from(&other) || other.hides_handlers_from(&self) {
            return Err(Overlap::Opaque);
        }
        let is_opaque = self.has_opaque_methods() || other.has_opaque_methods();
        if is_opaque || self.handlers.iter().any(MethodHandler::takes_any_method) {
            other.remove_unserved();
        }
        if is_opaque {
            self.remove_unserved();
        }
        self.handlers.extend(other.handlers);
        self.layers = self.layers.or(other.layers);
        self.opaque_fallback |= other.opaque_fallback;
        self.hidden.has_service |= other.hidden.has_service;
        self.hidden.has_default |= other.hidden.has_default;
        self.opaque = self.opaque.merge(other.opaque);
        Ok(self)
    }

    /// Prepares the route to become an axum `MethodRouter`. More handlers may be added to it, so the methods without
    /// a handler are unknown.
    pub(super) fn into_method_router(mut self) -> Self {
        self.remove_unserved();
        self.is_method_router = true;
        self
    }

    pub(super) fn is_opaque(&self) -> bool {
        self.opaque != OpaqueMethods::Absent
    }

    /// Returns a method that handlers of both routes serve.
    fn method_of_both(&self, other: &Self) -> Option<&'static str> {
        self.method_sets().find_map(|mine| {
            let mut theirs = other.method_sets();
            theirs.find_map(|theirs| mine.and(theirs).names().next())
        })
    }

    fn method_sets(&self) -> impl Iterator<Item = MethodSet> {
        self.handlers
            .iter()
            .filter_map(|handler| match handler.serves {
                ServedMethods::Methods(set) => Some(set),
                _ => None,
            })
    }

    /// Returns true if an annotated handler serves the methods without a handler of their own.
    fn has_annotated_any(&self) -> bool {
        self.handlers.iter().any(|handler| {
            handler.serves == ServedMethods::AllOther
                && (handler.policy.is_some() || handler.disabled)
        })
    }

    /// Returns true if merging `other` into this route would make the handler of a method unknown.
    fn hides_handlers_from(&self, other: &Self) -> bool {
        let is_empty = other.handlers.is_empty() && !other.is_opaque();
        self.opaque == OpaqueMethods::HasPolicies && !is_empty
            || (self.is_opaque() || self.has_opaque_default()) && other.has_annotated_any()
            || self.has_opaque_default()
                && (other.has_opaque_default() || other.is_opaque() || other.has_fallback())
    }

    fn responds_to_options(&self) -> bool {
        // Opaque handlers may serve `OPTIONS`, also under a default.
        self.is_opaque()
            || self.has_opaque_default()
            || self.has(ServedMethods::AllOther)
            || self
                .method_sets()
                .any(|methods| methods.contains(MethodSet::OPTIONS))
    }

    /// Returns true if a handler has a policy or is `disabled`.
    pub(super) fn has_policy(&self) -> bool {
        self.opaque == OpaqueMethods::Closed
            || self
                .handlers
                .iter()
                .any(|handler| handler.policy.is_some() || handler.disabled)
    }

    /// Returns true if a policy is bound to the server. The handler itself knows only the policy of its attribute.
    fn has_bound_policy(&self) -> bool {
        let mut policies = self.handlers.iter().filter_map(|handler| handler.policy);
        policies.any(|policy| policy.declaration.bound_from.is_some())
    }

    /// Returns the place where the CORS headers are written.
    pub(super) fn placement(&self) -> CorsPlacement {
        if self.layers.is_some() {
            return CorsPlacement::Route;
        }
        debug_assert!(!self.responds_to_options() && !self.has_bound_policy());
        CorsPlacement::Handler
    }

    /// Returns the functions for the layer around the route, if it has one.
    pub(super) fn layers(&self) -> Option<LinkedLayers> {
        self.layers
    }

    /// Returns the rows of the report for this route.
    pub(super) fn report(&self, path: &str) -> Vec<report::Entry> {
        let is_fallback = |handler: &MethodHandler| self.opaque_fallback && handler.is_plain_rest();
        let handlers = self.handlers.iter().filter(|handler| !is_fallback(handler));
        let handlers = RoutePolicies::new(handlers.copied().collect(), self.is_opaque());
        let mut entries = report::Entry::of_path(path, &handlers);
        if self.handlers.iter().any(is_fallback) {
            entries.push(report::Entry::plain(path, report::Kind::Fallback));
        }
        match self.opaque {
            OpaqueMethods::Absent => {}
            OpaqueMethods::Present | OpaqueMethods::HasPolicies => {
                entries.push(report::Entry::unknown(path, report::Kind::PlainRoute));
            }
            OpaqueMethods::Closed => {
                entries.push(report::Entry::disabled(path, report::Kind::PlainRoute));
            }
        }
        entries
    }

    /// Finishes the route. Returns `None` if it has no policy.
    pub(super) fn finish(self) -> Option<FinishedRoute> {
        if !self.has_policy() {
            return None;
        }
        let responds_to_options = self.responds_to_options();
        let has_opaque_default = self.has_opaque_default();
        let opaque = self.is_opaque();
        Some(FinishedRoute {
            has_opaque_default,
            policies: if self.is_method_router {
                RoutePolicies::open(self.handlers, opaque)
            } else {
                RoutePolicies::new(self.handlers, opaque)
            },
            responds_to_options,
        })
    }
}
