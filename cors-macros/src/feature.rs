//! The features of the runtime crate, which go with those of this crate.
//!
//! One build of the macros may serve two of the runtime crate, one of them for a build script, and then
//! has the features of both. So a feature that is on may only add a question, or have the compiler say
//! that something is not there.

use cors_rules::Offer;
use proc_macro2::TokenStream;
use quote::quote;

use crate::{crate_path::CratePath, diag::Diag, item::Function};

pub(crate) const AXUM: bool = cfg!(any(test, feature = "axum"));
pub(crate) const ROCKET: bool = cfg!(any(test, feature = "rocket"));

/// What arguments of an axum handler may need; a content type, the last one alone.
pub(crate) const ASKED_BY_AXUM: Offer = Offer {
    content_type: true,
    body_content_type: cfg!(any(test, feature = "protobuf")),
    authorization: cfg!(any(test, feature = "typed-header")),
    credentials: cfg!(any(test, feature = "cookie")),
    enforce: cfg!(any(test, feature = "ws")),
    origin_list: true,
};
/// The same for a route of Rocket; a content type, the argument that its `data` names.
pub(crate) const ASKED_BY_ROCKET: Offer = Offer {
    content_type: true,
    body_content_type: cfg!(any(test, feature = "msgpack")),
    credentials: true,
    origin_list: true,
    ..Offer::NONE
};

/// The items, if axum is there to serve them; else the function as it is, and what is missing.
pub(crate) fn with_axum(
    items: &TokenStream,
    function: &Function,
    crate_path: &CratePath,
) -> TokenStream {
    if AXUM {
        return crate_path.items(items);
    }
    let missing = if ROCKET {
        Diag::new(TokenStream::new(), "no route attribute stands below `#[cors]`")
            .note("the policy of a Rocket route is read before Rocket makes a route of the function")
            .help("write `#[get(\"…\")]` in the line below `#[cors(…)]`; for axum, switch on the feature `axum`")
    } else {
        Diag::new(
            TokenStream::new(),
            "`#[cors]` on a handler needs the feature of its framework",
        )
        .note("what answers the preflights is compiled for the frameworks that are switched on")
        .help("write `cors-runtime = { version = \"0.1\", features = [\"axum\"] }` in Cargo.toml, or `\"rocket\"` for Rocket")
    };
    quote!(#function #missing)
}

/// The same for Rocket.
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
        "`#[cors]` on a route of Rocket, or on a whole one, needs the feature `rocket`",
    )
    .note("what answers the preflights is compiled for the frameworks that are switched on")
    .help("write `cors-runtime = { version = \"0.1\", features = [\"rocket\"] }` in Cargo.toml");
    quote!(#function #missing)
}
