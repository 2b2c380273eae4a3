//! Default policies: the policy of a router applies to everything inside that has none of its own.

use axum::{Router, http::StatusCode, middleware, response::Response, routing as plain};
use cors_runtime::{
    Policy,
    axum::{
        CorsMethodRouter, CorsRouter,
        routing::{any, delete, get, post},
    },
    cors, policy,
};

use cors_tests::{ADMIN, APP, NONE, Server, assert_policy, get as get_, preflight, request};

async fn users() -> &'static str {
    "users"
}

#[cors(origins = ["https://admin.example.com"])]
async fn remove() -> &'static str {
    "removed"
}

#[cors(disabled)]
async fn internal() -> &'static str {
    "internal"
}

#[cors(origins = ["https://app.example.com"])]
fn api() -> CorsRouter {
    CorsRouter::new()
        .route("/users", get(users).delete(remove).put(internal))
        .route("/internal", get(internal))
        .route("/any", any(users))
        .route("/", post(users))
}

async fn check_api(server: &Server, prefix: &str) {
    let path = |path: &str| format!("{prefix}{path}");
    assert_policy(server, "GET", &path("/users"), APP, 200).await;
    assert_policy(server, "PATCH", &path("/any"), APP, 200).await;
    // The most specific policy applies as a whole.
    assert_policy(server, "DELETE", &path("/users"), ADMIN, 200).await;
    let foreign = server.send(preflight(&path("/users"), APP, "DELETE")).await;
    assert_eq!(foreign.status, 403);
    // A 404 is readable, too.
    assert_policy(server, "POST", &path("/users"), APP, 405).await;
    assert_policy(server, "GET", &path("/unknown"), APP, 404).await;
    assert_policy(server, "PUT", &path("/unknown"), APP, 404).await;
    // Disabled handlers.
    for (path, method) in [(path("/internal"), "GET"), (path("/users"), "PUT")] {
        let response = server.send(request(method, &path).origin(APP)).await;
        assert_eq!(
            (response.status, response.cors()),
            (200, vec![]),
            "{method} {path}"
        );
        let refused = server.send(preflight(&path, APP, method)).await;
        assert_eq!(refused.status, 403, "{method} {path}");
    }
}

#[tokio::test]
async fn default_applies_to_any_and_not_to_disabled_handlers() {
    check_api(&Server::start(api()).await, "").await;
}

#[tokio::test]
async fn nested_router_keeps_its_policy_below_its_prefix() {
    let app = CorsRouter::new()
        .nest("/api", api())
        .route("/health", get(users));
    let server = Server::start(app).await;
    check_api(&server, "/api").await;
    for path in ["/health", "/unknown"] {
        let response = server.send(get_(path).origin(APP)).await;
        assert_eq!(response.cors(), NONE, "{path}");
        let preflight = server.send(preflight(path, APP, "GET")).await;
        assert_ne!(preflight.status, 204, "{path}");
        assert_eq!(preflight.all("access-control-allow-origin"), NONE, "{path}");
    }
}

#[tokio::test]
async fn merged_router_keeps_its_policy_off_unknown_paths() {
    #[cors(origins = ["https://admin.example.com"])]
    fn admin() -> CorsRouter {
        CorsRouter::new().route("/admin", get(users))
    }

    let app = CorsRouter::new()
        .merge(api())
        .merge(admin())
        .route("/health", get(users));
    let server = Server::start(app).await;
    assert_policy(&server, "GET", "/users", APP, 200).await;
    assert_policy(&server, "POST", "/users", APP, 405).await;
    assert_policy(&server, "GET", "/admin", ADMIN, 200).await;
    for path in ["/health", "/unknown"] {
        let response = server.send(get_(path).origin(APP)).await;
        assert_eq!(response.cors(), NONE, "{path}");
    }
}

/// Both routers have a default for methods without a handler.
#[tokio::test]
async fn unserved_method_of_two_routers_keeps_the_policy() {
    #[cors(origins = ["https://app.example.com"])]
    fn reading() -> CorsRouter {
        CorsRouter::new().route("/", get(users))
    }
    #[cors(origins = ["https://app.example.com"])]
    fn writing() -> CorsRouter {
        CorsRouter::new().route("/", post(users))
    }

    let server = Server::start(reading().merge(writing())).await;
    for (method, status) in [("GET", 200), ("POST", 200), ("DELETE", 405)] {
        assert_policy(&server, method, "/", APP, status).await;
    }
}

