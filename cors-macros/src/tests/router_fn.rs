//! Tests of how the signature decides between a handler and a function that returns routes.

use proc_macro2::TokenStream;
use quote::quote;

use crate::attribute;

/// The expansion of a function, by what is typical for it.
fn expansion(item: TokenStream) -> &'static str {
    let items = attribute::cors(quote!(origins = any), item).to_string();
    match items {
        items if items.contains("not `async`") => "not async",
        items if items.contains("compile_error") => "error",
        items if items.contains("rocket :: Routes") => "rocket",
        items if items.contains("axum :: WithDefaultPolicy") => "router",
        _ => "handler",
    }
}

#[test]
fn async_function_returns_routes_by_the_names_in_its_type() {
    for (output, expected) in [
        (quote!(CorsRouter), "router"),
        (quote!(Result<axum::Router<Db>, Error>), "router"),
        (quote!(Result<Rocket<Build>, Error>), "rocket"),
        (quote!(App), "handler"),
        (quote!(Json<CorsRouter>), "handler"),
        (quote!(Result<Json<Router>, Error>), "handler"),
    ] {
        let item = quote!(async fn app() -> #output {});
        assert_eq!(expansion(item), expected, "{output}");
    }
}

#[test]
fn other_function_returns_routes_unless_it_looks_like_a_handler() {
    for (item, expected) in [
        (
            quote!(
                fn app() -> App {}
            ),
            "router",
        ),
        (
            quote!(
                fn app(db: Db) -> Fallible<CorsRouter> {}
            ),
            "router",
        ),
        (
            quote!(
                fn app() -> (Router, OpenApi) {}
            ),
            "router",
        ),
        (
            quote!(
                fn app() -> OpenApiRouter {}
            ),
            "router",
        ),
        (
            quote!(
                fn app() -> Vec<Route> {}
            ),
            "rocket",
        ),
        (
            quote!(
                fn app() -> AdHoc {}
            ),
            "rocket",
        ),
        (
            quote!(
                fn app() -> Option<Rocket<Build>> {}
            ),
            "error",
        ),
        (
            quote!(
                fn list(State(db): State<Db>) -> Users {}
            ),
            "not async",
        ),
        (
            quote!(
                fn list() -> String {}
            ),
            "not async",
        ),
        (
            quote!(
                fn list() -> Json<Users> {}
            ),
            "not async",
        ),
        (
            quote!(
                fn list() -> &'static str {}
            ),
            "not async",
        ),
        (
            quote!(
                fn list() -> impl IntoResponse {}
            ),
            "not async",
        ),
        (
            quote!(
                fn list() {}
            ),
            "not async",
        ),
        (
            quote!(
                fn list() -> BoxFuture<'static, Users> {}
            ),
            "handler",
        ),
    ] {
        assert_eq!(expansion(item.clone()), expected, "{item}");
    }
}
