//! A Rocket as data: generated at random, printed as code, and reduced.

use core::fmt::{self, Display, Formatter};

use cors_runtime::rocket::Cors;
use fastrand::Rng;
use rocket::{Build, Config, Rocket, Route, config::LogLevel};

use crate::{
    policies::{POLICIES, PolicyId},
    rocket_routes::{NUMBER, SHAPES, default, number_of_defaults, policy_of, shape},
};

const BASES: [&str; 3] = ["/", "/n", "/x"];

/// A Rocket as data.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Mounted {
    /// A base and the number of a route.
    pub(crate) routes: Vec<(&'static str, usize)>,
    /// Places in the list of defaults: functions under `#[cors]` that the Rocket is handed through, and
    /// how many routes are mounted before.
    pub(crate) defaults: Vec<(usize, usize)>,
    pub(crate) catchers: bool,
}

pub(crate) fn composition(rng: &mut Rng) -> Mounted {
    let policies: Vec<usize> = (0..2 + rng.usize(..2))
        .map(|_| rng.usize(..NUMBER))
        .collect();
    let shapes = SHAPES.len();
    let number = 1 + rng.usize(..7);
    let routes: Vec<_> = (0..number)
        .map(|_| {
            let policy = policies[rng.usize(..policies.len())] / shapes;
            let base = if rng.u8(..4) > 0 {
                BASES[0]
            } else {
                BASES[rng.usize(..BASES.len())]
            };
            (base, policy * shapes + rng.usize(..shapes))
        })
        .collect();
    let defaults = match rng.u8(..12) {
        0..5 => 0,
        11 => 2,
        _ => 1,
    };
    let defaults = (0..defaults).map(|_| (rng.usize(..number_of_defaults()), rng.usize(..=number)));
    Mounted {
        routes,
        defaults: defaults.collect(),
        catchers: rng.bool(),
    }
}

impl Display for Mounted {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("rocket::build()")?;
        for i in 0..=self.routes.len() {
            for (place, _) in self.defaults.iter().filter(|(_, at)| *at == i) {
                write!(
                    f,
                    "\n    // through #[cors({})] fn",
                    POLICIES[default(*place).0].name
                )?;
            }
            if let Some((base, id)) = self.routes.get(i) {
                let shape = shape(*id);
                let policy = policy_of(*id).map_or(String::new(), |policy| {
                    format!("#[cors({})] ", POLICIES[policy].name)
                });
                write!(
                    f,
                    "\n    .mount({base:?}, {policy}#[{}({})] fn {})",
                    shape.method, shape.text, shape.name
                )?;
            }
        }
        if self.catchers {
            f.write_str("\n    .register(\"/\", catchers![default])")?;
        }
        Ok(())
    }
}

#[rocket::catch(default)]
fn caught() -> &'static str {
    "caught"
}

pub(crate) fn build(mounted: &Mounted, all: &[Route]) -> Rocket<Build> {
    let config = Config {
        log_level: LogLevel::Off,
        ..Config::debug_default()
    };
    let mut rocket = rocket::custom(config).attach(Cors::fairing());
    for i in 0..=mounted.routes.len() {
        for (place, _) in mounted.defaults.iter().filter(|(_, at)| *at == i) {
            rocket = default(*place).1(rocket);
        }
        if let Some((base, id)) = mounted.routes.get(i) {
            rocket = rocket.mount(*base, vec![all[*id].clone()]);
        }
    }
    if mounted.catchers {
        rocket = rocket.register("/", rocket::catchers![caught]);
    }
    rocket
}

/// Every Rocket with one part less.
pub(crate) fn smaller(mounted: &Mounted) -> Vec<Mounted> {
    let mut smaller = Vec::new();
    for i in 0..mounted.routes.len() {
        let mut removed = mounted.clone();
        removed.routes.remove(i);
        for (_, at) in &mut removed.defaults {
            *at = (*at).min(removed.routes.len());
        }
        smaller.push(removed);
    }
    for i in 0..mounted.defaults.len() {
        let mut removed = mounted.clone();
        removed.defaults.remove(i);
        smaller.push(removed);
    }
    if mounted.catchers {
        smaller.push(Mounted {
            catchers: false,
            ..mounted.clone()
        });
    }
    smaller
}

impl Mounted {
    /// The policy that the Rocket has: that of the function it was handed through first.
    pub(crate) fn default(&self) -> Option<PolicyId> {
        let first = self.defaults.iter().min_by_key(|(_, at)| at)?;
        Some(default(first.0).0)
    }

    pub(crate) fn has_route_at(&self, path: &str) -> bool {
        let mut routes = self.routes.iter();
        routes.any(|(base, id)| matches(base, shape(*id).uri(), path))
    }

    /// The routes that Rocket may try for a request, read off their URIs.
    pub(crate) fn candidates(&self, method: &str, path: &str) -> Vec<usize> {
        let may_try = |(base, id): &(&'static str, usize)| {
            let serves = shape(*id).method.to_uppercase();
            let serves = serves == method || (method == "HEAD" && serves == "GET");
            (serves && matches(base, shape(*id).uri(), path)).then_some(*id)
        };
        self.routes.iter().filter_map(may_try).collect()
    }
}

fn matches(base: &str, uri: &str, path: &str) -> bool {
    let segments = |path: &'_ str| -> Vec<String> {
        let segments = path.split('/').filter(|segment| !segment.is_empty());
        segments.map(str::to_owned).collect()
    };
    let pattern = [segments(base), segments(uri)].concat();
    let path = segments(path);
    let rest = pattern.iter().position(|segment| segment.ends_with("..>"));
    let fixed = rest.unwrap_or(pattern.len());
    let has_length = if rest.is_some() {
        path.len() >= fixed
    } else {
        path.len() == fixed
    };
    let mut both = pattern[..fixed].iter().zip(&path);
    has_length && both.all(|(wanted, found)| wanted.starts_with('<') || wanted == found)
}
