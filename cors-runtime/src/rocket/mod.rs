//! CORS for Rocket 0.5.
//!
//! Write [`#[cors]`](macro@crate::cors) above the route attribute, and attach the fairing [`Cors`]:
//!
//! ```
//! use cors_runtime::{cors, rocket::{Cors, routes}};
//! use rocket::{Build, Rocket, get};
//!
//! #[cors(origins = ["https://app.example.com"], credentials, max_age = 86400)]
//! #[get("/users/<id>")]
//! fn user(id: u32) -> String { format!("user {id}") }
//!
//! /// A plain route has no CORS.
//! #[get("/health")]
//! fn health() -> &'static str { "ok" }
//!
//! fn rocket() -> Rocket<Build> {
//!     rocket::build().attach(Cors::fairing()).mount("/", routes![user, health])
//! }
//! ```
//!
//! * Import [`routes!`](routes!) from this module. It accepts annotated routes as well as plain ones; Rocket's own
//!   `routes!` does not compile with an annotated route.
//! * Attach [`Cors::fairing()`]. It responds to preflights, and writes the headers on every response of a route with a
//!   policy, including errors of its guards and responses of catchers. Without it, the launch fails.
//! * Call [`verify()`](verify()) in a test to check that other fairings do not break CORS.
//! * Use [`with_policy()`] for routes that no attribute made, such as those of `FileServer`.
//!
//! # A policy for the whole Rocket
//!
//! On a function that returns `Rocket<Build>`, or above `#[launch]`, the attribute sets the *default policy*. It
//! applies to every route without a policy of its own. Policies are not merged, and `#[cors(disabled)]` excludes a
//! route:
//!
//! ```
//! use cors_runtime::{cors, rocket::routes};
//! use rocket::{Build, Rocket, fs::FileServer, get, local::blocking::Client};
//! # use rocket::http::{Header, Status};
//!
//! #[get("/users")]
//! fn list() -> &'static str { "…" }
//!
//! #[cors(disabled)]
//! #[get("/metrics")]
//! fn metrics() -> &'static str { "…" }
//!
//! #[cors(origins = ["https://app.example.com"], credentials)]
//! fn app() -> Rocket<Build> {
//!     rocket::build()
//!         .mount("/", routes![list, metrics])
//!         .mount("/static", FileServer::from("src"))
//! }
//!
//! let client = Client::tracked(app()).expect("it launches");
//! for (uri, allowed) in [("/users", true), ("/static/lib.rs", true), ("/unknown", true), ("/metrics", false)] {
//!     let response = client.get(uri).header(Header::new("origin", "https://app.example.com")).dispatch();
//!     assert_eq!(response.headers().contains("access-control-allow-origin"), allowed, "{uri}");
//! }
//! ```
//!
//! * The function attaches the fairing after all others. If a fairing [rewrites
//!   requests](#fairings-that-rewrite-requests), attach [`Cors::fairing()`] yourself as well, before that fairing.
//! * The default policy also applies to routes that the caller of the function mounts. If two functions set different
//!   policies for the same Rocket, the launch fails.
//! * The launch checks the routes against the default policy, as the compiler checks an annotated route: cookies need
//!   `credentials`; JSON, and other bodies that a form cannot send, need `headers = ["content-type"]`. The launch fails
//!   and lists every route that breaks a rule. [`routes!`](routes!) reads the guards of plain routes. For routes that
//!   are mounted without it, only the `format` is known.
//! * The default policy applies to URIs without a route. A preflight for an unknown URI, or for a method without a
//!   route, succeeds, so that the page can read the 404.
//! * With `enforce`, a request from an origin that is not allowed is refused before the route runs. This requires a
//!   wrapper around the handler, which [`routes!`](routes!) adds; use [`enforceable()`] for other routes. The launch
//!   fails for routes without the wrapper, and for routes whose own policy does not state `enforce`. Requests for
//!   unknown URIs are not refused, and catchers handle their 404 as usual.
//! * Rocket responds with 400 to a request that it cannot parse, before any fairing runs. That response has no headers.
//!
//! # Which policy applies to a preflight
//!
//! A preflight names a method, and is sent to the URL of the request that follows. The policy of the route that Rocket
//! would try first for that request applies. Neither the route nor its guards run. If the route has no policy, or no
//! route of the URL serves the method, the response is 403 without headers.
//!
//! Any other `OPTIONS` request is routed to your own `OPTIONS` routes; without one, the response is 204 with `Allow`.
//! URLs without any policy are not changed.
//!
//! A preflight does not contain the `format` of the request that follows, nor which routes will forward that request.
//! So routes of one method that a preflight cannot distinguish need the same policy. The launch fails otherwise, and
//! the error names both routes. These routes conflict:
//!
//! * A route that matches every URL of a later one.
//! * For `POST`, `PUT`, `PATCH` and `DELETE` also a route that shares a URL with a later one, if it has a `format` or a
//!   named segment. The type of the segment may forward, and the later route would run because the policy of the
//!   first one allowed the request.
//!
//! A `GET` route without a policy does not conflict with one that has a policy, since no page can read its response.
//! The policy of the other route then applies to preflights. A route such as `/u/me` may also forward to `/u/<id>`
//! because of a guard. Use `enforce` on the latter to refuse origins that only the former allows.
//!
//! # Which policy applies to a response
//!
//! The policy of the route that Rocket tried last: the route that responded or, for the response of a catcher, the
//! route whose guard failed or that forwarded last. If that route has no policy, the response has no headers, even if
//! an earlier route with a policy forwarded to it.
//!
//! If Rocket tried no route, because a route matches method and URI but not the `format`, the policy of that route
//! applies to the 404. Otherwise the default policy of the Rocket applies, if there is one.
//!
//! # Fairings that rewrite requests
//!
//! A fairing cannot respond to a request. A fairing that rejects requests, for instance without an API key, sends them
//! to another route with [`set_uri`](::rocket::Request::set_uri). The browser does not notice: it checks the response,
//! and caches preflights, for the URL and method that the page used. So the position of [`Cors::fairing()`] matters:
//!
//! * Attach it **before** fairings that reject requests. The policy of the requested URL then applies, not that of the
//!   route the request is sent to. It applies to errors (status 400 and above), as to responses of catchers. Pages can
//!   read any other response only if both routes have the same policy. Preflights use the policy of their own URL. The
//!   `enforce` of both policies applies.
//! * Attach it **after** fairings that define the meaning of a URL, for instance by host. The policy of the route they
//!   send a request to applies, also to preflights.
//! * If no route serves the requested URL, such as `/old/users` for `/users`, the policy of the route that the request
//!   is sent to applies in both cases.
//!
//! ```
//! use cors_runtime::{cors, rocket::{Cors, routes, verify_blocking}};
//! use rocket::{Build, Rocket, fairing::AdHoc, get, http::{Method, Status, uri::Origin}, local::blocking::Client};
//! # use rocket::http::Header;
//!
//! #[cors(origins = ["https://app.example.com"], headers = ["x-key"])]
//! #[get("/users")]
//! fn users() -> &'static str { "…" }
//!
//! #[get("/keyless")]
//! fn keyless() -> Status { Status::Unauthorized }
//!
//! fn rocket() -> Rocket<Build> {
//!     let keys = AdHoc::on_request("keys", |request, _| Box::pin(async move {
//!         if !request.headers().contains("x-key") {
//!             request.set_method(Method::Get);
//!             request.set_uri(Origin::parse("/keyless").expect("a URI"));
//!         }
//!     }));
//!     rocket::build().attach(Cors::fairing()).attach(keys).mount("/", routes![users, keyless])
//! }
//!
//! let client = Client::tracked(rocket()).expect("it launches");
//! let response = client.get("/users").header(Header::new("origin", "https://app.example.com")).dispatch();
//! assert_eq!(response.status(), Status::Unauthorized);
//! assert_eq!(response.headers().get_one("access-control-allow-origin"), Some("https://app.example.com"));
//! verify_blocking(&client).expect("preflights succeed without a key");
//! ```
//!
//! In the other order the 401 has no headers, and preflights get that 401 too. [`verify()`](verify()) reports both. A
//! fairing that is attached by another fairing at ignition runs after all fairings attached before.
//!
//! # How Rocket parses requests
//!
//! * Rocket drops headers that are not UTF-8. A request with such an `Origin` counts as a request without one.
//! * A form can set `_method=put` in its body. Rocket then routes the request as `PUT`, and the policy of the `PUT`
//!   route applies, although the browser has sent a `POST` without a preflight. Use [`enforce`](macro@crate::cors) to
//!   refuse such requests from other sites.

