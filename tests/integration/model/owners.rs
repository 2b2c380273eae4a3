//! The policy of each handler by a plain reading of the composition: its own, else that of the innermost router around
//! it.

use std::collections::BTreeMap;

use crate::{
    composition::{Handler, Kind, Route, RouteStep, Router, Service, Step},
    policies::{DISABLED, POLICIES, Policy, PolicyId},
};

/// The policy of a handler.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Owner {
    pub(crate) policy: PolicyId,
    /// The methods that the handler serves where the policy names none.
    pub(crate) served: &'static [&'static str],
}

impl Owner {
    pub(crate) fn policy(self) -> &'static Policy {
        &POLICIES[self.policy]
    }
}

/// Served by a handler for any method. That a handler for some methods was reached shows that it serves
/// the method.
pub(crate) const SEVEN: &[&str] = &["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
/// The methods that a `CorsLayer` assumes for a service.
const SAFELISTED: &[&str] = &["GET", "HEAD", "POST"];

#[derive(Debug, Default)]
pub(crate) struct Owners {
    handlers: BTreeMap<usize, Option<Owner>>,
    /// The defaults, for responses that no handler made.
    pub(crate) defaults: Vec<PolicyId>,
    /// A `CorsLayer` stands somewhere.
    pub(crate) layered: bool,
    /// Routes with policies became plain ones of axum, which may add handlers to their paths.
    pub(crate) handed_over: bool,
}

impl Owners {
    pub(crate) fn of(router: &Router) -> Self {
        let mut owners = Self::default();
        owners.read(router);
        owners
    }

    /// Of routes with their own policies, and a default for the rest.
    pub(crate) fn of_routes(
        routes: impl Iterator<Item = (usize, Option<PolicyId>)>,
        default: Option<PolicyId>,
    ) -> Self {
        let mut owners = Self::default();
        for (id, own) in routes {
            let owner = own.or(default).map(|policy| Owner {
                policy,
                served: SEVEN,
            });
            owners.handlers.insert(id, owner);
            // A route that fails or forwards brings a catcher on, in its name.
            owners.defaults.extend(own);
        }
        owners.defaults.extend(default);
        owners
    }

    /// `None` for a handler that has no policy.
    pub(crate) fn of_handler(&self, id: usize) -> Option<Owner> {
        self.handlers[&id].filter(|owner| owner.policy != DISABLED)
    }

    pub(crate) fn has_own_policies(&self) -> bool {
        self.handlers
            .keys()
            .any(|id| *id < crate::generate::FIRST_PLAIN)
    }

    fn add(&mut self, handler: Handler) {
        let owner = handler.own_policy().map(|policy| Owner {
            policy,
            served: SEVEN,
        });
        self.handlers.insert(handler.id(), owner);
    }

    /// Gives the handlers of `inside` that have no policy this one.
    fn cover(&mut self, inside: &[usize], policy: PolicyId) {
        self.defaults.push(policy);
        for id in inside {
            let owner = self.handlers.get_mut(id).expect("it was added");
            owner.get_or_insert(Owner {
                policy,
                served: SEVEN,
            });
        }
    }

    /// The numbers of the handlers inside.
    fn read(&mut self, router: &Router) -> Vec<usize> {
        let is_plain = |step: &Step| matches!(step, Step::Into(Kind::Axum));
        self.handed_over |= router.begins == Kind::Axum || router.steps.iter().any(is_plain);
        let mut inside = Vec::new();
        for step in &router.steps {
            match step {
                Step::Route(_, route) => inside.extend(self.read_route(route)),
                Step::RouteService(_, service)
                | Step::NestService(_, service)
                | Step::FallbackService(service) => inside.extend(self.read_service(service)),
                Step::Nest(_, router) | Step::Merge(router) => inside.extend(self.read(router)),
                Step::Fallback(handler) | Step::MethodNotAllowedFallback(handler) => {
                    self.add(*handler);
                    inside.push(handler.id());
                }
                Step::Default(policy) => self.cover(&inside, *policy),
                Step::Layer(_)
                | Step::RouteLayer(_)
                | Step::ResetFallback
                | Step::WithState
                | Step::Into(_) => {}
            }
        }
        inside
    }

    fn read_route(&mut self, route: &Route) -> Vec<usize> {
        let is_plain = |step: &RouteStep| matches!(step, RouteStep::Into(Kind::Axum));
        self.handed_over |= route.begins == Kind::Axum || route.steps.iter().any(is_plain);
        let mut inside = Vec::new();
        for step in &route.steps {
            match step {
                RouteStep::On(_, handler)
                | RouteStep::Any(handler)
                | RouteStep::Fallback(handler) => {
                    self.add(*handler);
                    inside.push(handler.id());
                }
                RouteStep::Merge(route) => inside.extend(self.read_route(route)),
                RouteStep::Default(policy) => self.cover(&inside, *policy),
                RouteStep::Layer(_)
                | RouteStep::RouteLayer(_)
                | RouteStep::WithState
                | RouteStep::Into(_) => {}
            }
        }
        inside
    }

    fn read_service(&mut self, service: &Service) -> Vec<usize> {
        match service {
            Service::Handler(handler) => {
                self.add(*handler);
                vec![handler.id()]
            }
            Service::Layered(policy, handler) => {
                self.layered = true;
                let owner = Owner {
                    policy: *policy,
                    served: SAFELISTED,
                };
                self.handlers.insert(handler.id(), Some(owner));
                vec![handler.id()]
            }
            Service::Route(route) => self.read_route(route),
            Service::Router(router) => self.read(router),
        }
    }
}
