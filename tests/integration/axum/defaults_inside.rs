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

async fn secret() -> &'static str {
    "secret"
}

#[cors(origins = ["https://admin.example.com"])]
async fn admin() -> &'static str {
    "admin"
}

#[cors(disabled)]
async fn off() -> &'static str {
    "off"
}

static STRICT: Policy = policy!(origins = ["https://admin.example.com"], methods = [GET]);

#[cors(policy = STRICT)]
fn strict_router() -> Router {
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

/// No preflight is granted and nothing can be read.
async fn closed(what: &str, app: impl Into<CorsRouter>, path: &str, method: &str, origin: &str) {
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
        // A plain router used as a service shows nothing of its routes.
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
        closed("a service", service(), "/s", method, EVIL).await;
        closed("a fallback", fallback(), "/s", method, EVIL).await;
        closed("a hidden router", hidden(), "/s", method, EVIL).await;
        closed("a default", around(strict()), "/s", method, EVIL).await;
        closed("a default below", below(strict()), "/in/s", method, EVIL).await;
        closed(
            "its fallback",
            around(strict_fallback()),
            "/lost",
            method,
            EVIL,
        )
        .await;
        closed(
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

/// Its methods go to different services, so a default could not find a policy inside on every request.
#[test]
fn plain_routes_with_policies_inside_are_refused_at_start() {
    #[cors(origins = any, methods = [GET, PUT])]
    fn router() -> Router {
        Router::new().route("/s", get(admin).put(off).into())
    }
    #[cors(origins = any, methods = [GET, PUT])]
    fn finished() -> Router {
        CorsRouter::new().route("/s", get(admin)).into_router()
    }
    #[cors(origins = any, methods = [GET, PUT])]
    fn with_state() -> Router {
        let route: plain::MethodRouter<u8> = get(admin).into();
        Router::new().route("/s", route).with_state(7)
    }
    #[cors(origins = any, methods = [GET, PUT])]
    fn layered() -> Router {
        let layer = axum::middleware::map_request(async |request: Request| request);
        Router::new()
            .route("/s", routing::any(admin).into())
            .layer(layer)
    }
    #[cors(origins = any, methods = [GET, PUT])]
    fn service_inside() -> Router {
        Router::new().nest_service("/s", CorsRouter::new().route("/", get(admin)))
    }
    #[cors(origins = any, methods = [GET, PUT])]
    fn disabled() -> Router {
        Router::new().route("/s", get(off).into())
    }
    #[cors(origins = any, methods = [GET, PUT])]
    fn default_inside() -> Router {
        let plain = Router::new().route("/p", plain::get(secret));
        plain.merge(strict_router())
    }
    #[cors(origins = any, methods = [GET, PUT])]
    fn method_router() -> plain::MethodRouter {
        get(admin).put(off).into()
    }
    #[cors(origins = any, methods = [GET, PUT])]
    fn merged() -> CorsRouter {
        CorsRouter::new().merge(Router::new().route("/s", get(admin).into()))
    }
    #[cors(origins = any, methods = [GET, PUT])]
    fn routed() -> CorsRouter {
        CorsRouter::new().route("/s", plain::MethodRouter::from(get(admin)))
    }
    #[cors(origins = any, methods = [GET, PUT])]
    fn late_state() -> CorsRouter<u8> {
        CorsRouter::new().route("/s", plain::MethodRouter::from(routing::any(admin)))
    }
    #[cors(origins = any, methods = [GET, PUT])]
    fn late_router_state() -> CorsRouter<u8> {
        CorsRouter::from(Router::new().route("/s", routing::any(admin).into()))
    }

    let refused: [(&str, fn()); 12] = [
        ("a router", || drop(router())),
        ("a finished router", || drop(finished())),
        ("a router with a state", || drop(with_state())),
        ("a layered router", || drop(layered())),
        ("a service in a router", || drop(service_inside())),
        ("a disabled handler", || drop(disabled())),
        ("a default inside", || drop(default_inside())),
        ("a method router", || drop(method_router())),
        ("a merged router", || drop(merged())),
        ("a plain route", || drop(routed())),
        ("a route whose state comes late", || {
            drop::<CorsRouter>(late_state().with_state(7));
        }),
        ("a router whose state comes late", || {
            drop::<CorsRouter>(late_router_state().with_state(7));
        }),
    ];
    for (what, make) in refused {
        let panic = std::panic::catch_unwind(make).expect_err(what);
        let text = panic.downcast_ref::<String>().expect("a text");
        assert!(text.contains("has its own policy"), "{what}: {text}");
        assert!(text.contains("return `CorsRouter`"), "{what}: {text}");
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

#[tokio::test]
async fn opaque_default_grants_the_requested_method_alone() {
    #[cors(origins = any, methods = any, headers = ["x-a"], max_age = 600)]
    fn router() -> Router {
        Router::new().route("/x", plain::any(secret))
    }
    #[cors(origins = any, methods = [GET, POST, PUT, DELETE], headers = ["x-a"], max_age = 600)]
    fn service() -> CorsRouter {
        CorsRouter::new().route_service("/x", plain::any(secret))
    }
    #[cors(origins = any, methods = [GET, POST, PUT, DELETE], headers = ["x-a"], max_age = 600)]
    fn hidden() -> CorsRouter {
        let router: Router = CorsRouter::new().route("/x", get(admin).put(secret)).into();
        CorsRouter::new().fallback_service(router)
    }

    for (app, max_age) in [
        (router().into(), "600"),
        (service(), "600"),
        (hidden(), "0"),
    ] {
        let server = Server::start(app).await;
        let response = server.send(preflight("/x", EVIL, "PUT")).await;
        assert_eq!(response.status, 204);
        assert_eq!(response.all("access-control-allow-methods"), ["PUT"]);
        assert_eq!(response.all("access-control-allow-headers"), ["x-a"]);
        assert_eq!(response.all("access-control-max-age"), [max_age]);
    }
    // A plain handler for `POST` may be there, and the policy does not cover it.
    #[cors(origins = any, methods = [GET, PUT], headers = ["x-a"], max_age = 600)]
    fn without_post() -> Router {
        Router::new().route("/x", plain::any(secret))
    }
    let server = Server::start(without_post().into()).await;
    let response = server.send(preflight("/x", EVIL, "PUT")).await;
    assert_eq!(response.all("access-control-max-age"), ["0"]);
    // Nothing is echoed that is no method.
    let server = Server::start(router().into()).await;
    let response = server.send(preflight("/x", EVIL, "PUT, DELETE")).await;
    assert_eq!(response.status, 403);
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
        closed("a rebuilt request", app(), "/s", method, EVIL).await;
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
            closed("a disabled router", app(), path, method, APP).await;
        }
    }
    closed(
        "a plain router",
        around(plain_router().into()),
        "/in/catalog",
        "GET",
        APP,
    )
    .await;
    // Nothing shows that every method of a plain route is without CORS.
    let panic = std::panic::catch_unwind(|| around(CorsRouter::new().route("/x", plain_route())));
    let panic = panic.expect_err("a plain route");
    let text = panic.downcast_ref::<String>().expect("a text");
    assert!(text.contains("has its own policy"), "{text}");
    for report in [app().report(), around(plain_router().into()).report()] {
        let mut entries = report.entries().iter();
        assert!(entries.all(|entry| entry.granted().is_none()), "{report}");
    }
}

#[tokio::test]
async fn refused_preflight_runs_no_opaque_handler() {
    static RUN: AtomicUsize = AtomicUsize::new(0);

    async fn counted() {
        RUN.fetch_add(1, Ordering::Relaxed);
    }
    #[cors(origins = ["https://app.example.com"], methods = [GET, POST])]
    fn router() -> Router {
        Router::new().route("/x", plain::any(counted))
    }
    let server = Server::start(router().into()).await;
    let response = server.send(preflight("/x", EVIL, "POST")).await;
    assert_eq!((response.status, RUN.load(Ordering::Relaxed)), (403, 0));
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
    closed("a plain route", routed, "/x", "POST", APP).await;
    let merged = CorsRouter::new()
        .route("/x", plain::post(secret))
        .merge(api());
    closed("a merged route", merged, "/x", "POST", APP).await;
    let nested = CorsRouter::new()
        .route("/api/x", plain::post(secret))
        .nest("/api", api());
    closed("a nested route", nested, "/api/x", "POST", APP).await;
    let added = api().route("/x", routing::post(secret));
    closed("a route of ours", added, "/x", "POST", APP).await;
    let fallback = CorsRouter::new().route("/x", route().fallback(secret));
    closed("a fallback", fallback, "/x", "POST", APP).await;
    let later = api().route("/x", CorsMethodRouter::new().fallback(secret));
    closed("a later fallback", later, "/x", "POST", APP).await;
    let methods = api().method_not_allowed_fallback(secret);
    closed("a response to other methods", methods, "/x", "POST", APP).await;
    let unknown = api().fallback(secret);
    closed("a response to unknown paths", unknown, "/y", "POST", APP).await;
}

#[test]
#[should_panic(expected = "Overlapping method route")]
fn two_opaque_defaults_on_one_path_are_refused() {
    #[cors(origins = any, methods = [GET, PUT])]
    fn open() -> CorsRouter {
        CorsRouter::new().route("/s", plain::get(secret))
    }
    #[cors(origins = ["https://admin.example.com"], methods = [PUT])]
    fn strict() -> CorsRouter {
        CorsRouter::new().route("/s", plain::put(secret))
    }
    let _ = open().merge(strict());
}

#[test]
#[should_panic(expected = "a policy in place of `disabled`")]
fn enforcement_is_not_lost_to_a_handler_without_cors() {
    #[cors(origins = ["https://app.example.com"], enforce)]
    fn enforced() -> CorsRouter {
        CorsRouter::new().route("/s", get(secret).post(off))
    }
    let _ = enforced();
}

#[test]
#[should_panic(expected = "a plain axum router, route, service or fallback does not report")]
fn a_fallback_inside_needs_methods() {
    #[cors(origins = any)]
    fn open() -> CorsRouter {
        CorsRouter::new().fallback(secret)
    }
    let _ = open();
}

#[tokio::test]
async fn head_of_an_opaque_handler_is_enforced_and_closed() {
    #[cors(origins = ["https://app.example.com"], enforce)]
    async fn by_hand() -> [(&'static str, &'static str); 1] {
        [("access-control-allow-origin", "*")]
    }
    #[cors(origins = any)]
    async fn wide() {}
    #[cors(origins = ["https://admin.example.com"], methods = [HEAD])]
    fn covered() -> CorsRouter {
        CorsRouter::new()
            .route("/x", get(wide))
            .route("/x", plain::head(secret))
    }

    let app = CorsRouter::new()
        .route("/x", get(by_hand))
        .route("/x", plain::post(secret));
    let server = Server::start(app.clone()).await;
    let response = server.send(request("HEAD", "/x").origin(EVIL)).await;
    assert_eq!(response.status, 403);
    closed("the head of an enforced handler", app, "/x", "HEAD", EVIL).await;
    closed(
        "a plain head beside a wide get",
        covered(),
        "/x",
        "HEAD",
        EVIL,
    )
    .await;
}

#[tokio::test]
async fn head_of_a_covered_get_is_enforced_beside_an_opaque_route() {
    #[cors(origins = ["https://app.example.com"], enforce)]
    fn covered() -> CorsMethodRouter {
        get(secret)
    }
    let opaque: plain::MethodRouter = plain::MethodRouter::new();
    let server = Server::start(CorsRouter::new().route("/x", covered().merge(opaque))).await;
    for method in ["GET", "HEAD"] {
        let response = server.send(request(method, "/x").origin(EVIL)).await;
        assert_eq!(response.status, 403, "{method}");
    }
}

#[test]
#[should_panic(expected = "conflict with previously registered route")]
fn disabled_route_shares_its_path_with_no_plain_router() {
    #[cors(disabled)]
    fn internal() -> CorsRouter {
        CorsRouter::new().route("/x", get(secret))
    }
    let options = Router::new().route("/x", plain::options(secret));
    let _ = internal().merge(options);
}

#[tokio::test]
async fn refused_preflight_of_an_enforced_default_runs_nothing() {
    static RUN: AtomicUsize = AtomicUsize::new(0);

    async fn counted() {
        RUN.fetch_add(1, Ordering::Relaxed);
    }
    #[cors(origins = ["https://app.example.com"], methods = [GET, POST], enforce)]
    fn router() -> Router {
        Router::new().route("/x", plain::any(counted))
    }
    #[cors(origins = ["https://app.example.com"], methods = [GET, POST], enforce)]
    fn routed() -> CorsRouter {
        CorsRouter::new().route("/x", plain::any(counted))
    }

    for app in [router().into(), routed()] {
        let server = Server::start(app).await;
        let response = server.send(preflight("/x", EVIL, "POST")).await;
        assert_eq!((response.status, RUN.load(Ordering::Relaxed)), (403, 0));
        let response = server
            .send(preflight("/x", "https://app.example.com", "POST"))
            .await;
        assert_eq!(response.status, 204);
        RUN.store(0, Ordering::Relaxed);
    }
}

#[test]
fn plain_route_does_not_lose_enforce_to_a_later_handler() {
    #[cors(origins = ["https://app.example.com"], methods = [GET, POST], enforce)]
    fn enforced() -> CorsRouter {
        CorsRouter::new().route("/x", plain::get(secret))
    }
    #[cors(origins = ["https://app.example.com"], methods = [GET, POST], enforce)]
    fn enforced_route() -> CorsMethodRouter {
        plain::get(secret).into()
    }
    let make: [fn(); 2] = [
        || drop(enforced().method_not_allowed_fallback(secret)),
        || drop(enforced_route().fallback(secret)),
    ];
    for make in make {
        let panic = std::panic::catch_unwind(make).expect_err("it is refused");
        let text = panic.downcast_ref::<&str>().expect("a text");
        assert!(
            text.contains("inside the function under `#[cors]`"),
            "{text}"
        );
    }
}
