//! Routes of every form of Rocket, with a policy: the handler behaves as before.

// The handlers stand for those of users, who need neither a reason for `async` nor for a value.
#![allow(clippy::unused_async, clippy::needless_pass_by_value)]
// Paths and lifetimes are written in every way a user may write them.
#![allow(
    unused_qualifications,
    clippy::needless_lifetimes,
    clippy::elidable_lifetime_names
)]

use std::{collections::HashMap, path::PathBuf};

use cors_runtime::{
    cors,
    rocket::{Cors, routes},
};
use rocket::{
    Build, Request, Rocket, Route, State, delete,
    error::ErrorKind,
    form::{Form, FromForm},
    get, head,
    http::{CookieJar, Method, Status},
    options, patch, post, put,
    request::{FromRequest, Outcome},
    response::Responder,
    route,
    serde::json::Json,
    uri,
};

use cors_tests::{APP, EVIL, Server, get as get_, preflight, quiet, readable_by, request};

/// A guard that borrows from the request.
struct Agent<'r>(&'r str);

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Agent<'r> {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        match request.headers().get_one("user-agent") {
            Some(agent) => Outcome::Success(Self(agent)),
            None => Outcome::Error((Status::Forbidden, ())),
        }
    }
}

#[derive(FromForm)]
struct Pet<'r> {
    name: &'r str,
    age: u8,
}

struct Greeting(&'static str);

fn launched(routes: Vec<Route>) -> Rocket<Build> {
    let rocket = rocket::build().attach(Cors::fairing());
    rocket.manage(Greeting("hello")).mount("/", routes)
}

/// The handlers of each method, with attributes by name, by path and in full.
mod methods {
    use super::*;

    macro_rules! handlers {
        ($(#[$attribute:meta] $name:ident;)*) => {
            $(
                #[cors(origins = ["https://app.example.com"])]
                #[$attribute]
                pub(super) fn $name() -> &'static str {
                    stringify!($name)
                }
            )*
            pub(super) fn all() -> Vec<Route> {
                routes![$($name),*]
            }
        };
    }

    handlers! {
        #[get("/short")] short_get;
        #[post("/short")] short_post;
        #[put("/short")] short_put;
        #[patch("/short")] short_patch;
        #[delete("/short")] short_delete;
        #[head("/short")] short_head;
        #[options("/short")] short_options;
        #[rocket::get("/path")] path_get;
        #[rocket::post("/path")] path_post;
        #[rocket::put("/path")] path_put;
        #[rocket::patch("/path")] path_patch;
        #[rocket::delete("/path")] path_delete;
        #[rocket::head("/path")] path_head;
        #[rocket::options("/path")] path_options;
        #[route(GET, uri = "/full")] full_get;
        #[route(POST, uri = "/full", rank = 3)] full_post;
        #[rocket::route(PUT, uri = "/full")] full_put;
        #[route(patch, uri = "/full")] full_patch;
        #[route(Delete, uri = "/full")] full_delete;
        #[route(HEAD, uri = "/full", format = "text/plain")] full_head;
        #[route(OPTIONS, uri = "/full")] full_options;
    }
}

const METHODS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

#[rocket::async_test]
async fn every_method_in_every_notation_has_its_policy() {
    let server = Server::launch(launched(methods::all())).await;
    for form in ["short", "path", "full"] {
        for method in METHODS {
            let target = format!("/{form}");
            let response = server.send(request(method, &target).origin(APP)).await;
            assert_eq!(response.status, 200, "{method} {target}");
            let name = format!("{form}_{}", method.to_lowercase());
            let body = if method == "HEAD" { "" } else { &name };
            assert_eq!(response.text(), body);
            assert_eq!(response.cors(), readable_by(APP), "{method} {target}");
            for (origin, status) in [(APP, 204), (EVIL, 403)] {
                let response = server.send(preflight(&target, origin, method)).await;
                assert_eq!(response.status, status, "{method} {target} from {origin}");
            }
        }
    }
}

#[cors(origins = ["https://app.example.com"], allow(json_content_type))]
#[post("/json", format = "json", data = "<pet>")]
async fn json(pet: Json<HashMap<String, u8>>) -> String {
    format!("json {}", pet["tom"])
}

#[cors(origins = ["https://app.example.com"])]
#[post("/form", data = "<pet>", format = "form", rank = 7)]
fn form(pet: Form<Pet<'_>>) -> String {
    format!("form {} {}", pet.name, pet.age)
}

#[cors(origins = ["https://app.example.com"])]
#[get("/query?kind=cat&<name>&<age>&<others..>")]
fn query(name: &str, age: Option<u8>, others: HashMap<String, String>) -> String {
    format!("query {name} {age:?} {others:?}")
}

#[cors(origins = ["https://app.example.com"])]
#[get("/files/<first>/<rest..>")]
async fn files(first: u8, rest: PathBuf) -> String {
    format!("files {first} {}", rest.display())
}

#[cors(origins = ["https://app.example.com"])]
#[get("/ignored/<_>/<_..>")]
fn ignored() -> &'static str {
    "ignored"
}

