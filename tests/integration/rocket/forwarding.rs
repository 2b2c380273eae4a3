//! A response has the policy of the route that Rocket tried last, not that of one that forwarded.

use cors_runtime::{
    cors,
    rocket::{Cors, routes},
};
use rocket::{
    Build, Data, Request, Rocket, Route, catch, catchers,
    data::{FromData, Outcome as DataOutcome},
    get,
    http::Status,
    post,
    request::{FromRequest, Outcome},
};

use cors_tests::{
    ADMIN, APP, HIDDEN, NONE, RawResponse, Request as RawRequest, Server, get as get_, preflight,
    readable_by, request,
};

/// Succeeds, forwards or fails by the header `x-guard`.
struct Guard;

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Guard {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        match request.headers().get_one("x-guard") {
            Some("forward") => Outcome::Forward(Status::NotFound),
            Some("fail") => Outcome::Error((Status::Unauthorized, ())),
            _ => Outcome::Success(Self),
        }
    }
}

#[rocket::async_trait]
impl<'r> FromData<'r> for Guard {
    type Error = ();

    async fn from_data(request: &'r Request<'_>, data: Data<'r>) -> DataOutcome<'r, Self> {
        match request.headers().get_one("x-guard") {
            Some("forward") => DataOutcome::Forward((data, Status::NotFound)),
            Some("fail") => DataOutcome::Error((Status::BadRequest, ())),
            _ => DataOutcome::Success(Self),
        }
    }
}

#[cors(origins = ["https://admin.example.com"])]
#[get("/admin/<_>", rank = 1)]
fn admin(_guard: Guard) -> &'static str {
    "admin"
}

#[cors(origins = ["https://app.example.com"])]
#[get("/<_>/page", rank = 2)]
fn page() -> &'static str {
    "page"
}

#[get("/<_>/page", rank = 3)]
fn plain() -> &'static str {
    "plain"
}

#[get("/<_>/page", rank = 4)]
fn plain_guarded(_guard: Guard) -> &'static str {
    "plain"
}

#[catch(default)]
fn caught(status: Status, _: &Request<'_>) -> String {
    format!("caught {}", status.code)
}

fn app(routes: Vec<Route>) -> Rocket<Build> {
    let rocket = rocket::build().attach(Cors::fairing());
    rocket.mount("/", routes).register("/", catchers![caught])
}

/// The response to a page of this origin, with this `x-guard`.
async fn guarded(server: &Server, sent: RawRequest, origin: &str, guard: &str) -> RawResponse {
    server
        .send(sent.origin(origin).header("x-guard", guard))
        .await
}

fn seen(response: &RawResponse) -> (u16, &str, Vec<String>) {
    (response.status, response.text(), response.cors())
}

fn nothing() -> Vec<String> {
    NONE.map(str::to_owned).to_vec()
}

fn hidden() -> Vec<String> {
    HIDDEN.map(str::to_owned).to_vec()
}

#[rocket::async_test]
async fn forwarded_request_has_the_policy_of_its_last_route() {
    let server = Server::launch(app(routes![admin, page])).await;
    let sent = || get_("/admin/page");
    for (origin, guard, text, cors) in [
        (ADMIN, "pass", "admin", readable_by(ADMIN)),
        (APP, "pass", "admin", hidden()),
        (ADMIN, "forward", "page", hidden()),
        (APP, "forward", "page", readable_by(APP)),
    ] {
        let response = guarded(&server, sent(), origin, guard).await;
        assert_eq!(seen(&response), (200, text, cors), "{guard} from {origin}");
    }
    // A preflight runs no guards: it uses the first route.
    for (origin, status) in [(ADMIN, 204), (APP, 403)] {
        let sent = preflight("/admin/page", origin, "GET").header("x-guard", "forward");
        assert_eq!(server.send(sent).await.status, status, "{origin}");
    }
}

#[rocket::async_test]
async fn plain_route_inherits_nothing_from_a_forwarding_one() {
    let server = Server::launch(app(routes![admin, plain])).await;
    let response = guarded(&server, get_("/admin/page"), ADMIN, "forward").await;
    assert_eq!(seen(&response), (200, "plain", nothing()));
    let response = guarded(&server, get_("/admin/page"), ADMIN, "pass").await;
    assert_eq!(seen(&response), (200, "admin", readable_by(ADMIN)));
    let head = request("HEAD", "/admin/page");
    let response = guarded(&server, head, ADMIN, "forward").await;
    assert_eq!(seen(&response), (200, "", nothing()));
}

