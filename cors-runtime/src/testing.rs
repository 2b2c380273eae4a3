//! Testing your policy: a browser for `cargo test`.
//!
//! CORS fails in browsers alone, so mistakes are found in production. A [`Browser`] in a test proves
//! that the front end can call the API, and that a stranger cannot. It does what the
//! [Fetch standard](https://fetch.spec.whatwg.org/) says, step by step, and shares no code with what
//! answers it. It needs the feature `testing`, best as a dev-dependency:
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

// What the front end does works; what is not exposed is invisible to its scripts.
let browser = Browser::at("https://app.example.com").open_at("https://api.example.com", app());
let response = browser.fetch(rename()).await.expect("the app may rename users");
assert_eq!(response.text(), "renamed");
assert_eq!(response.header("etag"), None);

// What a stranger does does not, and the handler never ran.
let browser = Browser::at("https://evil.example").open_at("https://api.example.com", app());
let blocked = browser.fetch(rename()).await.expect_err("strangers may not");
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

Both local clients are taken; make them by `untracked`, since the browser keeps the cookies.

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
let blocked = browser.fetch_blocking(rename()).expect_err("strangers may not");
assert_eq!(blocked.reason(), Reason::OriginNotAllowed);
```
"##
)]
//!
//! # Without the origins of developers
//!
//! Tests are debug builds, in which `dev_origins` count. [`Browser::as_release`] asks for the answers of a
//! release build, for one browser alone:
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
//! With the feature `testing-http`, `Browser::at("https://app.example.com").open("http://localhost:3000")` goes over the
//! network. [`open_at`](Browser::open_at) takes such an address, or a `SocketAddr`, in the place of an app: the
//! page then believes that it talks to `https://api.example.com`, and so does the server, by its `Host`. Only the
//! server knows how it was built, so `as_release` does not reach it.
//!
//! # Reading a failure
//!
//! [`Blocked`] reads like the line of a browser's console, with what would pass, and
//! [`explain()`](Blocked::explain) gives the whole conversation:
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
//! * Preflights, and the memory of them, by a clock that the test moves ([`Browser::advance`]).
//! * The CORS check, exposed headers, redirects with their tainted origins, mixed content,
//!   `Cross-Origin-Resource-Policy`, `Sec-Fetch-*` and `Referer` of the default referrer policy.
//! * Cookies with `SameSite`, `Secure`, `Domain`, `Path`, prefixes and lifetimes. A site is the last two
//!   labels of a host, unless [`Browser::public_suffix`] says more.
//! * A shared cache in front of the servers that honours `Vary` ([`Browser::through_shared_cache`]).
//! * Where browsers differ, the strictest of them, or the one of your choice ([`Browser::engine`]).
//!
//! # What is not
//!
//! HTTP authentication entries and client certificates, the browser's own HTTP cache, service workers, content security
//! policies, extensions, the blocking of third-party cookies, the prompts for local networks, blocked
//! ports, the opaque response blocking of `no-cors`, and the two minutes in which Chromium sends a cookie
//! without `SameSite` by a cross-site `POST`. No `Accept-Encoding` is sent, so that bodies can be read. A
//! body that never ends is waited for without end.

pub use cors_browser::{
    Blocked, Browser, Credentials, Engine, Exchange, Form, Kind, Mode, Reason, Request, Response,
    Server, Stage, delete, get, head, patch, post, put, request,
};