#[cors(origins = ["https://app.example.com"])]
#[get("/borrowed/<text>")]
fn borrowed<'r>(text: &'r str) -> &'r str {
    text
}

#[cors(origins = ["https://app.example.com"], allow(cookies_credentials))]
#[get("/elided/<text>")]
async fn elided(text: &str, agent: Agent<'_>, jar: &CookieJar<'_>) -> String {
    format!("{text} {} {}", agent.0, jar.iter().count())
}

#[cors(origins = ["https://app.example.com"])]
#[get("/where/<text>")]
fn bounded<'r, 'o>(text: &'o str, agent: Agent<'r>) -> (Status, &'r str)
where
    'o: 'r,
{
    (Status::Ok, if text.is_empty() { text } else { agent.0 })
}

#[cors(origins = ["https://app.example.com"])]
#[get("/opaque/<text>")]
fn opaque<'r>(text: &'r str) -> impl Responder<'r, 'r> {
    Some(text)
}

#[cors(origins = ["https://app.example.com"])]
#[get("/changed/<number>")]
fn changed(mut number: u8) -> String {
    number += 1;
    number.to_string()
}

#[cors(origins = ["https://app.example.com"])]
#[get("/raw/<type>?<fn>")]
fn r#match(r#type: &str, r#fn: u8) -> String {
    format!("{type} {fn}")
}

#[cors(origins = ["https://app.example.com"])]
#[get("/state")]
fn state(greeting: &State<Greeting>) -> &'static str {
    greeting.0
}

#[cors(origins = ["https://app.example.com"])]
#[get("/silent")]
fn silent() {}

#[cors(origins = ["https://app.example.com"])]
#[get("/const/<id>")]
const fn constant(id: u8) -> Option<&'static str> {
    if id == 1 { Some("const") } else { None }
}

#[cors(origins = ["https://app.example.com"])]
#[get("/extern/<id>")]
#[allow(improper_ctypes_definitions)]
extern "C" fn external(id: u8) -> String {
    format!("extern {id}")
}

#[get("/plain/const")]
const fn plain_constant() -> &'static str {
    "plain const"
}

#[get("/plain/extern")]
#[allow(improper_ctypes_definitions)]
extern "C" fn plain_external() -> String {
    "plain extern".to_owned()
}

/// Rocket accepts these functions as routes, so the attribute accepts them too.
#[rocket::async_test]
async fn const_and_extern_functions_are_routes() {
    const CONST: Option<&str> = constant(1);
    assert_eq!(CONST, Some("const"));
    let routes = routes![constant, external, plain_constant, plain_external];
    let server = Server::launch(launched(routes)).await;
    for (path, text) in [("/const/1", "const"), ("/extern/7", "extern 7")] {
        let response = server.send(get_(path).origin(APP)).await;
        assert_eq!(
            (response.text(), response.cors()),
            (text, readable_by(APP)),
            "{path}"
        );
        let preflight = server.send(preflight(path, APP, "GET")).await;
        assert_eq!(preflight.status, 204, "{path}");
    }
    for (path, text) in [
        ("/plain/const", "plain const"),
        ("/plain/extern", "plain extern"),
    ] {
        let response = server.send(get_(path).origin(APP)).await;
        assert_eq!((response.text(), response.cors()), (text, vec![]), "{path}");
    }
}

