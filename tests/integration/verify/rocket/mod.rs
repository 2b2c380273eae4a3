//! `verify` on Rocket: preflights reach the routes through all other fairings.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use cors_runtime::{
    cors,
    rocket::{Cors, routes, verify, verify_blocking},
    verify::{Obstacle, Obstructed, Verified, VerifyError},
};
use rocket::{
    Build, Response, Rocket, Route,
    fairing::{AdHoc, Fairing},
    get,
    http::Status,
    local::{asynchronous, blocking},
    options, post, put,
};

use cors_tests::quiet;

#[cors(origins = ["https://app.example.com"], credentials, max_age = 600)]
#[get("/users/<_>")]
fn user() {}

#[cors(origins = ["https://*.example.com"], headers = ["x-a", "x-b"])]
#[put("/users/<_>")]
fn rename() {}

#[cors(origins = any, headers = any)]
#[post("/files/<_..>")]
fn upload() {}

#[cors(origins = ["https://cats.example.com"])]
#[get("/?kind=cat&small&<_name>")]
fn cats(_name: Option<&str>) {}

#[get("/plain")]
fn plain() {}

#[options("/<_..>")]
fn every_options() {}

pub(super) fn routes_below_api() -> Vec<Route> {
    routes![user, rename, upload, cats, plain, every_options]
}

pub(super) fn good() -> Rocket<Build> {
    rocket::custom(quiet())
        .attach(Cors::fairing())
        .mount("/api", routes_below_api())
}

/// The findings of both clients.
pub(super) async fn verified(app: fn() -> Rocket<Build>) -> Result<Verified, VerifyError> {
    let client = asynchronous::Client::tracked(app()).await;
    let found = verify(&client.expect("it launches")).await;
    let blocking = tokio::task::spawn_blocking(move || {
        verify_blocking(&blocking::Client::untracked(app()).expect("it launches"))
    });
    let blocking = blocking.await.expect("no panic");
    match (&found, &blocking) {
        (Ok(found), Ok(blocking)) => assert_eq!(found, blocking),
        (Err(found), Err(blocking)) => assert_eq!(lines(found), lines(blocking)),
        different => panic!("{different:?}"),
    }
    found
}

/// The lines of a report, sorted.
fn lines(error: &VerifyError) -> Vec<String> {
    let mut lines: Vec<_> = error.to_string().lines().map(str::to_owned).collect();
    lines.sort();
    lines
}

/// The preflights that a Rocket with this fairing obstructs.
pub(super) async fn obstructed(app: fn() -> Rocket<Build>) -> Vec<Obstructed> {
    match verified(app).await {
        Err(VerifyError::Obstructed(found)) => found,
        other => panic!("{other:?}"),
    }
}

/// The obstacles that every route has in common.
pub(super) async fn same_obstacle(app: fn() -> Rocket<Build>) -> Obstacle {
    let found = obstructed(app).await;
    assert_eq!(found.len(), 4);
    let obstacle = found[0].obstacle().clone();
    assert!(found.iter().all(|other| *other.obstacle() == obstacle));
    obstacle
}

#[rocket::async_test]
async fn every_route_with_a_policy_is_verified_once() {
    let count = verified(good).await.expect("it gets through").preflights();
    assert_eq!(count, 4);
    let twice = || good().mount("/v2", routes![user, plain]);
    let count = verified(twice).await.expect("it gets through").preflights();
    assert_eq!(count, 5);
}

#[rocket::async_test]
async fn verify_runs_no_handler_guard_or_data() {
    static RAN: AtomicUsize = AtomicUsize::new(0);

    #[cors(origins = ["https://app.example.com"])]
    #[get("/")]
    fn counted() {
        RAN.fetch_add(1, Ordering::SeqCst);
    }

    let app = || {
        rocket::custom(quiet())
            .attach(Cors::fairing())
            .mount("/", routes![counted])
    };
    assert_eq!(
        verified(app).await.expect("it gets through").preflights(),
        1
    );
    assert_eq!(RAN.load(Ordering::SeqCst), 0);
}

#[rocket::async_test]
async fn rocket_without_policies_has_nothing_to_verify() {
    let plain_only: fn() -> Rocket<Build> = || {
        let rocket = rocket::custom(quiet()).attach(Cors::fairing());
        rocket.mount("/", routes![plain])
    };
    let without_fairing = || rocket::custom(quiet()).mount("/", routes![plain]);
    for app in [plain_only, without_fairing] {
        let found = verified(app).await;
        assert!(matches!(found, Err(VerifyError::NoRoutes)), "{found:?}");
    }
}

