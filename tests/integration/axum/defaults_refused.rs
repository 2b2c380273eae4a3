//! Default policies that a router refuses at start: for opaque parts, and where `enforce` would be lost.

use axum::{Router, extract::Request, routing as plain};
use cors_runtime::{
    axum::{
        CorsMethodRouter, CorsRouter,
        routing::{self, get},
    },
    cors,
};

use crate::defaults_inside::{admin, off, secret, strict_router};

/// The methods of a plain route go to different services, so a default could not find each inner policy.
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
#[should_panic(expected = "in place of `disabled`, write a policy")]
fn enforcement_is_not_lost_to_a_handler_without_cors() {
    #[cors(origins = ["https://app.example.com"], enforce)]
    fn enforced() -> CorsRouter {
        CorsRouter::new().route("/s", get(secret).post(off))
    }
    let _ = enforced();
}

#[test]
#[should_panic(expected = "a fallback does not report")]
fn fallback_inside_needs_methods() {
    #[cors(origins = any)]
    fn open() -> CorsRouter {
        CorsRouter::new().fallback(secret)
    }
    let _ = open();
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
