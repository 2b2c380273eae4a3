//! `OPTIONS`: preflights are handled by the fairing and run nothing; other requests belong to the user.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use cors_runtime::{
    cors,
    rocket::{Cors, routes},
};
use rocket::{
    Build, Data, Request, Rocket, Route, State, catch, catchers,
    data::{FromData, Outcome as DataOutcome},
    get, options, put,
    request::{FromRequest, Outcome},
    response::Responder,
};

use cors_tests::{
    ADMIN, APP, EVIL, HIDDEN, NONE, PREFLIGHT_VARY, Request as Ask, Server, get as get_, preflight,
    readable_by, request,
};

/// The number of times that the user's code has run.
#[derive(Clone, Default)]
struct Ran(Arc<AtomicUsize>);

impl Ran {
    fn count(&self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }

    fn take(&self) -> usize {
        self.0.swap(0, Ordering::SeqCst)
    }
}

/// Counts itself, as a guard of requests and of data.
struct Counted;

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Counted {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        if let Some(ran) = request.rocket().state::<Ran>() {
            ran.count();
        }
        Outcome::Success(Self)
    }
}

#[rocket::async_trait]
impl<'r> FromData<'r> for Counted {
    type Error = ();

    async fn from_data(request: &'r Request<'_>, _: Data<'r>) -> DataOutcome<'r, Self> {
        if let Some(ran) = request.rocket().state::<Ran>() {
            ran.count();
        }
        DataOutcome::Success(Self)
    }
}

#[cors(origins = ["https://app.example.com"])]
#[get("/users")]
fn users(_guard: Counted, ran: &State<Ran>) -> &'static str {
    ran.count();
    "users"
}

#[cors(origins = ["https://admin.example.com"], headers = ["content-type"])]
#[put("/users", data = "<_data>")]
fn create(_guard: Counted, ran: &State<Ran>, _data: Counted) -> &'static str {
    ran.count();
    "created"
}

#[get("/plain")]
fn plain() -> &'static str {
    "plain"
}

/// The response of the user's own `OPTIONS` routes.
#[derive(Responder)]
struct Own {
    text: &'static str,
    allow: rocket::http::Header<'static>,
}

fn own(ran: &Ran) -> Own {
    ran.count();
    Own {
        text: "ask me",
        allow: rocket::http::Header::new("allow", "GET"),
    }
}

#[options("/users")]
fn plain_options(ran: &State<Ran>) -> Own {
    own(ran)
}

#[cors(origins = ["https://admin.example.com"])]
#[options("/users")]
fn annotated_options(ran: &State<Ran>) -> Own {
    own(ran)
}

#[options("/<_..>")]
fn every_options(ran: &State<Ran>) -> Own {
    own(ran)
}

#[catch(404)]
fn not_found(request: &Request<'_>) -> String {
    format!("no {}", request.uri())
}

fn app(ran: &Ran, routes: Vec<Route>) -> Rocket<Build> {
    rocket::build()
        .attach(Cors::fairing())
        .manage(ran.clone())
        .mount("/", routes![users, create, plain])
        .mount("/", routes)
        .register("/", catchers![not_found])
}

/// Every `OPTIONS` that is no preflight.
fn no_preflights(target: &str) -> [Ask; 5] {
    let ask = || request("OPTIONS", target);
    [
        ask(),
        ask().origin(APP),
        ask().origin(EVIL),
        ask().header("access-control-request-method", "GET"),
        ask()
            .origin(APP)
            .header("access-control-request-method", "GET")
            .header("access-control-request-method", "GET"),
    ]
}

/// Asserts that pages get through to `/users` as its policies say, and that nothing runs meanwhile.
async fn assert_preflights(server: &Server, ran: &Ran) {
    for (origin, method, status) in [
        (APP, "GET", 204),
        (APP, "HEAD", 204),
        (ADMIN, "PUT", 204),
        (ADMIN, "GET", 403),
        (APP, "PUT", 403),
        (APP, "POST", 403),
        (EVIL, "GET", 403),
        ("null", "GET", 403),
    ] {
        let ask = preflight("/users", origin, method);
        let asked = ask
            .header("access-control-request-headers", "content-type")
            .json("\"a body\"");
        let response = server.send(asked).await.unexplained();
        assert_eq!(response.status, status, "{method} from {origin}");
        assert_eq!(response.all("vary"), [&PREFLIGHT_VARY["vary: ".len()..]]);
        if status == 403 {
            assert_eq!(response.cors(), [PREFLIGHT_VARY], "{method} from {origin}");
        }
        assert!(response.all("allow").is_empty());
        assert!(response.body.is_empty());
    }
    assert_eq!(ran.take(), 0);
}

