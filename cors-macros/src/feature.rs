//! The features of the runtime crate, which enables the same features of this crate.
//!
//! Cargo may build this crate once for two builds of the runtime crate, with the features of both. So a feature may
//! add a check, or an item whose absence the compiler reports, and nothing else.

use proc_macro2::TokenStream;
use quote::quote;

use crate::{crate_path::CratePath, diag::Diag, item::Function};

pub(crate) const AXUM: bool = cfg!(any(test, feature = "axum"));
pub(crate) const ROCKET: bool = cfg!(any(test, feature = "rocket"));

/// The types of routers that the enabled frameworks have, for errors.
pub(crate) const RETURN_TYPES: &str = match (AXUM, ROCKET) {
    (true, false) => "`CorsRouter` or `axum::Router`",
    (false, true) => "`Rocket<Build>`",
    _ => "`CorsRouter`, `axum::Router` or `Rocket<Build>`",
};

/// The error for a function without a route attribute, if Rocket is the only framework.
pub(crate) fn no_route_attribute() -> Option<Diag> {
    (ROCKET && !AXUM).then(|| {
        Diag::new(TokenStream::new(), "`#[cors]` has no route attribute below it")
            .note("Rocket makes a route of a function with a route attribute, and only that can have a policy")
            .help("write `#[get(\"…\")]` in the line below `#[cors(…)]`")
    })
}

/// The items if the feature `axum` is enabled; otherwise the function and an error.
pub(crate) fn with_axum(
    items: &TokenStream,
    function: &Function,
    crate_path: &CratePath,
) -> TokenStream {
    if AXUM {
        return crate_path.items(items);
    }
    let missing = no_route_attribute().unwrap_or_else(|| {
        Diag::new(
            TokenStream::new(),
            "`#[cors]` on a handler needs the feature of its framework",
        )
        .note("the support for each framework is a feature of `cors-runtime`")
        .help("write `cors-runtime = { version = \"0.1\", features = [\"axum\"] }` in Cargo.toml, or `\"rocket\"` for Rocket")
    });
    quote!(#function #missing)
}

/// The items if the feature `rocket` is enabled; otherwise the function and an error.
pub(crate) fn with_rocket(
    items: &TokenStream,
    function: &Function,
    crate_path: &CratePath,
) -> TokenStream {
    if ROCKET {
        return crate_path.items(items);
    }
    let missing = Diag::new(
        TokenStream::new(),
        "`#[cors]` on a Rocket route or a `Rocket<Build>` needs the feature `rocket`",
    )
    .note("the support for each framework is a feature of `cors-runtime`")
    .help("write `cors-runtime = { version = \"0.1\", features = [\"rocket\"] }` in Cargo.toml");
    quote!(#function #missing)
}
