//! `static PARTNERS: PerServer`: two servers of one process have sets of their own.

use cors_runtime::{
    LiveOrigins, LoadProblem, PerServer, Policy, ServerOrigins, WithCredentials,
    axum::{CorsRouter, routing},
    cors,
    layer::CorsLayer,
    policy,
    rocket::{Cors, routes, with_policy},
    try_load, verify,
};
use cors_tests::{Server, assert_origins, request};
use rocket::{Build, Rocket, Route, error::ErrorKind, get, local::blocking::Client, put};

use crate::{assert_not_launched, rocket_with};

const A: &str = "https://a.example";
const B: &str = "https://b.example";
const LITERAL: &str = "https://literal.example";

static PARTNERS: PerServer = LiveOrigins::new().per_server();

mod on_axum {
    use super::{Policy, cors, policy};

    #[cors(origins = ["https://literal.example", super::PARTNERS])]
    pub(super) async fn read() -> &'static str {
        "…"
    }

    #[cors(origins = ["https://literal.example", super::PARTNERS], enforce)]
    pub(super) async fn write() -> &'static str {
        "…"
    }

    pub(super) async fn plain() {}

    pub(super) static FILES: Policy = policy!(
        origins = ["https://literal.example", super::PARTNERS],
        methods = [GET]
    );
}

mod on_rocket {
    use super::{PARTNERS, cors, get, put};

    #[cors(origins = ["https://literal.example", PARTNERS])]
    #[get("/read")]
    pub(super) fn read() {}

    #[cors(origins = ["https://literal.example", PARTNERS], enforce)]
    #[put("/read")]
    pub(super) fn write() {}

    #[get("/default")]
    pub(super) fn plain() {}
}

#[cors(origins = ["https://literal.example", PARTNERS])]
fn axum_default() -> CorsRouter {
    CorsRouter::new().route("/default", routing::get(on_axum::plain))
}

fn axum_app() -> CorsRouter {
    use on_axum::{FILES, plain, read, write};
    let layered = axum::routing::get(plain).layer(CorsLayer::new(&FILES));
    CorsRouter::new()
        .route("/read", routing::get(read).put(write))
        .route("/enforced", routing::get(write))
        .route_service("/files", layered)
        .merge(axum_default())
}

fn axum_plain() -> axum::Router {
    axum::Router::new().route("/read", routing::get(on_axum::read).into())
}

fn rocket_routes() -> Vec<Route> {
    let files = with_policy(&on_axum::FILES, rocket::routes![files_of_rocket]);
    [routes![on_rocket::read, on_rocket::write], files].concat()
}

#[get("/files")]
fn files_of_rocket() {}

#[cors(origins = ["https://literal.example", PARTNERS])]
fn rocket_default() -> Rocket<Build> {
    rocket::custom(cors_tests::quiet())
        .attach(Cors::fairing())
        .mount("/", routes![on_rocket::plain])
}

fn partners(origin: &str) -> ServerOrigins {
    PARTNERS.for_server([origin]).expect("an origin")
}

/// The same paths on both frameworks.
async fn servers(partners: &ServerOrigins) -> [(Server, &'static [&'static str]); 4] {
    let rocket = rocket_with(partners.build(rocket_routes));
    [
        (
            Server::start(partners.build(axum_app)).await,
            &["/read", "/files", "/default"],
        ),
        (
            Server::start_plain(partners.build(axum_plain)).await,
            &["/read"],
        ),
        (Server::launch(rocket).await, &["/read", "/files"]),
        (
            Server::launch(partners.build(rocket_default)).await,
            &["/default"],
        ),
    ]
}

async fn check(servers: &[(Server, &'static [&'static str])], allowed: &[&str], rejected: &[&str]) {
    for (server, paths) in servers {
        for path in *paths {
            assert_origins(server, path, allowed, rejected).await;
        }
    }
}

