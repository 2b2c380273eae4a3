//! Detects functions that return a router or a `Rocket`.

use cors_rules::Lint;
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{PathArguments, ReturnType, Type};

use super::text;
use crate::{diag::Diag, item::Function, rocket};

/// True if the function returns a `Rocket<…>`, or `_` below `#[launch]`.
pub(super) fn makes_rocket(function: &Function) -> bool {
    function.attrs.iter().any(rocket::is_launch)
        || matches!(&function.sig.output, ReturnType::Type(_, ty) if is_rocket(ty))
}

fn is_rocket(ty: &Type) -> bool {
    match ty {
        Type::Path(path) => path.path.segments.last().is_some_and(|last| {
            last.ident == "Rocket" && matches!(last.arguments, PathArguments::AngleBracketed(_))
        }),
        Type::Group(group) => is_rocket(&group.elem),
        Type::Paren(paren) => is_rocket(&paren.elem),
        _ => false,
    }
}

/// The error for a `Rocket` inside another type.
pub(super) fn wrapped_rocket(function: &Function) -> Option<Diag> {
    const PHASES: &[&str] = &["Build", "Ignite", "Orbit"];
    let ReturnType::Type(_, output) = &function.sig.output else {
        return None;
    };
    if is_rocket(output) || !mentions(output.to_token_stream(), PHASES) {
        return None;
    }
    Some(
        Diag::new(
            output,
            format!("a policy cannot be the default for `{}`", text(output)),
        )
        .note("a default policy can only be added to a `Rocket<Build>`")
        .help("put `#[cors]` on a function that returns `Rocket<Build>`, and call it here")
        .see(Lint::NotAHandler),
    )
}

/// True if a type contains a `Rocket<…>` of one of these phases.
fn mentions(ty: TokenStream, phases: &[&str]) -> bool {
    let tokens: Vec<TokenTree> = ty.into_iter().collect();
    let is =
        |token: &TokenTree, name: &str| matches!(token, TokenTree::Ident(ident) if ident == name);
    let begins = |(index, token): (usize, &TokenTree)| {
        is(token, "Rocket")
            && matches!(tokens.get(index + 1), Some(TokenTree::Punct(open)) if open.as_char() == '<')
            && tokens[index + 1..]
                .iter()
                .take_while(
                    |token| !matches!(token, TokenTree::Punct(close) if close.as_char() == '>'),
                )
                .any(|token| phases.iter().any(|phase| is(token, phase)))
    };
    tokens.iter().enumerate().any(begins)
        || tokens.iter().any(
            |token| matches!(token, TokenTree::Group(group) if mentions(group.stream(), phases)),
        )
}

/// True if the function returns a router of axum.
pub(super) fn returns_router(function: &Function) -> bool {
    const ROUTERS: &[&str] = &["Router", "CorsRouter", "MethodRouter", "CorsMethodRouter"];
    matches!(&function.sig.output, ReturnType::Type(_, ty) if is_named(ty, ROUTERS))
}

/// True if the last name of a type is one of these.
fn is_named(ty: &Type, names: &[&str]) -> bool {
    match ty {
        Type::Path(path) => path
            .path
            .segments
            .last()
            .is_some_and(|last| names.iter().any(|name| last.ident == name)),
        Type::Group(group) => is_named(&group.elem, names),
        Type::Paren(paren) => is_named(&paren.elem, names),
        _ => false,
    }
}
