//! Responses to requests that match the URI of a route, but not its `format`.

// Rocket passes arguments by value.
#![allow(clippy::needless_pass_by_value)]

use cors_runtime::{
    cors,
    rocket::{Cors, routes},
};
use rocket::{Build, Rocket, Route, get, post, serde::json::Json};

use cors_tests::{
    ADMIN, APP, EVIL, HIDDEN, NONE, Server, get as get_, post as post_, preflight, readable_by,
    request,
};

#[cors(origins = ["https://app.example.com"], headers = ["content-type"])]
#[post("/users", format = "json", data = "<name>")]
fn create(name: Json<String>) -> String {
    name.into_inner()
}

#[cors(origins = ["https://app.example.com"])]
#[get("/users", format = "json")]
fn list() -> &'static str {
    "[]"
}

#[cors(disabled)]
#[get("/internal", format = "json")]
fn internal() {}

#[get("/plain", format = "json")]
fn plain() {}

fn all() -> Vec<Route> {
    routes![create, list, internal, plain]
}

fn without_default() -> Rocket<Build> {
    rocket::build().attach(Cors::fairing()).mount("/", all())
}

#[cors(origins = ["https://admin.example.com"], headers = ["content-type"])]
fn with_default() -> Rocket<Build> {
    rocket::build().mount("/", all())
}

/// The preflight was granted, so without headers the page would see a network error in place of the 404.
#[rocket::async_test]
async fn response_to_another_format_has_the_policy_of_the_preflight() {
    for app in [without_default(), with_default()] {
        let server = Server::launch(app).await;
        let granted = server.send(preflight("/users", APP, "POST")).await;
        assert_eq!(granted.status, 204);
        let csv = post_("/users").body("text/csv", "Ada");
        let html = get_("/users").header("accept", "text/html");
        let head = request("HEAD", "/users").header("accept", "text/html");
        for request in [csv, html, head] {
            let response = server.send(request.clone().origin(APP)).await;
            assert_eq!(
                (response.status, response.cors()),
                (404, readable_by(APP)),
                "{request:?}"
            );
            for other in [EVIL, ADMIN] {
                let response = server.send(request.clone().origin(other)).await;
                assert_eq!(
                    (response.status, response.cors()),
                    (404, HIDDEN.map(str::to_owned).to_vec()),
                    "{request:?}"
                );
            }
        }
    }
}

#[rocket::async_test]
async fn response_to_another_format_without_a_policy_is_hidden() {
    let server = Server::launch(without_default()).await;
    for path in ["/internal", "/plain"] {
        let response = server
            .send(get_(path).header("accept", "text/html").origin(APP))
            .await;
        assert_eq!(
            (response.status, response.cors()),
            (404, NONE.map(str::to_owned).to_vec()),
            "{path}"
        );
    }
    let server = Server::launch(with_default()).await;
    let html = |path| get_(path).header("accept", "text/html").origin(ADMIN);
    let response = server.send(html("/internal")).await;
    assert_eq!((response.status, response.cors()), (404, vec![]));
    let response = server.send(html("/plain")).await;
    assert_eq!(
        (response.status, response.cors()),
        (404, readable_by(ADMIN))
    );
}
