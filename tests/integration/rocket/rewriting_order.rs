//! The order of our fairing among those that rewrite requests.

use cors_runtime::{
    cors,
    rocket::{Cors, routes, verify},
    verify::{Obstacle, VerifyError},
};
use rocket::{Build, Request, Rocket, fairing::AdHoc, get, local::asynchronous::Client};

use super::rewriting::{all, hidden, keys, seen, send_from};
use cors_tests::{ADMIN, APP, Server, get as get_, preflight, quiet, readable_by};

#[get("/plain")]
fn plain() -> &'static str {
    "plain"
}

/// Fairings that other fairings attach when Rocket ignites.
fn staged() -> AdHoc {
    AdHoc::on_ignite("a stage", |rocket| {
        Box::pin(async move { rocket.attach(keys()) })
    })
}

#[rocket::async_test]
async fn fairing_that_a_stage_attaches_is_detected() {
    for (first, second) in [(true, staged()), (false, staged())] {
        let rocket = rocket::custom(quiet()).mount("/", all());
        let rocket = if first {
            rocket.attach(second).attach(Cors::fairing())
        } else {
            rocket.attach(Cors::fairing()).attach(second)
        };
        let server = Server::launch(rocket).await;
        let response = send_from(&server, get_("/users/7"), APP).await;
        assert_eq!(
            seen(&response),
            (401, "no key", readable_by(APP)),
            "{first}"
        );
    }
}

#[cors(origins = ["https://app.example.com"])]
fn with_default(rocket: Rocket<Build>) -> Rocket<Build> {
    rocket.mount(
        "/",
        routes![plain, super::rewriting::public, super::rewriting::keyless],
    )
}

#[rocket::async_test]
async fn under_a_default_the_fairing_of_the_user_keeps_its_place() {
    let in_order = rocket::custom(quiet())
        .attach(Cors::fairing())
        .attach(keys());
    let server = Server::launch(with_default(in_order)).await;
    for (target, origin, cors) in [
        ("/plain", APP, readable_by(APP)),
        ("/plain", ADMIN, hidden()),
        (
            "/public",
            ADMIN,
            vec!["access-control-allow-origin: *".into()],
        ),
        // The URL has no route, so the route that runs decides alone.
        ("/unknown", ADMIN, readable_by(ADMIN)),
    ] {
        let response = send_from(&server, get_(target), origin).await;
        assert_eq!(
            seen(&response),
            (401, "no key", cors),
            "{target} from {origin}"
        );
    }
    let preflight_response = server.send(preflight("/plain", APP, "GET")).await;
    assert_eq!(preflight_response.status, 204);

    // A warning names the missing fairing.
    let client = Client::untracked(with_default(rocket::custom(quiet()).attach(keys()))).await;
    let found = verify(&client.expect("it launches")).await;
    let Err(VerifyError::Obstructed(found)) = found else {
        panic!("{found:?}")
    };
    assert!(
        found
            .iter()
            .all(|one| matches!(one.obstacle(), Obstacle::Status(_))),
        "{found:?}"
    );
}

#[rocket::async_test]
async fn later_of_two_cors_fairings_writes_the_headers() {
    let by_hand = || {
        AdHoc::on_response("by hand", |_: &Request<'_>, response| {
            Box::pin(async move {
                response.adjoin_raw_header("access-control-allow-origin", "*");
            })
        })
    };
    for rocket in [
        with_default(
            rocket::custom(quiet())
                .attach(Cors::fairing())
                .attach(by_hand()),
        ),
        with_default(rocket::custom(quiet()))
            .attach(by_hand())
            .attach(Cors::fairing()),
    ] {
        let server = Server::launch(rocket).await;
        let response = send_from(&server, get_("/plain"), APP).await;
        assert_eq!(seen(&response), (200, "plain", readable_by(APP)));
    }
}
