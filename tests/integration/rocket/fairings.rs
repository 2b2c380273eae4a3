//! Other fairings beside ours.

use std::io::Cursor;

use cors_runtime::{
    cors,
    rocket::{Cors, routes},
};
use rocket::{
    Build, Request, Response, Rocket,
    fairing::{AdHoc, Fairing, Info, Kind},
    get,
    http::{Method, Status, uri::Origin},
    put,
    shield::Shield,
};

use cors_tests::{
    ADMIN, APP, EVIL, HIDDEN, NONE, PREFLIGHT_VARY, RawResponse, Server, get as get_, preflight,
    readable_by, request,
};

#[cors(origins = ["https://app.example.com"], credentials)]
#[get("/users")]
fn users() -> &'static str {
    "users"
}

#[cors(origins = ["https://admin.example.com"])]
#[put("/users")]
fn create() -> &'static str {
    "created"
}

#[cors(origins = any)]
#[get("/public")]
fn public() -> &'static str {
    "public"
}

#[get("/plain")]
fn plain() -> &'static str {
    "plain"
}

/// The rocket with one fairing before ours and one after.
fn between(before: impl Fairing, after: impl Fairing) -> Rocket<Build> {
    rocket::build()
        .attach(before)
        .attach(Cors::fairing())
        .attach(after)
        .mount("/", routes![users, create, public, plain])
}

fn nothing() -> AdHoc {
    AdHoc::on_response("nothing", |_, _| Box::pin(async {}))
}

/// A response that a page with credentials may read.
fn readable_with_credentials() -> Vec<String> {
    let mut lines = vec!["access-control-allow-credentials: true".to_owned()];
    lines.extend(readable_by(APP));
    lines
}

async fn send_from(server: &Server, target: &str, origin: &str) -> RawResponse {
    server.send(get_(target).origin(origin)).await
}

/// Asserts that every response has exactly the lines it has without the other fairings.
async fn assert_undisturbed(server: &Server) {
    let response = send_from(server, "/users", APP).await;
    assert_eq!((response.status, response.text()), (200, "users"));
    assert_eq!(response.cors(), readable_with_credentials());
    assert_eq!(send_from(server, "/users", EVIL).await.cors(), HIDDEN);
    let public = send_from(server, "/public", EVIL).await;
    assert_eq!(public.cors(), ["access-control-allow-origin: *"]);
    let preflight_response = server.send(preflight("/users", APP, "GET")).await;
    assert_eq!(preflight_response.status, 204);
    assert_eq!(
        preflight_response.cors(),
        [
            "access-control-allow-credentials: true",
            "access-control-allow-methods: GET,HEAD",
            "access-control-allow-origin: https://app.example.com",
            PREFLIGHT_VARY,
        ]
    );
    let preflight_response = server.send(preflight("/users", EVIL, "GET")).await;
    assert_eq!(
        (preflight_response.status, preflight_response.cors()),
        (403, vec![PREFLIGHT_VARY.into()])
    );
}

#[rocket::async_test]
async fn place_of_the_fairing_among_others_does_not_matter() {
    for app in [
        between(Shield::default(), nothing()),
        between(nothing(), Shield::default()),
        rocket::build()
            .mount("/", routes![users, create, public, plain])
            .attach(nothing())
            .attach(Cors::fairing()),
    ] {
        assert_undisturbed(&Server::launch(app).await).await;
    }
}

#[rocket::async_test]
async fn shield_protects_responses_and_preflights_alike() {
    let server = Server::launch(between(Shield::default(), nothing())).await;
    for response in [
        send_from(&server, "/users", APP).await,
        server.send(preflight("/users", APP, "GET")).await,
    ] {
        assert_eq!(response.all("x-content-type-options"), ["nosniff"]);
        assert_eq!(response.all("x-frame-options"), ["SAMEORIGIN"]);
    }
}

/// Adds headers unrelated to CORS, and a `Vary`.
struct Stamp;

#[rocket::async_trait]
impl Fairing for Stamp {
    fn info(&self) -> Info {
        Info {
            name: "stamp",
            kind: Kind::Response,
        }
    }

    async fn on_response<'r>(&self, _: &'r Request<'_>, response: &mut Response<'r>) {
        response.adjoin_raw_header("vary", "accept");
        response.set_raw_header("x-stamp", "yes");
    }
}

#[rocket::async_test]
async fn headers_of_other_fairings_are_kept_in_any_order() {
    for (before, app) in [
        (true, between(Stamp, nothing())),
        (false, between(nothing(), Stamp)),
    ] {
        let server = Server::launch(app).await;
        let response = send_from(&server, "/users", APP).await;
        assert_eq!(response.all("x-stamp"), ["yes"]);
        let vary = if before {
            ["accept", "origin"]
        } else {
            ["origin", "accept"]
        };
        assert_eq!(response.all("vary"), vary);
        assert_eq!(response.all("access-control-allow-origin"), [APP]);
        let public = send_from(&server, "/public", APP).await;
        assert_eq!(public.all("vary"), ["accept"]);
        let plain = send_from(&server, "/plain", APP).await;
        assert_eq!(plain.cors(), ["vary: accept"]);
    }
}

/// A response fairing that replaces the response of the route.
fn teapot() -> AdHoc {
    AdHoc::on_response("teapot", |request, response| {
        Box::pin(async move {
            if request.method() != Method::Options {
                let body = "teapot";
                *response = Response::build()
                    .status(Status::ImATeapot)
                    .raw_header("access-control-allow-origin", "*")
                    .sized_body(body.len(), Cursor::new(body))
                    .finalize();
            }
        })
    })
}

