//! Two plain routers that serve methods of one path, where a default policy is around one of them only.

use std::panic::catch_unwind;

use axum::{Router, routing as plain};
use cors_runtime::{Policy, axum::CorsRouter, cors, policy};

use cors_tests::{APP, Server, get, preflight};

async fn hello() -> &'static str {
    "hello"
}

#[cors(origins = ["https://admin.example.com"], methods = [GET])]
fn admin_reads() -> CorsRouter {
    CorsRouter::from(Router::new().route("/x", plain::get(hello)))
}
#[cors(origins = any, methods = [GET, POST, PUT], headers = ["x-b"])]
fn anybody_writes() -> CorsRouter {
    CorsRouter::from(Router::new().route("/x", plain::put(hello)))
}
#[cors(origins = any, methods = [GET, POST, PUT], headers = ["x-b"])]
fn finished() -> Router {
    Router::new().route("/x", plain::put(hello))
}
fn posts() -> Router {
    Router::new().route("/x", plain::post(hello))
}
#[cors(disabled)]
fn internal() -> CorsRouter {
    CorsRouter::from(posts())
}

#[track_caller]
fn refused(what: &str, build: fn() -> CorsRouter) {
    let panic = catch_unwind(build).expect_err(what);
    let text = panic.downcast_ref::<String>().expect(what);
    let expected = "two plain routers serve methods of one path, and the policy of one (";
    assert!(text.starts_with(expected), "{what}: {text}");
}

/// axum sends the preflights of a path to one of its routers, whose default would grant the methods of both.
#[test]
fn plain_routers_with_different_policies_share_no_path() {
    #[cors(origins = any, methods = [GET, POST, PUT])]
    fn around(router: CorsRouter) -> CorsRouter {
        router
    }
    refused("two", || admin_reads().merge(anybody_writes()));
    refused("two, turned", || anybody_writes().merge(admin_reads()));
    refused("below", || {
        CorsRouter::new()
            .nest("/in", anybody_writes())
            .merge(Router::new().nest("/in", posts()))
    });
    refused("one", || {
        CorsRouter::new().merge(posts()).merge(anybody_writes())
    });
    refused("none after", || anybody_writes().merge(posts()));
    refused("disabled", || anybody_writes().merge(internal()));
    refused("finished", || {
        CorsRouter::new().merge(posts()).merge(finished())
    });
    refused("later", || {
        around(internal().merge(Router::new().route("/x", plain::get(hello))))
    });
}

/// A handler that was added later is not under the default of the plain router on its path.
#[test]
#[should_panic(expected = "conflict with previously registered route: /x")]
fn plain_handler_on_the_path_of_a_covered_router_is_refused() {
    let _ = anybody_writes().route("/x", cors_runtime::axum::routing::post(hello));
}

#[tokio::test]
async fn plain_routers_under_one_policy_share_a_path() {
    static BOTH: Policy = policy!(origins = ["https://app.example.com"], methods = [GET, PUT]);

    #[cors(policy = BOTH)]
    fn reads() -> Router {
        Router::new().route("/x", plain::get(hello))
    }
    #[cors(policy = BOTH)]
    fn writes() -> Router {
        Router::new().route("/x", plain::put(hello))
    }
    #[cors(policy = BOTH)]
    fn together() -> CorsRouter {
        let reads = Router::new().route("/x", plain::get(hello));
        let writes = Router::new().route("/x", plain::put(hello));
        CorsRouter::new().merge(reads).merge(writes)
    }
    for app in [CorsRouter::from(reads()).merge(writes()), together()] {
        let server = Server::start(app).await;
        let response = server.send(preflight("/x", APP, "PUT")).await;
        assert_eq!(response.all("access-control-allow-methods"), ["PUT"]);
        let response = server.send(get("/x").origin(APP)).await;
        assert_eq!(response.all("access-control-allow-origin"), [APP]);
    }
    // The same holds without a policy.
    let _: CorsRouter = internal().merge(Router::new().route("/x", plain::get(hello)));
}
