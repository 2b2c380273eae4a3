//! Fairings that rewrite requests: the response has the policy of the requested route.

use std::sync::atomic::{AtomicUsize, Ordering};

use cors_runtime::{
    AllowedOrigin, cors,
    rocket::{Cors, routes},
};
use rocket::{
    Build, Rocket, Route, delete,
    fairing::{AdHoc, Fairing},
    get,
    http::{Method, Status, uri::Origin},
    local::asynchronous::Client,
    post, put,
};

use cors_tests::{
    ADMIN, APP, EVIL, HIDDEN, NONE, RawResponse, Request as Ask, Server, get as get_, preflight,
    quiet, readable_by, request,
};

#[cors(origins = ["https://app.example.com"], headers = ["x-key", "x-method"])]
#[get("/users/<_>")]
fn user() -> &'static str {
    "user"
}

#[cors(origins = ["https://app.example.com"])]
#[put("/users/<_>")]
fn rename() -> &'static str {
    "renamed"
}

#[cors(origins = any)]
#[get("/public")]
pub(crate) fn public() -> &'static str {
    "public"
}

#[get("/plain")]
fn plain() -> &'static str {
    "plain"
}

/// For those without a key. Its policy is not that of the routes they asked for.
#[cors(origins = ["https://admin.example.com"])]
#[get("/keyless")]
pub(crate) fn keyless() -> (Status, &'static str) {
    (Status::Unauthorized, "no key")
}

/// The same without a policy.
#[get("/keyless")]
fn plain_keyless() -> (Status, &'static str) {
    (Status::Unauthorized, "no key")
}

/// Sends all requests without a key to this route, preflights included.
pub(crate) fn keys() -> AdHoc {
    AdHoc::on_request("keys", |request, _| {
        Box::pin(async move {
            if !request.headers().contains("x-key") {
                request.set_uri(Origin::const_new("/keyless", None));
                request.set_method(Method::Get);
            }
        })
    })
}

/// The same, but preflights go there as what they are.
fn keys_by_uri() -> AdHoc {
    AdHoc::on_request("keys", |request, _| {
        Box::pin(async move {
            if !request.headers().contains("x-key") {
                request.set_uri(Origin::const_new("/keyless", None));
                if request.method() != Method::Options {
                    request.set_method(Method::Get);
                }
            }
        })
    })
}

/// The same for those that are no preflights, after other requests had their turn.
fn patient_keys() -> AdHoc {
    AdHoc::on_request("keys", |request, _| {
        Box::pin(async move {
            for _ in 0..3 {
                tokio::task::yield_now().await;
            }
            if request.method() != Method::Options && !request.headers().contains("x-key") {
                request.set_uri(Origin::const_new("/keyless", None));
                request.set_method(Method::Get);
            }
        })
    })
}

fn app(after: impl Fairing, routes: Vec<Route>) -> Rocket<Build> {
    rocket::custom(quiet())
        .attach(Cors::fairing())
        .attach(after)
        .mount("/", routes)
}

pub(crate) fn all() -> Vec<Route> {
    routes![user, rename, public, plain, keyless]
}

pub(crate) fn seen(response: &RawResponse) -> (u16, &str, Vec<String>) {
    (response.status, response.text(), response.cors())
}

pub(crate) fn hidden() -> Vec<String> {
    HIDDEN.map(str::to_owned).to_vec()
}

fn nothing() -> Vec<String> {
    NONE.map(str::to_owned).to_vec()
}

pub(crate) async fn ask(server: &Server, ask: Ask, origin: &str) -> RawResponse {
    server.send(ask.origin(origin)).await
}

#[rocket::async_test]
async fn an_error_has_the_policy_of_the_route_asked_for() {
    for routes in [all(), routes![user, rename, public, plain, plain_keyless]] {
        for fairing in [keys(), keys_by_uri(), patient_keys()] {
            let server = Server::launch(app(fairing, routes.clone())).await;
            for (method, target, origin, cors) in [
                ("GET", "/users/7", APP, readable_by(APP)),
                ("HEAD", "/users/7", APP, readable_by(APP)),
                ("GET", "/users/7?x=%D0%BC", APP, readable_by(APP)),
                ("PUT", "/users/7", APP, readable_by(APP)),
                ("GET", "/users/7", ADMIN, hidden()),
                ("GET", "/users/7", EVIL, hidden()),
                (
                    "GET",
                    "/public",
                    EVIL,
                    vec!["access-control-allow-origin: *".into()],
                ),
            ] {
                let response = ask(&server, request(method, target), origin).await;
                let case = format!("{method} {target} from {origin}");
                assert_eq!((response.status, response.cors()), (401, cors), "{case}");
            }
            // The errors of a plain route are readable for no origin, whatever the other route allows.
            let response = ask(&server, get_("/plain"), ADMIN).await;
            let of_other = response.cors();
            assert!(
                of_other == hidden() || of_other == nothing(),
                "{of_other:?}"
            );
        }
    }
}

#[rocket::async_test]
async fn request_without_a_rewrite_has_its_policy() {
    let server = Server::launch(app(keys(), all())).await;
    for (origin, cors) in [(APP, readable_by(APP)), (ADMIN, hidden())] {
        let response = ask(&server, get_("/users/7").header("x-key", "k"), origin).await;
        assert_eq!(seen(&response), (200, "user", cors));
    }
    let plain = ask(&server, get_("/plain").header("x-key", "k"), APP).await;
    assert_eq!(seen(&plain), (200, "plain", nothing()));
}