#[rocket::async_test]
async fn response_replaced_by_a_fairing_has_the_policy() {
    let server = Server::launch(between(teapot(), nothing())).await;
    let response = send_from(&server, "/users", APP).await;
    assert_eq!((response.status, response.text()), (418, "teapot"));
    assert_eq!(response.cors(), readable_with_credentials());
    let response = send_from(&server, "/users", EVIL).await;
    assert_eq!(
        (response.status, response.cors()),
        (418, vec!["vary: origin".into()])
    );
}

/// Writes CORS headers by hand, as apps without a policy do.
fn by_hand() -> AdHoc {
    AdHoc::on_response("CORS by hand", |_, response| {
        Box::pin(async move {
            response.adjoin_raw_header("Access-Control-Allow-Origin", "*");
            response.adjoin_raw_header("Access-Control-Allow-Origin", "https://evil.example");
            response.set_raw_header("access-control-allow-credentials", "true");
            response.set_raw_header("ACCESS-CONTROL-EXPOSE-HEADERS", "x-secret");
            response.set_raw_header("access-control-max-age", "86400");
            response.set_raw_header("vary", "Accept, Origin");
        })
    })
}

#[rocket::async_test]
async fn headers_written_by_hand_before_ours_are_replaced_or_removed() {
    let server = Server::launch(between(by_hand(), nothing())).await;
    for (target, origin, lines) in [
        (
            "/users",
            APP,
            vec![
                "access-control-allow-credentials: true",
                "access-control-allow-origin: https://app.example.com",
                "vary: Accept, Origin",
            ],
        ),
        ("/users", EVIL, vec!["vary: Accept, Origin"]),
        ("/users", "null", vec!["vary: Accept, Origin"]),
        (
            "/public",
            EVIL,
            vec!["access-control-allow-origin: *", "vary: Accept, Origin"],
        ),
    ] {
        let response = send_from(&server, target, origin).await;
        assert_eq!(
            (response.status, response.cors()),
            (200, lines.iter().map(ToString::to_string).collect())
        );
    }
    let response = server.send(get_("/users")).await;
    assert_eq!(response.cors(), ["vary: Accept, Origin"]);
    // A plain route keeps the headers of the fairing.
    let plain = send_from(&server, "/plain", APP).await;
    assert_eq!(
        plain.all("access-control-allow-origin"),
        ["*", "https://evil.example"]
    );
}

/// Rewrites requests below `/old` to the root.
fn moved() -> AdHoc {
    AdHoc::on_request("moved", |request, _| {
        Box::pin(async move {
            let uri = request.uri().to_string();
            if let Some(rest) = uri.strip_prefix("/old") {
                let uri = Origin::parse_owned(rest.to_owned());
                request.set_uri(uri.expect("a part of a URI"));
            }
        })
    })
}

#[rocket::async_test]
async fn rewritten_request_has_the_policy_of_its_new_route() {
    for app in [between(moved(), nothing()), between(nothing(), moved())] {
        let server = Server::launch(app).await;
        assert_undisturbed(&server).await;
        let response = send_from(&server, "/old/users", APP).await;
        assert_eq!((response.status, response.text()), (200, "users"));
        assert_eq!(response.cors(), readable_with_credentials());
        let plain = send_from(&server, "/old/plain", APP).await;
        assert_eq!((plain.text(), plain.cors()), ("plain", vec![]));
        for (target, origin, method, status) in [
            ("/old/users", APP, "GET", 204),
            ("/old/users", ADMIN, "PUT", 204),
            ("/old/users", APP, "PUT", 403),
            ("/old/public", EVIL, "GET", 204),
            ("/old/plain", APP, "GET", 404),
        ] {
            let preflight_response = server.send(preflight(target, origin, method)).await;
            assert_eq!(
                preflight_response.status, status,
                "{method} {target} from {origin}"
            );
        }
    }
}

/// Lets a client send `PUT` in a header.
fn overridden() -> AdHoc {
    AdHoc::on_request("method override", |request, _| {
        Box::pin(async move {
            if request.headers().contains("x-method") {
                request.set_method(Method::Put);
            }
        })
    })
}

#[rocket::async_test]
async fn request_with_a_changed_method_has_its_policy() {
    let server = Server::launch(between(nothing(), overridden())).await;
    let put = |origin| {
        let sent = request("POST", "/users").header("x-method", "PUT");
        server.send(sent.origin(origin))
    };
    let response = put(ADMIN).await;
    assert_eq!(
        (response.text(), response.cors()),
        ("created", readable_by(ADMIN))
    );
    let response = put(APP).await;
    assert_eq!(
        (response.text(), response.cors()),
        ("created", vec!["vary: origin".into()])
    );
}

#[rocket::async_test]
async fn fairing_without_policies_changes_nothing() {
    let app = rocket::build()
        .attach(Cors::fairing())
        .mount("/", routes![plain]);
    let server = Server::launch(app).await;
    let response = send_from(&server, "/plain", APP).await;
    assert_eq!(
        (response.status, response.text(), response.cors()),
        (200, "plain", vec![])
    );
    for sent in [
        request("OPTIONS", "/plain"),
        preflight("/plain", APP, "GET"),
    ] {
        let response = server.send(sent).await;
        assert_eq!(
            (response.status, response.cors()),
            (404, NONE.map(str::to_owned).to_vec())
        );
    }
}
