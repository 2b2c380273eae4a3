//! Tests of Rocket routes, and of functions that return a `Rocket`.

use quote::quote;

use super::{SNAPSHOTS, cors};
use crate::attribute;

#[test]
fn route() {
    assert_items!(cors(
        quote!(origins = ["https://app.example.com"], credentials),
        quote! {
            #[get("/users/<id>")]
            fn user(id: u32) -> String {
                id.to_string()
            }
        },
    ));
}

#[test]
fn route_with_lifetimes_and_attributes() {
    assert_items!(cors(
        quote!(origins = any, crate = ::cors),
        quote! {
            /// Documented.
            #[cfg(feature = "users")]
            #[rocket::post("/users/<name>", data = "<user>")]
            #[deprecated]
            #[expect(clippy::unused_async)]
            #[tracing::instrument]
            pub async fn r#type<'r>(name: &'r str, mut user: Json<User>, db: &State<Db>) -> Result<&'r str, Error>
            where
                'r: 'r,
            {
                db.insert(name, user).await
            }
        },
    ));
}

#[test]
fn wrong_policy_keeps_the_route() {
    assert_items!(cors(
        quote!(origins = any, methods = [GET]),
        quote! {
            #[rocket::route(PUT, uri = "/users")]
            pub(crate) fn replace() {}
        },
    ));
}

#[test]
fn function_that_is_no_route_stays_unchanged() {
    for (item, errors) in [
        (
            quote!(
                fn list(Page(page): Page) {}
            ),
            0,
        ),
        (
            quote!(
                fn list(_: Page) {}
            ),
            0,
        ),
        (
            quote!(
                fn list<T>(page: T) {}
            ),
            0,
        ),
        (
            quote!(
                fn list() -> &str {
                    ""
                }
            ),
            0,
        ),
        (
            quote!(
                fn list(&self) {}
            ),
            1,
        ),
        (
            quote!(
                fn list(page: Self) {}
            ),
            1,
        ),
    ] {
        let route = quote!(#[get("/")] #item);
        let expanded = attribute::cors(quote!(origins = any), route).to_string();
        assert!(!expanded.contains("CorsSentinel"), "{expanded}");
        assert_eq!(expanded.matches("compile_error").count(), errors, "{item}");
        // In an `impl` block, the route attribute is removed: Rocket would report the same mistake.
        assert_eq!(expanded.contains("get"), errors == 0, "{item}");
    }
}

#[test]
fn every_argument_pattern_of_rocket_is_accepted() {
    for argument in [
        quote!(page),
        quote!(mut page),
        quote!(ref page),
        quote!(page @ _),
        quote!(r#type),
    ] {
        let route = quote!(#[get("/")] fn list(#argument: Page) {});
        let expanded = attribute::cors(quote!(origins = any), route).to_string();
        assert!(expanded.contains("CorsSentinel"), "{expanded}");
    }
}

#[test]
fn rocket_with_default() {
    assert_items!(cors(
        quote!(origins = any),
        quote! {
            /// The routes.
            pub(crate) async fn app(db: Db) -> Rocket<Build> {
                rocket::build().manage(db)
            }
        },
    ));
}

#[test]
fn rocket_with_launch() {
    assert_items!(cors(
        quote!(origins = any),
        quote! {
            #[launch]
            fn rocket() -> _ {
                rocket::build()
            }
        },
    ));
}

#[test]
fn own_type_named_rocket_is_a_handler_result() {
    for output in [
        quote!(Rocket),
        quote!(Json<Rocket>),
        quote!(Json<Rocket<Stage>>),
        quote!(Result<Rocket, Build>),
        quote!((Rocket<Stage>, Build)),
    ] {
        let items = cors(
            quote!(origins = any),
            quote!(async fn rocket() -> #output {}),
        );
        assert!(
            items.contains("RouteItWithCorsRuntimeRouting"),
            "{output}: {items}"
        );
        assert!(!items.contains("compile_error"), "{output}: {items}");
    }
}