#[rocket::async_test]
async fn preflight_uses_the_route_of_its_url() {
    for fairing in [keys(), keys_by_uri(), patient_keys()] {
        let server = Server::launch(app(fairing, all())).await;
        for (target, origin, method, status) in [
            ("/users/7", APP, "GET", 204),
            ("/users/7", APP, "PUT", 204),
            ("/users/7", ADMIN, "GET", 403),
            ("/users/7", EVIL, "PUT", 403),
            ("/public", EVIL, "GET", 204),
            ("/keyless", ADMIN, "GET", 204),
            ("/keyless", APP, "GET", 403),
        ] {
            let asked = preflight(target, origin, method);
            let asked = server
                .send(asked.header("access-control-request-headers", "x-key"))
                .await;
            let case = format!("{method} {target} from {origin}");
            assert_eq!(asked.status, status, "{case}");
            let allowed = asked.all("access-control-allow-origin");
            assert_eq!(allowed.is_empty(), status == 403, "{case}");
            if target == "/users/7" && status == 204 && method == "GET" {
                assert_eq!(
                    asked.all("access-control-allow-headers"),
                    ["x-key,x-method"]
                );
            }
        }
    }
}

#[rocket::async_test]
async fn notes_of_many_waiting_requests_are_not_mixed_up() {
    let client = Client::untracked(app(patient_keys(), all())).await;
    let client = client.expect("it launches");
    let targets = ["/users/7", "/public", "/plain", "/unknown"];
    let asked = (0..64).map(|i| {
        let target = targets[i % targets.len()];
        let asked = client
            .get(target)
            .header(rocket::http::Header::new("origin", APP));
        async move { (target, asked.dispatch().await) }
    });
    for (target, response) in futures_util::future::join_all(asked).await {
        let allowed = response.headers().get_one("access-control-allow-origin");
        let expected = match target {
            "/users/7" => Some(APP),
            "/public" => Some("*"),
            _ => None,
        };
        assert_eq!(allowed, expected, "{target}");
    }
}

/// Serves another route for one that is there, too.
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

fn to(target: &str, to: &str) -> Ask {
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
async fn content_not_asked_for_is_readable_under_the_same_policy() {
    let routes = routes![user, rename, public, plain, keyless, same, internal];
    let server = Server::launch(app(exchanged(), routes)).await;
    for (target, sent_to, text, origin, cors) in [
        ("/users/7", "/same", "same", APP, readable_by(APP)),
        ("/users/7", "/users/8", "user", APP, readable_by(APP)),
        ("/users/7", "/same", "same", EVIL, hidden()),
        // Neither is content shown by the policy of another route, nor by its own for another URL.
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
        // Nothing else stands at these URLs.
        ("/v1/users/7", "/users/7", "user", APP, readable_by(APP)),
        ("/v1/users/7", "/users/7", "user", EVIL, hidden()),
        ("/v1/plain", "/plain", "plain", APP, nothing()),
    ] {
        let response = ask(&server, to(target, sent_to), origin).await;
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
        let response = ask(&server, to(target, "/users/7"), origin).await;
        assert_eq!(
            seen(&response),
            (200, "user", cors),
            "{target} from {origin}"
        );
        let asked = preflight(target, origin, "PUT").header("x-to", "/users/7");
        let status = if origin == APP { 204 } else { 403 };
        assert_eq!(server.send(asked).await.status, status, "{target}");
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
        // That of the route which runs.
        ("/public", "/enforced", EVIL, 403, false, Some("*")),
        ("/public", "/enforced", APP, 200, true, None),
        ("/unknown", "/enforced", EVIL, 403, false, None),
        // That of the route which was asked for.
        ("/enforced", "/counted", EVIL, 403, false, None),
        ("/enforced", "/counted", APP, 401, true, Some(APP)),
        // Both.
        ("/enforced", "/enforced_too", APP, 403, false, Some(APP)),
        ("/enforced", "/enforced_too", ADMIN, 403, false, None),
    ] {
        RAN.store(0, Ordering::SeqCst);
        let response = ask(&server, to(target, sent_to), origin).await;
        let case = format!("{target} to {sent_to} from {origin}");
        assert_eq!(response.status, status, "{case}");
        let allowed = response.all("access-control-allow-origin");
        assert_eq!(allowed, Vec::from_iter(readable_by), "{case}");
        assert_eq!(RAN.load(Ordering::SeqCst), usize::from(runs), "{case}");
    }
}

/// Lets clients that know no `DELETE` say it in a header.
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
async fn an_overridden_method_shows_nothing_by_the_policy_of_the_sent() {
    let post = || request("POST", "/users/7").header("x-method", "DELETE");
    // No route serves `POST`, so the request means `DELETE`.
    let server = Server::launch(app(overridden(), routes![user, remove])).await;
    for (origin, cors) in [(ADMIN, readable_by(ADMIN)), (APP, hidden())] {
        let response = ask(&server, post(), origin).await;
        assert_eq!(seen(&response), (200, "removed", cors));
    }
    let server = Server::launch(app(overridden(), routes![user, touch, remove])).await;
    for origin in [ADMIN, EVIL] {
        let response = ask(&server, post(), origin).await;
        assert_eq!(seen(&response), (200, "removed", hidden()), "{origin}");
    }
}

#[rocket::async_test]
async fn a_uri_that_rocket_would_not_parse_is_remembered_too() {
    let server = Server::launch(app(keys(), all())).await;
    for target in [
        "/users/{7}",
        "/users/%zz",
        "/users/7?q={%7B}|`",
        "//users//7/",
    ] {
        let response = ask(&server, get_(target), APP).await;
        assert_eq!(
            seen(&response),
            (401, "no key", readable_by(APP)),
            "{target}"
        );
        let response = ask(&server, get_(target), ADMIN).await;
        assert_eq!(seen(&response), (401, "no key", hidden()), "{target}");
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
        let response = ask(&server, to(target, sent_to), APP).await;
        assert_eq!(response.text(), text, "{target} to {sent_to}");
    }
}
