//! Default policies around inner policies: an inner policy decides alone, also behind opaque parts.

use std::sync::atomic::{AtomicUsize, Ordering};

use axum::{Router, extract::Request, http::StatusCode, routing as plain};
use cors_runtime::{
    Policy,
    axum::{
        CorsMethodRouter, CorsRouter,
        routing::{self, get},
    },
    cors,
    layer::CorsLayer,
    policy,
};
use tower::ServiceBuilder;

use cors_tests::{APP, EVIL, Server, get as get_, preflight, request};

pub(crate) async fn secret() -> &'static str {
    "secret"
}

#[cors(origins = ["https://admin.example.com"])]
pub(crate) async fn admin() -> &'static str {
    "admin"
}

#[cors(disabled)]
pub(crate) async fn off() -> &'static str {
    "off"
}

static STRICT: Policy = policy!(origins = ["https://admin.example.com"], methods = [GET]);

#[cors(policy = STRICT)]
pub(crate) fn strict_router() -> Router {
    Router::new().route("/s", plain::any(secret))
}
#[cors(policy = STRICT)]
fn strict() -> CorsRouter {
    CorsRouter::new().merge(Router::new().route("/s", plain::any(secret)))
}

#[cors(policy = STRICT)]
fn strict_fallback() -> CorsRouter {
    CorsRouter::new().fallback(secret)
}

/// Asserts that no preflight is granted and no response can be read.
pub(crate) async fn assert_closed(
    what: &str,
    app: impl Into<CorsRouter>,
    path: &str,
    method: &str,
    origin: &str,
) {
    let server = Server::start(app.into()).await;
    let preflight = server.send(preflight(path, origin, method)).await;
    let granted = preflight.all("access-control-allow-origin");
    assert!(granted.is_empty(), "{what}: {preflight:?}");
    assert_ne!(preflight.status, 204, "{what}");
    let response = server.send(request(method, path).origin(origin)).await;
    let opened = response.all("access-control-allow-origin");
    assert!(opened.is_empty(), "{what}: {response:?}");
}

#[tokio::test]
async fn inner_policy_wins_where_the_default_cannot_see_it() {
    #[cors(origins = any, methods = [GET, PUT])]
    fn service() -> CorsRouter {
        let service = ServiceBuilder::new()
            .layer(CorsLayer::new(&STRICT))
            .service(plain::any(secret));
        CorsRouter::new().route_service("/s", service)
    }
    #[cors(origins = any, methods = [GET, PUT])]
    fn fallback() -> CorsRouter {
        CorsRouter::new().fallback_service(CorsRouter::new().route("/s", get(admin).put(off)))
    }
    #[cors(origins = any, methods = [GET, PUT])]
    fn hidden() -> CorsRouter {
        // A plain router used as a service does not report its routes.
        let router: Router = CorsRouter::new().route("/s", get(admin).put(off)).into();
        CorsRouter::new().fallback_service(router)
    }
    #[cors(origins = any, methods = [GET, PUT])]
    fn around(inner: CorsRouter) -> CorsRouter {
        CorsRouter::new().merge(inner)
    }
    #[cors(origins = any, methods = [GET, PUT])]
    fn below(inner: CorsRouter) -> CorsRouter {
        CorsRouter::new().nest("/in", inner)
    }

    for method in ["GET", "PUT"] {
        assert_closed("a service", service(), "/s", method, EVIL).await;
        assert_closed("a fallback", fallback(), "/s", method, EVIL).await;
        assert_closed("a hidden router", hidden(), "/s", method, EVIL).await;
        assert_closed("a default", around(strict()), "/s", method, EVIL).await;
        assert_closed("a default below", below(strict()), "/in/s", method, EVIL).await;
        assert_closed(
            "its fallback",
            around(strict_fallback()),
            "/lost",
            method,
            EVIL,
        )
        .await;
        assert_closed(
            "a fallback below",
            below(strict_fallback()),
            "/in/lost",
            method,
            EVIL,
        )
        .await;
    }
    // The policy inside still allows the origins of its own list.
    for app in [fallback(), hidden(), service()] {
        let server = Server::start(app).await;
        let admin = "https://admin.example.com";
        let response = server.send(get_("/s").origin(admin)).await;
        assert_eq!(response.all("access-control-allow-origin"), [admin]);
        let preflight = server.send(preflight("/s", admin, "GET")).await;
        assert_eq!(preflight.status, 204);
    }
}

