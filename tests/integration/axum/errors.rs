//! Errors of axum: extractors, methods without a handler, and panics that no layer catches. `both/errors.rs` has the rest.

use axum::{
    Json,
    extract::{DefaultBodyLimit, Path, Query},
};
use cors_runtime::{
    axum::{
        CorsRouter,
        routing::{get, post},
    },
    cors,
};
use serde::Deserialize;

use cors_tests::{
    APP, EVIL, NONE, Server, assert_readable, get as get_, post as post_, readable_by, request,
};

#[derive(Deserialize)]
struct NewUser {
    name: String,
}

#[derive(Deserialize)]
struct Page {
    page: u32,
}

#[cors(origins = ["https://app.example.com"], headers = ["content-type"])]
async fn create_user(Query(page): Query<Page>, Json(user): Json<NewUser>) -> String {
    format!("{} on page {}", user.name, page.page)
}

#[cors(origins = ["https://app.example.com"])]
async fn user(Path(id): Path<u32>) -> String {
    format!("user {id}")
}

#[cors(origins = ["https://app.example.com"])]
async fn broken() -> &'static str {
    panic!("a bug in a handler")
}

#[tokio::test]
async fn rejections_of_extractors_are_readable() {
    let server = Server::start(CorsRouter::new().route("/users", post(create_user))).await;
    let eve = |target| post_(target).json(r#"{"name":"Eve"}"#);
    let text = post_("/users?page=1").body("text/plain", "Eve");
    for (request, status, text) in [
        (eve("/users?page=1"), 200, "Eve on page 1"),
        (eve("/users?page=first"), 400, "query"),
        (eve("/users"), 400, "query"),
        (text, 415, "application/json"),
    ] {
        let response = assert_readable(&server, &request, APP, status).await;
        assert!(response.text().contains(text), "{:?}", response.text());
    }
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
