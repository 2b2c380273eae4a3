//! Routes whose policies no preflight can distinguish: Rocket refuses to launch.

use cors_runtime::{cors, rocket::routes};
use cors_tests::Recorded;
use rocket::{Route, delete, get, http::Method, local::asynchronous::Client, put};

use super::{anything, by_name, me, plain, put_json, refusal, user, with_fairing};

#[cors(origins = ["https://app.example.com"], credentials)]
#[get("/users/<_name>", rank = 7)]
fn namesake(_name: &str) {}

#[cors(origins = ["https://app.example.com"])]
#[put("/users/<_>", format = "form")]
fn put_form() {}

#[put("/users/<_>", format = "text/plain")]
fn put_plain() {}

#[delete("/users/me", rank = 2)]
fn delete_me() {}

#[cors(origins = ["https://app.example.com"])]
#[delete("/users/<_..>", rank = 1)]
fn delete_all() {}

/// A route with another rank.
fn ranked(mut routes: Vec<Route>, rank: isize) -> Route {
    routes[0].rank = rank;
    routes.remove(0)
}

/// A route for another method.
fn method(mut routes: Vec<Route>, method: Method) -> Route {
    routes[0].method = method;
    routes.remove(0)
}

#[rocket::async_test]
async fn policies_indistinguishable_by_preflight_refuse_launch() {
    let log = Recorded::alone().await;
    let get = |uri: &str| format!("GET {uri}");
    let mut cases = vec![
        (
            routes![user, by_name],
            [
                get("/users/<_> (`user`)"),
                get("/users/<_name> (`by_name`)"),
            ],
        ),
        (
            vec![ranked(routes![user], -20), routes![me].remove(0)],
            [get("/users/<_> (`user`)"), get("/users/me (`me`)")],
        ),
        (
            vec![ranked(routes![by_name], -20), routes![user].remove(0)],
            [
                get("/users/<_name> (`by_name`)"),
                get("/users/<_> (`user`)"),
            ],
        ),
    ];
    for (routes, names) in [
        (routes![put_json, put_form], ["put_json", "put_form"]),
        (routes![put_form, put_plain], ["put_form", "put_plain"]),
        (routes![put_plain, put_json], ["put_plain", "put_json"]),
    ] {
        let names = names.map(|name| format!("PUT /users/<_> (`{name}`)"));
        cases.push((routes, names));
    }
    cases.push((
        routes![delete_me, delete_all],
        ["<_..> (`delete_all`)", "me (`delete_me`)"].map(|name| format!("DELETE /users/{name}")),
    ));
    for other in [Method::Post, Method::Put, Method::Patch, Method::Delete] {
        let plain = method(routes![plain], other);
        let user = ranked(vec![method(routes![user], other)], 9);
        let names = ["plain", "user"].map(|name| format!("{other} /users/<_> (`{name}`)"));
        cases.push((vec![plain.clone(), user.clone()], names));
        let names = ["user", "plain"].map(|name| format!("{other} /users/<_> (`{name}`)"));
        cases.push((vec![plain, ranked(vec![user], 0)], names));
    }
    for (mut routes, [first, second]) in cases {
        for _ in 0..2 {
            let (lines, _) = refusal(&log, with_fairing(routes.clone())).await;
            let [line] = &lines[..] else {
                panic!("{first} and {second}: {lines:?}")
            };
            let place = |name: &str| {
                let place = line.text.find(name);
                place.unwrap_or_else(|| panic!("{name} in {}", line.text))
            };
            // Routes of one rank that differ in their formats hide each other.
            if routes[0].rank != routes[1].rank {
                assert!(place(&first) < place(&second), "{}", line.text);
            }
            let _ = (place(&first), place(&second));
            routes.reverse();
        }
    }
}

#[rocket::async_test]
async fn each_conflict_is_named_with_the_prefix_it_is_mounted_at() {
    let log = Recorded::alone().await;
    let app = with_fairing(routes![user, by_name]);
    let app = app.mount("/v2", routes![put_json, put_form, put_plain]);
    let (lines, _) = refusal(&log, app).await;
    assert_eq!(lines.len(), 4);
    let of_v2 = lines
        .iter()
        .filter(|line| line.text.contains("PUT /v2/users/<_>"));
    assert_eq!(of_v2.count(), 3);
}

#[rocket::async_test]
async fn policies_distinguishable_by_preflight_launch() {
    let log = Recorded::alone().await;
    for routes in [
        // Equal policies.
        routes![user, namesake],
        // Another method.
        routes![user, put_json],
        // The more specific one is in front.
        routes![me, user],
        vec![
            ranked(routes![delete_me], 0),
            ranked(routes![delete_all], 1),
        ],
        // Neither covers the other.
        vec![method(routes![anything], Method::Put), put_plain_at_rank(9)],
        // A plain route beside one with a policy, for a safe method.
        routes![plain, user],
        vec![routes![plain].remove(0), ranked(routes![user], 9)],
        vec![
            method(routes![plain], Method::Head),
            ranked(vec![method(routes![user], Method::Head)], 9),
        ],
    ] {
        let names: Vec<_> = routes.iter().map(|route| route.name.clone()).collect();
        let launched = Client::untracked(with_fairing(routes)).await;
        assert!(launched.is_ok(), "{names:?}");
        assert!(log.take().is_empty(), "{names:?}");
    }
}

fn put_plain_at_rank(rank: isize) -> Route {
    ranked(routes![put_plain], rank)
}
