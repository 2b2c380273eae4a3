//! What a Rocket with a policy of its own says of it, and when it refuses to launch.
//!
//! A process has one logger, so this is a process of its own, and its tests wait for each other.

// Each of the test binaries needs its part of it.
#[allow(dead_code, unused_imports, unused_macros)]
mod support;

use cors_runtime::{
    Policy, cors, policy,
    rocket::{enforceable, routes},
};
use log::Level;
use rocket::{
    Build, Rocket, Route, delete, error::ErrorKind, fs::FileServer, get,
    local::asynchronous::Client, post, put,
};
use support::log::{Recorded, colourless};

/// The lines of ours when a Rocket refuses to launch.
async fn refusal(log: &Recorded, rocket: Rocket<Build>) -> Vec<String> {
    log.take();
    let Err(error) = rocket.ignite().await else {
        panic!("it ignites")
    };
    assert!(
        matches!(error.kind(), ErrorKind::SentinelAborts(_)),
        "{error:?}"
    );
    drop(error);
    let lines = log.take().into_iter();
    lines
        .inspect(|line| assert_eq!(line.level, Level::Error))
        .map(|line| line.text)
        .collect()
}

/// The lines of a launch below our heading.
async fn launch(log: &Recorded, rocket: Rocket<Build>) -> Vec<String> {
    log.take();
    drop(Client::untracked(rocket).await.expect("it launches"));
    log.take_launch().split_off(1)
}

#[get("/users")]
fn list() {}

#[post("/users")]
fn create() {}

#[cors(origins = ["https://admin.example.com"])]
#[delete("/users")]
fn remove() {}

#[cors(origins = ["https://admin.example.com"], enforce)]
#[delete("/stated")]
fn stated() {}

#[cors(origins = ["https://admin.example.com"], enforce = false)]
#[get("/open")]
fn open() {}

#[cors(disabled)]
#[put("/users")]
fn internal() {}

#[cors(origins = ["https://app.example.com"], credentials)]
fn lenient(routes: Vec<Route>) -> Rocket<Build> {
    colourless().mount("/", routes)
}

#[cors(origins = ["https://app.example.com"], enforce)]
fn enforced(routes: Vec<Route>) -> Rocket<Build> {
    colourless().mount("/", routes)
}

#[rocket::async_test]
async fn the_launch_log_says_the_default_once_and_which_routes_it_covers() {
    let log = Recorded::alone().await;
    let app = lenient(routes![create, remove, internal]).mount("/v2/", rocket::routes![list]);
    assert_eq!(
        launch(&log, app).await,
        [
            "default: https://app.example.com, with credentials",
            "(remove) DELETE /users: https://admin.example.com",
            "(create) POST /users: default",
            "(list) GET /v2/users: default",
        ]
    );
    assert_eq!(
        launch(&log, enforced(vec![])).await,
        ["default: https://app.example.com, enforced"]
    );
}

#[rocket::async_test]
async fn a_policy_inside_that_would_lose_enforcement_by_accident_is_named() {
    let log = Recorded::alone().await;
    let lines = refusal(
        &log,
        enforced(routes![list, remove, stated, open, internal]),
    )
    .await;
    assert_eq!(lines.len(), 2, "{lines:?}");
    for (line, route) in lines
        .iter()
        .zip(["DELETE /users (`remove`)", "PUT /users (`internal`)"])
    {
        assert!(line.starts_with(route), "{line}");
        assert!(
            line.contains("write `enforce` or `enforce = false` there"),
            "{line}"
        );
    }
    assert_eq!(
        launch(&log, enforced(routes![list, stated, open]))
            .await
            .len(),
        4
    );
}

#[rocket::async_test]
async fn a_route_that_nothing_can_stand_before_is_named() {
    let log = Recorded::alone().await;
    let files = FileServer::from("tests/rocket").rank(3);
    let app = || enforced(routes![create]);
    let lines = refusal(
        &log,
        app()
            .mount("/v2", rocket::routes![list])
            .mount("/static", files.clone()),
    )
    .await;
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines[0].starts_with("GET /v2/users (`list`)"), "{lines:?}");
    assert!(
        lines[1].starts_with("GET /static/<path..> (`FileServer: "),
        "{lines:?}"
    );
    for line in lines {
        assert!(
            line.contains("`cors_runtime::rocket::enforceable(…)`"),
            "{line}"
        );
    }
    let app = app()
        .mount("/v2", enforceable(rocket::routes![list]))
        .mount("/static", enforceable(files.clone()));
    assert_eq!(launch(&log, app).await.len(), 4);
    // A policy that does not enforce stands before nothing.
    let app = lenient(rocket::routes![list]).mount("/static", files);
    assert_eq!(launch(&log, app).await.len(), 3);
}

#[rocket::async_test]
async fn two_policies_of_one_rocket_refuse_to_launch() {
    static NAMED: Policy = policy!(origins = any);

    #[cors(policy = NAMED)]
    fn outer(inside: Rocket<Build>) -> Rocket<Build> {
        inside
    }

    let log = Recorded::alone().await;
    let lines = refusal(&log, outer(lenient(routes![list]))).await;
    let [line] = &lines[..] else {
        panic!("{lines:?}")
    };
    assert!(
        line.contains("(https://app.example.com, with credentials and any origin)"),
        "{line}"
    );

    // No policy is none that differs.
    #[cors(disabled)]
    fn none(inside: Rocket<Build>) -> Rocket<Build> {
        inside
    }
    let app = none(lenient(routes![list]));
    assert_eq!(launch(&log, app).await.len(), 2);
    let twice = outer(outer(colourless().mount("/", routes![list])));
    assert_eq!(launch(&log, twice).await.len(), 2);
}

#[rocket::async_test]
async fn conflicts_are_those_of_the_policies_that_hold() {
    #[cors(origins = ["https://app.example.com"], credentials)]
    #[post("/numbers/<_>")]
    fn same() {}

    #[post("/numbers/<_number>", rank = 7)]
    fn plain(_number: u8) {}

    #[cors(origins = ["https://admin.example.com"])]
    #[post("/numbers/<_>", rank = 9)]
    fn other() {}

    let log = Recorded::alone().await;
    // On a Rocket without a policy the plain one has none, and they differ.
    let routes = routes![same, plain];
    assert_eq!(launch(&log, lenient(routes.clone())).await.len(), 3);
    let without = colourless()
        .attach(cors_runtime::rocket::Cors::fairing())
        .mount("/", routes);
    assert_eq!(refusal(&log, without).await.len(), 1);
    let lines = refusal(&log, lenient(routes![plain, other])).await;
    let [line] = &lines[..] else {
        panic!("{lines:?}")
    };
    assert!(
        line.starts_with(
            "POST /numbers/<_number> (`plain`) and POST /numbers/<_> (`other`) take the same requests"
        ),
        "{line}"
    );
}
