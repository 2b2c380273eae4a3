//! Default policies and the arguments of the fallbacks inside.

use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};

use crate::defaults_arguments::{headlines, list, maybe};

#[cors(origins = ["https://app.example.com"], methods = [GET, POST])]
fn with_methods(router: CorsRouter) -> CorsRouter {
    router
}

/// A fallback gets the default as a route does, so its arguments are compared as well.
#[test]
fn fallbacks_are_checked_with_the_default_they_get() {
    let inside = || CorsRouter::new().route("/", get(list));
    let fallback = || inside().fallback(maybe);
    let routers: [(&str, CorsRouter); 6] = [
        ("* /*", fallback()),
        ("* /*", CorsRouter::new().merge(fallback())),
        ("* /nested/*", CorsRouter::new().nest("/nested", fallback())),
        ("* /deep/nested/*", {
            let nested = CorsRouter::new().nest("/nested", fallback());
            CorsRouter::new().nest("/deep", nested)
        }),
        ("* /", inside().method_not_allowed_fallback(maybe)),
        (
            "* /",
            CorsRouter::new().route("/", get(list).fallback(maybe)),
        ),
    ];
    for (route, router) in routers {
        let refused = headlines(|| with_methods(router));
        let expected = format!(
            "the default policy does not fit `{route}`: `Option<Json<u8>>` takes JSON, and `content-type` is not \
             in `headers`"
        );
        assert_eq!(refused, [expected]);
    }
}

#[test]
fn fallbacks_the_default_does_not_reach_are_left_alone() {
    #[cors(
        origins = ["https://admin.example.com"],
        methods = [POST],
        headers = ["content-type"]
    )]
    fn own() -> CorsRouter {
        CorsRouter::new().fallback(maybe)
    }
    let inside = || CorsRouter::new().route("/", get(list));
    for router in [
        own(),
        CorsRouter::new().nest("/nested", own()),
        inside().fallback(maybe).reset_fallback(),
        inside().fallback(maybe).fallback(list),
        // The fallback of the route itself responds there.
        CorsRouter::new()
            .route("/", get(list).fallback(list))
            .method_not_allowed_fallback(maybe),
    ] {
        let _ = with_methods(router);
    }
    // Added later, so it has no policy.
    let _ = with_methods(inside()).fallback(maybe);
    let _ = with_methods(inside()).method_not_allowed_fallback(maybe);
}
