//! The panics of a policy that cannot be the default for a part.

use axum::routing as plain;
use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

async fn users() -> &'static str {
    "Ada"
}

#[test]
#[should_panic(
    expected = "cannot be the default for `/users`: a plain axum `MethodRouter` does not report which methods it serves"
)]
fn plain_route_inside_needs_methods() {
    #[cors(origins = ["https://app.example.com"])]
    fn unknown() -> CorsRouter {
        CorsRouter::new().route("/users", plain::get(users))
    }
    let _ = unknown();
}

#[test]
#[should_panic(expected = "cannot be the default for the fallback: a fallback does not report")]
fn fallback_service_needs_methods() {
    #[cors(origins = ["https://app.example.com"])]
    fn unknown() -> CorsRouter {
        CorsRouter::new().fallback_service(plain::get(users))
    }
    let _ = unknown();
}

#[test]
#[should_panic(expected = "  policy: tests/integration/axum/default_errors.rs:")]
fn default_error_locates_the_policy() {
    #[cors(origins = ["https://app.example.com"])]
    fn unknown() -> CorsRouter {
        CorsRouter::new().nest_service("/assets", plain::get(users))
    }
    let _ = unknown();
}

#[test]
fn default_error_names_the_part_its_path_and_its_line() {
    #[derive(Clone)]
    struct Files(axum::routing::MethodRouter);
    impl tower::Service<axum::extract::Request> for Files {
        type Response = axum::response::Response;
        type Error = core::convert::Infallible;
        type Future = axum::routing::future::RouteFuture<core::convert::Infallible>;
        fn poll_ready(
            &mut self,
            _: &mut core::task::Context<'_>,
        ) -> core::task::Poll<Result<(), Self::Error>> {
            core::task::Poll::Ready(Ok(()))
        }
        fn call(&mut self, request: axum::extract::Request) -> Self::Future {
            self.0.call(request)
        }
    }

    #[cors(origins = ["https://app.example.com"])]
    fn under_default(router: CorsRouter) -> CorsRouter {
        router
    }

    let files = || Files(plain::get(users));
    let router = CorsRouter::new;
    let lines = [
        (
            "`/a`: a service",
            "`route_service(Files)`",
            line!() + 1,
            router().route_service("/a", files()),
        ),
        (
            "`/b/*`: a service",
            "`nest_service(Files)`",
            line!() + 1,
            router().nest_service("/b", files()),
        ),
        (
            "the fallback: a fallback",
            "`fallback_service(Files)`",
            line!() + 1,
            router().fallback_service(files()),
        ),
        (
            "the fallback: a fallback",
            "`fallback(users)`",
            line!() + 1,
            router().fallback(users),
        ),
        (
            "`/*`: a plain axum `Router`",
            "`merge(Router)`",
            line!() + 1,
            router().merge(axum::Router::new()),
        ),
        (
            "`/c/*`: a plain axum `Router`",
            "`nest(Router)`",
            line!() + 1,
            router().nest("/c", axum::Router::new()),
        ),
        (
            "`/d`: a plain axum `MethodRouter`",
            "`route(…)`",
            line!() + 1,
            router().route("/d", plain::get(users)),
        ),
        (
            "`/e`: a fallback",
            "`route(…)`",
            line!() + 1,
            router().route("/e", get(users).fallback(users)),
        ),
    ];
    for (part, call, line, router) in lines {
        let message =
            std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| under_default(router)))
                .map(drop)
                .expect_err(part);
        let message = message.downcast_ref::<String>().expect("a text");
        assert!(
            message.contains(&format!("cannot be the default for {part}")),
            "{message}"
        );
        let added =
            format!("\n  added by: {call}, tests/integration/axum/default_errors.rs:{line}:");
        assert!(message.contains(&added), "{added:?} in {message}");
    }
}
