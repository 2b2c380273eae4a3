//! Fairings that rewrite requests: the response has the policy of the requested route.

use cors_runtime::{
    cors,
    rocket::{Cors, routes},
};
use rocket::{
    Build, Rocket, Route,
    fairing::{AdHoc, Fairing},
    get,
    http::{Method, Status, uri::Origin},
    local::asynchronous::Client,
    put,
};

use cors_tests::{
    ADMIN, APP, EVIL, HIDDEN, NONE, RawResponse, Request as RawRequest, Server, get as get_,
    preflight, quiet, readable_by, request,
};

#[cors(origins = ["https://app.example.com"], headers = ["x-key", "x-method"])]
#[get("/users/<_>")]
pub(crate) fn user() -> &'static str {
    "user"
}

#[cors(origins = ["https://app.example.com"])]
#[put("/users/<_>")]
pub(crate) fn rename() -> &'static str {
    "renamed"
}

#[cors(origins = any)]
#[get("/public")]
pub(crate) fn public() -> &'static str {
    "public"
}

#[get("/plain")]
pub(crate) fn plain() -> &'static str {
    "plain"
}

/// The response to a request without a key. Its policy is not that of the requested route.
#[cors(origins = ["https://admin.example.com"])]
#[get("/keyless")]
pub(crate) fn keyless() -> (Status, &'static str) {
    (Status::Unauthorized, "no key")
}

/// The same route without a policy.
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

/// The same, but preflights keep their method.
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

/// The same, except for preflights, and after other requests ran.
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

pub(crate) fn app(after: impl Fairing, routes: Vec<Route>) -> Rocket<Build> {
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

pub(crate) fn nothing() -> Vec<String> {
    NONE.map(str::to_owned).to_vec()
}

pub(crate) async fn send_from(server: &Server, sent: RawRequest, origin: &str) -> RawResponse {
    server.send(sent.origin(origin)).await
}

#[rocket::async_test]
async fn error_has_the_policy_of_the_requested_route() {
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
                let response = send_from(&server, request(method, target), origin).await;
                let case = format!("{method} {target} from {origin}");
                assert_eq!((response.status, response.cors()), (401, cors), "{case}");
            }
            // The errors of a plain route are readable for no origin, whatever the other route allows.
            let response = send_from(&server, get_("/plain"), ADMIN).await;
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
        let response = send_from(&server, get_("/users/7").header("x-key", "k"), origin).await;
        assert_eq!(seen(&response), (200, "user", cors));
    }
    let plain = send_from(&server, get_("/plain").header("x-key", "k"), APP).await;
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
            let sent = preflight(target, origin, method);
            let preflight_response = server
                .send(sent.header("access-control-request-headers", "x-key"))
                .await;
            let case = format!("{method} {target} from {origin}");
            assert_eq!(preflight_response.status, status, "{case}");
            let allowed = preflight_response.all("access-control-allow-origin");
            assert_eq!(allowed.is_empty(), status == 403, "{case}");
            if target == "/users/7" && status == 204 && method == "GET" {
                assert_eq!(
                    preflight_response.all("access-control-allow-headers"),
                    ["x-key,x-method"]
                );
            }
        }
    }
}

#[rocket::async_test]
async fn rewrites_of_concurrent_requests_are_kept_apart() {
    let client = Client::untracked(app(patient_keys(), all())).await;
    let client = client.expect("it launches");
    let targets = ["/users/7", "/public", "/plain", "/unknown"];
    let responses = (0..64).map(|i| {
        let target = targets[i % targets.len()];
        let sent = client
            .get(target)
            .header(rocket::http::Header::new("origin", APP));
        async move { (target, sent.dispatch().await) }
    });
    for (target, response) in futures_util::future::join_all(responses).await {
        let allowed = response.headers().get_one("access-control-allow-origin");
        let expected = match target {
            "/users/7" => Some(APP),
            "/public" => Some("*"),
            _ => None,
        };
        assert_eq!(allowed, expected, "{target}");
    }
}

#[rocket::async_test]
async fn uri_that_rocket_would_not_parse_has_its_policy() {
    let server = Server::launch(app(keys(), all())).await;
    for target in [
        "/users/{7}",
        "/users/%zz",
        "/users/7?q={%7B}|`",
        "//users//7/",
    ] {
        let response = send_from(&server, get_(target), APP).await;
        assert_eq!(
            seen(&response),
            (401, "no key", readable_by(APP)),
            "{target}"
        );
        let response = send_from(&server, get_(target), ADMIN).await;
        assert_eq!(seen(&response), (401, "no key", hidden()), "{target}");
    }
}
