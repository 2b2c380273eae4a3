//! Each handler has its own policy: the headers of responses.

mod max_age;
mod methods;
mod preflight;
mod preflight_headers;

use cors_runtime::Policy;
use cors_tests::{
    ADMIN, APP, EVIL, HIDDEN, NONE, PREFLIGHT_VARY, Server, get, post, preflight, readable_by,
    request,
};

use crate::servers;

mod on_axum {
    use axum::http::StatusCode;
    use cors_runtime::{
        axum::{CorsRouter, routing::get},
        cors,
    };

    #[cors(origins = ["https://app.example.com"], credentials, max_age = 600)]
    pub(super) async fn list_users() -> &'static str {
        "all users"
    }

    #[cors(
        origins = ["https://admin.example.com"],
        headers = ["content-type", "x-csrf-token"],
        expose_headers = ["location"]
    )]
    pub(super) async fn create_user(name: String) -> (StatusCode, String) {
        (StatusCode::CREATED, format!("created {name}"))
    }

    #[cors(origins = any, headers = any, expose_headers = any)]
    pub(super) async fn fonts() -> &'static str {
        "fonts"
    }

    async fn health() -> &'static str {
        "healthy"
    }

    #[cors(origins = ["https://app.example.com"], dev_origins = ["http://localhost:*"])]
    async fn both() {}

    #[cors(dev_origins = ["http://192.168.0.7:5173"])]
    async fn dev() {}

    pub(super) fn app() -> CorsRouter {
        CorsRouter::new()
            .route("/users", get(list_users).post(create_user))
            .route("/fonts", get(fonts))
            .route("/health", get(health))
            .route("/both", get(both))
            .route("/dev", get(dev))
    }
}

mod on_rocket {
    // Rocket passes arguments by value.
    #![allow(clippy::needless_pass_by_value)]

    use cors_runtime::{
        cors,
        rocket::{Cors, routes},
    };
    use rocket::{Build, Rocket, get, post, response::status::Created};

    #[cors(origins = ["https://app.example.com"], credentials, max_age = 600)]
    #[get("/users")]
    pub(super) fn list_users() -> &'static str {
        "all users"
    }

    #[cors(
        origins = ["https://admin.example.com"],
        headers = ["content-type", "x-csrf-token"],
        expose_headers = ["location"]
    )]
    #[post("/users", data = "<name>")]
    pub(super) fn create_user(name: String) -> Created<String> {
        Created::new("/users/1").body(format!("created {name}"))
    }

    #[cors(origins = any, headers = any, expose_headers = any)]
    #[get("/fonts")]
    pub(super) fn fonts() -> &'static str {
        "fonts"
    }

    #[get("/health")]
    fn health() -> &'static str {
        "healthy"
    }

    #[cors(origins = ["https://app.example.com"], dev_origins = ["http://localhost:*"])]
    #[get("/both")]
    fn both() {}

    #[cors(dev_origins = ["http://192.168.0.7:5173"])]
    #[get("/dev")]
    fn dev() {}

    pub(super) fn app() -> Rocket<Build> {
        rocket::build().attach(Cors::fairing()).mount(
            "/",
            routes![list_users, create_user, fonts, health, both, dev],
        )
    }
}

