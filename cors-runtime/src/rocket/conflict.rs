//! Routes that no preflight can tell apart.

use core::fmt;

use super::route_table::{MountedRoute, RouteTable};

/// Two routes that a preflight cannot tell apart, and whose policies differ.
#[derive(Clone, Copy, Debug)]
pub(super) struct Conflict<'s> {
    first: &'s MountedRoute,
    second: &'s MountedRoute,
}

/// All such pairs, each with the route that Rocket tries first in front.
///
/// A route without a policy is one whose policy lets nobody in. For `GET` and `HEAD` it may stand
/// beside one with a policy: no page can read what it answers, and it changes nothing.
pub(super) fn conflicts(route_table: &RouteTable) -> Vec<Conflict<'_>> {
    let routes = route_table.routes();
    let mut conflicts = Vec::new();
    for (i, first) in routes.iter().enumerate() {
        let differing = routes[i + 1..].iter().filter(|second| {
            let both = first.policy().is_some() && second.policy().is_some();
            // What such a method changes is changed before the page fails to read the answer.
            let unsafe_method = first.method.supports_payload();
            first.policy() != second.policy()
                && (((both || unsafe_method) && first.hides(second))
                    || (unsafe_method && first.may_pass_on(second)))
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
            "{first} and {second} take the same requests, and their policies differ: a preflight \
             shows neither the format of a request nor what the first route forwards, so nobody could \
             tell which policy to ask; give both the same policy, or URIs that no request fits twice"
        )
    }
}
