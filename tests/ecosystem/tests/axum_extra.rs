//! Typed paths and trailing slashes of axum-extra.

use axum::{
    Router,
    extract::{State, rejection::PathRejection},
};
use axum_extra::routing::{RouterExt, TypedPath};
use cors_ecosystem_tests::{FRONT_END, only_front_end_can};
use cors_runtime::{
    axum::{
        CorsRouter,
        routing::{get, put},
    },
    cors,
    testing::{self, Browser},
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

async fn show(UserPath { id }: UserPath) -> String {
    format!("plain {id}")
}

async fn get_from(page: &str, app: CorsRouter, path: &str) -> Option<String> {
    let browser = Browser::at(page).open_at("https://api.example.com", app);
    let response = browser.fetch(testing::get(path)).await.ok()?;
    Some(response.text().to_string())
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

#[tokio::test]
async fn typed_method_serves_the_path_of_an_annotated_handler() {
    let app = || CorsRouter::new().typed_put(rename).typed_get(show);
    let renamed = only_front_end_can(app, testing::put("/users/7")).await;
    assert_eq!(renamed.text(), "renamed 7");
    let own = get_from("https://api.example.com", app(), "/users/7").await;
    assert_eq!(own.as_deref(), Some("plain 7"));
    assert_eq!(get_from(FRONT_END, app(), "/users/7").await, None);
}

#[tokio::test]
async fn typed_method_takes_a_fallible_path_and_more_arguments() {
    #[cors(origins = ["https://app.example.com"], headers = ["content-type"])]
    async fn describe(
        path: Result<UserPath, PathRejection>,
        State(name): State<&'static str>,
        text: String,
    ) -> String {
        format!("{} {name} {text}", path.is_ok())
    }

    let app = || CorsRouter::new().typed_patch(describe).with_state("Ada");
    let call = testing::patch("/users/7")
        .header("content-type", "text/x")
        .body("Hi");
    let described = only_front_end_can(app, call).await;
    assert_eq!(described.text(), "true Ada Hi");
}

#[tokio::test]
async fn redirect_of_a_trailing_slash_has_the_policy_of_its_route() {
    let app = || CorsRouter::new().route_with_tsr("/users/{id}", put(rename).get(show));
    for path in ["/users/7", "/users/7/"] {
        let renamed = only_front_end_can(app, testing::put(path)).await;
        assert_eq!(renamed.text(), "renamed 7", "{path}");
        assert_eq!(get_from(FRONT_END, app(), path).await, None, "{path}");
        let own = get_from("https://api.example.com", app(), path).await;
        assert_eq!(own.as_deref(), Some("plain 7"), "{path}");
    }
}

#[tokio::test]
async fn redirect_to_a_service_is_under_the_default() {
    #[cors(origins = ["https://app.example.com"], methods = [GET, PUT])]
    fn app() -> CorsRouter {
        let service = axum::routing::any(async || "served");
        CorsRouter::new().route_service_with_tsr("/files/", service)
    }

    for path in ["/files", "/files/"] {
        let served = only_front_end_can(app, testing::put(path)).await;
        assert_eq!(served.text(), "served", "{path}");
    }
}

#[tokio::test]
async fn redirect_of_a_plain_route_has_no_policy() {
    let app = || CorsRouter::new().route_with_tsr("/users/{id}/", get(show));
    let own = get_from("https://api.example.com", app(), "/users/7").await;
    assert_eq!(own.as_deref(), Some("plain 7"));
    assert_eq!(get_from(FRONT_END, app(), "/users/7").await, None);
}

#[test]
#[should_panic(expected = "Cannot add a trailing slash redirect route for `/`")]
fn redirect_of_the_root_panics() {
    let _: CorsRouter = CorsRouter::new().route_with_tsr("/", put(async || ""));
}
