//! Routes of Rocket, and whole ones.

use quote::quote;

use super::{SNAPSHOTS, cors};
use crate::attribute;

#[test]
fn a_route_of_rocket() {
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
fn a_route_of_rocket_with_lifetimes_and_attributes() {
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
fn a_wrong_policy_on_a_route_is_closed_and_leaves_the_route_alone() {
    assert_items!(cors(
        quote!(origins = any, methods = [GET]),
        quote! {
            #[rocket::route(PUT, uri = "/users")]
            pub(crate) fn replace() {}
        },
    ));
}

#[test]
fn what_cannot_be_a_route_stays_as_it_is() {
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
        // What stands in an `impl` block would be refused by Rocket too.
        assert_eq!(expanded.contains("get"), errors == 0, "{item}");
    }
}

#[test]
fn every_argument_that_rocket_takes_is_taken() {
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
fn a_whole_rocket() {
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
fn a_whole_rocket_that_is_launched() {
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
fn a_rocket_of_the_user_is_no_rocket_to_launch() {
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
