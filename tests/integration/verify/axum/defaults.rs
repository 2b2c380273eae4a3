//! `verify` and the default policies of routers.

use super::*;

#[cors(origins = ["https://app.example.com"], methods = [GET])]
fn plain_router() -> Router {
    Router::new().route("/x", routing::get(plain))
}
#[cors(origins = ["https://app.example.com"], methods = [GET])]
fn opaque() -> CorsRouter {
    CorsRouter::from(Router::new().route("/x", routing::get(plain)))
}
#[cors(origins = ["https://app.example.com"], methods = [GET])]
fn service() -> CorsRouter {
    CorsRouter::new().nest_service("/files", routing::get(plain))
}
#[cors(origins = ["https://app.example.com"], methods = [GET])]
fn fallback() -> CorsRouter {
    CorsRouter::new().fallback(plain)
}
#[cors(origins = ["https://app.example.com"])]
fn handlers() -> CorsRouter {
    CorsRouter::new().route("/x", get(plain))
}

#[tokio::test]
async fn default_policies_are_checked() {
    for (what, app) in [
        ("a plain router", plain_router()),
        (
            "a merged router",
            CorsRouter::new().merge(plain_router()).into(),
        ),
        (
            "a nested router",
            CorsRouter::new().nest("/in", plain_router()).into(),
        ),
        ("an opaque part", opaque().into()),
        ("a service", service().into()),
        ("a fallback", fallback().into()),
        ("handlers", handlers().into()),
    ] {
        let app: Router = app;
        let verified = verify(&app).await.expect(what);
        assert_eq!(verified.preflights(), 1, "{what}");
        let guarded = app.layer(middleware::from_fn(auth));
        let (preflights, text) = obstructed(verify(&guarded).await);
        assert_eq!(preflights.len(), 1, "{what}: {text}");
        assert!(
            text.contains("a layer in front responds with 401"),
            "{what}: {text}"
        );
    }
}

#[tokio::test]
async fn layer_that_hides_the_router_is_reported() {
    let guard = ServiceBuilder::new().layer(middleware::from_fn(auth));
    let hidden = ServiceBuilder::new()
        .map_request(|request: Request| request)
        .service(app("hidden").into_router().layer(guard));
    let (preflights, text) = obstructed(verify(&hidden).await);
    assert_eq!(preflights.len(), 1, "{text}");
    assert!(text.contains("GET /* from https://any.example"), "{text}");
    assert!(
        text.contains("a layer in front responds with 401"),
        "{text}"
    );
}

/// No preflight for a path that nothing serves meets these layers.
#[tokio::test]
async fn layers_around_the_routes_of_a_default_are_reported() {
    let guard = || middleware::from_fn(auth);
    for (what, guarded) in [
        (
            "nested",
            Router::new().nest("/api", plain_router().layer(guard())),
        ),
        (
            "beside one that passes",
            plain_router().nest("/api", plain_router().layer(guard())),
        ),
        ("the same router twice", {
            let router = plain_router();
            let nested = Router::new().nest("/a", router.clone());
            nested.nest("/b", router.layer(guard()))
        }),
        (
            "around the routes alone",
            plain_router().route_layer(guard()),
        ),
        (
            "around a nested service",
            Router::new().nest_service("/api", guard().layer(opaque())),
        ),
    ] {
        let (preflights, text) = obstructed(verify(&guarded).await);
        assert_eq!(preflights.len(), 1, "{what}: {text}");
        assert!(
            text.contains(
                "GET /* from https://app.example.com: a layer in front responds with 401"
            ),
            "{what}: {text}"
        );
    }
}

#[tokio::test]
async fn default_below_a_prefix_runs_no_handler() {
    async fn never() {
        panic!("a handler ran");
    }
    #[cors(origins = ["https://app.example.com"], methods = [GET, POST])]
    fn api() -> Router {
        Router::new()
            .route("/any", routing::any(never))
            .route("/get", routing::get(never).post(never))
            .fallback(never)
    }
    let app = Router::new().nest("/api", api());
    assert_eq!(verify(&app).await.expect("no obstacle").preflights(), 1);
}
