//! All routes of a Rocket, each with its policy.

use core::fmt;
use std::{collections::BTreeMap, sync::Arc};

use rocket::{Phase, Request, Rocket, Route, http::Method};

use super::{
    default,
    handler::{AttachedPolicy, attached_policy},
    headers::Head,
    pattern::{Pattern, Target},
    preflight,
};
use crate::{
    Policy,
    decision::requested_method,
    extractors::Extractors,
    policy::MethodSet,
    report::{Entry, Report},
    route::{MethodHandler, RoutePolicies, ServedMethods},
};

/// The routes in the order in which Rocket tries those of one method.
#[derive(Debug)]
pub(super) struct RouteTable {
    routes: Vec<MountedRoute>,
    /// The policies of the routes with one, by the address of the route: a launched Rocket neither
    /// moves its routes nor adds any.
    policies: Vec<(usize, &'static Policy)>,
    /// The policy of the routes that have none of their own, and of what no route answers.
    pub(super) default: Option<&'static Policy>,
    paths: Paths,
}

/// What preflights are answered with: to make it for each of them would take as long as all the rest.
#[derive(Debug, Default)]
struct Paths {
    /// Every pattern once.
    uris: Vec<Uri>,
    /// Where several patterns match: by the places of their routes.
    shared: BTreeMap<Vec<usize>, Arc<RoutePolicies>>,
    /// Where none does.
    nowhere: Option<Arc<RoutePolicies>>,
}

/// The routes of one pattern.
#[derive(Debug)]
struct Uri {
    pattern: Pattern,
    places: Vec<usize>,
    /// Where no other pattern matches.
    alone: Option<Arc<RoutePolicies>>,
}

/// A route, and what is known of it.
#[derive(Debug)]
pub(super) struct MountedRoute {
    pub(super) name: Option<String>,
    pub(super) method: Method,
    /// The URI as Rocket's log shows it.
    pub(super) uri: String,
    pub(super) pattern: Pattern,
    /// The media type that it takes or, by its method, answers with.
    pub(super) format: Option<String>,
    /// The guards of a route without a policy of its own, if they are known.
    pub(super) guards: Option<Extractors>,
    /// The method it serves, and its policy, be it its own or the default.
    pub(super) part: MethodHandler,
    pub(super) has_default: bool,
    /// True if a policy can refuse requests before it runs.
    pub(super) is_behind: bool,
}

impl MountedRoute {
    fn of(route: &Route, default: Option<&'static Policy>) -> Self {
        let kept = attached_policy(route);
        let own = match kept.policy {
            AttachedPolicy::Own(policy) => Some(policy),
            AttachedPolicy::Plain(_) | AttachedPolicy::Nothing => None,
        };
        let guards = match kept.policy {
            AttachedPolicy::Plain(guards) => guards,
            AttachedPolicy::Own(_) | AttachedPolicy::Nothing => None,
        };
        let methods = MethodSet::of(route.method.as_str());
        let mut part = MethodHandler::new(ServedMethods::Methods(methods), own);
        if let Some(default) = default {
            part.fill(default);
        }
        Self {
            name: route.name.as_deref().map(ToOwned::to_owned),
            method: route.method,
            uri: route.uri.to_string(),
            pattern: Pattern::of(route),
            format: route.format.as_ref().map(ToString::to_string),
            guards,
            part,
            has_default: own.is_none() && default.is_some(),
            is_behind: kept.is_in_front,
        }
    }

    pub(super) fn policy(&self) -> Option<&'static Policy> {
        self.part.policy
    }

    fn methods(&self) -> MethodSet {
        MethodSet::of(self.method.as_str())
    }

    /// True if a request that a preflight asked this route for may be run by the other one, which
    /// Rocket tries later: by its `format`, or by what this route makes of its URI.
    pub(super) fn may_pass_on(&self, later: &Self) -> bool {
        self.method == later.method
            && (self.format.is_some() || self.pattern.is_picky())
            && self.pattern.overlaps(&later.pattern)
    }

