//! aide's `ApiRouter`.

use aide::{
    axum::{
        ApiRouter,
        routing::{get_with, post_with},
    },
    openapi::OpenApi,
};
use axum::{Json, Router, routing::MethodRouter};
use cors_ecosystem_tests::only_front_end_can;
use cors_runtime::{Policy, axum::routing, cors, layer::CorsLayer, policy, testing};

#[derive(serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
struct User {
    name: String,
}

async fn list() -> Json<Vec<User>> {
    Json(Vec::new())
}

async fn create(Json(user): Json<User>) -> Json<User> {
    Json(user)
}

fn create_user() -> testing::Request {
    testing::post("/users").json(r#"{"name":"Ada"}"#)
}

#[tokio::test]
async fn default_policy_covers_an_api_router() {
    #[cors(origins = ["https://app.example.com"], methods = [GET, POST], headers = ["content-type"])]
    fn api(docs: &mut OpenApi) -> Router {
        ApiRouter::new()
            .api_route("/users", get_with(list, |docs| docs).post(create))
            .finish_api(docs)
    }

    let mut docs = OpenApi::default();
    let _ = api(&mut docs);
    assert!(docs.paths.expect("paths").paths.contains_key("/users"));
    only_front_end_can(|| api(&mut OpenApi::default()), create_user()).await;
}

#[tokio::test]
async fn layer_gives_a_documented_path_its_policy() {
    static USERS: Policy = policy!(
        origins = ["https://app.example.com"],
        methods = [GET, POST],
        headers = ["content-type"]
    );

    let app = || -> Router {
        ApiRouter::new()
            .api_route(
                "/users",
                post_with(create, |docs| docs.id("create"))
                    .get(list)
                    .layer(CorsLayer::new(&USERS)),
            )
            .api_route("/internal", aide::axum::routing::put(list))
            .finish_api(&mut OpenApi::default())
    };
    only_front_end_can(app, create_user()).await;
    let browser =
        testing::Browser::at("https://app.example.com").open_at("https://api.example.com", app());
    browser
        .fetch(testing::put("/internal"))
        .await
        .expect_err("it has no policy");
}

#[tokio::test]
async fn annotated_handler_works_as_a_route_without_docs() {
    #[cors(origins = ["https://app.example.com"])]
    async fn rename() -> &'static str {
        "renamed"
    }

    let app = || -> Router {
        ApiRouter::new()
            .route("/name", MethodRouter::from(routing::put(rename)))
            .into()
    };
    assert_eq!(
        only_front_end_can(app, testing::put("/name")).await.text(),
        "renamed"
    );
}
