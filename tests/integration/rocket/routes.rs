//! Routes with a policy beside plain ones, requested by a browser and by curl.

// Rocket passes arguments by value.
#![allow(clippy::needless_pass_by_value)]

use cors_runtime::{
    cors,
    rocket::{Cors, routes},
};
use rocket::{Build, Rocket, get, put, serde::json::Json};

use cors_tests::{
    ADMIN, APP, EVIL, HIDDEN, NONE, PREFLIGHT_VARY, Server, get as get_, preflight, readable_by,
    request,
};

#[cors(origins = ["https://app.example.com"], max_age = 600)]
#[get("/users/<id>")]
fn user(id: u32) -> String {
    format!("user {id}")
}

#[cors(origins = ["https://admin.example.com"], headers = ["content-type"])]
#[put("/users/<id>", data = "<name>", format = "json")]
fn rename(id: u32, name: Json<String>) -> String {
    format!("{id} is {}", *name)
}

#[get("/users/me")]
fn me() -> &'static str {
    "me"
}

fn app() -> Rocket<Build> {
    rocket::build()
        .attach(Cors::fairing())
        .mount("/", routes![user, rename, me])
}

#[rocket::async_test]
async fn page_reads_as_the_policy_allows() {
    let server = Server::launch(app()).await;
    let response = server.send(get_("/users/7").origin(APP)).await;
    assert_eq!((response.status, response.text()), (200, "user 7"));
    assert_eq!(response.cors(), readable_by(APP));
    for request in [get_("/users/7").origin(EVIL), get_("/users/7")] {
        let response = server.send(request).await;
        assert_eq!((response.status, response.text()), (200, "user 7"));
        assert_eq!(response.cors(), HIDDEN);
    }
    let plain = server.send(get_("/users/me").origin(APP)).await;
    assert_eq!((plain.status, plain.text()), (200, "me"));
    assert_eq!(plain.cors(), NONE);
}

#[rocket::async_test]
async fn preflight_uses_the_policy_of_the_requested_method() {
    let server = Server::launch(app()).await;
    let get = server.send(preflight("/users/7", APP, "GET")).await;
    assert_eq!(get.status, 204);
    assert_eq!(
        get.cors(),
        [
            "access-control-allow-methods: GET,HEAD",
            "access-control-allow-origin: https://app.example.com",
            "access-control-max-age: 600",
            PREFLIGHT_VARY,
        ]
    );
    let put = server.send(preflight("/users/7", ADMIN, "PUT")).await;
    assert_eq!(put.status, 204);
    assert_eq!(
        put.cors(),
        [
            "access-control-allow-headers: content-type",
            "access-control-allow-methods: PUT",
            "access-control-allow-origin: https://admin.example.com",
            // The handler of `GET` grants no header.
            "access-control-max-age: 0",
            PREFLIGHT_VARY,
        ]
    );
    for (target, origin, method) in [
        ("/users/7", EVIL, "GET"),
        ("/users/7", APP, "PUT"),
        ("/users/7", APP, "DELETE"),
        ("/users/7", APP, "get"),
        ("/users/me", APP, "GET"),
    ] {
        let refused = server.send(preflight(target, origin, method)).await;
        let refused = refused.unexplained();
        assert_eq!(refused.status, 403, "{method} {target} from {origin}");
        assert_eq!(refused.cors(), [PREFLIGHT_VARY]);
        assert!(refused.body.is_empty());
    }
}

#[rocket::async_test]
async fn options_that_is_no_preflight_lists_the_methods() {
    let server = Server::launch(app()).await;
    let options = server.send(request("OPTIONS", "/users/7")).await;
    assert_eq!(options.status, 204);
    assert_eq!(options.allow(), ["GET", "HEAD", "OPTIONS", "PUT"]);
    assert_eq!(options.cors(), NONE);
    let unknown = server.send(preflight("/unknown", APP, "GET")).await;
    assert_eq!(unknown.status, 404);
    assert_eq!(unknown.cors(), NONE);
}
