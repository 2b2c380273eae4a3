//! From the first route that is mounted to the last line of the launch log.

use std::sync::OnceLock;

use rocket::{Build, Ignite, Orbit, Rocket};

use super::{conflict::conflicts, default, guards, preflight, surface::Surface};
use crate::Policy;

/// What the fairing keeps in a Rocket: its routes, known once it is launched.
struct Launch(OnceLock<Surface>);

/// Mounts the answer to preflights.
pub(super) fn prepare(rocket: Rocket<Build>) -> Rocket<Build> {
    if rocket.state::<Launch>().is_some() {
        return rocket;
    }
    rocket
        .manage(Launch(OnceLock::new()))
        .mount("/", vec![preflight::route()])
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
    let surface = Surface::of(rocket);
    let mut obstacles = default::obstacles(rocket, &surface);
    obstacles.extend(guards::obstacles(&surface));
    obstacles.extend(conflicts(&surface).iter().map(ToString::to_string));
    for policy in surface.policies() {
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
    let surface = launch.0.get_or_init(|| Surface::of(rocket));
    log_surface(surface);
    guards::warn(surface);
}

/// The routes of a launched Rocket; `None` where the fairing is missing.
#[inline]
pub(super) fn surface(rocket: &Rocket<Orbit>) -> Option<&Surface> {
    rocket.state::<Launch>()?.0.get()
}

/// In the style of Rocket's own list of routes, which stands above it.
fn log_surface(surface: &Surface) {
    use yansi::Paint;

    if surface.default.is_none() && surface.annotated().next().is_none() {
        return;
    }
    // Rocket's logger prints this target whatever the level, and indents what ends in `_`.
    log::info!(target: "rocket::launch", "{}{}:", "🌐 ".mask(), "CORS".magenta());
    if let Some(default) = surface.default {
        log::info!(
            target: "rocket::launch::_",
            "{}: {}", "default".primary(), who(default),
        );
    }
    let mut routes: Vec<_> = surface.annotated().collect();
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
    let mut words: Vec<String> = policy.origins.told().collect();
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
