//! All routes of a Rocket, each with its policy.

use core::fmt;
use std::{collections::BTreeMap, sync::Arc};

use rocket::{Phase, Request, Rocket, Route, http::Method};

use super::{
    default,
    handler::{Kept, kept},
    pattern::Pattern,
    preflight,
};
use crate::{
    Policy,
    decision::requested_method,
    methods::MethodSet,
    path::{Part, Path, Serves},
    report::{Entry, Report},
};

/// The routes in the order in which Rocket tries those of one method.
#[derive(Debug)]
pub(super) struct Surface {
    routes: Vec<Served>,
    /// The places of the routes with a policy, by the address of the route: a launched Rocket neither
    /// moves its routes nor adds any.
    annotated: Vec<(usize, usize)>,
    /// The policy of the routes that have none of their own, and of what no route answers.
    pub(super) default: Option<&'static Policy>,
    /// What the routes at these places are answered with: to make it on each preflight would take as
    /// long as all the rest of it.
    paths: BTreeMap<Vec<usize>, Arc<Path>>,
}

/// A route, and what is known of it.
#[derive(Debug)]
pub(super) struct Served {
    pub(super) name: Option<String>,
    pub(super) method: Method,
    /// The URI as Rocket's log shows it.
    pub(super) uri: String,
    pub(super) pattern: Pattern,
    has_format: bool,
    /// The method it serves, and its policy, be it its own or the default.
    pub(super) part: Part,
    pub(super) has_default: bool,
    /// Whether a policy can refuse requests before it runs.
    pub(super) is_behind: bool,
}

impl Served {
    fn of(route: &Route, default: Option<&'static Policy>) -> Self {
        let kept = kept(route);
        let own = match kept {
            Kept::Own(policy) => Some(policy),
            Kept::Plain | Kept::Nothing => None,
        };
        let methods = MethodSet::of(route.method.as_str());
        let mut part = Part::new(Serves::Methods(methods), own);
        if let Some(default) = default {
            part.fill(default);
        }
        Self {
            name: route.name.as_deref().map(ToOwned::to_owned),
            method: route.method,
            uri: route.uri.to_string(),
            pattern: Pattern::of(route),
            has_format: route.format.is_some(),
            part,
            has_default: own.is_none() && default.is_some(),
            is_behind: !matches!(kept, Kept::Nothing),
        }
    }

    pub(super) fn policy(&self) -> Option<&'static Policy> {
        self.part.policy
    }

    fn methods(&self) -> MethodSet {
        MethodSet::of(self.method.as_str())
    }

    /// Whether a request that a preflight asked this route for may be run by the other one, which
    /// Rocket tries later: by its `format`, or by what this route makes of its URI.
    pub(super) fn may_pass_on(&self, later: &Self) -> bool {
        self.method == later.method
            && (self.has_format || self.pattern.is_picky())
            && self.pattern.overlaps(&later.pattern)
    }

    /// Whether nothing in a preflight tells requests that reach this route from requests that were
    /// meant for the other, which Rocket tries later.
    pub(super) fn hides(&self, later: &Self) -> bool {
        self.method == later.method && self.pattern.covers(&later.pattern)
    }
}

impl Surface {
    pub(super) fn of<P: Phase>(rocket: &Rocket<P>) -> Self {
        let default = default::of(rocket);
        let mut routes: Vec<_> = rocket
            .routes()
            .filter(|route| !preflight::is_own(route))
            .map(|route| (address(route), Served::of(route, default)))
            .collect();
        // Rocket keeps the methods in no order, and a log and a report need one.
        routes.sort_by_key(|(_, route)| route.method.as_str());
        let (addresses, routes): (Vec<_>, Vec<_>) = routes.into_iter().unzip();
        let places = addresses.into_iter().zip(0..);
        let mut annotated: Vec<_> = places
            .filter(|&(_, place): &(usize, usize)| routes[place].policy().is_some())
            .collect();
        annotated.sort_unstable();
        let mut surface = Self {
            routes,
            annotated,
            default,
            paths: BTreeMap::new(),
        };
        surface.paths = surface.known_paths();
        surface
    }

    /// The paths of the URIs that reach a route together with those that cover it, and of those that
    /// reach none. Where routes overlap otherwise, the path is made when it is asked for.
    fn known_paths(&self) -> BTreeMap<Vec<usize>, Arc<Path>> {
        let matching = |asked: &Served| {
            let places = self.routes.iter().enumerate();
            places
                .filter(|(_, route)| route.pattern.covers(&asked.pattern))
                .map(|(place, _)| place)
                .collect::<Vec<_>>()
        };
        self.routes
            .iter()
            .map(matching)
            .chain([Vec::new()])
            .filter_map(|places| {
                let path = self.path_of(&places)?;
                Some((places, Arc::new(path)))
            })
            .collect()
    }

    pub(super) fn routes(&self) -> &[Served] {
        &self.routes
    }

    pub(super) fn annotated(&self) -> impl Iterator<Item = (&Served, &'static Policy)> {
        self.routes
            .iter()
            .filter_map(|route| Some((route, route.policy()?)))
    }