#[rocket::async_test]
async fn servers_of_one_process_have_their_own_origins() {
    let (first, second) = (partners(A), partners(B));
    let (of_first, of_second) = (servers(&first).await, servers(&second).await);
    check(&of_first, &[LITERAL, A], &[B]).await;
    check(&of_second, &[LITERAL, B], &[A]).await;

    first.replace([B]).expect("an origin");
    check(&of_first, &[LITERAL, B], &[A]).await;
    check(&of_second, &[LITERAL, B], &[A]).await;

    assert!(first.replace(["https://c.example/"]).is_err());
    let rejected = second.replace_valid([A, "c.example"]);
    assert_eq!(rejected[0].entry(), "c.example");
    assert_eq!(
        (first.origins(), second.origins()),
        (vec![B.into()], vec![A.into()])
    );
    assert!(first.allows(B.as_bytes()) && first.check([A]).is_ok());
    check(&of_first, &[LITERAL, B], &[A]).await;
    check(&of_second, &[LITERAL, A], &[B]).await;
}

#[rocket::async_test]
async fn enforce_and_head_follow_the_set_of_the_server() {
    let servers = servers(&partners(A)).await;
    for (server, _) in [&servers[0], &servers[2]] {
        for (origin, status) in [(A, 200), (B, 403)] {
            let put = server.send(request("PUT", "/read").origin(origin)).await;
            assert_eq!(put.status, status, "{origin}");
        }
        let head = server.send(request("HEAD", "/read").origin(A)).await;
        assert_eq!(head.all("access-control-allow-origin"), [A]);
    }
    for (origin, status) in [(A, 200), (B, 403)] {
        let head = request("HEAD", "/enforced").origin(origin);
        assert_eq!(servers[0].0.send(head).await.status, status, "{origin}");
    }
}

#[rocket::async_test]
async fn verify_and_report_show_the_set_of_the_server() {
    let partners = partners(A);
    let app = partners.build(axum_app);
    let report = app.report();
    let read = report
        .entries()
        .iter()
        .find(|entry| entry.path() == "/read");
    let origins = read
        .and_then(|read| read.granted())
        .expect("a policy")
        .origins();
    assert_eq!(origins, [LITERAL, "super::PARTNERS"]);
    verify(&app).await.expect("each preflight passes");
}

#[rocket::async_test]
async fn missing_set_of_the_server_stops_the_start() {
    static OTHERS: PerServer = LiveOrigins::new().per_server();
    let others = OTHERS.for_server([A]).expect("an origin");

    for error in [
        try_load(axum_app).expect_err("no set"),
        others
            .build(|| try_load(axum_app))
            .expect_err("the set of another declaration"),
        on_axum::FILES.load().expect_err("no set"),
    ] {
        let mut problems = error.problems().iter();
        let is_no_set = |problem: &LoadProblem| matches!(problem, LoadProblem::NoSet { declaration, .. } if declaration.ends_with("PARTNERS"));
        assert!(problems.all(is_no_set), "{error}");
    }
    assert!(partners(A).build(|| try_load(axum_app)).is_ok());
    assert!(partners(A).build(|| on_axum::FILES.load()).is_ok());
    assert_not_launched(rocket_routes()).await;
}

#[test]
fn set_that_comes_after_the_routes_stops_the_launch() {
    let routes = rocket_routes();
    let launched = partners(A).build(|| {
        Client::untracked(rocket_with(routes))
            .map(drop)
            .map_err(Box::new)
    });
    let error = launched.expect_err("the routes were made before");
    assert!(matches!(error.kind(), ErrorKind::SentinelAborts(_)));
}

#[test]
#[should_panic = "this server has no origins for `super::PARTNERS`"]
fn missing_set_panics_where_the_route_is_made() {
    let _ = axum_app();
}

#[test]
fn set_of_a_server_has_the_declared_rules() {
    static PLAIN: PerServer = LiveOrigins::new().per_server();
    static STRICT: PerServer<WithCredentials> = LiveOrigins::with_credentials().per_server();
    static INTRANET: PerServer<WithCredentials> = LiveOrigins::with_credentials()
        .allow_insecure_origins()
        .per_server();
    static ACCOUNT: Policy = policy!(origins = STRICT, credentials);

    let http = ["http://wiki.corp"];
    assert!(PLAIN.for_server(http).is_ok() && INTRANET.for_server(http).is_ok());
    let error = STRICT
        .for_server(http)
        .expect_err("plain http with cookies");
    assert_eq!(error.rejected()[0].rule(), "insecure-origin-credentials");
    assert!(!ACCOUNT.allows_origin(A.as_bytes()));
}
