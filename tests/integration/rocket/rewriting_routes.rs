//! Fairings that send a request to another route, or change its method: which of the two policies applies.

use std::sync::atomic::{AtomicUsize, Ordering};

use cors_runtime::{
    AllowedOrigin, cors,
    rocket::{Cors, routes},
};
use rocket::{
    delete,
    fairing::AdHoc,
    get,
    http::{Method, Status, uri::Origin},
    post,
};

use cors_tests::{
    ADMIN, APP, EVIL, Request as RawRequest, Server, get as get_, preflight, quiet, readable_by,
    request,
};

use crate::rewriting::{
    app, hidden, keyless, nothing, plain, public, rename, seen, send_from, user,
};

/// Sends a request to another route, by a header.
fn exchanged() -> AdHoc {
    AdHoc::on_request("exchange", |request, _| {
        Box::pin(async move {
            if let Some(to) = request.headers().get_one("x-to") {
                let to = Origin::parse_owned(to.to_owned()).expect("a URI");
                request.set_uri(to);
            }
        })
    })
}

fn to(target: &str, to: &str) -> RawRequest {
    get_(target).header("x-to", to)
}

#[cors(origins = ["https://app.example.com"], headers = ["x-key", "x-method"])]
#[get("/same")]
fn same() -> &'static str {
    "same"
}

#[cors(disabled)]
#[get("/internal")]
fn internal() -> &'static str {
    "internal"
}

#[rocket::async_test]
async fn content_of_another_route_is_readable_under_the_same_policy() {
    let routes = routes![user, rename, public, plain, keyless, same, internal];
    let server = Server::launch(app(exchanged(), routes)).await;
    for (target, sent_to, text, origin, cors) in [
        ("/users/7", "/same", "same", APP, readable_by(APP)),
        ("/users/7", "/users/8", "user", APP, readable_by(APP)),
        ("/users/7", "/same", "same", EVIL, hidden()),
        // A response is readable neither by the policy of another route, nor by its own at another URL.
        ("/public", "/users/7", "user", APP, hidden()),
        ("/public", "/users/7", "user", EVIL, hidden()),
        ("/users/7", "/public", "public", EVIL, hidden()),
        ("/plain", "/public", "public", EVIL, nothing()),
        ("/plain", "/users/7", "user", APP, hidden()),
        ("/internal", "/users/7", "user", APP, hidden()),
        ("/public", "/plain", "plain", EVIL, nothing()),
        ("/public", "/internal", "internal", EVIL, nothing()),
        ("/users/7", "/internal", "internal", APP, hidden()),
        ("/plain", "/internal", "internal", APP, nothing()),
        // These URLs have no route.
        ("/v1/users/7", "/users/7", "user", APP, readable_by(APP)),
        ("/v1/users/7", "/users/7", "user", EVIL, hidden()),
        ("/v1/plain", "/plain", "plain", APP, nothing()),
    ] {
        let response = send_from(&server, to(target, sent_to), origin).await;
        let case = format!("{target} to {sent_to} from {origin}");
        assert_eq!(seen(&response), (200, text, cors), "{case}");
    }
}

#[rocket::async_test]
async fn earlier_fairing_decides_the_requested_route() {
    let rocket = rocket::custom(quiet())
        .attach(exchanged())
        .attach(Cors::fairing())
        .mount("/", routes![user, rename, public, plain]);
    let server = Server::launch(rocket).await;
    for (target, origin, cors) in [
        ("/public", APP, readable_by(APP)),
        ("/public", EVIL, hidden()),
        ("/plain", APP, readable_by(APP)),
    ] {
        let response = send_from(&server, to(target, "/users/7"), origin).await;
        assert_eq!(
            seen(&response),
            (200, "user", cors),
            "{target} from {origin}"
        );
        let sent = preflight(target, origin, "PUT").header("x-to", "/users/7");
        let status = if origin == APP { 204 } else { 403 };
        assert_eq!(server.send(sent).await.status, status, "{target}");
    }
}

static RAN: AtomicUsize = AtomicUsize::new(0);

#[cors(origins = ["https://app.example.com"], enforce)]
#[get("/enforced")]
fn enforced() -> &'static str {
    RAN.fetch_add(1, Ordering::SeqCst);
    "enforced"
}

