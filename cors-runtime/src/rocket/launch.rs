//! From the first route that is mounted to the last line of the launch log.

use core::sync::atomic::{AtomicBool, Ordering};
use std::sync::OnceLock;

use rocket::{Build, Ignite, Orbit, Rocket};

use super::{
    conflict::conflicts, default, guards, in_flight, preflight, rewritten::Last,
    route_table::RouteTable,
};
use crate::Policy;

/// What the fairing keeps in a Rocket: its routes, known once it is launched.
struct Launch {
    route_table: OnceLock<RouteTable>,
    /// True if the fairing of the default comes after the one that the user attached, if both are there.
    default_is_last: AtomicBool,
}

/// Mounts the answer to preflights, for the fairing of the default or the user's.
pub(super) fn prepare(rocket: Rocket<Build>, is_of_default: bool) -> Rocket<Build> {
    // Fairings ignite in the order in which they are attached.
    if let Some(launch) = rocket.state::<Launch>() {
        launch
            .default_is_last
            .store(is_of_default, Ordering::Relaxed);
        return rocket;
    }
    rocket
        .manage(Launch {
            route_table: OnceLock::new(),
            default_is_last: AtomicBool::new(is_of_default),
        })
        .mount("/", vec![preflight::route()])
        .attach(Last::Attaches)
}

/// The routes of a launched Rocket, for the last fairing of ours: that is the one which writes headers.
#[inline]
pub(super) fn surface_for(rocket: &Rocket<Orbit>, is_of_default: bool) -> Option<&RouteTable> {
    let launch = rocket.state::<Launch>()?;
    let is_last = launch.default_is_last.load(Ordering::Relaxed) == is_of_default;
    launch.route_table.get().filter(|_| is_last)
}

/// Why a Rocket with policies must not be launched: a line each.
pub(super) fn obstacles(rocket: &Rocket<Ignite>) -> Vec<String> {
    if rocket.state::<Launch>().is_none() {
        return vec![
            "routes with a policy need the fairing that answers their preflights: write \
             `.attach(cors_runtime::rocket::Cors::fairing())`"
                .to_owned(),
        ];
    }
    let route_table = RouteTable::of(rocket);
    let mut obstacles = default::obstacles(rocket, &route_table);
    obstacles.extend(
        route_table
            .routes()
            .iter()
            .filter_map(default::unenforced_own),
    );
    obstacles.extend(guards::obstacles(&route_table));
    obstacles.extend(conflicts(&route_table).iter().map(ToString::to_string));
    for policy in route_table.policies() {
        if let Err(error) = policy.load() {
            for problem in error.problems().iter().map(ToString::to_string) {
                if !obstacles.contains(&problem) {
                    obstacles.push(problem);
                }
            }
        }
    }
    obstacles
}

/// Looks at the routes a last time, and says whom they let in.
pub(super) fn launched(rocket: &Rocket<Orbit>) {
    let Some(launch) = rocket.state::<Launch>() else {
        return;
    };
    let mut is_new = false;
    let route_table = launch.route_table.get_or_init(|| {
        is_new = true;
        RouteTable::of(rocket)
    });
    if is_new {
        in_flight::prepare();
        log_surface(route_table);
        guards::warn(route_table);
    }
}

/// The routes of a launched Rocket; `None` where the fairing is missing.
#[inline]
pub(super) fn route_table(rocket: &Rocket<Orbit>) -> Option<&RouteTable> {
    rocket.state::<Launch>()?.route_table.get()
}

/// In the style of Rocket's own list of routes, which stands above it.
fn log_surface(route_table: &RouteTable) {
    use yansi::Paint;

    if route_table.default.is_none() && route_table.annotated().next().is_none() {
        return;
    }
    // Rocket's logger prints this target whatever the level, and indents what ends in `_`.
    log::info!(target: "rocket::launch", "{}{}:", "🌐 ".mask(), "CORS".magenta());
    if let Some(default) = route_table.default {
        log::info!(
            target: "rocket::launch::_",
            "{}: {}", "default".primary(), who(default),
        );
    }
    let mut routes: Vec<_> = route_table.annotated().collect();
    routes.sort_by_key(|(route, _)| (route.uri.matches('/').count(), &route.uri));
    for (route, policy) in routes {
        let name = route.name.as_deref().unwrap_or_default();
        let who = if route.has_default {
            "default".to_owned()
        } else {
            who(policy)
        };
        log::info!(
            target: "rocket::launch::_",
            "{}{}{} {} {}: {}",
            "(".cyan(), name.primary(), ")".cyan(), route.method.green(), route.uri.blue(),
            who,
        );
    }
}

/// Whom a policy lets in, in a few words.
pub(super) fn who(policy: &Policy) -> String {
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
        words.push("nobody".to_owned());
    }
    if policy.credentials() {
        words.push("with credentials".to_owned());
    }
    if policy.enforces() {
        words.push("enforced".to_owned());
    }
    words.join(", ")
}
