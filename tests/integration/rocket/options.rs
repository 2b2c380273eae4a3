//! `OPTIONS` on Rocket: routes that catch every path, and paths without a policy. `both/options.rs` has the rest.

use cors_runtime::{
    cors,
    rocket::{Cors, routes},
};
use rocket::{Build, Request as HttpRequest, Rocket, Route, catch, catchers, get, options, put};

use cors_tests::{ADMIN, APP, EVIL, NONE, Server, ordinary_options, preflight};

#[cors(origins = ["https://app.example.com"])]
#[get("/users")]
fn users() {}

#[cors(origins = ["https://admin.example.com"], headers = ["content-type"])]
#[put("/users")]
fn create() {}

#[get("/plain")]
fn plain() {}

#[options("/<_..>")]
fn every_options() -> &'static str {
    "options"
}

#[catch(404)]
fn not_found(request: &HttpRequest<'_>) -> String {
    format!("no {}", request.uri())
}

fn app(routes: Vec<Route>) -> Rocket<Build> {
    rocket::build()
        .attach(Cors::fairing())
        .mount("/", routes![users, create, plain])
        .mount("/", routes)
        .register("/", catchers![not_found])
}

#[rocket::async_test]
async fn catch_all_options_gets_all_but_our_preflights() {
    for rank in [None, Some(0), Some(isize::MIN + 1)] {
        let mut routes = routes![every_options];
        routes[0].rank = rank.unwrap_or(routes[0].rank);
        let server = Server::launch(app(routes)).await;
        for (origin, method, status) in [
            (APP, "GET", 204),
            (APP, "HEAD", 204),
            (ADMIN, "PUT", 204),
            (ADMIN, "GET", 403),
            (APP, "PUT", 403),
            (APP, "POST", 403),
            (EVIL, "GET", 403),
            ("null", "GET", 403),
        ] {
            let response = server.send(preflight("/users", origin, method)).await;
            let case = format!("{method} from {origin}, rank {rank:?}");
            assert_eq!(response.status, status, "{case}");
            assert_eq!(response.unexplained().text(), "", "{case}");
        }
        for request in ordinary_options("/users") {
            let response = server.send(request).await;
            assert_eq!((response.status, response.text()), (200, "options"));
            assert_eq!(response.cors(), NONE, "rank {rank:?}");
        }
        for target in ["/plain", "/unknown", "/users/7", "/"] {
            let others = ordinary_options(target).into_iter();
            for request in others.chain([preflight(target, APP, "GET")]) {
                let response = server.send(request).await;
                let case = format!("{target}, rank {rank:?}");
                assert_eq!(
                    (response.status, response.text()),
                    (200, "options"),
                    "{case}"
                );
                assert_eq!(response.cors(), NONE, "{case}");
            }
        }
    }
}

#[rocket::async_test]
async fn paths_without_a_policy_are_left_to_rocket() {
    let server = Server::launch(app(vec![])).await;
    for target in ["/unknown", "/plain", "/users/7", "/"] {
        let others = ordinary_options(target).into_iter();
        for request in others.chain([preflight(target, APP, "GET")]) {
            let response = server.send(request).await;
            assert_eq!(response.status, 404, "{target}");
            assert_eq!(response.text(), format!("no {target}"));
            assert_eq!(response.cors(), NONE, "{target}");
            assert_eq!(response.all("allow"), NONE, "{target}");
        }
    }
    // A catcher of 404 does not handle preflights.
    let response = server.send(preflight("/users", EVIL, "GET")).await;
    assert_eq!((response.status, response.unexplained().text()), (403, ""));
}
