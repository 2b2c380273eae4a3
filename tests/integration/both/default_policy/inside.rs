//! The policy of each part of an app with a default policy: handlers, unserved methods, and unknown paths.

use cors_tests::{
    ADMIN, APP, HIDDEN, NONE, PREFLIGHT_VARY, Server, assert_policy, get, preflight, readable_by,
    request,
};

use crate::servers;

mod on_axum {
    use axum::extract::Path;
    use cors_runtime::{
        Policy,
        axum::{
            CorsRouter,
            routing::{get, post},
        },
        cors, policy,
    };

    async fn users() -> &'static str {
        "users"
    }

    #[cors(origins = ["https://admin.example.com"])]
    async fn remove() -> &'static str {
        "removed"
    }

    #[cors(disabled)]
    async fn internal() -> &'static str {
        "internal"
    }

    async fn number(Path(number): Path<u8>) -> String {
        number.to_string()
    }

    #[cors(origins = ["https://admin.example.com"])]
    async fn own_number(Path(number): Path<u8>) -> String {
        number.to_string()
    }

    #[cors(origins = ["https://app.example.com"])]
    pub(super) fn app() -> CorsRouter {
        CorsRouter::new()
            .route("/users", get(users).delete(remove).put(internal))
            .route("/numbers/{number}", post(number).get(own_number))
    }

    #[cors(disabled)]
    pub(super) fn disabled() -> CorsRouter {
        CorsRouter::new().route("/users", get(users).delete(remove))
    }

    static NAMED: Policy = policy!(origins = ["https://app.example.com"], credentials);

    #[cors(policy = NAMED)]
    fn inner() -> CorsRouter {
        CorsRouter::new().route("/users", get(users))
    }

    #[cors(origins = ["https://app.example.com"], credentials)]
    pub(super) fn twice() -> CorsRouter {
        inner()
    }
}

mod on_rocket {
    use cors_runtime::{
        Policy, cors, policy,
        rocket::{Cors, routes},
    };
    use rocket::{Build, Rocket, delete, get, post, put};

    #[get("/users")]
    fn users() -> &'static str {
        "users"
    }

    #[cors(origins = ["https://admin.example.com"])]
    #[delete("/users")]
    fn remove() -> &'static str {
        "removed"
    }

    #[cors(disabled)]
    #[put("/users")]
    fn internal() -> &'static str {
        "internal"
    }

    #[post("/numbers/<number>")]
    fn number(number: u8) -> String {
        number.to_string()
    }

    #[cors(origins = ["https://admin.example.com"])]
    #[get("/numbers/<number>")]
    fn own_number(number: u8) -> String {
        number.to_string()
    }

    #[cors(origins = ["https://app.example.com"])]
    pub(super) fn app() -> Rocket<Build> {
        rocket::build().mount("/", routes![users, remove, internal, number, own_number])
    }

    #[cors(disabled)]
    pub(super) fn disabled() -> Rocket<Build> {
        let rocket = rocket::build().attach(Cors::fairing());
        rocket.mount("/", routes![users, remove])
    }

    static NAMED: Policy = policy!(origins = ["https://app.example.com"], credentials);

    // No other route needs the fairing.
    #[cors(policy = NAMED)]
    fn inner() -> Rocket<Build> {
        rocket::build().mount("/", routes![users])
    }

    #[cors(origins = ["https://app.example.com"], credentials)]
    pub(super) fn twice() -> Rocket<Build> {
        inner()
    }
}

