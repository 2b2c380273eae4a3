//! `OPTIONS`: a preflight runs no handler. Any other `OPTIONS` request is an ordinary one.

use cors_tests::{
    ADMIN, APP, EVIL, HIDDEN, NONE, PREFLIGHT_VARY, Server, get, ordinary_options, preflight,
    readable_by, request,
};

use crate::{counting::Ran, servers};

mod on_axum {
    use axum::{extract::State, response::IntoResponse};
    use cors_runtime::{
        axum::{CorsMethodRouter, CorsRouter, routing::get},
        cors,
    };

    use crate::counting::{Body, Guard, Ran};

    #[cors(origins = ["https://app.example.com"])]
    async fn users(_: Guard, State(ran): State<Ran>) -> &'static str {
        ran.count();
        "users"
    }

    #[cors(origins = ["https://admin.example.com"], headers = ["content-type"])]
    async fn create(_: Guard, State(ran): State<Ran>, _: Body) -> &'static str {
        ran.count();
        "created"
    }

    async fn plain_options(State(ran): State<Ran>) -> impl IntoResponse {
        ran.count();
        ([("allow", "GET"), ("x-own", "yes")], "options")
    }

    #[cors(origins = ["https://admin.example.com"])]
    async fn annotated_options(State(ran): State<Ran>) -> impl IntoResponse {
        ran.count();
        ([("allow", "GET"), ("x-own", "yes")], "options")
    }

    fn app(ran: &Ran, users: CorsMethodRouter<Ran>) -> CorsRouter {
        CorsRouter::new()
            .route("/users", users)
            .with_state(ran.clone())
    }

    pub(super) fn without_options(ran: &Ran) -> CorsRouter {
        app(ran, get(users).put(create))
    }

    pub(super) fn with_plain_options(ran: &Ran) -> CorsRouter {
        app(ran, get(users).put(create).options(plain_options))
    }

    pub(super) fn with_annotated_options(ran: &Ran) -> CorsRouter {
        app(ran, get(users).put(create).options(annotated_options))
    }
}

mod on_rocket {
    use cors_runtime::{
        cors,
        rocket::{Cors, routes},
    };
    use rocket::{
        Build, Rocket, Route, State, get, http::Header, options, put, response::Responder,
    };

    use crate::counting::{Body, Guard, Ran};

    #[cors(origins = ["https://app.example.com"])]
    #[get("/users")]
    fn users(_guard: Guard, ran: &State<Ran>) -> &'static str {
        ran.count();
        "users"
    }

    #[cors(origins = ["https://admin.example.com"], headers = ["content-type"])]
    #[put("/users", data = "<_body>")]
    fn create(_guard: Guard, ran: &State<Ran>, _body: Body) -> &'static str {
        ran.count();
        "created"
    }

    #[derive(Responder)]
    struct Options {
        text: &'static str,
        allow: Header<'static>,
        own: Header<'static>,
    }

    fn respond(ran: &Ran) -> Options {
        ran.count();
        Options {
            text: "options",
            allow: Header::new("allow", "GET"),
            own: Header::new("x-own", "yes"),
        }
    }

    #[options("/users")]
    fn plain_options(ran: &State<Ran>) -> Options {
        respond(ran)
    }

    #[cors(origins = ["https://admin.example.com"])]
    #[options("/users")]
    fn annotated_options(ran: &State<Ran>) -> Options {
        respond(ran)
    }

    fn app(ran: &Ran, routes: Vec<Route>) -> Rocket<Build> {
        rocket::build()
            .attach(Cors::fairing())
            .manage(ran.clone())
            .mount("/", routes)
    }

    pub(super) fn without_options(ran: &Ran) -> Rocket<Build> {
        app(ran, routes![users, create])
    }

    pub(super) fn with_plain_options(ran: &Ran) -> Rocket<Build> {
        app(ran, routes![users, create, plain_options])
    }

    pub(super) fn with_annotated_options(ran: &Ran) -> Rocket<Build> {
        app(ran, routes![users, create, annotated_options])
    }
}

