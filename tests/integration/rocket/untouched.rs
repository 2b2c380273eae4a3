//! A Rocket with the fairing and without any policy behaves as without the fairing.

use cors_runtime::rocket::{Cors, routes};
use rocket::{
    Build, Rocket, catch, catchers,
    fs::FileServer,
    get,
    http::{Cookie, CookieJar, Header},
    options, post,
    response::Responder,
};

use cors_tests::{APP, Server, get as get_, post as post_, preflight, request};

#[derive(Responder)]
struct WithHeaders {
    text: &'static str,
    by_hand: Header<'static>,
    vary: Header<'static>,
}

#[get("/by-hand")]
fn by_hand() -> WithHeaders {
    WithHeaders {
        text: "by hand",
        by_hand: Header::new("access-control-allow-origin", "*"),
        vary: Header::new("vary", "accept"),
    }
}

#[get("/cookie")]
fn cookie(jar: &CookieJar<'_>) -> &'static str {
    jar.add(Cookie::new("a", "b"));
    "cookie"
}

#[post("/users", format = "json")]
fn create() {}

#[get("/users/<_id>")]
fn user(_id: u32) {}

#[options("/options")]
fn own_options() -> &'static str {
    "mine"
}

#[catch(404)]
fn not_found() -> &'static str {
    "nothing here"
}

fn app() -> Rocket<Build> {
    rocket::build()
        .register("/", catchers![not_found])
        .mount("/", routes![by_hand, cookie, create, user, own_options])
        .mount("/files", FileServer::from("integration/rocket"))
}

#[rocket::async_test]
async fn responses_without_any_policy_are_byte_identical() {
    let (bare, attached) = (
        Server::launch(app()).await,
        Server::launch(app().attach(Cors::fairing())).await,
    );
    let requests = [
        get_("/by-hand"),
        get_("/cookie"),
        get_("/users/1"),
        get_("/users/one"),
        get_("/unknown"),
        get_("/files/main.rs"),
        post_("/users").json("1"),
        post_("/users").body("text/csv", "1"),
        request("HEAD", "/by-hand"),
        request("DELETE", "/users/1"),
        request("OPTIONS", "/options"),
        request("OPTIONS", "/users/1"),
        request("OPTIONS", "/unknown"),
        request("PURGE", "/users/1"),
        preflight("/users/1", APP, "GET"),
        preflight("/options", APP, "PUT"),
        preflight("/unknown", APP, "GET"),
    ];
    for request in requests {
        for request in [request.clone(), request.origin(APP)] {
            let mut expected = bare.send(request.clone()).await.undated();
            let mut response = attached.send(request.clone()).await.undated();
            // Rocket's `Shield` writes its headers in random order.
            expected.lines.sort();
            response.lines.sort();
            assert_eq!(response, expected, "{request:?}");
        }
    }
}
