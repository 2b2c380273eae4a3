//! Random plans.

use fastrand::Rng;

use crate::plan::{Call, Handler, Method, Route, Step};

const PATHS: [&str; 12] = [
    "/",
    "/a",
    "/a/",
    "/a/b",
    "/b",
    "/{x}",
    "/a/{x}",
    "/{x}/b",
    "/{*rest}",
    "/a/{*rest}",
    "/:old",
    "",
];
const PREFIXES: [&str; 8] = ["/", "/a", "/a/b", "/n", "/{p}", "", "/{*rest}", "n"];

pub fn plan(seed: u64) -> Vec<Step> {
    let mut rng = Rng::with_seed(seed);
    let policies = rng.bool();
    Generator {
        rng,
        policies,
        next: 0,
    }
    .steps(2)
}

struct Generator {
    rng: Rng,
    policies: bool,
    next: u8,
}

impl Generator {
    fn steps(&mut self, depth: u8) -> Vec<Step> {
        (0..self.rng.usize(1..7))
            .map(|_| self.step(depth))
            .collect()
    }

    fn step(&mut self, depth: u8) -> Step {
        match self.rng.u8(0..24) {
            0..10 => Step::Route {
                path: self.path(),
                route: self.route(),
            },
            10 => Step::RouteService {
                path: self.path(),
                id: self.id(),
            },
            11..14 if depth > 0 => Step::Nest {
                prefix: self.prefix(),
                inner: self.steps(depth - 1),
            },
            14 => Step::NestService {
                prefix: self.prefix(),
                id: self.id(),
            },
            15..17 if depth > 0 => Step::Merge(self.steps(depth - 1)),
            17 | 11..14 => Step::Layer(self.id()),
            18 | 15..17 => Step::RouteLayer(self.id()),
            19 => Step::Fallback(self.id()),
            20 => Step::FallbackService(self.id()),
            21 => Step::MethodNotAllowedFallback(self.id()),
            22 => Step::ResetFallback,
            _ => Step::WithoutV07Checks,
        }
    }

    fn route(&mut self) -> Route {
        let first = (self.method(), self.handler());
        let calls = (0..self.rng.usize(0..4)).map(|_| self.call()).collect();
        Route { first, calls }
    }

    fn call(&mut self) -> Call {
        match self.rng.u8(0..10) {
            0..4 => Call::Method(self.method(), self.handler()),
            4 => Call::Service(self.method(), self.id()),
            5 => Call::Merge(self.method(), self.handler()),
            6 | 7 => Call::Layer(self.id()),
            8 => Call::RouteLayer(self.id()),
            _ => Call::Fallback(self.id()),
        }
    }

    fn handler(&mut self) -> Handler {
        if self.policies && self.rng.bool() {
            Handler::Annotated(self.rng.u8(0..3))
        } else {
            Handler::Plain(self.id())
        }
    }

    fn method(&mut self) -> Method {
        let all = [
            Method::Any,
            Method::Get,
            Method::Get,
            Method::Get,
            Method::Head,
            Method::Post,
            Method::Post,
            Method::Put,
            Method::Patch,
            Method::Delete,
            Method::Options,
        ];
        *self.rng.choice(&all).expect("some")
    }

    fn path(&mut self) -> &'static str {
        // The last ones are refused by both, so they are rare.
        let end = if self.rng.u8(0..30) == 0 {
            PATHS.len()
        } else {
            PATHS.len() - 2
        };
        PATHS[self.rng.usize(0..end)]
    }

    fn prefix(&mut self) -> &'static str {
        let end = if self.rng.u8(0..15) == 0 {
            PREFIXES.len()
        } else {
            PREFIXES.len() - 3
        };
        PREFIXES[self.rng.usize(0..end)]
    }

    fn id(&mut self) -> u8 {
        self.next = self.next.wrapping_add(1);
        self.next
    }
}
