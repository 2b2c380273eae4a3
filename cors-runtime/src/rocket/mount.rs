//! Routes that no attribute made, such as those of `FileServer`.

use rocket::Route;

use super::handler;

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