mod allowed_origin;
mod annotated;
mod attached_policy;
mod checks;
mod default_policy;
mod fairing;
mod guards;
mod handler;
mod headers;
mod launch_log;
mod mount;
mod original_request;
#[cfg(test)]
mod path_tests;
mod pattern;
mod preflight;
mod response_policy;
mod rewrite_probe;
mod rewritten;
mod rocket_fn;
mod route_table;
mod sentinel;
mod state;
mod verdict;
mod verify;

pub use self::{
    fairing::Cors,
    mount::{enforceable, with_policy},
    verify::{verify, verify_blocking},
};

/// Collects routes, like `rocket::routes!`. It accepts routes under [`#[cors]`](macro@crate::cors) as well as plain
/// ones.
///
/// ```
/// use cors_runtime::{cors, rocket::routes};
/// use rocket::{Route, get};
///
/// #[cors(origins = any)]
/// #[get("/fonts")]
/// fn fonts() -> &'static str { "…" }
///
/// #[get("/health")]
/// fn health() -> &'static str { "ok" }
///
/// let routes: Vec<Route> = routes![fonts, health];
/// assert_eq!(routes.len(), 2);
/// ```
#[doc(inline)]
pub use crate::__rocket_routes as routes;

/// The items that the attribute and `routes!` expand to.
#[doc(hidden)]
pub mod __private {
    pub use super::{
        annotated::{
            Annotated, AnnotatedRoute, AsAnnotated, AsPlain, RouteKind, UseRoutesOfCorsRuntime,
        },
        guards::{Guarded, RouteFunction, Unguarded},
        rocket_fn::Routes,
        sentinel::CorsSentinel,
    };
    pub use rocket::{Build, Rocket, Route};
}
