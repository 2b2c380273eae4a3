//! Detects functions that return a router or a `Rocket`.
//!
//! Names decide only where a function could also be a handler. A function that is not `async` cannot, so the compiler
//! decides by its return type: that finds aliases, and names the types to return in place of another one.

use cors_rules::Lint;
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{FnArg, GenericArgument, Pat, Path, PathArguments, ReturnType, Type};

use super::{Expansion, future::is_future, text};
use crate::{diag::Diag, feature, item::Function, rocket};

/// The expansion of a function that returns routes, as far as its signature shows.
pub(super) fn expansion(function: &Function) -> Option<Expansion> {
    const ROUTERS: &[&str] = &["Router", "CorsRouter", "MethodRouter", "CorsMethodRouter"];
    if function.attrs.iter().any(rocket::is_launch) {
        return Some(Expansion::Rocket);
    }
    let ReturnType::Type(_, output) = &function.sig.output else {
        return None;
    };
    let routes = ok_type(output).unwrap_or(output);
    if is_rocket(routes) {
        return Some(Expansion::Rocket);
    }
    if last_name(routes).is_some_and(|name| ROUTERS.contains(&&*name)) {
        return Some(Expansion::Router);
    }
    let is_handler = function.sig.asyncness.is_some() || is_future(output);
    if is_handler {
        return None;
    }
    let mentions = |is_meant: &dyn Fn(&str) -> bool| mentions(output.to_token_stream(), is_meant);
    let is_of_rocket = mentions(&|name| ["AdHoc", "Rocket", "Route"].contains(&name));
    let is_router = mentions(&|name| name.ends_with("Router"));
    (is_of_rocket || is_router || may_be_alias(function, output)).then_some(
        if feature::ROCKET && (is_of_rocket || !feature::AXUM) {
            Expansion::Rocket
        } else {
            Expansion::Router
        },
    )
}

/// True if the return type may be the user's alias of a router. The types of common responses, and patterns of
/// extractors, are those of a handler that is not `async` by mistake.
fn may_be_alias(function: &Function, output: &Type) -> bool {
    const RESPONSES: &[&str] = &[
        "String",
        "str",
        "bool",
        "char",
        "Response",
        "StatusCode",
        "Status",
        "Redirect",
        "Bytes",
        "HeaderMap",
        "Template",
        "NamedFile",
        "NoContent",
        "Value",
    ];
    let Some(path) = path(output) else {
        return false;
    };
    let Some(last) = path.segments.last() else {
        return false;
    };
    let name = last.ident.to_string();
    let is_type_name = name.starts_with(char::is_uppercase) && name != "Self";
    let has_plain_arguments = function.sig.inputs.iter().all(
        |input| matches!(input, FnArg::Typed(argument) if matches!(&*argument.pat, Pat::Ident(_))),
    );
    last.arguments.is_none() && is_type_name && has_plain_arguments && !RESPONSES.contains(&&*name)
}

/// `T` of `Result<T, E>`.
fn ok_type(ty: &Type) -> Option<&Type> {
    let last = path(ty)?.segments.last()?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return None;
    };
    match arguments.args.first()? {
        GenericArgument::Type(ok) if last.ident == "Result" => Some(ok),
        _ => None,
    }
}

fn is_rocket(ty: &Type) -> bool {
    path(ty)
        .and_then(|path| path.segments.last())
        .is_some_and(|last| {
            last.ident == "Rocket" && matches!(last.arguments, PathArguments::AngleBracketed(_))
        })
}

fn last_name(ty: &Type) -> Option<String> {
    Some(path(ty)?.segments.last()?.ident.to_string())
}

fn path(ty: &Type) -> Option<&Path> {
    match ty {
        Type::Path(ty) => Some(&ty.path),
        Type::Group(group) => path(&group.elem),
        Type::Paren(paren) => path(&paren.elem),
        _ => None,
    }
}

/// True if a type contains a name of this kind.
fn mentions(ty: TokenStream, is_meant: &dyn Fn(&str) -> bool) -> bool {
    ty.into_iter().any(|token| match token {
        TokenTree::Ident(name) => is_meant(&name.to_string()),
        TokenTree::Group(group) => mentions(group.stream(), is_meant),
        _ => false,
    })
}

/// The error for a `Rocket` inside another type.
pub(super) fn wrapped_rocket(function: &Function) -> Option<Diag> {
    const PHASES: &[&str] = &["Build", "Ignite", "Orbit"];
    let ReturnType::Type(_, output) = &function.sig.output else {
        return None;
    };
    if is_rocket(ok_type(output).unwrap_or(output))
        || !contains_rocket(output.to_token_stream(), PHASES)
    {
        return None;
    }
    Some(
        Diag::new(
            output,
            format!("a policy cannot be the default for `{}`", text(output)),
        )
        .note("a default policy can only be added to a `Rocket<Build>`, or to a `Result` of it")
        .help("put `#[cors]` on a function that returns `Rocket<Build>`, and call it here")
        .see(Lint::NotAHandler),
    )
}

/// True if a type contains a `Rocket<…>` of one of these phases.
fn contains_rocket(ty: TokenStream, phases: &[&str]) -> bool {
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
            |token| matches!(token, TokenTree::Group(group) if contains_rocket(group.stream(), phases)),
        )
}