    /// Every policy once, the default included.
    pub(super) fn policies(&self) -> Vec<&'static Policy> {
        let mut policies: Vec<&'static Policy> = Vec::new();
        let routes = self.routes.iter().filter_map(Served::policy);
        for policy in routes.chain(self.default) {
            if !policies.iter().any(|known| core::ptr::eq(*known, policy)) {
                policies.push(policy);
            }
        }
        policies
    }

    /// The policy of the route Rocket tried last; the default if there was none.
    ///
    /// `None`, too, if the answer is that to a preflight, which has its headers.
    pub(super) fn policy_of(&self, request: &Request<'_>) -> Option<&'static Policy> {
        let Some(route) = request.route() else {
            return self.default;
        };
        if preflight::is_own(route) {
            return self.default.filter(|_| requested_method(request).is_none());
        }
        let place = self
            .annotated
            .binary_search_by_key(&address(route), |&(address, _)| address)
            .ok()?;
        self.routes[self.annotated[place].1].policy()
    }

    /// The routes that requests with this URI reach, one a method; `None` if neither they nor what
    /// nothing serves has a policy.
    pub(super) fn path(&self, request: &Request<'_>) -> Option<Arc<Path>> {
        let places = self.routes.iter().enumerate();
        let places: Vec<usize> = places
            .filter(|(_, route)| route.pattern.matches(request))
            .map(|(place, _)| place)
            .collect();
        match self.paths.get(&places) {
            Some(path) => Some(Arc::clone(path)),
            None => self.path_of(&places).map(Arc::new),
        }
    }

    /// The same for the routes at these places.
    fn path_of(&self, places: &[usize]) -> Option<Path> {
        let matching: Vec<&Served> = places.iter().map(|&place| &self.routes[place]).collect();
        // Most URIs that are asked for in vain match no policy at all.
        if self.default.is_none() && matching.iter().all(|route| route.policy().is_none()) {
            return None;
        }
        let mut served = MethodSet::EMPTY;
        let mut parts = Vec::with_capacity(matching.len());
        for (i, first) in matching.iter().enumerate() {
            let methods = first.methods();
            if served.intersects(methods) {
                continue;
            }
            served = served.or(methods);
            let policy = if first.part.disabled {
                None
            } else {
                first.policy().or_else(|| behind(first, &matching[i + 1..]))
            };
            parts.push(Part::new(Serves::Methods(methods), policy));
        }
        if let Some(default) = self.default {
            parts.push(Part::new(Serves::Unserved, Some(default)));
        }
        parts
            .iter()
            .any(|part| part.policy.is_some())
            .then(|| Path::new(parts, false))
    }

    /// The route a preflight asks for or, if it is none, one with a policy on the same URL.
    pub(super) fn asked(&self, request: &Request<'_>) -> Option<&Served> {
        let method = requested_method(request)?;
        let mut matching = self
            .routes
            .iter()
            .filter(|route| route.pattern.matches(request));
        let first = |method: &str| {
            let mut serving = matching.clone();
            serving.find(|route| route.method.as_str() == method)
        };
        first(method)
            .or_else(|| (method == "HEAD").then(|| first("GET"))?)
            .or_else(|| matching.find(|route| route.part.policy.is_some()))
    }

    /// Whether a request with this URI can reach a route.
    pub(super) fn serves(&self, request: &Request<'_>) -> bool {
        self.routes
            .iter()
            .any(|route| route.pattern.matches(request))
    }

    /// Whether the user answers `OPTIONS` for this URI.
    pub(super) fn has_options(&self, request: &Request<'_>) -> bool {
        self.routes
            .iter()
            .any(|route| route.method == Method::Options && route.pattern.matches(request))
    }
}

impl Surface {
    /// What a report says of the routes.
    pub(super) fn report(&self) -> Report {
        let mut uris: BTreeMap<&str, Vec<Part>> = BTreeMap::new();
        let mut conflicting = Vec::new();
        for route in &self.routes {
            let part = route.part;
            let parts = uris.entry(&route.uri).or_default();
            match parts.iter_mut().find(|other| other.serves == part.serves) {
                None => parts.push(part),
                Some(other) if other.policy == part.policy || part.policy.is_none() => {}
                // The one of both that preflights find.
                Some(other) if other.policy.is_none() => *other = part,
                // Rocket refuses to launch it, and a report may be asked for before.
                Some(_) => conflicting.push((&route.uri, part)),
            }
        }
        let told = uris
            .into_iter()
            .flat_map(|(uri, parts)| Entry::of_path(uri, &Path::new(parts, false)));
        let conflicting = conflicting
            .into_iter()
            .flat_map(|(uri, part)| Entry::of_path(uri, &Path::new(vec![part], false)));
        Report::of(told.chain(conflicting))
    }
}

/// The policy of a route that one without a policy hides from preflights. That is allowed for safe
/// methods alone, by `conflict`.
fn behind(plain: &Served, later: &[&Served]) -> Option<&'static Policy> {
    later
        .iter()
        .filter(|route| plain.hides(route))
        .find_map(|route| route.policy())
}

impl fmt::Display for Served {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ", self.method, self.uri)?;
        match &self.name {
            Some(name) => write!(f, "(`{name}`)"),
            None => f.write_str("(a route without a name)"),
        }
    }
}

fn address(route: &Route) -> usize {
    core::ptr::from_ref(route).addr()
}