#[tokio::test]
async fn layers_of_the_router_stand_inside() {
    async fn turn_away(
        _: axum::extract::Request,
        _: middleware::Next,
    ) -> Result<Response, StatusCode> {
        Err(StatusCode::UNAUTHORIZED)
    }

    let server = Server::start(api().layer(middleware::from_fn(turn_away))).await;
    assert_policy(&server, "GET", "/users", APP, 401).await;
    let inside = api_behind_a_layer();
    let server = Server::start(inside).await;
    assert_policy(&server, "GET", "/users", APP, 401).await;
    assert_policy(&server, "GET", "/unknown", APP, 401).await;

    #[cors(origins = ["https://app.example.com"])]
    fn api_behind_a_layer() -> CorsRouter {
        CorsRouter::new()
            .route("/users", get(users))
            .layer(middleware::from_fn(turn_away))
    }
}

#[tokio::test]
async fn fallback_inside_a_default_has_its_policy() {
    #[cors(origins = ["https://app.example.com"], methods = [GET, POST])]
    fn with_fallback() -> CorsRouter {
        CorsRouter::new()
            .route("/users", get(users).fallback(users))
            .fallback(async || (StatusCode::NOT_FOUND, "lost"))
    }

    let server = Server::start(with_fallback()).await;
    assert_policy(&server, "GET", "/lost", APP, 404).await;
    assert_policy(&server, "POST", "/users", APP, 200).await;
    let server = Server::start(CorsRouter::new().nest("/api", with_fallback())).await;
    assert_policy(&server, "GET", "/api/lost", APP, 404).await;
    let outside = server.send(get_("/lost").origin(APP)).await;
    assert_eq!((outside.status, outside.cors()), (404, vec![]));
}

static NAMED: Policy = policy!(origins = ["https://app.example.com"], methods = [GET, POST]);

#[tokio::test]
async fn opaque_part_has_the_methods_of_the_policy() {
    #[cors(policy = NAMED)]
    fn whole() -> Router {
        Router::new().route("/users", plain::get(users).delete(users))
    }
    #[cors(policy = NAMED)]
    fn inside() -> CorsRouter {
        CorsRouter::new()
            .merge(Router::new().route("/plain", plain::get(users).delete(users)))
            .route("/users", plain::get(users).delete(users))
            .route("/listed", delete(users))
    }
    #[cors(policy = NAMED)]
    fn method_router() -> axum::routing::MethodRouter {
        plain::get(users).delete(users)
    }

    for app in [
        whole().into(),
        inside(),
        CorsRouter::new().route("/users", method_router()),
    ] {
        let server = Server::start(app).await;
        assert_policy(&server, "GET", "/users", APP, 200).await;
        let refused = server.send(preflight("/users", APP, "DELETE")).await;
        assert_eq!(refused.status, 403);
        let hidden = server.send(request("DELETE", "/users").origin(APP)).await;
        assert_eq!(
            (hidden.status, hidden.cors()),
            (200, vec!["vary: origin".to_owned()])
        );
    }
    let server = Server::start(inside()).await;
    assert_policy(&server, "GET", "/plain", APP, 200).await;
}

#[tokio::test]
async fn method_router_alone_may_have_a_default() {
    #[cors(origins = ["https://app.example.com"])]
    fn users_and_more() -> CorsMethodRouter {
        get(users).delete(remove).put(internal)
    }

    let server = Server::start(CorsRouter::new().route("/users", users_and_more())).await;
    assert_policy(&server, "GET", "/users", APP, 200).await;
    assert_policy(&server, "DELETE", "/users", ADMIN, 200).await;
    assert_policy(&server, "POST", "/users", APP, 405).await;
}

#[tokio::test]
async fn default_on_any_grants_the_seven_methods() {
    let server = Server::start(api()).await;
    let response = server.send(preflight("/any", APP, "GET")).await;
    assert_eq!(
        response.all("access-control-allow-methods"),
        ["GET,HEAD,POST,PUT,PATCH,DELETE,OPTIONS"]
    );
}

#[test]
#[should_panic(expected = "write `enforce` or `enforce = false` in that policy")]
fn policy_inside_without_enforce_is_refused() {
    #[cors(origins = ["https://app.example.com"], enforce)]
    fn enforced() -> CorsRouter {
        CorsRouter::new().route("/users", delete(remove))
    }
    let _ = enforced();
}

#[test]
fn router_function_stays_callable() {
    struct App {
        path: &'static str,
    }
    impl App {
        #[cors(origins = any)]
        fn routes(&self, more: bool) -> CorsRouter<u8> {
            let router = CorsRouter::new().route(self.path, get(users));
            if !more {
                return router;
            }
            router.route("/more", get(users))
        }
    }
    #[cors(origins = any)]
    async fn waits<S: Clone + Send + Sync + 'static>(mut path: String) -> CorsRouter<S> {
        path.push_str("/x");
        core::future::ready(()).await;
        CorsRouter::new().route(&path, get(users))
    }
    assert!(App { path: "/" }.routes(true).has_routes());
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime");
    assert!(runtime.block_on(waits::<()>("/a".to_owned())).has_routes());
}
