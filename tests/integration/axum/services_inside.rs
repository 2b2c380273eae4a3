//! Services for one method, and layers around one handler, with their own policy under a default.

use std::panic::catch_unwind;

use axum::{Router, http::StatusCode, routing as plain};
use cors_runtime::{
    Policy,
    axum::{
        CorsMethodRouter, CorsRouter,
        routing::{get, get_service, put},
    },
    cors,
    layer::CorsLayer,
    policy,
};
use tower::ServiceBuilder;

use cors_tests::{ADMIN, EVIL, Server, get as get_, preflight, request};

static STRICT: Policy = policy!(origins = ["https://admin.example.com"], methods = [GET]);

async fn secret() -> &'static str {
    "secret"
}

#[cors(origins = ["https://admin.example.com"])]
async fn admin() -> &'static str {
    "admin"
}

fn hidden() -> Router {
    CorsRouter::new().route("/s", get(admin).put(admin)).into()
}

#[test]
fn layer_or_service_with_a_policy_under_a_default_is_refused() {
    #[cors(origins = any)]
    fn around(router: CorsRouter) -> CorsRouter {
        router
    }
    #[cors(origins = any)]
    fn around_route(route: CorsMethodRouter) -> CorsMethodRouter {
        route
    }
    let layered = || get(secret).layer(CorsLayer::new(&STRICT));
    let service = || {
        let secret = ServiceBuilder::new()
            .layer(CorsLayer::new(&STRICT))
            .service(plain::get(secret));
        get_service(secret)
    };
    let router = || CorsRouter::new().route("/s", get(secret));
    let apps: [(&str, &dyn Fn()); 5] = [
        ("a layered handler", &|| {
            drop(around(CorsRouter::new().route("/s", layered())));
        }),
        ("a service", &|| {
            drop(around(CorsRouter::new().route("/s", service())));
        }),
        ("a layered router", &|| {
            drop(around(router().layer(CorsLayer::new(&STRICT))));
        }),
        ("a router", &|| {
            let inner = CorsRouter::new().route("/s", get(admin));
            drop(around(CorsRouter::new().route("/s", get_service(inner))));
        }),
        ("a route", &|| drop(around_route(layered()))),
    ];
    for (what, build) in apps {
        let build = core::panic::AssertUnwindSafe(build);
        let panic = catch_unwind(build).expect_err(what);
        let text = panic.downcast_ref::<String>().expect(what);
        assert!(
            text.contains("a layer or service inside has its own policy (")
                && text.contains("services_inside.rs:"),
            "{what}: {text}"
        );
    }
}

/// The help of that refusal.
#[tokio::test]
async fn layer_written_as_a_policy_or_around_the_path_wins() {
    #[cors(policy = STRICT)]
    async fn named() -> &'static str {
        "secret"
    }
    #[cors(origins = any, methods = [GET])]
    fn app() -> CorsRouter {
        let service = ServiceBuilder::new()
            .layer(CorsLayer::new(&STRICT))
            .service(plain::get(secret));
        CorsRouter::new()
            .route("/named", get(named))
            .route_service("/service", service)
    }
    let server = Server::start(app()).await;
    for path in ["/named", "/service"] {
        for (origin, expected) in [(EVIL, &[][..]), (ADMIN, &[ADMIN])] {
            let response = server.send(get_(path).origin(origin)).await;
            let opened = response.all("access-control-allow-origin");
            assert_eq!(opened, expected, "{path} {origin}");
        }
    }
}

/// A plain router used as a service does not report its routes before a request.
#[tokio::test]
async fn policy_in_a_service_for_one_method_wins_over_the_default() {
    #[cors(origins = any, methods = [GET, PUT])]
    fn service() -> CorsRouter {
        CorsRouter::new().route("/s", get_service(hidden()).put_service(hidden()))
    }
    #[cors(origins = any, methods = [GET, PUT])]
    fn fallback() -> CorsRouter {
        let post = cors_runtime::axum::routing::post(secret);
        CorsRouter::new().route("/s", post.fallback_service(hidden()))
    }
    #[cors(origins = any, methods = [GET, PUT])]
    fn route() -> CorsMethodRouter {
        get_service(hidden()).put_service(hidden())
    }
    let finished: Router = Router::new().route("/s", route().into());
    for (what, app) in [
        ("a service", service().into_router()),
        ("a fallback", fallback().into_router()),
        (
            "a route",
            CorsRouter::new().route("/s", route()).into_router(),
        ),
        ("a finished route", finished),
    ] {
        let server = Server::start(CorsRouter::from(app)).await;
        for (origin, expected) in [(EVIL, &[][..]), (ADMIN, &[ADMIN])] {
            let response = server.send(get_("/s").origin(origin)).await;
            let opened = response.all("access-control-allow-origin");
            assert_eq!(opened, expected, "{what} {origin}");
        }
        let response = server.send(request("PUT", "/s").origin(EVIL)).await;
        assert_eq!(response.status, 403, "{what}");
    }
}

#[tokio::test]
async fn service_without_a_policy_has_the_default() {
    #[cors(origins = any)]
    fn app() -> CorsRouter {
        let service = Router::new().route("/s", plain::get(secret).put(secret));
        let route = get_service(service.clone()).merge(put(secret));
        CorsRouter::new().route("/s", route)
    }
    let server = Server::start(app()).await;
    for method in ["GET", "PUT"] {
        let response = server.send(preflight("/s", EVIL, method)).await;
        assert_eq!(response.status, StatusCode::NO_CONTENT.as_u16(), "{method}");
        let response = server.send(request(method, "/s").origin(EVIL)).await;
        assert_eq!(
            response.all("access-control-allow-origin"),
            ["*"],
            "{method}"
        );
    }
    // The route handles it beside the service, and is not an inner policy.
    let response = server.send(request("OPTIONS", "/s").origin(EVIL)).await;
    assert_eq!(response.all("access-control-allow-origin"), ["*"]);
}
