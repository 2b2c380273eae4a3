//! Random compositions.

use fastrand::Rng;

use crate::{
    annotated::COPIES,
    composition::{Handler, Kind, Route, RouteStep, Router, Service, Step},
    handlers::Middleware,
    policies::{DISABLED, POLICIES, PolicyId},
};

/// Plain handlers have numbers from here on.
pub(crate) const FIRST_PLAIN: usize = POLICIES.len() * COPIES;

const METHODS: [&str; 6] = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD"];
const PATHS: [&str; 4] = ["/x", "/y", "/{id}", "/x/{*rest}"];
const PREFIXES: [&str; 2] = ["/n", "/m"];

pub(crate) struct Generator<'r> {
    rng: &'r mut Rng,
    next_plain: usize,
    used: Vec<bool>,
    /// The number of handlers that may be added.
    room: usize,
    /// Only types of the library, which sees every handler.
    only_seen: bool,
    /// Few policies, so that they meet.
    policies: Vec<PolicyId>,
    annotates: bool,
}

pub(crate) fn composition(rng: &mut Rng) -> Router {
    let only_seen = rng.u8(..10) < 3;
    let mut policies: Vec<PolicyId> = (0..POLICIES.len()).collect();
    rng.shuffle(&mut policies);
    policies.truncate(rng.usize(2..5));
    if rng.u8(..5) == 0 {
        policies.push(DISABLED);
    }
    let room = rng.usize(2..9);
    let annotates = rng.u8(..5) > 0;
    let mut generator = Generator {
        rng,
        next_plain: FIRST_PLAIN,
        used: vec![false; FIRST_PLAIN],
        room,
        only_seen,
        policies,
        annotates,
    };
    let mut router = generator.router(2);
    if generator.rng.u8(..4) > 0
        && let Some(policy) = generator.default_for(router.kind())
    {
        router.steps.push(Step::Default(policy));
    }
    router
}