#[tokio::test]
async fn head_belongs_to_the_policy_of_get() {
    #[cors(origins = ["https://admin.example.com"], credentials)]
    async fn strict() -> [(&'static str, &'static str); 1] {
        [("x-secret", "7")]
    }
    #[cors(origins = ["https://app.example.com"], credentials, methods = [GET, PUT],
           expose_headers = ["x-secret"])]
    fn app() -> CorsRouter {
        CorsRouter::new().route("/x", get(strict).merge(plain::put(secret)))
    }

    let server = Server::start(app()).await;
    for method in ["GET", "HEAD"] {
        let response = server.send(request(method, "/x").origin(APP)).await;
        assert!(
            response.all("access-control-allow-origin").is_empty(),
            "{method}: {response:?}"
        );
        assert!(
            response.all("access-control-expose-headers").is_empty(),
            "{method}"
        );
        let admin = "https://admin.example.com";
        let response = server.send(request(method, "/x").origin(admin)).await;
        assert_eq!(
            response.all("access-control-allow-origin"),
            [admin],
            "{method}"
        );
    }
    let preflight = server.send(preflight("/x", APP, "HEAD")).await;
    assert_eq!(preflight.status, 403);
}

/// A layer that builds a new request drops the extensions of the old one.
#[tokio::test]
async fn inner_policy_wins_behind_a_layer_that_drops_extensions() {
    #[cors(origins = any, methods = [GET, PUT])]
    fn app() -> CorsRouter {
        let router: Router = CorsRouter::new().route("/s", get(admin).put(admin)).into();
        let router = router.layer(axum::middleware::map_request(async |request: Request| {
            let mut new = Request::new(axum::body::Body::empty());
            *new.method_mut() = request.method().clone();
            *new.uri_mut() = request.uri().clone();
            *new.headers_mut() = request.headers().clone();
            new
        }));
        CorsRouter::new().fallback_service(router)
    }
    for method in ["GET", "HEAD", "PUT"] {
        assert_closed("a rebuilt request", app(), "/s", method, EVIL).await;
    }
}

/// The layer handles preflights in place of the inner policy, so the default would decide for it.
#[tokio::test]
async fn handler_behind_a_layer_with_preflights_stays_closed() {
    static RUN: AtomicUsize = AtomicUsize::new(0);

    #[cors(origins = ["https://admin.example.com"])]
    async fn counted() {
        RUN.fetch_add(1, Ordering::Relaxed);
    }
    async fn auth(request: Request, next: axum::middleware::Next) -> axum::response::Response {
        if request.method() == "OPTIONS" {
            return axum::response::IntoResponse::into_response(StatusCode::UNAUTHORIZED);
        }
        next.run(request).await
    }
    fn strict() -> CorsRouter {
        CorsRouter::new().route("/s", routing::put(counted))
    }
    #[cors(origins = any, methods = [GET, PUT])]
    fn service() -> CorsRouter {
        let layered = ServiceBuilder::new()
            .layer(axum::middleware::from_fn(auth))
            .service(strict());
        CorsRouter::new().route_service("/s", layered)
    }
    #[cors(origins = any, methods = [GET, PUT])]
    fn hidden() -> CorsRouter {
        let router: Router = strict().into();
        CorsRouter::new().fallback_service(router.layer(axum::middleware::from_fn(auth)))
    }

    let server = Server::start(service()).await;
    let response = server.send(preflight("/s", EVIL, "PUT")).await;
    assert_eq!(response.status, 403);
    // Even if the default has granted the method, the handler does not run.
    let server = Server::start(hidden()).await;
    let response = server.send(request("PUT", "/s").origin(EVIL)).await;
    assert_eq!((response.status, RUN.load(Ordering::Relaxed)), (403, 0));
    let admin = "https://admin.example.com";
    let response = server.send(request("PUT", "/s").origin(admin)).await;
    assert_eq!((response.status, RUN.load(Ordering::Relaxed)), (200, 1));
}

