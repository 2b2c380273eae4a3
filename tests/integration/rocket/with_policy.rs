//! Policies that are attached to routes without an attribute.

use cors_runtime::{
    Policy, cors, policy,
    report::Granted,
    rocket::{Cors, routes, verify, with_policy},
};
use rocket::{
    Build, Data, Request as RocketRequest, Rocket, Route,
    error::ErrorKind,
    fs::FileServer,
    get,
    http::Method,
    local::asynchronous::Client,
    route::{Handler, Outcome},
};

use cors_tests::{
    ADMIN, APP, EVIL, NONE, Server, get as get_, post as post_, preflight, quiet, readable_by,
};

static FONTS: Policy = policy!(origins = ["https://app.example.com"]);

static UPLOADS: Policy = policy!(
    origins = ["https://app.example.com"],
    headers = ["x-name"],
    enforce
);

#[derive(Clone)]
struct Upload;

#[rocket::async_trait]
impl Handler for Upload {
    async fn handle<'r>(&self, request: &'r RocketRequest<'_>, _: Data<'r>) -> Outcome<'r> {
        Outcome::from(request, "uploaded")
    }
}

#[cors(origins = ["https://admin.example.com"])]
#[get("/own")]
fn own() -> &'static str {
    "own"
}

#[get("/plain")]
fn plain() -> &'static str {
    "plain"
}

fn mount(rocket: Rocket<Build>) -> Rocket<Build> {
    rocket
        .mount(
            "/fonts",
            with_policy(&FONTS, FileServer::from("integration/rocket")),
        )
        .mount(
            "/uploads",
            with_policy(&UPLOADS, vec![Route::new(Method::Post, "/<_>", Upload)]),
        )
        .mount("/", with_policy(&FONTS, routes![own, plain]))
}

fn app() -> Rocket<Build> {
    mount(rocket::build().attach(Cors::fairing()))
}

#[rocket::async_test]
async fn routes_without_an_attribute_have_the_attached_policy() {
    let server = Server::launch(app()).await;
    let font = server.send(get_("/fonts/main.rs").origin(APP)).await;
    assert_eq!((font.status, font.cors()), (200, readable_by(APP)));
    let missing = server.send(get_("/fonts/missing").origin(APP)).await;
    assert_eq!((missing.status, missing.cors()), (404, readable_by(APP)));
    for (path, origin, method, status) in [
        ("/fonts/main.rs", APP, "GET", 204),
        ("/fonts/main.rs", APP, "PUT", 403),
        ("/fonts/main.rs", EVIL, "GET", 403),
        ("/uploads/a", APP, "POST", 204),
        ("/uploads/a", EVIL, "POST", 403),
    ] {
        let response = server.send(preflight(path, origin, method)).await;
        assert_eq!(response.status, status, "{method} {path} {origin}");
    }
}

#[rocket::async_test]
async fn enforce_of_an_attached_policy_refuses_other_origins() {
    let server = Server::launch(app()).await;
    let upload = server.send(post_("/uploads/a").origin(APP)).await;
    assert_eq!((upload.status, upload.text()), (200, "uploaded"));
    let refused = server.send(post_("/uploads/a").origin(EVIL)).await;
    assert_eq!(refused.status, 403);
    assert_ne!(refused.text(), "uploaded");
}

#[rocket::async_test]
async fn own_policy_of_a_route_wins_over_the_attached_one() {
    let server = Server::launch(app()).await;
    let response = server.send(get_("/own").origin(ADMIN)).await;
    assert_eq!(response.cors(), readable_by(ADMIN));
    let response = server.send(get_("/plain").origin(APP)).await;
    assert_eq!(response.cors(), readable_by(APP));
}

static OPEN: Policy = policy!(origins = any, enforce = false);

#[cors(origins = ["https://admin.example.com"], enforce)]
fn with_default() -> Rocket<Build> {
    rocket::build().mount("/", with_policy(&OPEN, routes![plain]))
}

/// `routes!` prepares a plain route for the `enforce` of the default policy, and `with_policy` replaces that policy.
#[rocket::async_test]
async fn attached_policy_wins_over_an_enforced_default() {
    let server = Server::launch(with_default()).await;
    let response = server.send(get_("/plain").origin(EVIL)).await;
    assert_eq!((response.status, response.text()), (200, "plain"));
    let unknown = server.send(get_("/unknown").origin(EVIL)).await;
    assert_eq!(unknown.all("access-control-allow-origin"), NONE);
}

#[rocket::async_test]
async fn attached_policies_are_reported_and_verified() {
    let client = Client::tracked(app().configure(quiet()))
        .await
        .expect("it launches");
    let report = Cors::report(client.rocket());
    let rows: Vec<_> = report
        .entries()
        .iter()
        .map(|entry| (entry.path(), entry.granted().is_some_and(Granted::enforces)))
        .collect();
    assert_eq!(
        rows,
        [
            ("/fonts/<path..>", false),
            ("/own", false),
            ("/plain", false),
            ("/uploads/<_>", true),
        ]
    );
    let verified = verify(&client).await.expect("every preflight succeeds");
    assert_eq!((verified.preflights(), verified.unasked().len()), (4, 0));
}

#[rocket::async_test]
async fn attached_policy_without_the_fairing_fails_the_launch() {
    let fonts = with_policy(&FONTS, FileServer::from("integration/rocket"));
    let rocket = rocket::custom(quiet()).mount("/fonts", fonts);
    let Err(error) = rocket.ignite().await else {
        panic!("it ignites")
    };
    assert!(matches!(error.kind(), ErrorKind::SentinelAborts(_)));
}
