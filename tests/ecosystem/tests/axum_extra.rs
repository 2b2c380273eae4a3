//! Typed paths and trailing slashes of axum-extra.

use axum::Router;
use axum_extra::routing::{RouterExt, TypedPath};
use cors_ecosystem_tests::only_front_end_can;
use cors_runtime::{
    axum::{CorsRouter, routing::put},
    cors, testing,
};

#[derive(TypedPath, serde::Deserialize)]
#[typed_path("/users/{id}")]
struct UserPath {
    id: u32,
}

#[cors(origins = ["https://app.example.com"])]
async fn rename(UserPath { id }: UserPath) -> String {
    format!("renamed {id}")
}

#[tokio::test]
async fn typed_path_works_in_a_cors_router() {
    let app = || CorsRouter::new().route(UserPath::PATH, put(rename));
    let renamed = only_front_end_can(app, testing::put("/users/7")).await;
    assert_eq!(renamed.text(), "renamed 7");
}

#[tokio::test]
async fn route_with_trailing_slash_keeps_its_policy() {
    let app = || -> Router { Router::new().route_with_tsr("/users/{id}", put(rename).into()) };
    let renamed = only_front_end_can(app, testing::put("/users/7")).await;
    assert_eq!(renamed.text(), "renamed 7");
}

#[tokio::test]
async fn default_policy_covers_typed_routes() {
    async fn plain(UserPath { id }: UserPath) -> String {
        format!("plain {id}")
    }

    #[cors(origins = ["https://app.example.com"], methods = [DELETE])]
    fn app() -> Router {
        Router::new().typed_delete(plain)
    }

    let deleted = only_front_end_can(app, testing::delete("/users/7")).await;
    assert_eq!(deleted.text(), "plain 7");
}
