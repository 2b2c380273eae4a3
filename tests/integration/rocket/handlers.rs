//! Arguments and signatures of Rocket handlers, with a policy: the handler behaves as before.

// Handlers of users may be `async` without an await, and take arguments by value.
#![allow(clippy::unused_async, clippy::needless_pass_by_value)]
// Users write paths and lifetimes in each of these ways.
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
    Build, Request, Rocket, Route, State,
    form::{Form, FromForm},
    get,
    http::{CookieJar, Status},
    post,
    request::{FromRequest, Outcome},
    response::Responder,
    serde::json::Json,
};

use cors_tests::{APP, Server, get as get_, preflight, readable_by, request};

/// A guard that borrows from the request.
pub(crate) struct Agent<'r>(&'r str);

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
pub(crate) struct Pet<'r> {
    name: &'r str,
    age: u8,
}

pub(crate) struct Greeting(&'static str);

pub(crate) fn launched(routes: Vec<Route>) -> Rocket<Build> {
    let rocket = rocket::build().attach(Cors::fairing());
    rocket.manage(Greeting("hello")).mount("/", routes)
}

#[cors(origins = ["https://app.example.com"], allow(json_content_type))]
#[post("/json", format = "json", data = "<pet>")]
pub(crate) async fn json(pet: Json<HashMap<String, u8>>) -> String {
    format!("json {}", pet["tom"])
}

#[cors(origins = ["https://app.example.com"])]
#[post("/form", data = "<pet>", format = "form", rank = 7)]
pub(crate) fn form(pet: Form<Pet<'_>>) -> String {
    format!("form {} {}", pet.name, pet.age)
}

#[cors(origins = ["https://app.example.com"])]
#[get("/query?kind=cat&<name>&<age>&<others..>")]
pub(crate) fn query(name: &str, age: Option<u8>, others: HashMap<String, String>) -> String {
    format!("query {name} {age:?} {others:?}")
}

#[cors(origins = ["https://app.example.com"])]
#[get("/files/<first>/<rest..>")]
pub(crate) async fn files(first: u8, rest: PathBuf) -> String {
    format!("files {first} {}", rest.display())
}

#[cors(origins = ["https://app.example.com"])]
#[get("/ignored/<_>/<_..>")]
pub(crate) fn ignored() -> &'static str {
    "ignored"
}

#[cors(origins = ["https://app.example.com"])]
#[get("/borrowed/<text>")]
pub(crate) fn borrowed<'r>(text: &'r str) -> &'r str {
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
pub(crate) fn changed(mut number: u8) -> String {
    number += 1;
    number.to_string()
}

#[cors(origins = ["https://app.example.com"])]
#[get("/raw/<type>?<fn>")]
pub(crate) fn r#match(r#type: &str, r#fn: u8) -> String {
    format!("{type} {fn}")
}

#[cors(origins = ["https://app.example.com"])]
#[get("/state")]
pub(crate) fn state(greeting: &State<Greeting>) -> &'static str {
    greeting.0
}

#[cors(origins = ["https://app.example.com"])]
#[get("/silent")]
pub(crate) fn silent() {}

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
