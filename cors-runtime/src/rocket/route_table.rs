//! All routes of a Rocket, each with its policy.

use core::fmt;
use std::{collections::BTreeMap, sync::Arc};

use rocket::{Phase, Rocket, Route, http::Method};

use super::{
    attached_policy::Attachment,
    pattern::{Pattern, RequestUri, is_preflight_route},
};
use crate::{
    Policy,
    extractors::Extractors,
    policy::MethodSet,
    report::{Entry, Report},
    route::{MethodHandler, RoutePolicies, ServedMethods},
};

/// The routes in the order in which Rocket tries those of one method.
#[derive(Debug)]
pub(super) struct RouteTable {
    routes: Vec<MountedRoute>,
    /// The policy of each route that has one, sorted by the address of the route. A launched Rocket does not move
    /// its routes, and adds none.
    policies: Vec<(usize, &'static Policy)>,
    /// The policy of routes without one of their own, and of URIs without a route.
    pub(super) default: Option<&'static Policy>,
    paths: PathCache,
}

/// The policies of every path, computed at launch: computing them takes as long as the rest of a preflight.
#[derive(Debug, Default)]
struct PathCache {
    /// Each pattern once.
    patterns: Vec<PatternRoutes>,
    /// For URIs that match several patterns, by the indices of the matching routes.
    overlapping: BTreeMap<Vec<usize>, Arc<RoutePolicies>>,
    /// For URIs that match no pattern.
    unserved: Option<Arc<RoutePolicies>>,
}

/// The routes of one pattern.
#[derive(Debug)]
struct PatternRoutes {
    pattern: Pattern,
    /// The indices of the routes.
    routes: Vec<usize>,
    /// For URIs that match no other pattern.
    path: Option<Arc<RoutePolicies>>,
}

/// The result of looking up a request by method and URI, without regard to `format` and forwarding.
#[derive(Clone, Copy, Debug)]
pub(super) enum RouteMatch {
    NoRoute,
    WithoutPolicy,
    WithPolicy(&'static Policy),
}

/// A mounted route and its policy.
#[derive(Debug)]
pub(super) struct MountedRoute {
    pub(super) name: Option<String>,
    pub(super) method: Method,
    /// The URI as in Rocket's log.
    pub(super) uri: String,
    pub(super) pattern: Pattern,
    /// The `format` of the request body or, for methods without a body, of the response.
    pub(super) format: Option<String>,
    /// The guards of a route without a policy of its own, where they are known.
    pub(super) guards: Option<Extractors>,
    /// The method of the route and its policy: its own or the default.
    pub(super) part: MethodHandler,
    pub(super) has_default: bool,
    /// True if the policy can refuse requests before the route runs.
    pub(super) can_enforce: bool,
}

impl MountedRoute {
    fn of(route: &Route, default: Option<&'static Policy>) -> Self {
        let attachment = Attachment::of(route);
        let own = attachment.own_policy();
        let methods = MethodSet::of(route.method.as_str());
        let mut part = MethodHandler::new(ServedMethods::Methods(methods), own);
        if let Some(default) = default {
            part.apply_default(default);
        }
        Self {
            name: route.name.as_deref().map(ToOwned::to_owned),
            method: route.method,
            uri: route.uri.to_string(),
            pattern: Pattern::of(route),
            format: route.format.as_ref().map(ToString::to_string),
            guards: attachment.guards(),
            part,
            has_default: own.is_none() && default.is_some(),
            can_enforce: attachment.is_outermost,
        }
    }

    pub(super) fn policy(&self) -> Option<&'static Policy> {
        self.part.policy
    }

    fn methods(&self) -> MethodSet {
        MethodSet::of(self.method.as_str())
    }

    /// True if some requests that match both routes may run the later one, because of their `format` or because this
    /// route forwards them.
    pub(super) fn may_forward_to(&self, later: &Self) -> bool {
        self.method == later.method
            && (self.format.is_some() || self.pattern.may_forward())
            && self.pattern.overlaps(&later.pattern)
    }

