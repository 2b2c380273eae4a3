//! A default policy with `enforce` refuses requests of foreign pages before any route runs.

// Rocket passes arguments by value.
#![allow(clippy::needless_pass_by_value)]

use std::{io, pin::Pin};

use crate::counting::{Body, Guard, Ran, refused_before_its_body};
use cors_runtime::{
    cors,
    rocket::{Cors, enforceable, routes},
};
use cors_tests::{
    ADMIN, APP, EVIL, HIDDEN, PREFLIGHT_VARY, RawResponse, Request, Server, get as get_,
    post as post_, preflight, readable_by, request,
};
use rocket::{
    Build, Request as Asked, Response, Rocket, Route,
    data::{IoHandler, IoStream},
    delete,
    fs::FileServer,
    get, post,
    response::{self, Responder},
};

#[post("/", data = "<body>")]
fn transfer(_guard: Guard, body: Body) -> String {
    format!("{} bytes", body.0)
}

#[get("/")]
fn balance(_guard: Guard) -> &'static str {
    "3 bytes"
}

#[cors(origins = ["https://admin.example.com"], enforce)]
#[delete("/")]
fn close(_guard: Guard) {}

#[cors(origins = ["https://admin.example.com"], enforce = false)]
#[get("/open")]
fn open() -> &'static str {
    "3 bytes"
}

struct Socket;

#[rocket::async_trait]
impl IoHandler for Socket {
    async fn io(self: Pin<Box<Self>>, _: IoStream) -> io::Result<()> {
        Ok(())
    }
}

#[rocket::async_trait]
impl<'r> Responder<'r, 'static> for Socket {
    fn respond_to(self, _: &'r Asked<'_>) -> response::Result<'static> {
        Response::build().upgrade("websocket", self).ok()
    }
}

#[get("/socket")]
fn socket() -> Socket {
    Socket
}

#[cors(origins = ["https://app.example.com"], enforce)]
fn app(ran: &Ran) -> Rocket<Build> {
    rocket::build()
        .manage(ran.clone())
        .mount("/", routes![transfer, balance, close, open, socket])
        .mount(
            "/static",
            enforceable(FileServer::from("integration/rocket")),
        )
}

fn refused(what: &str, response: &RawResponse) {
    let response = response.clone().unexplained();
    assert_eq!((response.status, response.text()), (403, ""), "{what}");
    assert_eq!(response.cors(), [PREFLIGHT_VARY], "{what}");
}

fn ran_hidden(what: &str, response: &RawResponse) {
    assert_eq!(
        (response.status, response.text()),
        (200, "3 bytes"),
        "{what}"
    );
    assert_eq!(response.cors(), HIDDEN, "{what}");
}

fn transfer_from(origin: &str) -> Request {
    post_("/").body("text/plain", "abc").origin(origin)
}

#[rocket::async_test]
async fn foreign_page_is_refused_before_guards_and_body() {
    let ran = Ran::default();
    let server = Server::launch(app(&ran)).await;
    let listed = server.send(transfer_from(APP)).await;
    assert_eq!((listed.status, listed.text()), (200, "3 bytes"));
    assert_eq!(listed.cors(), readable_by(APP));
    ran_hidden(
        "own",
        &server.send(transfer_from("https://api.example.com")).await,
    );
    ran_hidden("no page", &server.send(get_("/")).await);
    assert_eq!(ran.times(), 5);
    for (what, request) in [
        ("POST", transfer_from(EVIL)),
        ("null", transfer_from("null")),
        ("GET", get_("/").origin(EVIL)),
        ("HEAD", request("HEAD", "/").origin(EVIL)),
        ("two origins", get_("/").origin(APP).origin(APP)),
        ("another policy", request("DELETE", "/").origin(APP)),
        ("a file", get_("/static/main.rs").origin(EVIL)),
    ] {
        refused(what, &server.send(request).await);
    }

    refused_before_its_body(&server).await;
    assert_eq!(ran.times(), 5);
}

#[rocket::async_test]
async fn a_policy_inside_decides_for_its_own_route() {
    let ran = Ran::default();
    let server = Server::launch(app(&ran)).await;
    let closed = server.send(request("DELETE", "/").origin(ADMIN)).await;
    assert_eq!((closed.status, closed.cors()), (200, readable_by(ADMIN)));
    refused(
        "DELETE",
        &server.send(request("DELETE", "/").origin(EVIL)).await,
    );
    ran_hidden("open", &server.send(get_("/open").origin(EVIL)).await);
    // Routes of `routes!` may go through `enforceable` as well.
    let twice = app(&ran).mount("/twice", enforceable(routes![open, balance]));
    let server = Server::launch(twice).await;
    ran_hidden("open", &server.send(get_("/twice/open").origin(EVIL)).await);
    let own = server.send(get_("/twice/open").origin(ADMIN)).await;
    assert_eq!(own.cors(), readable_by(ADMIN));
    refused("balance", &server.send(get_("/twice").origin(EVIL)).await);
}

#[rocket::async_test]
async fn websocket_of_a_plain_route_opens_for_allowed_pages() {
    let server = Server::launch(app(&Ran::default())).await;
    let upgrade = |origin| {
        get_("/socket")
            .origin(origin)
            .header("connection", "Upgrade")
            .header("upgrade", "websocket")
    };
    assert_eq!(server.send(upgrade(APP)).await.status, 101);
    refused("foreign", &server.send(upgrade(EVIL)).await);
}

/// Nothing runs there that could be refused.
#[rocket::async_test]
async fn an_unknown_path_stays_unknown() {
    let server = Server::launch(app(&Ran::default())).await;
    let response = server.send(get_("/unknown").origin(EVIL)).await;
    assert_eq!(
        (response.status, response.cors()),
        (404, vec!["vary: origin".to_owned()])
    );
    let response = server.send(get_("/unknown").origin(APP)).await;
    assert_eq!((response.status, response.cors()), (404, readable_by(APP)));
    let permitted = server.send(preflight("/unknown", APP, "PUT")).await;
    assert_eq!(permitted.status, 204);
}

#[rocket::async_test]
async fn routes_without_enforce_refuse_no_request() {
    #[cors(origins = ["https://app.example.com"])]
    fn lenient(routes: Vec<Route>, ran: &Ran) -> Rocket<Build> {
        rocket::build().manage(ran.clone()).mount("/", routes)
    }

    let ran = Ran::default();
    let routes = enforceable(routes![balance, transfer, open]);
    let without = rocket::build()
        .attach(Cors::fairing())
        .manage(ran.clone())
        .mount("/", routes.clone());
    let server = Server::launch(without).await;
    let response = server.send(get_("/").origin(EVIL)).await;
    assert_eq!((response.status, response.cors()), (200, vec![]));
    let server = Server::launch(lenient(routes, &ran)).await;
    ran_hidden("GET", &server.send(get_("/").origin(EVIL)).await);
    ran_hidden("POST", &server.send(transfer_from(EVIL)).await);
}
