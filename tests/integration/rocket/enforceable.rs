//! `enforceable`: routes that were not made by `routes!`, under a default policy with `enforce`.

// Rocket passes arguments by value.
#![allow(clippy::needless_pass_by_value)]

use cors_runtime::{
    cors,
    rocket::{Cors, enforceable, routes},
};
use cors_tests::{
    ADMIN, APP, EVIL, HIDDEN, NONE, RawResponse, Server, assert_refused, get as get_,
    post as post_, readable_by,
};
use rocket::{Build, Rocket, Route, fs::FileServer, get, post};

#[post("/", data = "<body>")]
fn transfer(body: Vec<u8>) -> String {
    format!("{} bytes", body.len())
}

#[get("/")]
fn balance() -> &'static str {
    "3 bytes"
}

#[cors(origins = ["https://admin.example.com"], enforce = false)]
#[get("/open")]
fn open() -> &'static str {
    "3 bytes"
}

#[cors(origins = ["https://app.example.com"], enforce)]
fn app() -> Rocket<Build> {
    let files = FileServer::from("integration/rocket");
    rocket::build()
        .mount("/", routes![balance, open])
        .mount("/static", enforceable(files))
}

fn ran_hidden(what: &str, response: &RawResponse) {
    let (status, text) = (response.status, response.text());
    assert_eq!((status, text), (200, "3 bytes"), "{what}");
    assert_eq!(response.cors(), HIDDEN, "{what}");
}

#[rocket::async_test]
async fn enforceable_file_server_refuses_foreign_pages() {
    let server = Server::launch(app()).await;
    let file = || get_("/static/main.rs");
    assert_refused("a file", &server.send(file().origin(EVIL)).await);
    let allowed = server.send(file().origin(APP)).await;
    assert_eq!((allowed.status, allowed.cors()), (200, readable_by(APP)));
}

#[rocket::async_test]
async fn enforceable_routes_with_a_policy_have_their_own() {
    let twice = app().mount("/twice", enforceable(routes![open, balance]));
    let server = Server::launch(twice).await;
    ran_hidden("open", &server.send(get_("/twice/open").origin(EVIL)).await);
    let own = server.send(get_("/twice/open").origin(ADMIN)).await;
    assert_eq!(own.cors(), readable_by(ADMIN));
    assert_refused("balance", &server.send(get_("/twice").origin(EVIL)).await);
}

#[rocket::async_test]
async fn enforceable_routes_without_enforce_refuse_no_request() {
    #[cors(origins = ["https://app.example.com"])]
    fn lenient(routes: Vec<Route>) -> Rocket<Build> {
        rocket::build().mount("/", routes)
    }

    let routes = enforceable(routes![balance, transfer, open]);
    let without = rocket::build()
        .attach(Cors::fairing())
        .mount("/", routes.clone());
    let server = Server::launch(without).await;
    let response = server.send(get_("/").origin(EVIL)).await;
    assert_eq!(response.status, 200);
    assert_eq!(response.cors(), NONE);
    let server = Server::launch(lenient(routes)).await;
    ran_hidden("GET", &server.send(get_("/").origin(EVIL)).await);
    let transfer = post_("/").body("text/plain", "abc").origin(EVIL);
    ran_hidden("POST", &server.send(transfer).await);
}
