//! A `TestServer` of axum-test.

use axum::http::{Method, StatusCode};
use axum_test::TestServer;
use cors_runtime::{
    axum::{CorsRouter, routing::put},
    cors,
};

#[cors(origins = ["https://app.example.com"])]
async fn rename() -> &'static str {
    "renamed"
}

#[tokio::test]
async fn test_server_gets_preflight_responses() {
    let app = CorsRouter::new().route("/users/{id}", put(rename));
    let server = TestServer::new(app.into_router());
    let preflight = async |origin: &str| {
        server
            .method(Method::OPTIONS, "/users/7")
            .add_header("origin", origin)
            .add_header("access-control-request-method", "PUT")
            .await
    };

    let allowed = preflight("https://app.example.com").await;
    assert_eq!(allowed.status_code(), StatusCode::NO_CONTENT);
    assert_eq!(allowed.header("access-control-allow-methods"), "PUT");
    assert_eq!(
        preflight("https://evil.example").await.status_code(),
        StatusCode::FORBIDDEN
    );

    let renamed = server
        .put("/users/7")
        .add_header("origin", "https://app.example.com")
        .await;
    assert_eq!(
        renamed.header("access-control-allow-origin"),
        "https://app.example.com"
    );
    assert_eq!(renamed.text(), "renamed");
}
