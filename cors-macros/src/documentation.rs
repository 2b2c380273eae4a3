//! Attributes that document a handler, such as `#[utoipa::path]`, and must expand above `#[cors]`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, Meta, Token, punctuated::Punctuated};

use crate::{args::Args, item::Function};

/// Moves `#[utoipa::path(…)]` and `#[rocket_okapi::openapi]` above `#[cors]`.
///
/// They read the user's function, including a route attribute of Rocket, and put items beside it that other macros
/// look for. Below `#[cors]` these items would be in the block of the handler, which no path can name. `#[documented]`
/// is `#[cors]` without this step, so that no attribute is moved twice.
///
/// `None` if the function has no such attribute.
pub(crate) fn moved_above(args: &TokenStream, function: &Function) -> Option<TokenStream> {
    let Function {
        attrs,
        vis,
        sig,
        body,
    } = function;
    let (documentation, others): (Vec<_>, Vec<_>) =
        attrs.iter().partition(|it| is_documentation(it));
    if documentation.is_empty() {
        return None;
    }
    let (parsed, _) = Args::read(args.clone());
    let private = parsed.crate_path().private();
    Some(quote! {
        #(#documentation)*
        #[#private::documented(#args)]
        #(#others)*
        #vis #sig #body
    })
}

/// True for such an attribute, also inside `#[cfg_attr(…)]`.
fn is_documentation(attribute: &Attribute) -> bool {
    match &attribute.meta {
        Meta::List(list) if list.path.is_ident("cfg_attr") => {
            let inside = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated);
            inside.is_ok_and(|inside| inside.iter().skip(1).any(documents))
        }
        meta => documents(meta),
    }
}

fn documents(meta: &Meta) -> bool {
    let path = meta.path();
    let names: Vec<String> = path
        .segments
        .iter()
        .map(|segment| segment.ident.to_string())
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    // `#[path]` alone is an attribute of the language.
    matches!(
        names.as_slice(),
        ["utoipa", "path"] | ["openapi"] | ["rocket_okapi", "openapi"]
    )
}
