//! CORS for Rocket 0.5: one attribute above the route's own, one import, one fairing.
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
//! * [`routes!`](routes!) takes routes under [`#[cors]`](macro@crate::cors) beside plain ones.
//!   Rocket's own refuses the former.
//! * [`Cors::fairing()`] answers preflights, and writes the headers on every response of a route
//!   with a policy, also on those that its guards and Rocket's catchers give. Where it is missing,
//!   the launch fails.
//! * [`verify()`](verify()) tells in a test whether browsers get through.
//!
//! # A policy for the whole Rocket
//!
//! On a function that returns `Rocket<Build>`, or above `#[launch]`, the attribute gives a policy to
//! every route without one of its own. The most specific policy wins whole, and `#[cors(disabled)]`
//! stays without CORS:
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
//!     let answer = client.get(uri).header(Header::new("origin", "https://app.example.com")).dispatch();
//!     assert_eq!(answer.headers().contains("access-control-allow-origin"), allowed, "{uri}");
//! }
//! ```
//!
//! * The function attaches the fairing behind all others. Attach [`Cors::fairing()`] as well where [fairings
//!   rewrite requests](#fairings-that-rewrite-requests): its place counts then.
//! * It is the policy of the Rocket, not of the routes the function mounts: those that its caller adds,
//!   by whichever `routes!`, have it too. Where two functions give different policies to one
//!   Rocket, the launch fails.
//! * What the routes take is compared with it at launch, as the attribute does for a route of its own: cookies need
//!   `credentials`, JSON and other bodies no form can send need `headers = ["content-type"]`. Every route that does
//!   not fit is named, and the launch fails. [`routes!`](routes!) reads the guards of a plain route; of one that is
//!   mounted by other means, the `format` alone is known.
//! * What no route serves has it: a preflight for an unknown URI, or for a method that is not served,
//!   gets through, so that a script sees the 404 and not a failed request.
//! * With `enforce` a foreign request is refused before any route runs, which takes a handler in front
//!   of the route: [`routes!`](routes!) puts it there, and [`enforceable()`] where no attribute made the
//!   route. Without, the launch fails and the routes are named; so it does for policies inside that
//!   do not say whether they `enforce`. Where no route is, none is refused: that stays a 404, and what
//!   a catcher does for it is done.
//! * A request that Rocket cannot read gets its 400 before any fairing runs, so that has no headers.
//!
//! # Which route a preflight asks
//!
//! A preflight names the method it is about and goes to the URL of the request that is to follow. It
//! is answered by the policy of the route that Rocket would try first for that request, and runs
//! neither the route nor its guards. Where that route has no policy, or no route of the URL serves
//! the method, the answer is 403 without headers. An `OPTIONS` that is no preflight is your own to
//! answer; without a route for it, it gets 204 with `Allow`. URLs without any policy stay as they
//! are, 404s included, unless the Rocket has a policy.
//!
//! A preflight does not tell the `format` of a request, nor what a route will forward. So routes of one
//! method that a preflight cannot tell apart need the same policy, or Rocket refuses to launch and
//! both are named. That is the case if one of them covers every URL of the other and is tried
//! before it. For `POST`, `PUT`, `PATCH` and `DELETE` it is also the case if they share a URL and the
//! first has a `format` or a named segment, whose type may forward what it cannot read: the later
//! route would run on the word of the first one's policy. For `GET` a route without a policy may
//! stand beside one with a policy, since nothing it answers can be read; then the policy decides.
//! What a guard of a route such as `/u/me` forwards to `/u/<id>` is up to you: `enforce` on the latter
//! stops what it does not let in.
//!
//! # Which policy applies to a response
//!
//! The policy of the route that Rocket tried last: the route that responded or, for the response of a catcher, the route
//! whose guard failed or that forwarded last. If that route has no policy, the response has no headers, even if an
//! earlier route with a policy forwarded to it.
//!
//! If Rocket tried no route, because a route matches method and URI but not the `format`, the policy of that route
//! applies to the 404. Otherwise the default policy of the Rocket applies, if there is one.
//!
//! # Fairings that rewrite requests
//!
//! A fairing cannot answer a request. One that turns requests away, for the lack of a key, sends them to a
//! route of its own with [`set_uri`](::rocket::Request::set_uri). A browser does not see that: its check of the
//! response and what it remembers of preflights go by the URL and the method that the page used. So the place of
//! [`Cors::fairing()`] has a meaning:
//!
//! * **Behind it** stand the fairings that turn requests away. The route for the URL that the page
//!   used decides, not the one the request is sent to. An error (400 and above) has its policy, as that
//!   of a catcher has. Anything else is content of a route that was not asked for: pages may read it
//!   only if both routes have the same policy. A preflight is answered by its URL, wherever it was sent.
//!   `enforce` refuses for both routes.
//! * **In front of it** stand those that define what a URL means, for instance by the host. The route
//!   they send a request to decides alone, for preflights as well.
//! * Where no route serves what the page asked for, such as `/old/users` for `/users`, the route
//!   that the request is sent to decides, wherever the fairing stands.
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
//! let answer = client.get("/users").header(Header::new("origin", "https://app.example.com")).dispatch();
//! assert_eq!(answer.status(), Status::Unauthorized);
//! assert_eq!(answer.headers().get_one("access-control-allow-origin"), Some("https://app.example.com"));
//! verify_blocking(&client).expect("preflights carry no key, and get through");
//! ```
//!
//! In the other order the 401 would have no headers, and a preflight would get that 401:
//! [`verify()`](verify()) reports both. A fairing that other fairings attach when Rocket ignites
//! stands behind all that are attached before.
//!
//! # What Rocket makes of a request
//!
//! * Rocket drops header lines that are no UTF-8, so such an `Origin` counts as none.
//! * A form may say `_method=put` in its body. It is then a `PUT` for the routes and their policies,
//!   although the browser, who sent a `POST`, asked for no permission: use
//!   [`enforce`](macro@crate::cors) to refuse forms of other sites. Rocket does this before any fairing runs, so
//!   the policy of `POST` cannot be asked; that of the route which runs protects what it shows.

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

pub(crate) use self::guards::each_data_guard_by_name;
pub use self::{
    fairing::Cors,
    mount::{enforceable, with_policy},
    verify::{verify, verify_blocking},
};

/// Collects routes, like `rocket::routes!`. It accepts routes under [`#[cors]`](macro@crate::cors) as well as plain ones.
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