/// A fairing that changes every response.
pub(super) fn on_response<F>(change: F) -> impl Fairing
where
    F: Fn(&mut Response<'_>) + Clone + Send + Sync + 'static,
{
    AdHoc::on_response("a change", move |_, response| {
        change(response);
        Box::pin(async {})
    })
}

#[rocket::async_test]
async fn fairing_that_writes_or_removes_headers_is_reported() {
    let origin = "access-control-allow-origin";
    let changed = || {
        good().attach(on_response(|response| {
            response.set_raw_header("Access-Control-Allow-Origin", "https://other.example");
        }))
    };
    let Obstacle::Changed(name, value) = same_obstacle(changed).await else {
        panic!("a change")
    };
    assert_eq!(
        (name.as_str(), value.as_bytes()),
        (origin, &b"https://other.example"[..])
    );

    let doubled = || {
        good().attach(on_response(|response| {
            response.adjoin_raw_header("access-control-allow-origin", "*");
        }))
    };
    let found = same_obstacle(doubled).await;
    assert!(
        matches!(&found, Obstacle::Doubled(name) if name == origin),
        "{found}"
    );

    let removed = || {
        good().attach(on_response(|response| {
            response.remove_header("access-control-allow-methods");
        }))
    };
    let found = same_obstacle(removed).await;
    let name = "access-control-allow-methods";
    assert!(
        matches!(&found, Obstacle::Removed(other) if other == name),
        "{found}"
    );

    let added = || {
        good().attach(on_response(|response| {
            response.set_raw_header("access-control-allow-private-network", "true");
        }))
    };
    let found = same_obstacle(added).await;
    let name = "access-control-allow-private-network";
    assert!(
        matches!(&found, Obstacle::Added(other) if other == name),
        "{found}"
    );

    let status = || good().attach(on_response(|response| response.set_status(Status::Ok)));
    let found = same_obstacle(status).await;
    assert!(
        matches!(&found, Obstacle::Status(code) if code.as_u16() == 200),
        "{found}"
    );
}

#[rocket::async_test]
async fn place_of_a_failing_fairing_makes_no_difference() {
    let before = || {
        let by_hand = on_response(|response| {
            response.adjoin_raw_header("access-control-allow-origin", "*");
        });
        rocket::custom(quiet())
            .attach(by_hand)
            .attach(Cors::fairing())
            .mount("/", routes![user])
    };
    let found = obstructed(before).await;
    assert!(
        matches!(found[0].obstacle(), Obstacle::Doubled(_)),
        "{found:?}"
    );
}

#[rocket::async_test]
async fn removed_header_is_reported_where_a_policy_has_it() {
    let app = || {
        good().attach(on_response(|response| {
            response.remove_header("access-control-allow-credentials");
            response.remove_header("access-control-allow-headers");
        }))
    };
    let mut found: Vec<_> = obstructed(app).await.iter().map(summary).collect();
    found.sort();
    assert_eq!(
        found,
        [
            "GET /api/users/<_> from https://app.example.com: \
             `access-control-allow-credentials` is missing",
            "POST /api/files/<_..> from https://any.example: \
             `access-control-allow-headers` is missing",
            "PUT /api/users/<_> from https://a.example.com: \
             `access-control-allow-headers` is missing",
        ]
    );
}

/// Route, origin and obstacle, without the help.
fn summary(obstructed: &Obstructed) -> String {
    let text = obstructed.to_string();
    let start = format!(
        "{} {} from {}: ",
        obstructed.method(),
        obstructed.path(),
        obstructed.origin()
    );
    assert!(text.starts_with(&start), "{text}");
    let end = text[start.len()..].find([':', ';']);
    text[..end.map_or(text.len(), |at| start.len() + at)].to_owned()
}

#[rocket::async_test]
async fn fairing_that_forwards_preflights_is_no_obstacle() {
    let app = || {
        let seen = Arc::new(AtomicUsize::new(0));
        let count = AdHoc::on_request("counts", move |_, _| {
            seen.fetch_add(1, Ordering::SeqCst);
            Box::pin(async {})
        });
        let stamp = on_response(|response| {
            response.set_raw_header("x-stamp", "yes");
        });
        good().attach(count).attach(stamp)
    };
    assert_eq!(
        verified(app).await.expect("it gets through").preflights(),
        4
    );
}