    /// True if nothing in a preflight tells requests that reach this route from requests that were
    /// meant for the other, which Rocket tries later.
    pub(super) fn hides(&self, later: &Self) -> bool {
        self.method == later.method && self.pattern.covers(&later.pattern)
    }
}

impl RouteTable {
    pub(super) fn of<P: Phase>(rocket: &Rocket<P>) -> Self {
        let default = default::of(rocket);
        let mut routes: Vec<_> = rocket
            .routes()
            .filter(|route| !preflight::is_own(route))
            .map(|route| (address(route), MountedRoute::of(route, default)))
            .collect();
        // Rocket keeps the methods in no order, and a log and a report need one.
        routes.sort_by_key(|(_, route)| route.method.as_str());
        let mut policies: Vec<_> = routes
            .iter()
            .filter_map(|(address, route)| Some((*address, route.policy()?)))
            .collect();
        policies.sort_unstable_by_key(|&(address, _)| address);
        let routes = routes.into_iter().map(|(_, route)| route).collect();
        let mut route_table = Self {
            routes,
            policies,
            default,
            paths: Paths::default(),
        };
        route_table.paths = route_table.known_paths();
        route_table
    }

    /// The paths of the URIs that reach a route alone, of those that reach it together with those that
    /// cover it, and of those that reach none. Where routes overlap otherwise, the path is made when it
    /// is asked for.
    fn known_paths(&self) -> Paths {
        let mut uris: Vec<Uri> = Vec::new();
        for (place, route) in self.routes.iter().enumerate() {
            match uris.iter_mut().find(|uri| uri.pattern == route.pattern) {
                Some(uri) => uri.places.push(place),
                None => uris.push(Uri {
                    pattern: route.pattern.clone(),
                    places: vec![place],
                    alone: None,
                }),
            }
        }
        let shared = uris
            .iter()
            .filter_map(|asked| {
                let covering = uris.iter().filter(|uri| uri.pattern.covers(&asked.pattern));
                let places = places_of(covering);
                let is_shared = places.len() > asked.places.len();
                let path = is_shared.then(|| self.path_of(&places))??;
                Some((places, Arc::new(path)))
            })
            .collect();
        for uri in &mut uris {
            uri.alone = self.path_of(&uri.places).map(Arc::new);
        }
        Paths {
            uris,
            shared,
            nowhere: self.path_of(&[]).map(Arc::new),
        }
    }

    pub(super) fn routes(&self) -> &[MountedRoute] {
        &self.routes
    }

    pub(super) fn annotated(&self) -> impl Iterator<Item = (&MountedRoute, &'static Policy)> {
        self.routes
            .iter()
            .filter_map(|route| Some((route, route.policy()?)))
    }