#[cors(origins = ["https://admin.example.com"], enforce)]
#[get("/enforced_too")]
fn enforced_too() -> &'static str {
    RAN.fetch_add(1, Ordering::SeqCst);
    "enforced too"
}

#[get("/counted")]
fn counted() -> (Status, &'static str) {
    RAN.fetch_add(1, Ordering::SeqCst);
    (Status::Unauthorized, "counted")
}

#[rocket::async_test]
async fn enforce_of_either_route_refuses_before_the_handler() {
    let routes = routes![public, plain, enforced, enforced_too, counted];
    let server = Server::launch(app(exchanged(), routes)).await;
    for (target, sent_to, origin, status, runs, readable_by) in [
        // `enforce` of the route that runs.
        ("/public", "/enforced", EVIL, 403, false, Some("*")),
        ("/public", "/enforced", APP, 200, true, None),
        ("/unknown", "/enforced", EVIL, 403, false, None),
        // `enforce` of the requested route.
        ("/enforced", "/counted", EVIL, 403, false, None),
        ("/enforced", "/counted", APP, 401, true, Some(APP)),
        // Both.
        ("/enforced", "/enforced_too", APP, 403, false, Some(APP)),
        ("/enforced", "/enforced_too", ADMIN, 403, false, None),
    ] {
        RAN.store(0, Ordering::SeqCst);
        let response = send_from(&server, to(target, sent_to), origin).await;
        let case = format!("{target} to {sent_to} from {origin}");
        assert_eq!(response.status, status, "{case}");
        let allowed = response.all("access-control-allow-origin");
        assert_eq!(allowed, Vec::from_iter(readable_by), "{case}");
        assert_eq!(RAN.load(Ordering::SeqCst), usize::from(runs), "{case}");
    }
}

/// Lets a client send `DELETE` in a header.
fn overridden() -> AdHoc {
    AdHoc::on_request("method override", |request, _| {
        Box::pin(async move {
            if request.headers().contains("x-method") {
                request.set_method(Method::Delete);
            }
        })
    })
}

#[cors(origins = ["https://admin.example.com"])]
#[delete("/users/<_>")]
fn remove() -> &'static str {
    "removed"
}

#[cors(origins = any)]
#[post("/users/<_>", rank = 2)]
fn touch() -> &'static str {
    "touched"
}

#[rocket::async_test]
async fn overridden_method_has_no_policy_of_the_sent_method() {
    let post = || request("POST", "/users/7").header("x-method", "DELETE");
    // No route serves `POST`, so the request means `DELETE`.
    let server = Server::launch(app(overridden(), routes![user, remove])).await;
    for (origin, cors) in [(ADMIN, readable_by(ADMIN)), (APP, hidden())] {
        let response = send_from(&server, post(), origin).await;
        assert_eq!(seen(&response), (200, "removed", cors));
    }
    let server = Server::launch(app(overridden(), routes![user, touch, remove])).await;
    for origin in [ADMIN, EVIL] {
        let response = send_from(&server, post(), origin).await;
        assert_eq!(seen(&response), (200, "removed", hidden()), "{origin}");
    }
}

#[get("/origin")]
fn origin(allowed: Result<AllowedOrigin, cors_runtime::NoAllowedOrigin>) -> String {
    allowed.map_or_else(|_| "none".to_owned(), |origin| origin.to_string())
}

#[cors(origins = ["https://app.example.com"])]
#[get("/listed")]
fn listed(allowed: Result<AllowedOrigin, cors_runtime::NoAllowedOrigin>) -> String {
    origin(allowed)
}

#[rocket::async_test]
async fn allowed_origin_is_none_without_read_access() {
    let server = Server::launch(app(exchanged(), routes![public, listed, same])).await;
    for (target, sent_to, text) in [
        ("/listed", "/listed?", APP),
        ("/unknown", "/listed", APP),
        ("/public", "/listed", "none"),
    ] {
        let response = send_from(&server, to(target, sent_to), APP).await;
        assert_eq!(response.text(), text, "{target} to {sent_to}");
    }
}