    /// True if this route matches every URI of the later one, so that a preflight always finds this route.
    pub(super) fn hides(&self, later: &Self) -> bool {
        self.method == later.method && self.pattern.covers(&later.pattern)
    }
}

impl RouteTable {
    pub(super) fn of<P: Phase>(rocket: &Rocket<P>, default: Option<&'static Policy>) -> Self {
        let mut routes: Vec<_> = rocket
            .routes()
            .filter(|route| !is_preflight_route(route))
            .map(|route| (address(route), MountedRoute::of(route, default)))
            .collect();
        // Rocket returns the methods in arbitrary order. The log and the report need a stable one.
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
            paths: PathCache::default(),
        };
        route_table.paths = route_table.cache_paths();
        route_table
    }

    /// Caches the paths of URIs that match one pattern, of URIs that match a pattern and all patterns covering it, and of
    /// URIs that match none. The path of any other overlap is computed per preflight.
    fn cache_paths(&self) -> PathCache {
        let mut patterns: Vec<PatternRoutes> = Vec::new();
        for (index, route) in self.routes.iter().enumerate() {
            match patterns
                .iter_mut()
                .find(|known| known.pattern == route.pattern)
            {
                Some(known) => known.routes.push(index),
                None => patterns.push(PatternRoutes {
                    pattern: route.pattern.clone(),
                    routes: vec![index],
                    path: None,
                }),
            }
        }
        let overlapping = patterns
            .iter()
            .filter_map(|covered| {
                let covering = patterns
                    .iter()
                    .filter(|other| other.pattern.covers(&covered.pattern));
                let routes = routes_of(covering);
                let is_shared = routes.len() > covered.routes.len();
                let path = is_shared.then(|| self.path_of(&routes))??;
                Some((routes, Arc::new(path)))
            })
            .collect();
        for known in &mut patterns {
            known.path = self.path_of(&known.routes).map(Arc::new);
        }
        PathCache {
            patterns,
            overlapping,
            unserved: self.path_of(&[]).map(Arc::new),
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

    /// The policy of a route of the launched Rocket.
    #[inline]
    pub(super) fn policy_of(&self, route: &Route) -> Option<&'static Policy> {
        let index = self
            .policies
            .binary_search_by_key(&address(route), |&(address, _)| address)
            .ok()?;
        Some(self.policies[index].1)
    }

    /// The policies of the routes that match this URI; `None` if there is no policy for it.
    pub(super) fn path(&self, uri: &RequestUri<'_>) -> Option<Arc<RoutePolicies>> {
        let patterns = self.paths.patterns.iter();
        let mut matching = patterns.filter(|known| known.pattern.matches(uri));
        let Some(first) = matching.next() else {
            return self.paths.unserved.clone();
        };
        let Some(second) = matching.next() else {
            return first.path.clone();
        };
        let routes = routes_of([first, second].into_iter().chain(matching));
        match self.paths.overlapping.get(&routes) {
            Some(path) => Some(Arc::clone(path)),
            None => self.path_of(&routes).map(Arc::new),
        }
    }

    /// The policies of the routes with these indices. The route that preflights find comes first for each method.
    fn path_of(&self, routes: &[usize]) -> Option<RoutePolicies> {
        let matching: Vec<&MountedRoute> =
            routes.iter().map(|&index| &self.routes[index]).collect();
        // Most requests for unknown URIs end here.
        if self.default.is_none() && matching.iter().all(|route| route.policy().is_none()) {
            return None;
        }
        let mut served = MethodSet::EMPTY;
        let mut parts = Vec::with_capacity(matching.len());
        // A preflight does not find these routes, but a request may be forwarded to them. A browser may cache only
        // grants that hold for them too.
        let mut later = Vec::new();
        for (i, first) in matching.iter().enumerate() {
            let methods = first.methods();
            if !served.and(methods).is_empty() {
                later.push(first.part);
                continue;
            }
            served = served.or(methods);
            let hidden = match first.part.policy {
                None => hidden_policy(first, matching[i + 1..].iter().copied()),
                Some(_) => None,
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
        // Of several handlers for a method, a preflight finds the first.
        parts.append(&mut later);
        Some(RoutePolicies::new(parts, false))
    }

    /// The route for a requested method, or else the first route with a policy that matches the URI.
    pub(super) fn requested_route(
        &self,
        method: &str,
        uri: &RequestUri<'_>,
    ) -> Option<&MountedRoute> {
        let mut matching = self
            .routes
            .iter()
            .filter(|route| route.pattern.matches(uri));
        let first = |method: &str| {
            let mut serving = matching.clone();
            serving.find(|route| route.method.as_str() == method)
        };
        first(method)
            .or_else(|| (method == "HEAD").then(|| first("GET"))?)
            .or_else(|| matching.find(|route| route.part.policy.is_some()))
    }

    /// The route that a preflight for this method and URI finds. Allocates nothing.
    pub(super) fn find(&self, method: Method, uri: &RequestUri<'_>) -> RouteMatch {
        let mut serving = self
            .routes
            .iter()
            .filter(|route| route.method == method && route.pattern.matches(uri));
        let Some(first) = serving.next() else {
            // Rocket handles `HEAD` with a route for `GET`, if there is no route for `HEAD`.
            return match method {
                Method::Head => self.find(Method::Get, uri),
                _ => RouteMatch::NoRoute,
            };
        };
        let hidden = || hidden_policy(first, serving);
        match first.policy().or_else(hidden) {
            Some(policy) => RouteMatch::WithPolicy(policy),
            None => RouteMatch::WithoutPolicy,
        }
    }

    /// True if a route matches this URI.
    pub(super) fn serves(&self, uri: &RequestUri<'_>) -> bool {
        self.routes.iter().any(|route| route.pattern.matches(uri))
    }

    /// True if an `OPTIONS` route of the user matches this URI.
    pub(super) fn has_options(&self, uri: &RequestUri<'_>) -> bool {
        self.routes
            .iter()
            .any(|route| route.method == Method::Options && route.pattern.matches(uri))
    }
}

impl RouteTable {
    /// The report of the routes.
    pub(super) fn report(&self) -> Report {
        let mut uris: BTreeMap<&str, Vec<MethodHandler>> = BTreeMap::new();
        let mut conflicting = Vec::new();
        for route in &self.routes {
            let part = route.part;
            let parts = uris.entry(&route.uri).or_default();
            match parts.iter_mut().find(|other| other.serves == part.serves) {
                None => parts.push(part),
                Some(other) if other.policy == part.policy || part.policy.is_none() => {}
                // The one that preflights find.
                Some(other) if other.policy.is_none() => *other = part,
                // The launch will fail, but a report can be made before.
                Some(_) => conflicting.push((&route.uri, part)),
            }
        }
        let entries = uris
            .into_iter()
            .flat_map(|(uri, parts)| Entry::of_path(uri, &RoutePolicies::new(parts, false)));
        let conflicting = conflicting
            .into_iter()
            .flat_map(|(uri, part)| Entry::of_path(uri, &RoutePolicies::new(vec![part], false)));
        Report::of(entries.chain(conflicting))
    }
}

/// The policy of a route that is hidden by a route without a policy. The launch checks allow this for safe methods only.
fn hidden_policy<'t>(
    plain: &MountedRoute,
    later: impl IntoIterator<Item = &'t MountedRoute>,
) -> Option<&'static Policy> {
    let mut hidden = later.into_iter().filter(|route| plain.hides(route));
    (!plain.part.disabled).then(|| hidden.find_map(MountedRoute::policy))?
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

/// The indices of the routes of these patterns, in the order in which Rocket tries them.
fn routes_of<'p>(patterns: impl Iterator<Item = &'p PatternRoutes>) -> Vec<usize> {
    let mut routes: Vec<usize> = patterns
        .flat_map(|pattern| pattern.routes.iter().copied())
        .collect();
    routes.sort_unstable();
    routes
}

fn address(route: &Route) -> usize {
    core::ptr::from_ref(route).addr()
}
