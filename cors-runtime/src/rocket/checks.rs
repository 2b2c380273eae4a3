//! The checks that a Rocket must pass to launch. Each failure is one line of the log.

use core::fmt;

use rocket::{Ignite, Rocket, http::Method};

use super::{
    default_policy::{self, DefaultPolicy},
    launch_log::summary,
    route_table::{MountedRoute, RouteTable},
    state::CorsState,
};
use crate::{diagnostics, route::ENFORCE_NOT_STATED};

/// The reasons not to launch a Rocket, one line each.
pub(super) fn launch_errors(rocket: &Rocket<Ignite>) -> Vec<String> {
    if rocket.state::<CorsState>().is_none() {
        return vec![
            "routes with a policy need the fairing that handles their preflights: write \
             `.attach(cors_runtime::rocket::Cors::fairing())`"
                .to_owned(),
        ];
    }
    let route_table = RouteTable::of(rocket, default_policy::of(rocket));
    let routes = || route_table.routes().iter();
    let mut errors = default_errors(rocket, &route_table);
    errors.extend(routes().filter_map(unenforced_own_policy));
    if let Some(default) = rocket.state::<DefaultPolicy>() {
        errors.extend((default.guards.launch_errors)(&route_table));
    }
    errors.extend(conflicts(&route_table).iter().map(ToString::to_string));
    for policy in route_table.policies() {
        for problem in policy.load_problems() {
            if !errors.contains(&problem) {
                errors.push(problem);
            }
        }
    }
    errors
}

/// Warns about policies that list `OPTIONS` where no route of the user serves it.
pub(super) fn warn_unserved_options(route_table: &RouteTable) {
    let routes = route_table.routes();
    let options = || {
        routes
            .iter()
            .filter(|route| route.method == Method::Options)
    };
    for route in routes {
        if let Some(policy) = route.policy()
            && !options().any(|served| served.pattern.overlaps(&route.pattern))
        {
            diagnostics::warn_unserved_options(policy, &route.uri);
        }
    }
}

/// The reasons not to launch a Rocket with its default policy.
fn default_errors(rocket: &Rocket<Ignite>, route_table: &RouteTable) -> Vec<String> {
    let Some(default) = rocket.state::<DefaultPolicy>() else {
        return Vec::new();
    };
    if let Some(conflicting) = default.conflicting.get() {
        return vec![format!(
            "two functions under `#[cors]` return this Rocket, with different policies ({} and {}), and a Rocket has \
             one default policy: keep `#[cors]` on one of the functions, and put a policy of its own on each route \
             that differs",
            summary(default.policy),
            summary(conflicting),
        )];
    }
    if !default.policy.enforce {
        return Vec::new();
    }
    let routes = route_table.routes().iter();
    routes.filter_map(unenforced_default_policy).collect()
}

/// The error for a route that would lose the `enforce` of the default policy.
fn unenforced_default_policy(route: &MountedRoute) -> Option<String> {
    if !route.part.states_enforce() {
        return Some(format!(
            "{route}: the policy of the whole Rocket has `enforce`, but the policy of this route {ENFORCE_NOT_STATED}"
        ));
    }
    (!route.can_enforce).then(|| {
        format!(
            "{route}: the policy of the whole Rocket has `enforce`, but cannot refuse a request before this route runs: \
             mount the route with `cors_runtime::rocket::routes!` or, if no attribute made it, with \
             `cors_runtime::rocket::enforceable(…)`"
        )
    })
}

/// The error for a route that would lose the `enforce` of its own policy.
fn unenforced_own_policy(route: &MountedRoute) -> Option<String> {
    let is_enforced = route.policy().is_some_and(|policy| policy.enforce);
    (is_enforced && !route.has_default && !route.can_enforce).then(|| {
        format!(
            "{route}: its policy has `enforce`, but another handler wraps the route and would run before a request is \
             refused: mount the route with `cors_runtime::rocket::enforceable(…)`"
        )
    })
}

/// Two routes with different policies that a preflight cannot distinguish.
#[derive(Clone, Copy, Debug)]
struct Conflict<'t> {
    first: &'t MountedRoute,
    second: &'t MountedRoute,
}

/// All conflicts. `first` is the route that Rocket tries first.
///
/// A route without a policy conflicts like one that allows no origin. For `GET` and `HEAD` it does not
/// conflict: no page can read its response, and it changes nothing on the server.
fn conflicts(route_table: &RouteTable) -> Vec<Conflict<'_>> {
    let routes = route_table.routes();
    let mut conflicts = Vec::new();
    for (i, first) in routes.iter().enumerate() {
        let differing = routes[i + 1..].iter().filter(|second| {
            let have_policies = first.policy().is_some() && second.policy().is_some();
            // An unsafe method takes effect even if the page cannot read the response.
            let is_unsafe = first.method.supports_payload();
            first.policy() != second.policy()
                && (((have_policies || is_unsafe) && first.hides(second))
                    || (is_unsafe && first.may_forward_to(second)))
        });
        conflicts.extend(differing.map(|second| Conflict { first, second }));
    }
    conflicts
}

impl fmt::Display for Conflict<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { first, second } = self;
        write!(
            f,
            "{first} and {second} match the same requests, and their policies differ: a preflight shows neither the \
             `format` of the request that follows nor if the first route will forward it, so either policy could \
             apply; give both routes the same policy, or URIs that never match the same request"
        )
    }
}
