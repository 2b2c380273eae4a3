//! The imports of axum's files.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{Item, UseTree};

/// Crates that imports of the files may name here.
const CRATES: [&str; 21] = [
    "std",
    "axum_core",
    "bytes",
    "crate",
    "futures_util",
    "http",
    "http_body",
    "http_body_util",
    "hyper",
    "hyper_util",
    "mime",
    "serde",
    "serde_core",
    "serde_json",
    "super",
    "tokio",
    "tokio_tungstenite",
    "tower",
    "tower_http",
    "tower_layer",
    "tower_service",
];

/// Items of axum that no other crate can name.
const PRIVATE: &[&str] = &[
    "AddExtension",
    "Fallback",
    "util",
    "AllowHeader",
    "BoxedIntoRoute",
    "FuturesUnordered",
    "HeaderName_",
    "InfallibleRouteFuture",
    "Inner",
    "IntoServiceStateInExtension_",
    "MakeErasedHandler",
    "MakeErasedRouter",
    "NEST_TAIL_PARAM_CAPTURE",
    "NestedPath_",
    "NotFound",
    "PathRouter",
    "PercentDecodedStr",
    "RouteFuture_",
    "RouteId",
    "RouterInner",
    "StripPrefix",
    "UrlParams",
    "composite_rejection",
    "define_rejection",
    "has_content_type",
    "insert_url_params",
    "json_content_type",
    "opaque_future",
    "try_downcast",
    "url_params",
    "macros",
    "path_router",
    "listener",
];

/// The imports of a file, as far as they can be repeated here.
pub(crate) fn imports(items: &[Item]) -> TokenStream {
    let imports = items.iter().filter_map(|item| match item {
        Item::Use(item) => {
            let UseTree::Path(path) = &item.tree else {
                return None;
            };
            if !CRATES.contains(&path.ident.to_string().as_str()) {
                return None;
            }
            let tree = pruned(&item.tree)?;
            Some(quote!(pub use #tree;))
        }
        _ => None,
    });
    quote!(#(#imports)*)
}

fn pruned(tree: &UseTree) -> Option<UseTree> {
    let is_private = |name: &Ident| PRIVATE.contains(&name.to_string().as_str());
    match tree {
        UseTree::Path(path) => {
            if is_private(&path.ident) {
                return None;
            }
            let mut path = path.clone();
            *path.tree = pruned(&path.tree)?;
            Some(UseTree::Path(path))
        }
        UseTree::Group(group) => {
            let mut group = group.clone();
            group.items = group.items.iter().filter_map(pruned).collect();
            (!group.items.is_empty()).then_some(UseTree::Group(group))
        }
        UseTree::Name(name) => (!is_private(&name.ident)).then(|| tree.clone()),
        UseTree::Rename(_) | UseTree::Glob(_) => Some(tree.clone()),
    }
}