impl Generator<'_> {
    fn one_in(&mut self, n: u8) -> bool {
        self.rng.u8(..n) == 0
    }

    fn kind(&mut self) -> Kind {
        if self.only_seen || self.one_in(2) {
            Kind::Cors
        } else {
            Kind::Axum
        }
    }

    fn middleware(&mut self) -> Middleware {
        Middleware::ALL[self.rng.usize(..Middleware::ALL.len())]
    }

    fn policy(&mut self) -> PolicyId {
        self.policies[self.rng.usize(..self.policies.len())]
    }

    fn default_for(&mut self, kind: Kind) -> Option<PolicyId> {
        let policy = self.policy();
        let fits = kind == Kind::Cors || POLICIES[policy].states_methods() || policy == DISABLED;
        fits.then_some(policy)
    }

    fn plain(&mut self) -> Handler {
        let id = self.next_plain;
        self.next_plain += 1;
        self.room = self.room.saturating_sub(1);
        if self.one_in(8) {
            Handler::Service(id)
        } else {
            Handler::Plain(id)
        }
    }

    /// A plain handler that is a function.
    fn plain_function(&mut self) -> Handler {
        Handler::Plain(self.plain().id())
    }

    fn handler(&mut self, kind: Kind) -> Handler {
        if kind == Kind::Cors && self.annotates && self.rng.u8(..5) < 3 {
            let policy = self.policy();
            let free = (0..COPIES).map(|copy| policy * COPIES + copy);
            let free = free.into_iter().find(|id| !self.used[*id]);
            if let Some(id) = free {
                self.used[id] = true;
                self.room = self.room.saturating_sub(1);
                return Handler::Annotated(id);
            }
        }
        self.plain()
    }

    /// Methods that the route does not serve yet, as a rule: others are refused.
    fn methods(&mut self, free: &mut Vec<&'static str>) -> Vec<&'static str> {
        if self.one_in(24) {
            return vec!["OPTIONS"];
        }
        let Some(first) = free.pop() else {
            return vec![METHODS[self.rng.usize(..METHODS.len())]];
        };
        match free.pop() {
            Some(second) if self.one_in(8) => vec![first, second],
            Some(second) => {
                free.push(second);
                vec![first]
            }
            None => vec![first],
        }
    }

    fn route(&mut self) -> Route {
        let mut free = METHODS.to_vec();
        self.rng.shuffle(&mut free);
        self.route_of(1, &mut free)
    }

    fn route_of(&mut self, depth: usize, free: &mut Vec<&'static str>) -> Route {
        let begins = self.kind();
        let mut route = Route {
            begins,
            steps: Vec::new(),
        };
        let first = if self.one_in(6) {
            let handler = match self.handler(begins) {
                Handler::Service(id) => Handler::Plain(id),
                handler => handler,
            };
            RouteStep::Any(handler)
        } else {
            RouteStep::On(self.methods(free), self.handler(begins))
        };
        route.steps.push(first);
        for _ in 0..self.rng.usize(..4) {
            let kind = route.kind();
            let step = match self.rng.u8(..20) {
                0..8 if self.room > 0 => RouteStep::On(self.methods(free), self.handler(kind)),
                8..12 if depth > 0 && self.room > 0 => {
                    RouteStep::Merge(self.route_of(depth - 1, free))
                }
                12 => RouteStep::Fallback(self.plain_function()),
                13 => RouteStep::Layer(self.middleware()),
                14 => RouteStep::RouteLayer(self.middleware()),
                15 => match self.default_for(kind) {
                    Some(policy) => RouteStep::Default(policy),
                    None => continue,
                },
                16..19 => match self.kind() {
                    other if other != kind => RouteStep::Into(other),
                    _ => continue,
                },
                19 if self.one_in(3) => RouteStep::WithState,
                _ => continue,
            };
            route.steps.push(step);
        }
        route
    }

    fn service(&mut self, depth: usize) -> Service {
        match self.rng.u8(..4) {
            0 if depth > 0 => Service::Router(self.router(depth - 1)),
            1 => Service::Route(self.route()),
            2 => {
                let policy = self.policy();
                Service::Layered(policy, Handler::Service(self.plain().id()))
            }
            _ => Service::Handler(Handler::Service(self.plain().id())),
        }
    }

    fn path(&mut self) -> &'static str {
        if self.one_in(2) {
            PATHS[0]
        } else {
            PATHS[self.rng.usize(..PATHS.len())]
        }
    }

    fn prefix(&mut self) -> &'static str {
        PREFIXES[self.rng.usize(..PREFIXES.len())]
    }

    fn router(&mut self, depth: usize) -> Router {
        let begins = self.kind();
        let mut router = Router {
            begins,
            steps: Vec::new(),
        };
        for turn in 0..=self.rng.usize(..5) {
            let kind = router.kind();
            let step = match self.rng.u8(..32) {
                _ if turn == 0 && self.rng.u8(..4) > 0 => Step::Route(self.path(), self.route()),
                0..10 if self.room > 0 => Step::Route(self.path(), self.route()),
                10..12 if self.room > 0 && !self.only_seen => {
                    Step::RouteService(self.path(), self.service(depth))
                }
                12..15 if depth > 0 && self.room > 0 => {
                    Step::Nest(self.prefix(), self.router(depth - 1))
                }
                15 if depth > 0 && self.room > 0 && !self.only_seen => {
                    Step::NestService(self.prefix(), self.service(depth))
                }
                16..19 if depth > 0 && self.room > 0 => Step::Merge(self.router(depth - 1)),
                19..21 => Step::Layer(self.middleware()),
                21 => Step::RouteLayer(self.middleware()),
                22 => Step::Fallback(self.plain_function()),
                23 if !self.only_seen => Step::FallbackService(self.service(depth)),
                24..26 => Step::MethodNotAllowedFallback(self.plain_function()),
                26..28 => match self.default_for(kind) {
                    Some(policy) => Step::Default(policy),
                    None => continue,
                },
                28..30 => match self.kind() {
                    other if other != kind => Step::Into(other),
                    _ => continue,
                },
                30 => Step::WithState,
                31 if self.one_in(4) => Step::ResetFallback,
                _ => continue,
            };
            router.steps.push(step);
        }
        router
    }
}
