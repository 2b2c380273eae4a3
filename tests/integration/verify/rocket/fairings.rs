//! `verify` where fairings rewrite requests or respond to preflights, and for a default policy.

use cors_runtime::{
    cors,
    rocket::{Cors, routes},
    verify::{Obstacle, Obstructed},
};
use rocket::{
    Build, Request, Response, Rocket,
    fairing::{AdHoc, Fairing},
    get,
    http::{Method, Status, uri::Origin},
    post,
};

use super::verify::{good, obstructed, on_response, same_obstacle, verified};
use cors_tests::quiet;

#[cors(origins = ["https://app.example.com"], credentials, max_age = 600)]
#[get("/users/<_>")]
fn user() {}

#[cors(origins = ["https://*.example.com"], headers = ["x-a", "x-b"])]
#[rocket::put("/users/<_>")]
fn rename() {}

#[get("/plain")]
fn plain() {}

#[post("/plain")]
fn post_plain() {}

/// The app of `verify::good`, with a fairing before `Cors::fairing()`.
fn attached_after(fairing: impl Fairing) -> Rocket<Build> {
    rocket::custom(quiet())
        .attach(fairing)
        .attach(Cors::fairing())
        .mount("/api", super::verify::routes_below_api())
}

/// A fairing that rewrites every request.
fn on_request<F>(rewrite: F) -> impl Fairing
where
    F: Fn(&mut Request<'_>) + Clone + Send + Sync + 'static,
{
    AdHoc::on_request("a change", move |request, _| {
        rewrite(request);
        Box::pin(async {})
    })
}

fn to_unknown_uri(request: &mut Request<'_>) {
    request.set_uri(Origin::const_new("/nowhere", None));
}

fn to_head(request: &mut Request<'_>) {
    request.set_method(Method::Head);
}

fn to_another_route(request: &mut Request<'_>) {
    request.set_uri(Origin::const_new("/api/users/7", None));
}

#[rocket::async_test]
async fn earlier_fairing_that_rewrites_requests_is_reported() {
    let found = same_obstacle(|| attached_after(on_request(to_unknown_uri))).await;
    assert!(
        matches!(&found, Obstacle::Status(code) if code.as_u16() == 404),
        "{found}"
    );
    assert_eq!(obstructed(|| attached_after(on_request(to_head))).await.len(), 4);

    // Another route with another policy refuses the preflight.
    let found = obstructed(|| attached_after(on_request(to_another_route))).await;
    let mut paths: Vec<_> = found.iter().map(Obstructed::path).collect();
    paths.sort_unstable();
    assert_eq!(paths, ["/api/files/<_..>", "/api?kind=cat&small&<_name>"]);
    assert!(found.iter().all(|one| one.to_string().contains("403")));
}

#[rocket::async_test]
async fn later_fairing_may_rewrite_requests() {
    for app in [
        || good().attach(on_request(to_unknown_uri)),
        || good().attach(on_request(to_head)),
        || good().attach(on_request(to_another_route)),
    ] {
        let count = verified(app).await.expect("it gets through").preflights();
        assert_eq!(count, 4);
    }
}

/// Rewrites requests without a key to another route, except preflights.
fn reroute_without_key(request: &mut Request<'_>) {
    if request.method() != Method::Options && !request.headers().contains("x-key") {
        request.set_method(Method::Get);
        request.set_uri(Origin::const_new("/api/plain", None));
    }
}

#[rocket::async_test]
async fn earlier_fairing_that_spares_preflights_is_reported() {
    let Obstacle::Rewritten(to) = same_obstacle(|| attached_after(on_request(reroute_without_key))).await else {
        panic!("it rewrites")
    };
    assert_eq!(to, "GET /api/plain");
    let count = verified(|| good().attach(on_request(reroute_without_key))).await;
    assert_eq!(count.expect("it gets through").preflights(), 4);
}

#[cors(origins = ["https://app.example.com"])]
fn with_default() -> Rocket<Build> {
    rocket::custom(quiet()).mount("/", routes![user, rename, plain])
}

#[rocket::async_test]
async fn default_is_verified_for_its_routes_and_unserved_urls() {
    let found = verified(with_default).await.expect("it gets through");
    // `user`, `rename`, `plain`, and a URI without a route.
    assert_eq!(found.preflights(), 4);
    assert!(found.unasked().is_empty(), "{found:?}");
}

#[rocket::async_test]
async fn fairing_that_responds_for_a_default_is_reported() {
    let denied: fn() -> Rocket<Build> = || {
        with_default().attach(on_response(|response| {
            response.set_status(Status::Unauthorized);
        }))
    };
    assert_eq!(obstructed(denied).await.len(), 4);
    let moved: fn() -> Rocket<Build> = || {
        with_default().attach(on_response(|response| {
            *response = Response::build()
                .status(Status::PermanentRedirect)
                .raw_header("location", "/elsewhere")
                .finalize();
        }))
    };
    assert_eq!(obstructed(moved).await.len(), 4);
    let rewritten = || with_default().attach(on_request(to_head));
    assert_eq!(obstructed(rewritten).await.len(), 4);
    // `Cors::fairing()` before it handles the preflights for routes.
    let in_order = || {
        #[cors(origins = ["https://app.example.com"])]
        fn in_order() -> Rocket<Build> {
            rocket::custom(quiet())
                .attach(Cors::fairing())
                .attach(on_request(to_head))
                .mount("/", routes![user, rename, plain])
        }
        in_order()
    };
    // For a URI without a route, the rewritten request decides.
    let found = obstructed(in_order).await;
    let paths: Vec<_> = found.iter().map(Obstructed::path).collect();
    assert_eq!(paths, ["/cors-verify/cors-verify"]);
}

#[rocket::async_test]
async fn route_whose_method_is_not_in_its_policy_is_named() {
    #[cors(origins = ["https://app.example.com"], methods = [GET])]
    fn get_alone() -> Rocket<Build> {
        rocket::custom(quiet()).mount("/", routes![plain, post_plain])
    }

    let found = verified(get_alone).await.expect("it gets through");
    assert_eq!(found.preflights(), 2);
    assert_eq!(found.unasked(), ["POST /plain"]);
}