async fn apps() -> [(&'static str, Server); 2] {
    servers(on_axum::app(), on_rocket::app()).await
}

#[rocket::async_test]
async fn methods_of_one_path_have_their_own_policies() {
    for (framework, server) in apps().await {
        let expected = [
            "access-control-allow-credentials: true",
            "access-control-allow-origin: https://app.example.com",
            "vary: origin",
        ];
        let list = server.send(get("/users").origin(APP)).await;
        assert_eq!((list.status, list.text()), (200, "all users"));
        assert_eq!(list.cors(), expected, "{framework}");
        let head = server.send(request("HEAD", "/users").origin(APP)).await;
        assert_eq!(
            (head.status, head.cors().as_slice()),
            (200, &expected.map(str::to_owned)[..])
        );
        assert_eq!(head.all("content-length"), ["9"], "{framework}");
        let hidden = server.send(get("/users").origin(ADMIN)).await;
        assert_eq!(hidden.cors(), HIDDEN, "{framework}");

        let eve = || post("/users").body("text/plain", "Eve");
        let created = server.send(eve().origin(ADMIN)).await;
        assert_eq!((created.status, created.text()), (201, "created Eve"));
        assert_eq!(
            created.cors(),
            [
                "access-control-allow-origin: https://admin.example.com",
                "access-control-expose-headers: location",
                "vary: origin",
            ],
            "{framework}"
        );
        let hidden = server.send(eve().origin(APP)).await;
        assert_eq!((hidden.status, hidden.text()), (201, "created Eve"));
        assert_eq!(hidden.cors(), HIDDEN, "{framework}");
    }
}

#[rocket::async_test]
async fn unknown_path_and_plain_handler_have_no_cors() {
    for (framework, server) in apps().await {
        // axum has the path, and no handler of `OPTIONS`. Rocket has no route.
        let plain_status = if framework == "axum" { 405 } else { 404 };
        for (path, preflight_status, status, text) in [
            ("/unknown", 404, 404, None),
            ("/health", plain_status, 200, Some("healthy")),
        ] {
            let what = format!("{path} on {framework}");
            let response = server.send(preflight(path, APP, "GET")).await;
            assert_eq!(response.status, preflight_status, "{what}");
            assert_eq!(response.cors(), NONE, "{what}");

            let response = server.send(get(path).origin(APP)).await;
            assert_eq!(response.status, status, "{what}");
            assert_eq!(response.cors(), NONE, "{what}");
            assert!(text.is_none_or(|text| response.text() == text), "{what}");
        }
    }
}

#[rocket::async_test]
async fn any_origin_gives_a_star_for_every_request() {
    let star = [
        "access-control-allow-origin: *",
        "access-control-expose-headers: *",
    ];
    let fonts = || get("/fonts");
    for (framework, server) in apps().await {
        for request in [
            fonts(),
            fonts().origin(EVIL),
            fonts().origin("null"),
            fonts().origin(b"\xff\xfe"),
            fonts().origin(""),
            fonts().origin(APP).origin(EVIL),
            fonts().origin(vec![b'a'; 16 * 1024]),
        ] {
            let response = server.send(request).await;
            assert_eq!((response.status, response.text()), (200, "fonts"));
            assert_eq!(response.cors(), star, "{framework}");
        }
        for origin in ["null", EVIL] {
            let response = server.send(preflight("/fonts", origin, "GET")).await;
            assert_eq!(response.status, 204, "{framework}");
            assert_eq!(
                response.cors(),
                [
                    "access-control-allow-headers: *",
                    "access-control-allow-methods: GET,HEAD",
                    "access-control-allow-origin: *",
                    PREFLIGHT_VARY,
                ],
                "{framework}"
            );
        }
    }
}

#[rocket::async_test]
async fn dev_origins_are_allowed_in_debug_builds_only() {
    for (framework, server) in apps().await {
        let response = server.send(get("/both").origin(APP)).await;
        assert_eq!(response.cors(), readable_by(APP), "{framework}");
        let response = server.send(get("/dev").origin(APP)).await;
        assert_eq!(response.cors(), HIDDEN, "{framework}");
        for (path, origin) in [
            ("/both", "http://localhost:5173"),
            ("/dev", "http://192.168.0.7:5173"),
        ] {
            let response = server.send(get(path).origin(origin)).await;
            let preflight = server.send(preflight(path, origin, "GET")).await;
            let (headers, status) = if cfg!(debug_assertions) {
                (readable_by(origin), 204)
            } else {
                (HIDDEN.map(str::to_owned).to_vec(), 403)
            };
            assert_eq!(response.cors(), headers, "{path} on {framework}");
            assert_eq!(preflight.status, status, "{path} on {framework}");
        }
    }
}

#[test]
fn policy_of_a_handler_is_readable_in_a_unit_test() {
    let on_axum: [&Policy; 3] = [
        on_axum::list_users().policy(),
        on_axum::create_user().policy(),
        on_axum::fonts().policy(),
    ];
    let on_rocket: [&Policy; 3] = [
        on_rocket::list_users {}.policy(),
        on_rocket::create_user {}.policy(),
        on_rocket::fonts {}.policy(),
    ];
    for [list_users, create_user, fonts] in [on_axum, on_rocket] {
        assert_eq!(list_users.origins().collect::<Vec<_>>(), [APP]);
        assert!(list_users.credentials() && !list_users.enforces());
        assert_eq!(list_users.max_age(), Some("600"));
        assert_eq!(list_users.headers(), None);
        assert_eq!(create_user.headers(), Some("content-type,x-csrf-token"));
        assert!(fonts.allows_any_origin());
    }
    // A Rocket route is still a function.
    assert_eq!(on_rocket::list_users(), "all users");
}
