//! A policy for every route of a Rocket that has none of its own.

use std::sync::OnceLock;

use rocket::{Build, Phase, Rocket, Route};

use super::{
    fairing::CorsOfDefault,
    handler, launch,
    route_table::{MountedRoute, RouteTable},
};
use crate::{Policy, route::ENFORCE_NOT_STATED};

/// What a function under [`#[cors]`](macro@crate::cors) may return to give a policy to all of it.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a policy cannot be the default for `{Self}`",
    label = "no `Rocket<Build>`",
    note = "`#[cors]` stands on routes, and on functions that return `Rocket<Build>`: a Rocket that is ignited has all its routes and fairings"
)]
pub trait Routes: Sized {
    #[must_use]
    fn with_default(self, policy: &'static Policy) -> Self;
}

#[diagnostic::do_not_recommend]
impl Routes for Rocket<Build> {
    fn with_default(self, policy: &'static Policy) -> Self {
        let rocket = match self.state::<Default>() {
            Some(first) => {
                // A policy inside wins, so there is nothing left for an outer `disabled`.
                if first.policy != policy && !policy.disabled {
                    first.other.get_or_init(|| policy);
                }
                self
            }
            None => self.manage(Default {
                policy,
                other: OnceLock::new(),
            }),
        };
        if policy.disabled {
            return rocket;
        }
        // One of its own: the user's may have been attached before, and its place has a meaning.
        rocket.attach(CorsOfDefault)
    }
}

/// What a Rocket keeps of its default.
struct Default {
    policy: &'static Policy,
    /// That of another function, which has no place left: nobody could tell whose routes are whose.
    other: OnceLock<&'static Policy>,
}

/// The default of a Rocket, if it has one that is not `disabled`.
pub(super) fn of<P: Phase>(rocket: &Rocket<P>) -> Option<&'static Policy> {
    let policy = rocket.state::<Default>()?.policy;
    (!policy.disabled).then_some(policy)
}

/// Why a Rocket must not be launched with its default: a line each.
pub(super) fn obstacles<P: Phase>(rocket: &Rocket<P>, route_table: &RouteTable) -> Vec<String> {
    let Some(Default { policy, other }) = rocket.state() else {
        return Vec::new();
    };
    if let Some(other) = other.get() {
        return vec![format!(
            "two functions under `#[cors]` made this Rocket, with different policies ({} and {}), \
             and its routes can have one default: keep `#[cors]` on one of the two, and give the \
             routes that differ a policy of their own",
            launch::who(policy),
            launch::who(other),
        )];
    }
    if !policy.enforce {
        return Vec::new();
    }
    route_table.routes().iter().filter_map(unenforced).collect()
}

/// How a route would lose the `enforce` of the default.
fn unenforced(route: &MountedRoute) -> Option<String> {
    if !route.part.states_enforce() {
        return Some(format!(
            "{route}: the policy of the whole Rocket {ENFORCE_NOT_STATED}"
        ));
    }
    (!route.is_behind).then(|| {
        format!(
            "{route}: the policy of the whole Rocket is enforced, and nothing can refuse a request \
             before this route runs: mount it by `cors_runtime::rocket::routes!` or, if no attribute \
             made it, `cors_runtime::rocket::enforceable(…)`"
        )
    })
}

/// How a route would lose the `enforce` of its own policy.
pub(super) fn unenforced_own(route: &MountedRoute) -> Option<String> {
    let is_enforced = route.policy().is_some_and(|policy| policy.enforce);
    (is_enforced && !route.has_default && !route.is_behind).then(|| {
        format!(
            "{route}: its policy is enforced, and its handler is inside another one, which would run \
             before a request is refused: mount it by `cors_runtime::rocket::enforceable(…)`"
        )
    })
}

/// Makes routes that no attribute made, such as those of `FileServer`, ready for a policy of the whole
/// Rocket that has `enforce`.
///
/// Such a policy refuses requests before a route runs, so it has to stand before the route.
/// [`routes!`](super::routes!) sees to that; what is mounted by other means goes through here, or
/// Rocket refuses to launch and names it. The same goes for a handler of your own that calls that of
/// another route, and has its policy: it would run before what it calls is refused. For all other
/// routes nothing changes.
///
/// ```
/// use cors_runtime::{cors, rocket::enforceable};
/// use rocket::{Build, Rocket, fs::FileServer, local::blocking::Client};
/// # use rocket::http::{Header, Status};
///
/// #[cors(origins = ["https://app.example.com"], enforce)]
/// fn app() -> Rocket<Build> {
///     rocket::build().mount("/static", enforceable(FileServer::from("src")))
/// }
///
/// let client = Client::tracked(app()).expect("it launches");
/// let answer = client.get("/static/lib.rs").header(Header::new("origin", "https://evil.example")).dispatch();
/// assert_eq!(answer.status(), Status::Forbidden);
/// ```
#[must_use]
pub fn enforceable(routes: impl Into<Vec<Route>>) -> Vec<Route> {
    let routes = routes.into().into_iter();
    routes
        .map(|route| handler::keep_plain(route, None))
        .collect()
}