#[rocket::async_test]
async fn forwarding_plain_route_takes_no_policy() {
    let mut routes = routes![plain_guarded, page];
    routes[0].rank = 1;
    let server = Server::launch(app(routes)).await;
    let response = guarded(&server, get_("/x/page"), APP, "pass").await;
    assert_eq!(seen(&response), (200, "plain", nothing()));
    let response = guarded(&server, get_("/x/page"), APP, "forward").await;
    assert_eq!(seen(&response), (200, "page", readable_by(APP)));
    // A preflight does not show the `format`, so the policy decides.
    let response = server.send(preflight("/x/page", APP, "GET")).await;
    assert_eq!(response.status, 204);
}

#[rocket::async_test]
async fn failing_guard_responds_with_the_policy_of_its_route() {
    let server = Server::launch(app(routes![admin, page])).await;
    let response = guarded(&server, get_("/admin/page"), ADMIN, "fail").await;
    assert_eq!(seen(&response), (401, "caught 401", readable_by(ADMIN)));
    let response = guarded(&server, get_("/admin/page"), APP, "fail").await;
    assert_eq!(seen(&response), (401, "caught 401", hidden()));
}

#[rocket::async_test]
async fn where_nothing_is_left_the_route_tried_last_decides() {
    let sent = || get_("/admin/page");
    let server = Server::launch(app(routes![admin])).await;
    for method in ["GET", "HEAD"] {
        let response = guarded(&server, request(method, "/admin/x"), ADMIN, "forward").await;
        assert_eq!(
            (response.status, response.cors()),
            (404, readable_by(ADMIN))
        );
        let response = guarded(&server, request(method, "/admin/x"), APP, "forward").await;
        assert_eq!((response.status, response.cors()), (404, hidden()));
    }
    // The last route is plain.
    let server = Server::launch(app(routes![admin, plain_guarded])).await;
    let response = guarded(&server, sent(), ADMIN, "forward").await;
    assert_eq!(seen(&response), (404, "caught 404", nothing()));
    let response = guarded(&server, sent(), ADMIN, "fail").await;
    assert_eq!(seen(&response), (401, "caught 401", readable_by(ADMIN)));
    // The last route has the policy.
    let mut routes = routes![plain_guarded, admin];
    routes[0].rank = 0;
    let server = Server::launch(app(routes)).await;
    let response = guarded(&server, sent(), ADMIN, "forward").await;
    assert_eq!(seen(&response), (404, "caught 404", readable_by(ADMIN)));
}

#[cors(origins = ["https://admin.example.com"])]
#[get("/n/<id>")]
fn number(id: u8) -> String {
    format!("number {id}")
}

#[cors(origins = ["https://app.example.com"])]
#[get("/<_>/<name>", rank = 9)]
fn name(name: &str) -> String {
    format!("name {name}")
}

#[get("/n/<_>", rank = 3)]
fn plain_name() -> &'static str {
    "a name"
}

#[rocket::async_test]
async fn parameter_that_does_not_parse_forwards_in_the_same_way() {
    let server = Server::launch(app(routes![number, name])).await;
    for (target, origin, text, cors) in [
        ("/n/7", ADMIN, "number 7", readable_by(ADMIN)),
        ("/n/seven", ADMIN, "name seven", hidden()),
        ("/n/seven", APP, "name seven", readable_by(APP)),
    ] {
        let response = server.send(get_(target).origin(origin)).await;
        assert_eq!(seen(&response), (200, text, cors), "{target} from {origin}");
    }
    let server = Server::launch(app(routes![number, plain_name])).await;
    let response = server.send(get_("/n/seven").origin(ADMIN)).await;
    assert_eq!(seen(&response), (200, "a name", nothing()));

    let server = Server::launch(app(routes![number])).await;
    let response = server.send(get_("/n/seven").origin(ADMIN)).await;
    assert_eq!(seen(&response), (422, "caught 422", readable_by(ADMIN)));
}

#[cors(origins = ["https://admin.example.com"])]
#[post("/data/<_>", data = "<_guard>", rank = 1)]
fn data(_guard: Guard) -> &'static str {
    "data"
}

#[cors(origins = ["https://app.example.com"])]
#[post("/<_>/page", data = "<text>", rank = 2)]
fn text(text: String) -> String {
    text
}

#[rocket::async_test]
async fn forwarded_body_reaches_the_next_route() {
    let server = Server::launch(app(routes![data, text])).await;
    let sent = || request("POST", "/data/page").body("text/plain", "the body");
    for (guard, origin, expected) in [
        ("pass", ADMIN, (200, "data", readable_by(ADMIN))),
        ("fail", ADMIN, (400, "caught 400", readable_by(ADMIN))),
        ("fail", APP, (400, "caught 400", hidden())),
        ("forward", ADMIN, (200, "the body", hidden())),
        ("forward", APP, (200, "the body", readable_by(APP))),
    ] {
        let response = guarded(&server, sent(), origin, guard).await;
        assert_eq!(seen(&response), expected, "{guard} from {origin}");
    }
}
