//! A client for `cargo test` that follows the Fetch standard.
//!
//! CORS errors appear only in browsers, so many are found in production. A test with a [`Browser`] proves that the
//! front end can call the API, and that another site cannot. The browser follows the
//! [Fetch standard](https://fetch.spec.whatwg.org/) step by step, and shares no code with the server side. It needs the
//! feature `testing`, usually as a dev-dependency:
//!
//! ```toml
//! [dev-dependencies]
//! cors-runtime = { version = "0.1", features = ["testing"] }
//! ```
#![cfg_attr(
    feature = "axum",
    doc = r##"
# With axum

```
use cors_runtime::{
    axum::{CorsRouter, routing::{get, put}},
    cors,
    testing::{self, Browser, Reason},
};

#[cors(origins = any)]
async fn status() -> &'static str { "up" }

#[cors(origins = ["https://app.example.com"], headers = ["content-type"], credentials)]
async fn rename() -> ([(&'static str, &'static str); 1], &'static str) {
    ([("etag", "\"2\"")], "renamed")
}

fn app() -> CorsRouter {
    CorsRouter::new().route("/status", get(status)).route("/users/{id}", put(rename))
}

# tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
let rename = || testing::put("/users/1").json(r#"{"name":"Ada"}"#).credentials();

// The front end can call. Its scripts cannot read a header that is not exposed.
let browser = Browser::at("https://app.example.com").open_at("https://api.example.com", app());
let response = browser.fetch(rename()).await.expect("the app may rename users");
assert_eq!(response.text(), "renamed");
assert_eq!(response.header("etag"), None);

// Another site cannot call, and the handler does not run.
let browser = Browser::at("https://evil.example").open_at("https://api.example.com", app());
let blocked = browser.fetch(rename()).await.expect_err("other sites may not");
assert_eq!(blocked.reason(), Reason::OriginNotAllowed);
assert_eq!(blocked.stage(), testing::Stage::Preflight);
# });
```
"##
)]
#![cfg_attr(
    feature = "rocket",
    doc = r##"
# With Rocket

Both local clients work. Create them with `untracked`, because the browser stores the cookies.

```
use cors_runtime::{cors, rocket::{Cors, routes}, testing::{self, Browser, Reason}};
use rocket::{Build, Rocket, local::blocking::Client, put};

#[cors(origins = ["https://app.example.com"], headers = ["content-type"], credentials)]
#[put("/users/<id>")]
fn rename(id: u64) -> &'static str { "renamed" }

fn app() -> Rocket<Build> {
    rocket::build().attach(Cors::fairing()).mount("/", routes![rename])
}

let rename = || testing::put("/users/1").json(r#"{"name":"Ada"}"#).credentials();
let server = || Client::untracked(app()).expect("it launches");

let browser = Browser::at("https://app.example.com").open_at("https://api.example.com", server());
assert_eq!(browser.fetch_blocking(rename()).expect("the app may").text(), "renamed");

let browser = Browser::at("https://evil.example").open_at("https://api.example.com", server());
let blocked = browser.fetch_blocking(rename()).expect_err("other sites may not");
assert_eq!(blocked.reason(), Reason::OriginNotAllowed);
```
"##
)]
//!
//! # Without `dev_origins`
//!
//! Tests are debug builds, which include `dev_origins`. [`Browser::as_release`] gets the responses of a release build,
//! for one browser:
//!
#![cfg_attr(
    feature = "axum",
    doc = r#"
```
use cors_runtime::{axum::{CorsRouter, routing::get}, cors, testing::{self, Browser}};

#[cors(origins = ["https://app.example.com"], dev_origins = ["http://localhost:5173"])]
async fn status() -> &'static str { "up" }

# tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
let app = CorsRouter::new().route("/", get(status));
let browser = Browser::at("http://localhost:5173").open_at("https://api.example.com", app);
assert!(browser.fetch(testing::get("/")).await.is_ok());
assert!(browser.as_release().fetch(testing::get("/")).await.is_err());
# });
```
"#
)]
//!
//! # A server that runs elsewhere
//!
//! With the feature `testing-http`, `Browser::at("https://app.example.com").open("http://localhost:3000")` sends
//! requests over the network. [`open_at`](Browser::open_at) also accepts such an address, or a `SocketAddr`, instead
//! of an app: URL and `Host` are then those of `https://api.example.com`. `as_release` has no effect on such a server.
//!
//! # Reading a failure
//!
//! The text of [`Blocked`] is like a line of a browser's console, with the header that would pass.
//! [`explain()`](Blocked::explain) has the whole HTTP exchange:
//!
//! ```
//! # use cors_browser::{Browser, put};
//! # use http::{Request, Response};
//! # async fn api(_: Request<Vec<u8>>) -> Response<Vec<u8>> {
//! #     Response::builder().header("access-control-allow-origin", "*").body(Vec::new()).unwrap()
//! # }
//! let browser = Browser::at("https://app.example.com").open_at("https://api.example.com", api);
//! let blocked = browser.fetch_blocking(put("/users/1")).unwrap_err();
//! assert_eq!(blocked.to_string(), "\
//! `PUT https://api.example.com/users/1` from origin `https://app.example.com` was blocked by the preflight: \
//! without `Access-Control-Allow-Methods`, the response does not allow the method `PUT`
//!   what would pass: `Access-Control-Allow-Methods: PUT`
//!   see https://fetch.spec.whatwg.org/#cors-preflight-fetch");
//! ```
//!
//! # What is modelled
//!
//! * Modes `cors`, `no-cors` and `same-origin` ([`Request::mode`]), and forms and links
//!   ([`Browser::submit`]); credentials modes; methods and headers as `fetch` normalises, drops and
//!   refuses them; listeners on uploads.
//! * Preflights, and their cache, with a clock that the test controls ([`Browser::advance`]).
//! * The CORS check, exposed headers, redirects with their tainted origins, mixed content,
//!   `Cross-Origin-Resource-Policy`, `Sec-Fetch-*` and `Referer` of the default referrer policy.
//! * Cookies with `SameSite`, `Secure`, `Domain`, `Path`, prefixes and lifetimes. A site is the last two
//!   labels of a host, unless [`Browser::public_suffix`] says more. Third-party cookies are left out, as in Firefox and
//!   Safari, unless [`Browser::allow_third_party_cookies`] or the engine sends them.
//! * A shared cache in front of the servers that honours `Vary` ([`Browser::through_shared_cache`]).
//! * The strictest browser where browsers differ, or one of your choice ([`Browser::engine`]).
//!
//! # What is not modelled
//!
//! HTTP authentication entries and client certificates, the browser's own HTTP cache, service workers, content security
//! policies, extensions, WebSockets, `Partitioned` cookies, the prompts for local networks, blocked
//! ports, the opaque response blocking of `no-cors`, and the two minutes in which Chromium sends a cookie
//! without `SameSite` by a cross-site `POST`. The browser sends no `Accept-Encoding`, so that bodies can be read. A
//! response whose body never ends has no timeout.

pub use cors_browser::{
    Blocked, Browser, Credentials, Engine, Exchange, Form, Kind, Mode, Reason, Request, Response,
    Server, Stage, delete, get, head, patch, post, put, request,
};
