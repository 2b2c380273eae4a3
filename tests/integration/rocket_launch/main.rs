//! The launch log of a Rocket, and its refusals to launch.
//!
//! A process has one logger, so these tests have their own process and run one after the other.

use cors_runtime::{
    cors,
    rocket::{Cors, routes},
};
use cors_tests::{Line, Recorded, colourless};
use log::Level;
use rocket::{
    Build, Rocket, Route, State, error::ErrorKind, get, http::Header, local::asynchronous::Client,
    patch, post, put,
};

extern crate self as this_test;

mod conflicts;
mod declared_needs;
mod defaults;
mod defaults_needs;
mod log_lines;

fn with_fairing(routes: Vec<Route>) -> Rocket<Build> {
    colourless().attach(Cors::fairing()).mount("/", routes)
}

#[cors(origins = ["https://app.example.com"], credentials)]
#[get("/users/<_>")]
fn user() {}

#[cors(origins = ["https://admin.example.com"])]
#[get("/users/<_name>", rank = 8)]
fn by_name(_name: &str) {}

#[cors(origins = ["https://admin.example.com"])]
#[get("/users/me")]
fn me() {}

#[cors(origins = ["https://admin.example.com"], allow(json_content_type))]
#[put("/users/<_>", format = "json")]
fn put_json() {}

#[cors(origins = ["https://*.example.com", "http://localhost:5173"], enforce, allow(loopback_origins))]
#[post("/posts", data = "<_text>")]
fn create(_text: String) {}

#[cors(origins = any)]
#[patch("/<_..>?draft")]
fn anything() {}

#[get("/users/<_>", rank = 1)]
fn plain() {}

#[cors(origins = ["https://app.example.com"])]
#[get("/state")]
fn state(_state: &State<u8>) {}

/// The CORS lines of a Rocket that refuses to launch, and the number of sentinels that aborted.
async fn refusal(log: &Recorded, rocket: Rocket<Build>) -> (Vec<Line>, usize) {
    log.clear();
    let Err(error) = rocket.ignite().await else {
        panic!("it ignites")
    };
    let ErrorKind::SentinelAborts(aborts) = error.kind() else {
        panic!("{error:?}")
    };
    let aborts = aborts.len();
    drop(error);
    let lines = log.take();
    assert!(lines.iter().all(|line| line.level == Level::Error));
    (lines, aborts)
}

#[rocket::async_test]
async fn launch_without_the_fairing_logs_one_line() {
    let log = Recorded::alone().await;
    for routes in [
        routes![user],
        routes![user, put_json, create, me, plain],
        // No conflict is reported for these two.
        routes![user, by_name],
    ] {
        let app = colourless().mount("/", routes.clone()).mount("/v2", routes);
        let (lines, _) = refusal(&log, app).await;
        let [line] = &lines[..] else {
            panic!("{lines:?}")
        };
        assert!(line.text.contains("Cors::fairing()"), "{}", line.text);
    }
    // Other missing parts are reported as well.
    let (lines, aborts) = refusal(&log, colourless().mount("/", routes![state])).await;
    assert_eq!((lines.len(), aborts), (1, 2));

    let plain = Client::tracked(colourless().mount("/", routes![plain])).await;
    drop(plain.expect("it launches"));
    assert!(log.take().is_empty());
}

#[rocket::async_test]
async fn fairing_may_be_attached_twice() {
    let log = Recorded::alone().await;
    let app = with_fairing(routes![user]).attach(Cors::fairing());
    let client = Client::untracked(app).await.expect("it launches");
    assert_eq!(log.take_launch().len(), 2);
    let origin = Header::new("origin", "https://app.example.com");
    let response = client.get("/users/7").header(origin).dispatch().await;
    let headers = response.headers();
    assert_eq!(headers.get("access-control-allow-origin").count(), 1);
    assert_eq!(headers.get("vary").count(), 1);
}

#[rocket::async_test]
async fn launch_log_lists_the_policies() {
    let log = Recorded::alone().await;
    let app = with_fairing(routes![anything, user, plain]);
    let app = app.mount("/v2/", routes![create, plain]);
    drop(Client::untracked(app).await.expect("it launches"));
    let lines = log.take_launch();
    assert!(lines[0].ends_with("CORS:"), "{lines:?}");
    assert_eq!(
        lines[1..],
        [
            "(anything) PATCH /<_..>?draft: any origin",
            "(user) GET /users/<_>: https://app.example.com, with credentials",
            "(create) POST /v2/posts: http://localhost:5173, https://*.example.com, enforced",
        ]
    );
    drop(Client::untracked(with_fairing(routes![plain])).await);
    assert!(log.take_launch().is_empty());
}

/// A module with another module that has the name of this crate.
mod cousin {
    mod this_test {}

    #[test]
    fn path_of_a_route_may_begin_at_a_crate() {
        let [user, me] = &super::routes![::this_test::user, ::this_test::me,][..] else {
            panic!("two routes")
        };
        let names = [&user.name, &me.name].map(|name| name.as_deref());
        assert_eq!(names, [Some("user"), Some("me")]);
    }
}
