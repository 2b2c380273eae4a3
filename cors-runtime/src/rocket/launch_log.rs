//! Logs the policies of a Rocket at launch, in the style of Rocket's own list of routes.

use super::route_table::RouteTable;
use crate::Policy;

/// Logs each policy with its method and URI.
pub(super) fn log_policies(route_table: &RouteTable) {
    use yansi::Paint;

    if route_table.default.is_none() && route_table.annotated().next().is_none() {
        return;
    }
    // Rocket's logger prints this target at every log level but `off`, and indents targets that end in `_`.
    log::info!(target: "rocket::launch", "{}{}:", "🌐 ".mask(), "CORS".magenta());
    if let Some(default) = route_table.default {
        log::info!(
            target: "rocket::launch::_",
            "{}: {}", "default".primary(), summary(default),
        );
    }
    let mut routes: Vec<_> = route_table.annotated().collect();
    routes.sort_by_key(|(route, _)| (route.uri.matches('/').count(), &route.uri));
    for (route, policy) in routes {
        let name = route.name.as_deref().unwrap_or_default();
        let summary = if route.has_default {
            "default".to_owned()
        } else {
            summary(policy)
        };
        log::info!(
            target: "rocket::launch::_",
            "{}{}{} {} {}: {}",
            "(".cyan(), name.primary(), ")".cyan(), route.method.green(), route.uri.blue(),
            summary,
        );
    }
}

/// The origins of a policy, `credentials` and `enforce`, in a few words.
pub(super) fn summary(policy: &Policy) -> String {
    if policy.disabled {
        return "`disabled`".to_owned();
    }
    let origins = policy.all_origins();
    let mut words: Vec<String> = origins
        .flat_map(|(origins, _)| origins.descriptions())
        .collect();
    if policy.allows_any_origin() {
        words.push("any origin".to_owned());
    } else if words.is_empty() {
        words.push("no origin".to_owned());
    }
    if policy.credentials() {
        words.push("with credentials".to_owned());
    }
    if policy.enforces() {
        words.push("enforced".to_owned());
    }
    words.join(", ")
}