#[tokio::test]
async fn disabled_router_stays_without_cors_under_a_default() {
    #[cors(disabled)]
    fn router() -> CorsRouter {
        CorsRouter::new()
            .route("/catalog", get(secret).merge(plain::put(secret)))
            .route("/known", get(secret))
            .route_service("/service", plain::any(secret))
    }
    #[cors(disabled)]
    fn plain_router() -> Router {
        Router::new().route("/catalog", plain::get(secret))
    }
    #[cors(disabled)]
    fn route() -> CorsMethodRouter {
        get(secret)
    }
    #[cors(disabled)]
    fn plain_route() -> plain::MethodRouter {
        plain::get(secret)
    }
    #[cors(origins = ["https://app.example.com"], methods = [GET, PUT])]
    fn app() -> CorsRouter {
        CorsRouter::new()
            .nest("/opds", router())
            .route("/route", route())
    }
    #[cors(origins = any, methods = [GET, PUT])]
    fn around(router: CorsRouter) -> CorsRouter {
        CorsRouter::new().nest("/in", router)
    }

    for path in [
        "/opds/catalog",
        "/opds/known",
        "/opds/service",
        "/opds/lost",
        "/route",
    ] {
        for method in ["GET", "HEAD", "PUT", "DELETE"] {
            assert_closed("a disabled router", app(), path, method, APP).await;
        }
    }
    assert_closed(
        "a plain router",
        around(plain_router().into()),
        "/in/catalog",
        "GET",
        APP,
    )
    .await;
    // A plain route does not report that all of its methods are without CORS.
    let panic = std::panic::catch_unwind(|| around(CorsRouter::new().route("/x", plain_route())));
    let panic = panic.expect_err("a plain route");
    let text = panic.downcast_ref::<String>().expect("a text");
    assert!(text.contains("has its own policy"), "{text}");
    for report in [app().report(), around(plain_router().into()).report()] {
        let mut entries = report.entries().iter();
        assert!(entries.all(|entry| entry.granted().is_none()), "{report}");
    }
}

#[cors(origins = ["https://app.example.com"], credentials)]
fn api() -> CorsRouter {
    CorsRouter::new().route("/x", get(secret))
}

#[tokio::test]
async fn route_added_later_at_the_path_has_no_default() {
    #[cors(origins = ["https://app.example.com"], credentials)]
    fn route() -> CorsMethodRouter {
        get(secret)
    }

    let routed = api().route("/x", plain::post(secret));
    assert_closed("a plain route", routed, "/x", "POST", APP).await;
    let merged = CorsRouter::new()
        .route("/x", plain::post(secret))
        .merge(api());
    assert_closed("a merged route", merged, "/x", "POST", APP).await;
    let nested = CorsRouter::new()
        .route("/api/x", plain::post(secret))
        .nest("/api", api());
    assert_closed("a nested route", nested, "/api/x", "POST", APP).await;
    let added = api().route("/x", routing::post(secret));
    assert_closed("a route of ours", added, "/x", "POST", APP).await;
    let fallback = CorsRouter::new().route("/x", route().fallback(secret));
    assert_closed("a fallback", fallback, "/x", "POST", APP).await;
    let later = api().route("/x", CorsMethodRouter::new().fallback(secret));
    assert_closed("a later fallback", later, "/x", "POST", APP).await;
    let methods = api().method_not_allowed_fallback(secret);
    assert_closed("a response to other methods", methods, "/x", "POST", APP).await;
    let unknown = api().fallback(secret);
    assert_closed("a response to unknown paths", unknown, "/y", "POST", APP).await;
}
