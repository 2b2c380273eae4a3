//! Frameworks that build the router themselves, such as loco and leptos.

use axum::{
    Router,
    extract::Request,
    http::StatusCode,
    middleware::{Next, from_fn},
    routing::get,
};
use cors_ecosystem_tests::only_front_end_can;
use cors_runtime::{axum::routing, cors, testing};

async fn plain() -> &'static str {
    "plain"
}

#[cors(origins = ["https://app.example.com"])]
async fn rename() -> &'static str {
    "renamed"
}

#[tokio::test]
async fn default_policy_covers_a_router_from_elsewhere() {
    #[cors(origins = ["https://app.example.com"], methods = [GET, PUT])]
    fn covered(router: Router) -> Router {
        router
    }

    let app = || covered(Router::new().route("/users/{id}", get(plain).put(plain)));
    assert_eq!(
        only_front_end_can(app, testing::put("/users/7"))
            .await
            .text(),
        "plain"
    );
}

#[tokio::test]
async fn annotated_handler_works_in_a_router_from_elsewhere() {
    let framework = |users| Router::new().route("/users/{id}", users);
    let app = || framework(routing::put(rename).get(plain).into());
    assert_eq!(
        only_front_end_can(app, testing::put("/users/7"))
            .await
            .text(),
        "renamed"
    );
}

#[tokio::test]
async fn layer_of_an_annotated_route_is_inside_cors() {
    async fn refuse(_: Request, _: Next) -> StatusCode {
        StatusCode::UNAUTHORIZED
    }

    let app = || -> Router {
        let rename = routing::put(rename).layer(from_fn(refuse));
        Router::new().route("/users/{id}", rename.into())
    };
    let refused = only_front_end_can(app, testing::put("/users/7")).await;
    assert_eq!(refused.status(), 401);
}

#[test]
#[should_panic(expected = "OPTIONS")]
fn two_annotated_routes_of_a_path_panic_in_a_plain_router() {
    let _: Router = Router::new()
        .route("/users/{id}", routing::put(rename).into())
        .route("/users/{id}", routing::delete(rename).into());
}

#[tokio::test]
async fn annotated_and_plain_routes_of_a_path_merge() {
    let app = || -> Router {
        Router::new()
            .route("/users/{id}", routing::put(rename).into())
            .route("/users/{id}", get(plain).delete(plain))
    };
    assert_eq!(
        only_front_end_can(app, testing::put("/users/7"))
            .await
            .text(),
        "renamed"
    );
}

#[tokio::test]
async fn server_of_axum_server_takes_a_cors_router() {
    use cors_runtime::axum::CorsRouter;

    let app = CorsRouter::new().route("/users/{id}", routing::put(rename));
    let handle = axum_server::Handle::new();
    let address = std::net::SocketAddr::from(([127, 0, 0, 1], 0));
    let server = axum_server::bind(address)
        .handle(handle.clone())
        .serve(app.into_make_service());
    let server = tokio::spawn(server);
    let address = handle.listening().await.expect("it listens");
    only_front_end_can(|| address, testing::put("/users/7")).await;
    handle.shutdown();
    server.await.expect("no panic").expect("it stops");
}