/// Asserts that preflights get the permissions of the policies of `/users`, and run nothing.
async fn assert_preflights(framework: &str, server: &Server, ran: &Ran) {
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
        let what = format!("{method} from {origin} on {framework}");
        let preflight = preflight("/users", origin, method)
            .header("access-control-request-headers", "content-type")
            .json("\"a body\"");
        let response = server.send(preflight).await.unexplained();
        assert_eq!(response.status, status, "{what}");
        let vary = response.all("vary").concat();
        assert_eq!(format!("vary: {vary}"), PREFLIGHT_VARY, "{what}");
        if status == 403 {
            assert_eq!(response.cors(), [PREFLIGHT_VARY], "{what}");
        } else {
            let allowed = response.all("access-control-allow-origin");
            assert_eq!(allowed, [origin], "{what}");
            let methods = if method == "PUT" { "PUT" } else { "GET,HEAD" };
            let granted = response.all("access-control-allow-methods");
            assert_eq!(granted, [methods], "{what}");
        }
        assert_eq!(response.all("allow"), NONE, "{what}");
        assert_eq!(response.all("x-own"), NONE, "{what}");
        assert!(response.body.is_empty(), "{what}");
    }
    assert_eq!(ran.take(), 0, "{framework}");
}

#[rocket::async_test]
async fn preflights_run_neither_extractors_nor_handlers() {
    let ran = Ran::default();
    let (axum, rocket) = (
        on_axum::without_options(&ran),
        on_rocket::without_options(&ran),
    );
    for (framework, server) in servers(axum, rocket).await {
        assert_preflights(framework, &server, &ran).await;
        let put = request("PUT", "/users").origin(ADMIN).json("1");
        let response = server.send(put).await;
        assert_eq!(response.cors(), readable_by(ADMIN), "{framework}");
        assert_eq!(ran.take(), 3, "{framework}");
        let response = server.send(get("/users").origin(APP)).await;
        assert_eq!(response.cors(), readable_by(APP), "{framework}");
        assert_eq!(ran.take(), 2, "{framework}");
    }
}

#[rocket::async_test]
async fn options_without_a_handler_lists_the_methods() {
    let ran = Ran::default();
    let (axum, rocket) = (
        on_axum::without_options(&ran),
        on_rocket::without_options(&ran),
    );
    for (framework, server) in servers(axum, rocket).await {
        for request in ordinary_options("/users?x=y") {
            let response = server.send(request).await;
            assert_eq!((response.status, response.text()), (204, ""), "{framework}");
            assert_eq!(response.allow(), ["GET", "HEAD", "OPTIONS", "PUT"]);
            assert_eq!(response.all("allow").len(), 1, "{framework}");
            assert_eq!(response.cors(), NONE, "{framework}");
        }
        assert_eq!(ran.take(), 0, "{framework}");
    }
}

#[rocket::async_test]
async fn options_handler_receives_no_preflights() {
    let ran = Ran::default();
    let (axum, rocket) = (
        on_axum::with_plain_options(&ran),
        on_rocket::with_plain_options(&ran),
    );
    for (framework, server) in servers(axum, rocket).await {
        assert_preflights(framework, &server, &ran).await;
        for request in ordinary_options("/users?x=y") {
            let response = server.send(request).await;
            assert_eq!((response.status, response.text()), (200, "options"));
            assert_eq!(response.allow(), ["GET"], "{framework}");
            assert_eq!(response.all("x-own"), ["yes"], "{framework}");
            assert_eq!(response.cors(), NONE, "{framework}");
        }
        assert_eq!(ran.take(), 5, "{framework}");
    }
}

#[rocket::async_test]
async fn annotated_options_handler_has_its_policy() {
    let ran = Ran::default();
    let axum = on_axum::with_annotated_options(&ran);
    let rocket = on_rocket::with_annotated_options(&ran);
    for (framework, server) in servers(axum, rocket).await {
        assert_preflights(framework, &server, &ran).await;
        for request in ordinary_options("/users?x=y") {
            let response = server.send(request).await;
            assert_eq!((response.status, response.text()), (200, "options"));
            assert_eq!(response.cors(), HIDDEN, "{framework}");
        }
        let options = request("OPTIONS", "/users").origin(ADMIN);
        let response = server.send(options).await;
        assert_eq!((response.status, response.text()), (200, "options"));
        assert_eq!(response.cors(), readable_by(ADMIN), "{framework}");
        assert_eq!(ran.take(), 6, "{framework}");

        // `fetch(url, { method: "OPTIONS" })` is preflighted, too.
        let response = server.send(preflight("/users", ADMIN, "OPTIONS")).await;
        assert_eq!(response.status, 204, "{framework}");
        assert_eq!(response.all("x-own"), NONE, "{framework}");
        let granted = response.all("access-control-allow-methods");
        assert_eq!(granted, ["OPTIONS"], "{framework}");
        let response = server.send(preflight("/users", APP, "OPTIONS")).await;
        assert_eq!(response.status, 403, "{framework}");
        assert_eq!(ran.take(), 0, "{framework}");
    }
}
