//! Error responses: pages of allowed origins can read them.

use cors_tests::{
    APP, EVIL, NONE, Request, Server, assert_readable, get, post, preflight, request,
};

use crate::servers;

mod on_axum {
    use axum::{
        Json,
        extract::{DefaultBodyLimit, Path},
        http::StatusCode,
    };
    use cors_runtime::{
        axum::{
            CorsRouter,
            routing::{get, post},
        },
        cors,
    };
    use tower_http::catch_panic::CatchPanicLayer;

    use super::NewUser;

    #[cors(origins = ["https://app.example.com"])]
    async fn user(Path(id): Path<u32>) -> Result<&'static str, StatusCode> {
        match id {
            1 => Ok("Eve"),
            _ => Err(StatusCode::NOT_FOUND),
        }
    }

    #[cors(origins = ["https://app.example.com"], headers = ["content-type"])]
    async fn create(Json(user): Json<NewUser>) -> Result<String, (StatusCode, String)> {
        match user.name.as_str() {
            "Eve" => Ok("created Eve".to_owned()),
            name => Err((StatusCode::NOT_FOUND, format!("no user is {name}"))),
        }
    }

    #[cors(origins = ["https://app.example.com"])]
    async fn status(Path(status): Path<u16>) -> StatusCode {
        StatusCode::from_u16(status).expect("a status")
    }

    #[cors(origins = ["https://app.example.com"])]
    async fn broken() -> &'static str {
        tokio::task::yield_now().await;
        panic!("a bug in a handler")
    }

    async fn plain(Json(user): Json<NewUser>) -> String {
        format!("{} is plain", user.name)
    }

    async fn plain_number(Path(_): Path<u32>) {}

    pub(super) fn app() -> CorsRouter {
        CorsRouter::new()
            .route("/users", post(create))
            .route("/users/{id}", get(user))
            .route("/status/{status}", get(status))
            .route("/broken", get(broken))
            .route("/plain", post(plain))
            .route("/plain/{number}", get(plain_number))
            // Rocket's limit of JSON is 1 MiB. It catches panics.
            .layer(DefaultBodyLimit::max(1024 * 1024))
            .layer(CatchPanicLayer::new())
    }
}

mod on_rocket {
    // Rocket passes arguments by value.
    #![allow(clippy::needless_pass_by_value)]

    use cors_runtime::{
        cors,
        rocket::{Cors, routes},
    };
    use rocket::{
        Build, Rocket, get, http::Status, post, response::status::NotFound, serde::json::Json,
    };

    use super::NewUser;

    #[cors(origins = ["https://app.example.com"])]
    #[get("/users/<id>")]
    fn user(id: u32) -> Option<&'static str> {
        (id == 1).then_some("Eve")
    }

    #[cors(origins = ["https://app.example.com"], headers = ["content-type"])]
    #[post("/users", data = "<user>")]
    fn create(user: Json<NewUser>) -> Result<String, NotFound<String>> {
        match user.name.as_str() {
            "Eve" => Ok("created Eve".to_owned()),
            name => Err(NotFound(format!("no user is {name}"))),
        }
    }

    #[cors(origins = ["https://app.example.com"])]
    #[get("/status/<code>")]
    fn status(code: u16) -> Status {
        Status::new(code)
    }

    #[cors(origins = ["https://app.example.com"])]
    #[get("/broken")]
    async fn broken() -> &'static str {
        tokio::task::yield_now().await;
        panic!("a bug in a handler")
    }

    #[post("/plain", data = "<user>")]
    fn plain(user: Json<NewUser>) -> String {
        format!("{} is plain", user.name)
    }

    #[get("/plain/<_number>")]
    fn plain_number(_number: u32) {}

    pub(super) fn app() -> Rocket<Build> {
        let routes = routes![user, create, status, broken, plain, plain_number];
        rocket::build().attach(Cors::fairing()).mount("/", routes)
    }
}

#[derive(serde::Deserialize)]
struct NewUser {
    name: String,
}

async fn apps() -> [(&'static str, Server); 2] {
    servers(on_axum::app(), on_rocket::app()).await
}

/// Each request with the status of its response, and a part of its body, on axum and on Rocket.
fn table() -> Vec<(Request, [(u16, &'static str); 2])> {
    let create = |body: &str| post("/users").json(body);
    vec![
        (get("/users/1"), [(200, "Eve"), (200, "Eve")]),
        (get("/users/2"), [(404, ""), (404, "Not Found")]),
        (
            get("/users/first"),
            [(400, "first"), (422, "Unprocessable")],
        ),
        (get("/users/-1"), [(400, "-1"), (422, "Unprocessable")]),
        (create(r#"{"name":"Eve"}"#), [(200, "created Eve"); 2]),
        (
            create(r#"{"name":"Mallory"}"#),
            [(404, "no user is Mallory"); 2],
        ),
        (create("{"), [(400, "JSON"), (400, "Bad Request")]),
        (create(""), [(400, "JSON"), (400, "Bad Request")]),
        (create("{}"), [(422, "name"), (422, "Unprocessable")]),
        (get("/status/401"), [(401, ""), (401, "Unauthorized")]),
        (
            get("/status/503"),
            [(503, ""), (503, "Service Unavailable")],
        ),
        (get("/broken"), [(500, ""), (500, "Internal Server Error")]),
    ]
}

#[rocket::async_test]
async fn failures_of_extractors_and_handlers_are_readable() {
    for (index, (_, server)) in apps().await.iter().enumerate() {
        for (request, responses) in table() {
            let (status, text) = responses[index];
            let response = assert_readable(server, &request, APP, status).await;
            assert!(response.text().contains(text), "{:?}", response.text());
        }
    }
}

#[rocket::async_test]
async fn failure_of_a_head_request_is_readable() {
    for (_, server) in apps().await {
        for (path, status) in [("/users/1", 200), ("/users/2", 404), ("/broken", 500)] {
            assert_readable(&server, &request("HEAD", path), APP, status).await;
        }
    }
}

#[rocket::async_test]
async fn too_long_body_gives_a_readable_error() {
    let create = |length| {
        let name = "a".repeat(length);
        post("/users").json(&format!(r#"{{"name":"{name}"}}"#))
    };
    for (_, server) in apps().await {
        assert_readable(&server, &create(64 * 1024), APP, 404).await;
        assert_readable(&server, &create(1024 * 1024), APP, 413).await;
    }
}

#[rocket::async_test]
async fn failure_outside_of_policies_has_no_cors() {
    for (framework, server) in apps().await {
        let on_axum = framework == "axum";
        for (request, status) in [
            (get("/unknown"), 404),
            (get("/"), 404),
            // Rocket has no 405, and rejects unknown methods.
            (get("/users"), if on_axum { 405 } else { 404 }),
            (post("/users/1"), if on_axum { 405 } else { 404 }),
            (
                request("DELETE", "/users/1"),
                if on_axum { 405 } else { 404 },
            ),
            (
                request("PURGE", "/users/1"),
                if on_axum { 405 } else { 400 },
            ),
            (post("/plain").json("{"), 400),
            (get("/plain/first"), if on_axum { 400 } else { 422 }),
            (preflight("/unknown", APP, "GET"), 404),
        ] {
            for origin in [APP, EVIL] {
                let response = server.send(request.clone().origin(origin)).await;
                assert_eq!(response.status, status, "{request:?} on {framework}");
                assert_eq!(response.cors(), NONE, "{request:?} on {framework}");
            }
        }
    }
}
