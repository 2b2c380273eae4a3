//! Handlers with `#[utoipa::path]`, and utoipa-axum's `OpenApiRouter`.

use axum::{Json, Router, extract::State};
use cors_ecosystem_tests::only_front_end_can;
use cors_runtime::{
    axum::{CorsRouter, routing},
    cors,
    testing::{self, Browser},
    utoipa_axum::routes,
};
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;

#[derive(serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
struct User {
    name: String,
}

/// Lists the users.
#[utoipa::path(get, path = "/users", responses((status = 200, body = Vec<User>)))]
#[cors(origins = ["https://app.example.com"], headers = ["x-page"])]
async fn list(State(name): State<String>) -> Json<Vec<User>> {
    Json(vec![User { name }])
}

/// Creates a user.
#[cors(origins = ["https://app.example.com"], headers = ["content-type"])]
#[utoipa::path(post, path = "/users", request_body = User, responses((status = 200, body = User)))]
async fn create(Json(user): Json<User>) -> Json<User> {
    Json(user)
}

mod imported {
    use cors_runtime::cors;
    #[cors(origins = ["https://app.example.com"])]
    #[utoipa::path(put, path = "/name")]
    pub async fn rename() -> &'static str {
        "renamed"
    }

    #[utoipa::path(get, path = "/health")]
    pub async fn health() -> &'static str {
        "up"
    }
}

fn documented() -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(imported::rename))
        .routes(routes!(imported::health))
        .with_state("Ada".to_owned())
}

fn app() -> Router {
    documented().split_for_parts().0
}

#[tokio::test]
async fn handlers_in_an_openapi_router_keep_their_policies() {
    let list = only_front_end_can(app, testing::get("/users").header("x-page", "2")).await;
    assert_eq!(list.text(), r#"[{"name":"Ada"}]"#);
    let create = testing::post("/users").json(r#"{"name":"Bob"}"#);
    assert_eq!(
        only_front_end_can(app, create).await.text(),
        r#"{"name":"Bob"}"#
    );
    let rename = only_front_end_can(app, testing::put("/name")).await;
    assert_eq!(rename.text(), "renamed");

    let browser = Browser::at("https://app.example.com").open_at("https://api.example.com", app());
    browser
        .fetch(testing::get("/health"))
        .await
        .expect_err("it has no policy");
}

#[test]
fn annotated_handlers_are_documented_in_both_orders() {
    #[derive(OpenApi)]
    #[openapi(paths(list, create, imported::rename))]
    struct Api;

    let documents = [Api::openapi(), documented().into_openapi()];
    for paths in documents.map(|document| document.paths.paths) {
        let users = &paths["/users"];
        for (operation, summary) in [
            (&users.get, "Lists the users."),
            (&users.post, "Creates a user."),
        ] {
            let operation = operation.as_ref().expect("it is documented");
            assert_eq!(operation.summary.as_deref(), Some(summary));
        }
        assert!(paths["/name"].put.is_some());
    }
}

#[tokio::test]
async fn documented_handlers_work_in_a_cors_router() {
    let app = || {
        CorsRouter::new()
            .route("/users", routing::get(list).post(create))
            .with_state("Ada".to_owned())
    };
    let create = testing::post("/users").json(r#"{"name":"Bob"}"#);
    assert_eq!(
        only_front_end_can(app, create).await.text(),
        r#"{"name":"Bob"}"#
    );
}

#[tokio::test]
async fn default_policy_covers_an_openapi_router() {
    #[utoipa::path(put, path = "/plain")]
    async fn plain() -> &'static str {
        "plain"
    }

    #[cors(origins = ["https://app.example.com"], methods = [PUT])]
    fn app() -> Router {
        let api = OpenApiRouter::new().routes(utoipa_axum::routes!(plain));
        api.split_for_parts().0
    }

    assert_eq!(
        only_front_end_can(app, testing::put("/plain")).await.text(),
        "plain"
    );
}
