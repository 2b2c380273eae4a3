//! The default of a router has no say where a policy inside has one, and none over what comes later.

use std::sync::atomic::{AtomicUsize, Ordering};

use axum::{Router, routing as plain};
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

use crate::support::{APP, EVIL, Server, get as get_, preflight, request};

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
    let answer = server.send(request(method, path).origin(origin)).await;
    let opened = answer.all("access-control-allow-origin");
    assert!(opened.is_empty(), "{what}: {answer:?}");
}

#[tokio::test]
async fn a_policy_inside_wins_also_where_the_default_cannot_see_it() {
    #[cors(origins = any, methods = [GET, PUT])]
    fn router() -> Router {
        Router::new().route("/s", get(admin).put(off).into())
    }
    #[cors(origins = any, methods = [GET, PUT])]
    fn finished() -> Router {
        CorsRouter::new()
            .route("/s", get(admin).put(off))
            .into_router()
    }
    #[cors(origins = any, methods = [GET, PUT])]
    fn method_router() -> plain::MethodRouter {
        get(admin).put(off).into()
    }
    #[cors(origins = any, methods = [GET, PUT])]
    fn merged() -> CorsRouter {
        CorsRouter::new().merge(Router::new().route("/s", get(admin).put(off).into()))
    }
    #[cors(origins = any, methods = [GET, PUT])]
    fn routed() -> CorsRouter {
        CorsRouter::new().route("/s", plain::MethodRouter::from(get(admin).put(off)))
    }
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
    fn around(inner: CorsRouter) -> CorsRouter {
        CorsRouter::new().merge(inner)
    }
    #[cors(origins = any, methods = [GET, PUT])]
    fn below(inner: CorsRouter) -> CorsRouter {
        CorsRouter::new().nest("/in", inner)
    }

    for method in ["GET", "PUT"] {
        closed("a plain router", router(), "/s", method, EVIL).await;
        closed("a finished router", finished(), "/s", method, EVIL).await;
        let adopted = Router::new().route("/s", method_router());
        closed("a method router", adopted, "/s", method, EVIL).await;
        closed("a merged router", merged(), "/s", method, EVIL).await;
        closed("a plain route", routed(), "/s", method, EVIL).await;
        closed("a service", service(), "/s", method, EVIL).await;
        closed("a fallback", fallback(), "/s", method, EVIL).await;
        closed("a default", around(strict()), "/s", method, EVIL).await;
        closed("a default below", below(strict()), "/in/s", method, EVIL).await;
        closed(
            "a plain default",
            around(strict_router().into()),
            "/s",
            method,
            EVIL,
        )
        .await;
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
    // The policy inside still lets in whom it lists.
    for app in [
        router().into(),
        finished().into(),
        merged(),
        routed(),
        fallback(),
    ] {
        let server = Server::start(app).await;
        let admin = "https://admin.example.com";
        let answer = server.send(get_("/s").origin(admin)).await;
        assert_eq!(answer.all("access-control-allow-origin"), [admin]);
        let preflight = server.send(preflight("/s", admin, "GET")).await;
        assert_eq!(preflight.status, 204);
    }
}

#[cors(origins = ["https://app.example.com"], credentials)]
fn api() -> CorsRouter {
    CorsRouter::new().route("/x", get(secret))
}

#[tokio::test]
async fn what_is_added_later_at_the_same_path_has_no_default() {
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
    let told = api().route("/x", routing::post(secret));
    closed("a route of ours", told, "/x", "POST", APP).await;
    let fallback = CorsRouter::new().route("/x", route().fallback(secret));
    closed("a fallback", fallback, "/x", "POST", APP).await;
    let later = api().route("/x", CorsMethodRouter::new().fallback(secret));
    closed("a later fallback", later, "/x", "POST", APP).await;
    let methods = api().method_not_allowed_fallback(secret);
    closed("an answer to other methods", methods, "/x", "POST", APP).await;
    let unknown = api().fallback(secret);
    closed("an answer to unknown paths", unknown, "/y", "POST", APP).await;
}

#[test]
#[should_panic(expected = "Overlapping method route")]
fn two_defaults_that_do_not_tell_their_methods_share_no_path() {
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
#[should_panic(expected = "a plain axum route, service or fallback does not tell")]
fn a_fallback_inside_needs_methods() {
    #[cors(origins = any)]
    fn open() -> CorsRouter {
        CorsRouter::new().fallback(secret)
    }
    let _ = open();
}

#[tokio::test]
async fn a_head_that_nobody_knows_of_is_enforced_and_closed_all_the_same() {
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
    let answer = server.send(request("HEAD", "/x").origin(EVIL)).await;
    assert_eq!(answer.status, 403);
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
async fn an_enforced_default_runs_nothing_inside_for_a_preflight_it_refuses() {
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
        let answer = server.send(preflight("/x", EVIL, "POST")).await;
        assert_eq!((answer.status, RUN.load(Ordering::Relaxed)), (403, 0));
        let answer = server
            .send(preflight("/x", "https://app.example.com", "POST"))
            .await;
        assert_eq!(answer.status, 204);
        RUN.store(0, Ordering::Relaxed);
    }
}
