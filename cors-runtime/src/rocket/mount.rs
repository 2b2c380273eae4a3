//! Routes that no attribute made, such as those of `FileServer`.

use rocket::Route;

use super::{attached_policy::Attachment, handler, sentinel::CorsSentinel};
use crate::Policy;

/// Prepares routes that no attribute made, such as those of `FileServer`, for a default policy with `enforce`.
///
/// `enforce` refuses a request before the route runs, so the policy must wrap the handler of the route.
/// [`routes!`](super::routes!) wraps every route; use this function for routes that are mounted without it. The launch
/// fails for a route that is not wrapped, and the error names it.
///
/// The same applies to a handler of your own that calls the handler of another route: without this function it
/// would run before the policy of the inner route is checked. Other routes are not changed.
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
/// let response = client.get("/static/lib.rs").header(Header::new("origin", "https://evil.example")).dispatch();
/// assert_eq!(response.status(), Status::Forbidden);
/// ```
#[must_use]
pub fn enforceable(routes: impl Into<Vec<Route>>) -> Vec<Route> {
    let routes = routes.into().into_iter();
    routes
        .map(|route| handler::attach_default(route, None))
        .collect()
}

/// Attaches a policy to routes that no attribute made, such as those of `FileServer` or of a handler of your own.
///
/// The routes behave like routes under [`#[cors]`](macro@crate::cors): preflights succeed, `enforce` applies, and
/// the launch log, [`Cors::report`](super::Cors::report) and [`verify`](super::verify()) list them. They need the fairing
/// [`Cors`](super::Cors).
///
/// A route that has a policy already keeps it. For a function with a route attribute, write `#[cors]` on the function
/// instead: the compiler then checks its arguments against the policy, and Rocket checks at launch that the fairing is
/// attached.
///
/// ```
/// use cors_runtime::{Policy, policy, rocket::{Cors, with_policy}};
/// use rocket::{Build, Rocket, fs::FileServer, local::blocking::Client};
/// # use rocket::http::{Header, Status};
///
/// static FONTS: Policy = policy!(origins = any);
///
/// fn app() -> Rocket<Build> {
///     rocket::build()
///         .attach(Cors::fairing())
///         .mount("/fonts", with_policy(&FONTS, FileServer::from("src")))
/// }
///
/// let client = Client::tracked(app()).expect("it launches");
/// let response = client.get("/fonts/lib.rs").header(Header::new("origin", "https://app.example.com")).dispatch();
/// assert_eq!(response.headers().get_one("access-control-allow-origin"), Some("*"));
/// ```
#[must_use]
pub fn with_policy(policy: &'static Policy, routes: impl Into<Vec<Route>>) -> Vec<Route> {
    let routes = routes.into().into_iter();
    routes
        .map(|route| match Attachment::of(&route).own_policy() {
            Some(own) => handler::attach(route, own),
            None => handler::attach(with_sentinel(route), policy),
        })
        .collect()
}

/// Gives a handwritten route the launch checks of [`CorsSentinel`].
///
/// Rocket accepts sentinels from its route attributes only, so the fields move into a generated route. A route that
/// has been generated keeps the sentinels of its own guards.
fn with_sentinel(route: Route) -> Route {
    if is_generated(&route) {
        return route;
    }
    let mut carrier = sentinel_carrier {}.into_route();
    carrier.name = route.name;
    carrier.method = route.method;
    carrier.handler = route.handler;
    carrier.uri = route.uri;
    carrier.rank = route.rank;
    carrier.format = route.format;
    carrier
}

/// True for a route of a route attribute, whose name is that of the function.
fn is_generated(route: &Route) -> bool {
    let is_identifier = |name: &str| {
        name.chars()
            .all(|letter| letter.is_alphanumeric() || letter == '_')
    };
    route.name.as_deref().is_some_and(is_identifier)
}

/// Never called: [`with_sentinel`] replaces the handler.
#[rocket::get("/")]
fn sentinel_carrier(_sentinel: CorsSentinel) {}