async fn apps() -> [(&'static str, Server); 2] {
    servers(on_axum::app(), on_rocket::app()).await
}

/// The allowed origin of a request, and the status of its response on axum and on Rocket.
const TABLE: [(&str, &str, &str, u16, u16); 15] = [
    ("GET", "/users", APP, 200, 200),
    ("HEAD", "/users", APP, 200, 200),
    // Policies are not merged: the most specific one applies.
    ("DELETE", "/users", ADMIN, 200, 200),
    // Rocket has no 405.
    ("POST", "/users", APP, 405, 404),
    ("PATCH", "/users", APP, 405, 404),
    ("GET", "/unknown", APP, 404, 404),
    ("HEAD", "/unknown", APP, 404, 404),
    ("PUT", "/unknown", APP, 404, 404),
    ("DELETE", "/unknown", APP, 404, 404),
    ("OPTIONS", "/unknown", APP, 404, 404),
    ("GET", "/", APP, 404, 404),
    ("POST", "/numbers/7", APP, 200, 200),
    ("GET", "/numbers/7", ADMIN, 200, 200),
    // After a failed extractor or guard, the policy of the route applies.
    ("POST", "/numbers/x", APP, 400, 422),
    ("GET", "/numbers/x", ADMIN, 400, 422),
];

#[rocket::async_test]
async fn default_applies_to_all_that_has_no_policy_of_its_own() {
    for (framework, server) in apps().await {
        for (method, path, origin, on_axum, on_rocket) in TABLE {
            let status = if framework == "axum" {
                on_axum
            } else {
                on_rocket
            };
            assert_policy(&server, method, path, origin, status).await;
        }
        let response = server.send(preflight("/users", APP, "DELETE")).await;
        assert_eq!(response.status, 403, "{framework}");
        assert_eq!(response.cors(), [PREFLIGHT_VARY], "{framework}");
        // No browser sends these methods, or it needs no permission.
        for method in ["PURGE", "users", "", "TRACE"] {
            let response = server.send(preflight("/unknown", APP, method)).await;
            assert_eq!(response.status, 403, "{method} on {framework}");
            assert_eq!(response.cors(), [PREFLIGHT_VARY], "{method} on {framework}");
        }
    }
}

#[rocket::async_test]
async fn disabled_handler_has_no_cors_under_a_default() {
    for (framework, server) in apps().await {
        let response = server.send(request("PUT", "/users").origin(APP)).await;
        assert_eq!((response.status, response.text()), (200, "internal"));
        assert_eq!(response.cors(), NONE, "{framework}");
        let response = server.send(preflight("/users", APP, "PUT")).await;
        assert_eq!(response.status, 403, "{framework}");
        assert_eq!(response.cors(), [PREFLIGHT_VARY], "{framework}");
    }
}

#[rocket::async_test]
async fn methods_of_a_default_are_those_of_the_handlers() {
    for (framework, server) in apps().await {
        for (path, method, methods) in [
            ("/users", "GET", "GET,HEAD"),
            ("/numbers/7", "POST", "POST"),
            ("/unknown", "PUT", "GET,HEAD,POST,PUT,PATCH,DELETE,OPTIONS"),
        ] {
            let response = server.send(preflight(path, APP, method)).await;
            let granted = response.all("access-control-allow-methods");
            assert_eq!(granted, [methods], "{path} on {framework}");
        }
        let options = server.send(request("OPTIONS", "/users").origin(APP)).await;
        assert_eq!(options.status, 204, "{framework}");
        assert_eq!(options.allow(), ["DELETE", "GET", "HEAD", "OPTIONS", "PUT"]);
        assert_eq!(options.cors(), readable_by(APP), "{framework}");
        let options = server.send(request("OPTIONS", "/users")).await;
        assert_eq!(
            (options.status, options.cors()),
            (204, HIDDEN.map(str::to_owned).to_vec())
        );
    }
}

#[rocket::async_test]
async fn disabled_default_leaves_plain_handlers_and_paths_alone() {
    let (axum, rocket) = (on_axum::disabled(), on_rocket::disabled());
    for (framework, server) in servers(axum, rocket).await {
        for (method, path) in [("GET", "/users"), ("GET", "/unknown"), ("PUT", "/users")] {
            let response = server.send(request(method, path).origin(APP)).await;
            assert_eq!(response.cors(), NONE, "{method} {path} on {framework}");
        }
        let response = server.send(preflight("/unknown", APP, "GET")).await;
        assert_eq!(
            (response.status, response.cors()),
            (404, vec![]),
            "{framework}"
        );
        assert_policy(&server, "DELETE", "/users", ADMIN, 200).await;
    }
}

#[rocket::async_test]
async fn default_policy_given_twice_is_applied_once() {
    for (framework, server) in servers(on_axum::twice(), on_rocket::twice()).await {
        let response = server.send(get("/users").origin(APP)).await;
        assert_eq!(
            response.cors(),
            [
                "access-control-allow-credentials: true",
                "access-control-allow-origin: https://app.example.com",
                "vary: origin",
            ],
            "{framework}"
        );
    }
}
