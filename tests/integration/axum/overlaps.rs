//! Routes that cannot be combined are refused where they are added, before the server accepts a request.

use std::{
    cell::RefCell,
    panic::{self, AssertUnwindSafe, UnwindSafe},
    sync::Once,
};

use axum::{Router, middleware, response::Response, routing};
use cors_runtime::{
    axum::{
        CorsMethodRouter, CorsRouter,
        routing::{any, get, post},
    },
    cors,
};

#[cors(origins = ["https://app.example.com"])]
async fn annotated() {}

async fn plain() {}

thread_local! {
    /// File, line and text of the last panic of this thread.
    static LAST: RefCell<Option<(String, u32, String)>> = const { RefCell::new(None) };
}

/// The line of this file that a panic names, and its text.
fn panic_of<T>(build: impl FnOnce() -> T + UnwindSafe) -> (u32, String) {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let location = info.location().expect("a location");
            let payload = info.payload();
            let text = payload.downcast_ref::<String>().map(String::as_str);
            let text = text.or_else(|| payload.downcast_ref::<&str>().copied());
            LAST.set(Some((
                location.file().to_owned(),
                location.line(),
                text.unwrap_or_default().to_owned(),
            )));
            usual(info);
        }));
    });
    LAST.take();
    assert!(panic::catch_unwind(build).is_err(), "it was accepted");
    let (file, line, text) = LAST.take().expect("a panic");
    assert!(file.ends_with("overlaps.rs"), "{text} at {file}:{line}");
    (line, text)
}

/// Builds a router with a call that has to panic, and checks the line and the text of the panic.
macro_rules! refuses {
    ($text:literal, $before:expr => $($call:tt)+) => {{
        let before = AssertUnwindSafe($before);
        let line = line!();
        let (found, text) = panic_of(move || { let before = before; before.0 $($call)+ });
        assert!(text.contains($text), "`{}` in `{text}`", $text);
        // The call stands on one of the lines of this macro call.
        assert!((line..line + 6).contains(&found), "line {found}, called on {line}: {text}");
    }};
}

fn users() -> CorsRouter {
    CorsRouter::new().route("/users", get(annotated))
}

#[test]
fn method_served_twice_is_refused_at_the_second_call() {
    refuses!("GET", users() => .route("/users", get(annotated)));
    refuses!("GET", users() => .route("/users", get(plain)));
    refuses!("GET", users() => .merge(users()));
    refuses!("GET", users().layer(middleware::map_response(same)) => .route("/users", get(annotated)));
    refuses!("GET", get::<_, _, ()>(annotated) => .get(annotated));
    refuses!("GET", get::<_, _, ()>(annotated) => .get(plain));
    refuses!("POST", get::<_, _, ()>(annotated).post(plain) => .merge(post(annotated)));
    refuses!(
        "GET",
        CorsRouter::new().nest("/api", users()) => .nest("/api", users())
    );
    refuses!(
        "GET",
        CorsRouter::new().nest("/api", users()) => .route("/api/users", get(annotated))
    );
}

#[test]
fn method_of_a_plain_route_served_twice_is_refused() {
    let plain_users = || Router::new().route("/users", routing::get(plain));
    refuses!("GET", users() => .merge(plain_users()));
    refuses!("GET", CorsRouter::from(plain_users()) => .route("/users", get(annotated)));
    refuses!("GET", CorsRouter::new().nest("/api", users()) => .nest("/api", plain_users()));
    refuses!("GET", users() => .route("/users", routing::get(plain)));
    refuses!("GET", get::<_, _, ()>(annotated) => .merge(routing::get(plain)));
}

#[test]
fn plain_route_beside_annotated_any_is_refused() {
    refuses!("does not report its methods", any::<_, _, ()>(annotated) => .merge(routing::get(plain)));
    refuses!(
        "does not report its methods",
        CorsRouter::<()>::new().route("/", routing::get(plain)) => .route("/", any(annotated))
    );
    let _ = any::<_, _, ()>(plain).merge(routing::get(plain));
    refuses!("fallback", get::<_, _, ()>(annotated).fallback(plain) => .merge(routing::any(plain)));
    let _ = any::<_, _, ()>(annotated).get(plain);
}