#[rocket::async_test]
async fn preflights_run_neither_guards_nor_data_nor_handlers() {
    let ran = Ran::default();
    let server = Server::launch(app(&ran, vec![])).await;
    assert_preflights(&server, &ran).await;
    let put = request("PUT", "/users").origin(ADMIN).json("1");
    assert_eq!(server.send(put).await.cors(), readable_by(ADMIN));
    assert_eq!(ran.take(), 3);
    let response = server.send(get_("/users").origin(APP)).await;
    assert_eq!(response.cors(), readable_by(APP));
    assert_eq!(ran.take(), 2);
}

#[rocket::async_test]
async fn options_route_receives_no_preflights() {
    let ran = Ran::default();
    for routes in [routes![plain_options], routes![every_options]] {
        let server = Server::launch(app(&ran, routes)).await;
        assert_preflights(&server, &ran).await;
        for ask in no_preflights("/users") {
            let response = server.send(ask).await;
            assert_eq!((response.status, response.text()), (200, "ask me"));
            assert_eq!(response.allow(), ["GET"]);
            assert_eq!(response.cors(), NONE);
        }
        assert_eq!(ran.take(), 5);
    }
}

#[rocket::async_test]
async fn an_options_with_a_policy_has_its_headers() {
    let ran = Ran::default();
    let server = Server::launch(app(&ran, routes![annotated_options])).await;
    assert_preflights(&server, &ran).await;
    for ask in no_preflights("/users") {
        let response = server.send(ask).await;
        assert_eq!((response.status, response.text()), (200, "ask me"));
        assert_eq!(response.cors(), HIDDEN);
    }
    let response = server
        .send(request("OPTIONS", "/users").origin(ADMIN))
        .await;
    assert_eq!((response.status, response.text()), (200, "ask me"));
    assert_eq!(response.cors(), readable_by(ADMIN));
    assert_eq!(ran.take(), 6);
    for (origin, status) in [(ADMIN, 204), (APP, 403)] {
        let asked = server.send(preflight("/users", origin, "OPTIONS")).await;
        assert_eq!(asked.status, status, "{origin}");
    }
    let asked = server.send(preflight("/users", ADMIN, "OPTIONS")).await;
    assert_eq!(asked.all("access-control-allow-methods"), ["OPTIONS"]);
    assert_eq!(ran.take(), 0);
}

#[rocket::async_test]
async fn catch_all_options_gets_all_but_our_preflights() {
    for rank in [None, Some(0), Some(isize::MIN + 1)] {
        let ran = Ran::default();
        let mut routes = routes![every_options];
        routes[0].rank = rank.unwrap_or(routes[0].rank);
        let server = Server::launch(app(&ran, routes)).await;
        assert_preflights(&server, &ran).await;
        for target in ["/plain", "/unknown", "/users/7", "/"] {
            let others = no_preflights(target).into_iter();
            for ask in others.chain([preflight(target, APP, "GET")]) {
                let response = server.send(ask).await;
                let case = format!("{target}, rank {rank:?}");
                assert_eq!(
                    (response.status, response.text()),
                    (200, "ask me"),
                    "{case}"
                );
                assert_eq!(response.cors(), NONE);
            }
            assert_eq!(ran.take(), 6, "{target}");
        }
    }
}

#[rocket::async_test]
async fn options_without_a_route_lists_the_methods() {
    let ran = Ran::default();
    let server = Server::launch(app(&ran, vec![])).await;
    for ask in no_preflights("/users?x=y") {
        let response = server.send(ask).await;
        assert_eq!(response.status, 204);
        assert_eq!(response.allow(), ["GET", "HEAD", "OPTIONS", "PUT"]);
        assert_eq!(response.all("allow").len(), 1);
        assert_eq!(response.cors(), NONE);
        assert!(response.body.is_empty());
    }
    assert_eq!(ran.take(), 0);
}

#[rocket::async_test]
async fn paths_without_a_policy_are_left_to_rocket() {
    let ran = Ran::default();
    let server = Server::launch(app(&ran, vec![])).await;
    for target in ["/unknown", "/plain", "/users/7", "/"] {
        let others = no_preflights(target).into_iter();
        for ask in others.chain([preflight(target, APP, "GET")]) {
            let response = server.send(ask).await;
            assert_eq!(response.status, 404);
            assert_eq!(response.text(), format!("no {target}"));
            assert_eq!(response.cors(), NONE);
            assert!(response.all("allow").is_empty());
        }
    }
    // A catcher of 404 does not handle preflights.
    let response = server.send(preflight("/users", EVIL, "GET")).await;
    assert_eq!((response.status, response.unexplained().text()), (403, ""));
}