    /// Every policy once, the default included.
    pub(super) fn policies(&self) -> Vec<&'static Policy> {
        let mut policies: Vec<&'static Policy> = Vec::new();
        let routes = self.routes.iter().filter_map(MountedRoute::policy);
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
    #[inline]
    pub(super) fn policy_of(&self, request: &Request<'_>) -> Option<&'static Policy> {
        let Some(route) = request.route() else {
            return self.default;
        };
        if preflight::is_own(route) {
            let is_preflight = || requested_method(&Head::of(request)).is_some();
            return self.default.filter(|_| !is_preflight());
        }
        let place = self
            .policies
            .binary_search_by_key(&address(route), |&(address, _)| address)
            .ok()?;
        Some(self.policies[place].1)
    }

    /// The routes that requests with this URI reach, one a method; `None` if neither they nor what
    /// nothing serves has a policy.
    pub(super) fn path(&self, target: &Target<'_>) -> Option<Arc<RoutePolicies>> {
        let uris = self.paths.uris.iter();
        let mut matching = uris.filter(|uri| uri.pattern.matches(target));
        let Some(first) = matching.next() else {
            return self.paths.nowhere.clone();
        };
        let Some(second) = matching.next() else {
            return first.alone.clone();
        };
        let places = places_of([first, second].into_iter().chain(matching));
        match self.paths.shared.get(&places) {
            Some(path) => Some(Arc::clone(path)),
            None => self.path_of(&places).map(Arc::new),
        }
    }

    /// The same for the routes at these places: those that preflights ask, one a method, and then the
    /// others.
    fn path_of(&self, places: &[usize]) -> Option<RoutePolicies> {
        let matching: Vec<&MountedRoute> =
            places.iter().map(|&place| &self.routes[place]).collect();
        // Most URIs that are asked for in vain match no policy at all.
        if self.default.is_none() && matching.iter().all(|route| route.policy().is_none()) {
            return None;
        }
        let mut served = MethodSet::EMPTY;
        let mut parts = Vec::with_capacity(matching.len());
        // No preflight asks them, and what the first ones forward may run them: what a browser remembers
        // for the URL has to be true for them, too.
        let mut later = Vec::new();
        for (i, first) in matching.iter().enumerate() {
            let methods = first.methods();
            if served.intersects(methods) {
                later.push(first.part);
                continue;
            }
            served = served.or(methods);
            let hidden = match first.part.policy {
                None if !first.part.disabled => behind(first, &matching[i + 1..]),
                _ => None,
            };
            if hidden.is_some() {
                later.push(first.part);
            }
            parts.push(MethodHandler {
                policy: hidden.or(first.part.policy),
                ..first.part
            });
        }
        if let Some(default) = self.default {
            parts.push(MethodHandler::new(ServedMethods::Unserved, Some(default)));
        }
        if parts.iter().all(|part| part.policy.is_none()) {
            return None;
        }
        // Of several parts that serve a method, the first is the one its preflights ask.
        parts.append(&mut later);
        Some(RoutePolicies::new(parts, false))
    }

    /// The route a preflight asks for or, if it is none, one with a policy on the same URL.
    pub(super) fn asked(&self, head: &Head<'_, '_>) -> Option<&MountedRoute> {
        let method = requested_method(head)?;
        let target = Target::of(head.request);
        let mut matching = self
            .routes
            .iter()
            .filter(|route| route.pattern.matches(&target));
        let first = |method: &str| {
            let mut serving = matching.clone();
            serving.find(|route| route.method.as_str() == method)
        };
        first(method)
            .or_else(|| (method == "HEAD").then(|| first("GET"))?)
            .or_else(|| matching.find(|route| route.part.policy.is_some()))
    }

    /// True if a request with this URI can reach a route.
    pub(super) fn serves(&self, target: &Target<'_>) -> bool {
        self.routes
            .iter()
            .any(|route| route.pattern.matches(target))
    }

    /// True if the user answers `OPTIONS` for this URI.
    pub(super) fn has_options(&self, target: &Target<'_>) -> bool {
        self.routes
            .iter()
            .any(|route| route.method == Method::Options && route.pattern.matches(target))
    }
}

impl RouteTable {
    /// What a report says of the routes.
    pub(super) fn report(&self) -> Report {
        let mut uris: BTreeMap<&str, Vec<MethodHandler>> = BTreeMap::new();
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
            .flat_map(|(uri, parts)| Entry::of_path(uri, &RoutePolicies::new(parts, false)));
        let conflicting = conflicting
            .into_iter()
            .flat_map(|(uri, part)| Entry::of_path(uri, &RoutePolicies::new(vec![part], false)));
        Report::of(told.chain(conflicting))
    }
}

/// The policy of a route that one without a policy hides from preflights. That is allowed for safe
/// methods alone, by `conflict`.
fn behind(plain: &MountedRoute, later: &[&MountedRoute]) -> Option<&'static Policy> {
    later
        .iter()
        .filter(|route| plain.hides(route))
        .find_map(|route| route.policy())
}

impl fmt::Display for MountedRoute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ", self.method, self.uri)?;
        match &self.name {
            Some(name) => write!(f, "(`{name}`)"),
            None => f.write_str("(a route without a name)"),
        }
    }
}

/// The places of the routes of these patterns, in the order in which Rocket tries them.
fn places_of<'u>(uris: impl Iterator<Item = &'u Uri>) -> Vec<usize> {
    let mut places: Vec<usize> = uris.flat_map(|uri| uri.places.iter().copied()).collect();
    places.sort_unstable();
    places
}

fn address(route: &Route) -> usize {
    core::ptr::from_ref(route).addr()
}
