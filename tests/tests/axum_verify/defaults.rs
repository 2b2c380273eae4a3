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
            text.contains("a layer in front answers 401"),
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
    assert!(text.contains("a layer in front answers 401"), "{text}");
}
