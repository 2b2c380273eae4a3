//! Error responses: pages of allowed origins can read them.

use axum::{
    Json,
    body::Bytes,
    extract::{DefaultBodyLimit, Path, Query},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use cors_runtime::{
    axum::{
        CorsRouter,
        routing::{get, post},
    },
    cors,
};
use serde::Deserialize;
use tower_http::catch_panic::CatchPanicLayer;

use cors_tests::{
    APP, EVIL, HIDDEN, NONE, Request, Server, get as get_, post as post_, readable_by, request,
};

#[derive(Deserialize)]
struct NewUser {
    name: String,
}

#[derive(Deserialize)]
struct Page {
    page: u32,
}

enum UserError {
    Unknown(u32),
    Database,
}

impl IntoResponse for UserError {
    fn into_response(self) -> Response {
        match self {
            Self::Unknown(id) => (StatusCode::NOT_FOUND, format!("no user {id}")).into_response(),
            Self::Database => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        }
    }
}

#[cors(origins = ["https://app.example.com"], headers = ["content-type"])]
async fn create_user(Query(page): Query<Page>, Json(user): Json<NewUser>) -> String {
    format!("{} on page {}", user.name, page.page)
}

#[cors(origins = ["https://app.example.com"])]
async fn user(Path(id): Path<u32>) -> Result<impl IntoResponse, UserError> {
    match id {
        1 => Ok("Eve"),
        500 => Err(UserError::Database),
        other => Err(UserError::Unknown(other)),
    }
}

#[cors(origins = ["https://app.example.com"])]
async fn upload(body: Bytes) -> String {
    format!("{} bytes", body.len())
}

#[cors(origins = ["https://app.example.com"])]
async fn broken() -> &'static str {
    panic!("a bug in a handler")
}

fn app() -> CorsRouter {
    CorsRouter::new()
        .route("/users", post(create_user))
        .route("/users/{id}", get(user))
        .route("/upload", post(upload))
}

/// The responses to an allowed page, to a rejected one, and to a client without `Origin`.
async fn check(server: &Server, request: &Request, status: u16, text: &str) {
    let mut connection = server.connect().await;
    let readable = connection.send(&request.clone().origin(APP)).await;
    assert_eq!(readable.status, status, "{request:?}");
    assert!(
        readable.text().contains(text),
        "{:?} in {:?}",
        text,
        readable.text()
    );
    assert_eq!(readable.cors(), readable_by(APP), "{request:?}");
    for request in [request.clone().origin(EVIL), request.clone()] {
        let hidden = connection.send(&request).await;
        assert_eq!(
            (hidden.status, &hidden.body),
            (status, &readable.body),
            "{request:?}"
        );
        assert_eq!(hidden.cors(), HIDDEN, "{request:?}");
    }
}

#[tokio::test]
async fn rejections_of_extractors_carry_the_headers() {
    let server = Server::start(app()).await;
    let json = |target, body| post_(target).json(body);
    let accepted = json("/users?page=1", r#"{"name":"Eve"}"#);
    check(&server, &accepted, 200, "Eve on page 1").await;
    check(&server, &json("/users?page=1", "{"), 400, "JSON").await;
    check(&server, &json("/users?page=1", "{}"), 422, "name").await;
    let text = post_("/users?page=1").body("text/plain", "Eve");
    check(&server, &text, 415, "application/json").await;
    check(
        &server,
        &json("/users?page=first", r#"{"name":"Eve"}"#),
        400,
        "query",
    )
    .await;
    check(&server, &json("/users", r#"{"name":"Eve"}"#), 400, "query").await;
    check(&server, &get_("/users/first"), 400, "first").await;
}

#[tokio::test]
async fn too_long_body_gives_a_readable_error() {
    let server = Server::start(app().layer(DefaultBodyLimit::max(16))).await;
    check(
        &server,
        &post_("/upload").body("text/plain", "short"),
        200,
        "5 bytes",
    )
    .await;
    let long = post_("/upload").body("text/plain", [b'a'; 64]);
    check(&server, &long, 413, "length limit").await;
}

#[tokio::test]
async fn errors_of_a_handler_carry_the_headers() {
    let server = Server::start(app()).await;
    check(&server, &get_("/users/1"), 200, "Eve").await;
    check(&server, &get_("/users/2"), 404, "no user 2").await;
    check(&server, &get_("/users/500"), 500, "").await;
}

#[tokio::test]
async fn method_without_a_handler_is_405_with_allow_and_no_cors() {
    async fn plain() {}
    let app = CorsRouter::new()
        .route("/inside", get(user_list).put(user_list))
        .route("/outside", get(user_list).put(user_list))
        .layer(DefaultBodyLimit::max(16))
        .route("/users", get(user_list).put(user_list))
        .route("/plain", get(plain));
    #[cors(origins = ["https://app.example.com"])]
    async fn user_list() {}

    let server = Server::start(app).await;
    for path in ["/users", "/outside", "/inside"] {
        for origin in [APP, EVIL] {
            for method in ["POST", "patch", "PURGE", "TRACE"] {
                let response = server.send(request(method, path).origin(origin)).await;
                assert_eq!(response.status, 405, "{method} {path}");
                assert_eq!(
                    response.allow(),
                    ["GET", "HEAD", "OPTIONS", "PUT"],
                    "{method} {path}"
                );
                assert_eq!(response.cors(), NONE, "{method} {path} from {origin}");
            }
        }
    }
    let response = server.send(post_("/plain").origin(APP)).await;
    assert_eq!(
        (response.status, response.allow()),
        (405, vec!["GET".to_owned(), "HEAD".to_owned()])
    );
    assert_eq!(response.cors(), NONE);
}

#[tokio::test]
async fn a_panic_caught_by_a_layer_is_a_500_the_page_can_read() {
    let app = CorsRouter::new()
        .route("/broken", get(broken))
        .layer(CatchPanicLayer::new());
    let server = Server::start(app).await;
    check(&server, &get_("/broken"), 500, "").await;
}

#[tokio::test]
async fn uncaught_panic_closes_its_own_connection_only() {
    let app = CorsRouter::new()
        .route("/broken", get(broken))
        .route("/users/{id}", get(user));
    let server = Server::start(app).await;
    let mut bystander = server.connect().await;
    assert_eq!(bystander.send(&get_("/users/1")).await.status, 200);

    let mut unlucky = server.connect().await;
    assert_eq!(unlucky.try_send(&get_("/broken").origin(APP)).await, None);

    let response = bystander.send(&get_("/users/1").origin(APP)).await;
    assert_eq!((response.status, response.cors()), (200, readable_by(APP)));
    assert_eq!(server.send(get_("/users/1")).await.status, 200);
}
