//! Tests of the attributes that move above `#[cors]`.

use quote::quote;

use super::{SNAPSHOTS, cors};

#[test]
fn documentation_moves_above_the_attribute() {
    assert_items!(cors(
        quote!(origins = any, crate = renamed),
        quote! {
            /// Lists the users.
            #[cfg_attr(feature = "docs", utoipa::path(get, path = "/users"))]
            #[deprecated]
            #[openapi]
            async fn list() {}
        },
    ));
}

#[test]
fn attributes_of_other_crates_stay() {
    for attribute in [
        quote!(#[other::path(get)]),
        quote!(#[utoipa::path::path(get)]),
        quote!(#[path(get)]),
        quote!(#[openapi::route]),
        quote!(#[cfg_attr(utoipa::path(get), other)]),
    ] {
        let items = cors(quote!(origins = any), quote!(#attribute async fn list() {}));
        assert!(!items.contains("__private::documented"), "{items}");
    }
}