#[rocket::async_test]
async fn arguments_of_every_kind_reach_the_handler() {
    let routes = routes![
        json, form, query, files, ignored, borrowed, elided, bounded, opaque, changed, r#match,
        state, silent,
    ];
    let server = Server::launch(launched(routes)).await;
    let post = |target| request("POST", target);
    let form = "application/x-www-form-urlencoded";
    for (request, text) in [
        (post("/json").json(r#"{"tom":7}"#), "json 7"),
        (post("/form").body(form, "name=tom&age=7"), "form tom 7"),
        (
            get_("/query?name=tom&x=y&kind=cat"),
            r#"query tom None {"x": "y"}"#,
        ),
        (
            get_("/query?kind=cat&age=7&name=t%20m"),
            "query t m Some(7) {}",
        ),
        (get_("/files/7/a/b"), "files 7 a/b"),
        (get_("/files/7"), "files 7 "),
        (get_("/ignored/x/y/z"), "ignored"),
        (get_("/borrowed/a%2Fb"), "a/b"),
        (get_("/elided/x").header("cookie", "a=1; b=2"), "x me 2"),
        (get_("/where/x"), "me"),
        (get_("/opaque/x"), "x"),
        (get_("/changed/7"), "8"),
        (get_("/raw/loop?fn=7"), "loop 7"),
        (get_("/state"), "hello"),
        (get_("/silent"), ""),
    ] {
        let target = request.target().to_owned();
        let response = server
            .send(request.origin(APP).header("user-agent", "me"))
            .await;
        assert_eq!((response.status, response.text()), (200, text), "{target}");
        assert_eq!(response.cors(), readable_by(APP), "{target}");
    }
}

mod shop {
    use super::*;

    #[cors(origins = ["https://app.example.com"])]
    #[get("/items/<id>?<sort>")]
    pub(crate) fn item(id: u32, sort: Option<&str>) -> String {
        format!("item {id} {sort:?}")
    }

    pub(super) mod orders {
        use super::*;

        #[cors(origins = ["https://app.example.com"])]
        #[get("/orders/<path..>")]
        pub(in crate::handlers) async fn order(path: PathBuf) -> String {
            path.display().to_string()
        }

        #[cors(origins = ["https://app.example.com"])]
        #[get("/hidden")]
        pub(super) fn hidden() -> &'static str {
            "hidden"
        }

        #[get("/plain/<id>")]
        pub(crate) fn plain(id: u8) -> String {
            id.to_string()
        }
    }

    pub(super) fn routes() -> Vec<Route> {
        routes![orders::hidden]
    }
}

#[test]
fn uris_are_built_as_for_plain_routes() {
    assert_eq!(uri!(borrowed("a b")), "/borrowed/a%20b");
    assert_eq!(uri!(shop::item(7, Some("name"))), "/items/7?sort=name");
    assert_eq!(uri!(shop::item(id = 7, sort = _)), "/items/7");
    assert_eq!(uri!("/api", shop::item(7, _)), "/api/items/7");
    assert_eq!(
        uri!(crate::handlers::shop::orders::order(PathBuf::from("a/b"))),
        "/orders/a/b"
    );
    assert_eq!(uri!("/v1", r#match("loop", 7)), "/v1/raw/loop?fn=7");
    assert_eq!(
        uri!("https://api.example.com/v1", changed(7)),
        "https://api.example.com/v1/changed/7"
    );
    assert_eq!(uri!("/v1", silent), "/v1/silent");
}

#[rocket::async_test]
async fn handlers_can_be_called_as_functions() {
    assert_eq!(borrowed("x"), "x");
    assert_eq!(changed(7), "8");
    assert_eq!(r#match("x", 7), "x 7");
    assert_eq!(shop::item(7, None), "item 7 None");
    assert_eq!(files(7, PathBuf::from("a")).await, "files 7 a");
    assert_eq!(methods::short_get(), "short_get");
}

fn names(routes: &[Route]) -> Vec<&str> {
    let names = routes.iter().map(|route| route.name.as_deref());
    names.map(|name| name.unwrap_or("?")).collect()
}

#[test]
fn routes_keep_their_order_and_the_names_their_users_gave_them() {
    assert!(routes![].is_empty());
    assert_eq!(names(&routes![changed]), ["changed"]);
    assert_eq!(names(&routes![changed,]), ["changed"]);
    let mixed = routes![
        shop::orders::plain,
        shop::item,
        self::shop::orders::order,
        crate::handlers::shop::orders::plain,
        super::handlers::changed,
        methods::short_put,
    ];
    assert_eq!(
        names(&mixed),
        ["plain", "item", "order", "plain", "changed", "short_put"]
    );
    assert_eq!(mixed[1].uri, "/items/<id>?<sort>");
    assert_eq!(mixed[5].method, Method::Put);
    assert_eq!(names(&shop::routes()), ["hidden"]);
}

/// The same routes without a policy.
mod plain {
    use super::*;

    #[post("/json", format = "json", data = "<pet>")]
    async fn json(pet: Json<HashMap<String, u8>>) {
        drop(pet);
    }

    #[post("/form", data = "<pet>", format = "form", rank = 7)]
    fn form(pet: String) {
        drop(pet);
    }

    #[get("/query?kind=cat&<name>&<age>&<others..>")]
    fn query(name: u8, age: u8, others: HashMap<String, u8>) {
        let _ = (name, age, others);
    }

    #[get("/ignored/<_>/<_..>")]
    fn ignored() {}

    pub(super) fn all() -> Vec<Route> {
        rocket::routes![json, form, query, ignored]
    }
}

#[test]
fn a_policy_changes_nothing_rocket_knows_of_a_route() {
    let annotated = routes![json, form, query, ignored];
    for (annotated, plain) in annotated.iter().zip(plain::all()) {
        assert_eq!(annotated.to_string(), plain.to_string());
        assert_eq!(annotated.name, plain.name);
        assert_eq!(annotated.rank, plain.rank);
        assert_eq!(annotated.format, plain.format);
    }
}

/// Docs above.
#[allow(clippy::doc_markdown)]
#[cors(origins = ["https://app.example.com"])]
/// Docs between.
#[allow(dead_code)]
#[get("/noted")]
/// Docs below.
#[tracing::instrument(skip_all)]
#[cfg(not(any()))]
async fn noted(_agent: Option<Agent<'_>>) -> &'static str {
    "noted"
}

#[cors(origins = ["https://app.example.com"])]
#[get("/noted")]
#[cfg(any())]
async fn noted(missing: Missing) -> Missing {
    missing
}

#[cors(origins = ["https://app.example.com"])]
#[deprecated = "use /noted"]
#[get("/old")]
fn old() -> &'static str {
    "old"
}

#[rocket::async_test]
async fn other_attributes_keep_their_meaning() {
    #[allow(deprecated)]
    let routes = routes![noted, old];
    let server = Server::launch(launched(routes)).await;
    for text in ["noted", "old"] {
        let response = server.send(get_(&format!("/{text}")).origin(APP)).await;
        assert_eq!((response.status, response.text()), (200, text));
        assert_eq!(response.cors(), readable_by(APP));
    }
}

#[rocket::async_test]
async fn a_route_may_stand_inside_a_function() {
    #[get("/plain")]
    fn plain() -> &'static str {
        "plain"
    }

    #[cors(origins = ["https://app.example.com"])]
    #[get("/local/<id>")]
    fn local(id: u8) -> String {
        id.to_string()
    }

    let server = Server::launch(launched(routes![plain, local])).await;
    let response = server.send(get_("/local/7").origin(APP)).await;
    assert_eq!((response.status, response.text()), (200, "7"));
    assert_eq!(response.cors(), readable_by(APP));
}

#[rocket::async_test]
async fn sentinels_of_the_users_guards_still_refuse_to_launch() {
    let rocket = rocket::custom(quiet()).attach(Cors::fairing());
    let ignited = rocket.mount("/", routes![state]).ignite().await;
    let error = ignited.expect_err("a missing state");
    let ErrorKind::SentinelAborts(sentinels) = error.kind() else {
        panic!("{error}")
    };
    let sentinels = format!("{sentinels:?}");
    assert!(sentinels.contains("Greeting"), "{sentinels}");
}
