//! Types of other crates that convert into a plain router, merged into and nested in a `CorsRouter`.

use aide::{axum::ApiRouter, openapi::OpenApi};
use axum::{Router, routing::get};
use axum_extra::routing::Resource;
use cors_ecosystem_tests::{FRONT_END, only_front_end_can};
use cors_runtime::{
    axum::{CorsRouter, routing},
    cors,
    testing::{self, Browser},
    utoipa_axum::routes,
};
use utoipa_axum::router::OpenApiRouter;
use utoipa_redoc::{Redoc, Servable as _};
use utoipa_scalar::{Scalar, Servable as _};

async fn plain() -> &'static str {
    "plain"
}

#[cors(origins = ["https://app.example.com"])]
async fn rename() -> &'static str {
    "renamed"
}

#[cors(origins = ["https://app.example.com"])]
#[utoipa::path(put, path = "/documented")]
async fn documented() -> &'static str {
    "documented"
}

fn document() -> utoipa::openapi::OpenApi {
    utoipa::openapi::OpenApi::default()
}

fn merged() -> CorsRouter {
    CorsRouter::new()
        .route("/name", routing::put(rename))
        .merge(Scalar::with_url("/scalar", document()))
        .merge(Redoc::with_url("/redoc", document()))
        .merge(Resource::named("users").index(plain).update(plain))
        .merge(OpenApiRouter::new().routes(routes!(documented)))
        .merge(ApiRouter::new().route("/aide", get(plain)))
        .merge(Router::new().route("/plain", get(plain)))
}

#[tokio::test]
async fn converted_routers_serve_their_routes_when_merged() {
    for path in ["/scalar", "/redoc", "/users", "/aide", "/plain"] {
        let browser =
            Browser::at("https://api.example.com").open_at("https://api.example.com", merged());
        let response = browser.fetch(testing::get(path)).await;
        let response = response.unwrap_or_else(|blocked| panic!("{path}: {}", blocked.explain()));
        assert_eq!(response.status(), 200, "{path}");
    }
}

#[tokio::test]
async fn policies_beside_and_inside_a_converted_router_apply() {
    let renamed = only_front_end_can(merged, testing::put("/name")).await;
    assert_eq!(renamed.text(), "renamed");
    let documented = only_front_end_can(merged, testing::put("/documented")).await;
    assert_eq!(documented.text(), "documented");
}

#[tokio::test]
async fn converted_routers_have_no_cors_without_a_default() {
    for path in ["/scalar", "/users", "/aide"] {
        let browser = Browser::at(FRONT_END).open_at("https://api.example.com", merged());
        let blocked = browser.fetch(testing::get(path)).await;
        assert!(blocked.is_err(), "{path}");
    }
}

#[tokio::test]
async fn default_covers_a_nested_converted_router() {
    #[cors(origins = ["https://app.example.com"], methods = [GET, PUT])]
    fn app() -> CorsRouter {
        let mut document = OpenApi::default();
        let documented = ApiRouter::new().route("/list", get(plain));
        CorsRouter::new()
            .nest("/resources", Resource::named("users").update(plain))
            .nest("/aide", documented.finish_api(&mut document))
    }

    let updated = only_front_end_can(app, testing::put("/resources/users/7")).await;
    assert_eq!(updated.text(), "plain");
}

/// A router that a user converts, with a policy inside.
struct Module;

impl From<Module> for Router {
    fn from(_: Module) -> Self {
        CorsRouter::new()
            .route("/module", routing::put(rename))
            .into()
    }
}

#[tokio::test]
async fn converted_router_of_a_user_keeps_its_policies() {
    let app = || CorsRouter::new().nest("/inner", Module);
    let renamed = only_front_end_can(app, testing::put("/inner/module")).await;
    assert_eq!(renamed.text(), "renamed");
}

#[tokio::test]
async fn state_of_a_nested_router_is_inferred() {
    async fn named(axum::extract::State(name): axum::extract::State<&'static str>) -> &'static str {
        name
    }

    let app = || {
        CorsRouter::new()
            .nest("/a", CorsRouter::new().route("/name", routing::get(named)))
            .merge(Router::new().route("/b", get(named)))
            .merge(CorsRouter::new())
            .with_state("Ada")
    };
    let browser = Browser::at("https://api.example.com").open_at("https://api.example.com", app());
    for path in ["/a/name", "/b"] {
        let response = browser
            .fetch(testing::get(path))
            .await
            .expect("same origin");
        assert_eq!(response.text(), "Ada");
    }
}
