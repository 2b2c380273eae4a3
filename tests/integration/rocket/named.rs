//! Routes with a named policy, and routes with `disabled`.

use cors_runtime::{
    Policy, cors, policy,
    rocket::{Cors, routes, verify},
};
use rocket::{Build, Rocket, get, local::asynchronous::Client, post, put};

use cors_tests::{
    APP, EVIL, HIDDEN, NONE, PREFLIGHT_VARY, Server, get as get_, preflight, quiet, readable_by,
    request,
};

const FRONTEND: &str = APP;

static SHARED: Policy = policy!(origins = [FRONTEND], methods = [GET, PUT], max_age = 60);

#[cors(policy = SHARED)]
#[get("/notes/<_>")]
fn note() -> &'static str {
    "note"
}

#[cors(policy = SHARED)]
#[put("/notes/<_>")]
fn rename() -> &'static str {
    "renamed"
}

#[cors(base = SHARED, methods = [POST])]
#[post("/notes/<_>")]
fn copy() -> &'static str {
    "copied"
}

#[cors(disabled)]
#[get("/internal")]
fn internal() -> &'static str {
    "internal"
}

fn app() -> Rocket<Build> {
    rocket::custom(quiet())
        .attach(Cors::fairing())
        .mount("/", routes![note, rename, copy, internal])
}

#[rocket::async_test]
async fn routes_of_one_policy_share_their_preflights() {
    let server = Server::launch(app()).await;
    for (method, methods) in [
        ("GET", "GET,HEAD,PUT"),
        ("PUT", "GET,HEAD,PUT"),
        ("POST", "POST"),
    ] {
        let response = server.send(preflight("/notes/1", APP, method)).await;
        assert_eq!(
            response.cors(),
            [
                &format!("access-control-allow-methods: {methods}"),
                "access-control-allow-origin: https://app.example.com",
                "access-control-max-age: 60",
                PREFLIGHT_VARY,
            ],
            "{method}"
        );
        let refused = server.send(preflight("/notes/1", EVIL, method)).await;
        assert_eq!(refused.status, 403, "{method}");
        let response = server.send(request(method, "/notes/1").origin(APP)).await;
        assert_eq!((response.status, response.cors()), (200, readable_by(APP)));
        let hidden = server.send(request(method, "/notes/1").origin(EVIL)).await;
        assert_eq!(
            (hidden.status, hidden.cors()),
            (200, HIDDEN.map(str::to_owned).to_vec())
        );
    }
}

#[rocket::async_test]
async fn disabled_route_is_a_plain_one() {
    let server = Server::launch(app()).await;
    let response = server.send(get_("/internal").origin(APP)).await;
    assert_eq!(
        (response.status, response.cors()),
        (200, NONE.map(str::to_owned).to_vec())
    );
    let preflight = server.send(preflight("/internal", APP, "GET")).await;
    assert_eq!(
        (preflight.status, preflight.cors()),
        (404, NONE.map(str::to_owned).to_vec())
    );
    let client = Client::tracked(app()).await.expect("it launches");
    let verified = verify(&client).await.expect("nothing stands in the way");
    assert_eq!(verified.preflights(), 3);
}