#[test]
fn two_opaque_routes_behind_defaults_are_refused() {
    #[cors(origins = ["https://app.example.com"], methods = [GET])]
    fn reading() -> CorsRouter {
        CorsRouter::new().route("/", routing::get(plain))
    }
    #[cors(origins = ["https://admin.example.com"], methods = [POST])]
    fn writing() -> CorsRouter {
        CorsRouter::new().route("/", routing::post(plain))
    }
    let opaque = || CorsRouter::<()>::new().route("/", routing::post(plain));

    refuses!("does not report its methods", reading() => .merge(writing()));
    refuses!("does not report its methods", reading() => .merge(opaque()));
    refuses!("does not report its methods", opaque() => .merge(reading()));
}

#[test]
fn plain_router_on_an_annotated_path_is_refused() {
    let plain_users = || Router::new().route("/users", routing::put(plain));
    refuses!("a plain axum `Router` and another route share a path", users() => .merge(plain_users()));
    refuses!("added by: `merge(Router)`", users() => .merge(plain_users()));
    refuses!("/users", CorsRouter::from(plain_users()) => .route("/users", get(annotated)));
    refuses!("/api/users", CorsRouter::new().nest("/api", users()) => .nest("/api", plain_users()));
    let _ = CorsRouter::<()>::new()
        .route("/users", get(plain))
        .merge(plain_users())
        .into_router();
}

async fn same(response: Response) -> Response {
    response
}

#[test]
fn two_fallbacks_of_a_route_are_refused() {
    refuses!("both", any::<_, _, ()>(annotated) => .merge(any(annotated)));
    refuses!("both", any::<_, _, ()>(annotated) => .merge(get(plain).fallback(plain)));
    refuses!(
        "both",
        CorsRouter::<()>::new().route("/", any(annotated)) => .route("/", any(annotated))
    );
}

#[test]
fn two_fallbacks_of_a_router_are_refused() {
    let lost = || CorsRouter::<()>::new().fallback(plain);
    refuses!("fallback", lost() => .merge(lost()));
    refuses!("fallback", lost() => .merge(Router::new().fallback(plain)));
    let _ = lost().merge(lost().reset_fallback()).into_router();
}

#[test]
fn overlapping_paths_are_refused_at_the_second_call() {
    let user = || CorsRouter::<()>::new().route("/users/{id}", get(annotated));
    refuses!("/users/{name}", user() => .route("/users/{name}", post(annotated)));
    refuses!("/users/{name}", user() => .merge(
        CorsRouter::new().route("/users/{name}", post(annotated))
    ));
    refuses!("/users/{name}", user() => .merge(
        Router::new().route("/users/{name}", routing::post(plain))
    ));
    let files = || CorsRouter::<()>::new().route("/files/{*rest}", get(annotated));
    refuses!("/files/{*all}", files() => .route("/files/{*all}", post(annotated)));
    refuses!("/files/", files() => .nest_service("/files", Router::new()));
}

#[test]
fn path_of_a_service_is_not_shared() {
    let file = || CorsRouter::<()>::new().route_service("/file", routing::any(plain));
    refuses!("/file", file() => .route("/file", get(annotated)));
    refuses!("/file", file() => .merge(CorsRouter::new().route("/file", get(annotated))));
}

#[test]
fn refusals_of_axum_point_at_the_same_call() {
    let router = CorsRouter::<()>::new;
    refuses!("Paths must start with a `/`", router() => .route("users", get(annotated)));
    refuses!("Paths must start with a `/`", router() => .route("", get(annotated)));
    refuses!("must not start with `:`", router() => .route("/:id", get(annotated)));
    refuses!("must not start with `*`", router() => .route("/*rest", get(annotated)));
    refuses!("Nesting at the root", router() => .nest("/", users()));
    refuses!("Nesting at the root", router() => .nest("", users()));
    refuses!("Nesting at the root", router() => .nest_service("/", Router::new()));
    refuses!("route_layer", router() => .route_layer(middleware::map_response(same)));
    refuses!(
        "route_layer",
        CorsMethodRouter::<()>::new() => .route_layer(middleware::map_response(same))
    );
}

#[test]
fn methods_and_layers_are_accepted_in_any_order() {
    let layer = || middleware::map_response(same);
    let routers = [
        users().route("/users", post(annotated)),
        users().layer(layer()).route("/users", post(annotated)),
        users().route("/users", post(annotated).layer(layer())),
        users()
            .merge(CorsRouter::new().route("/users", post(plain)))
            .layer(layer()),
        users()
            .layer(layer())
            .merge(CorsRouter::new().route("/users", routing::post(plain))),
        users()
            .layer(layer())
            .nest("/users", CorsRouter::new().route("/", post(annotated))),
        users().route("/users", CorsMethodRouter::new()),
    ];
    for router in routers {
        let _ = router.into_router();
    }
}
