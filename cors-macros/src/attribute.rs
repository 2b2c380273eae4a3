//! Expands the two macros, from tokens to tokens.

use cors_rules::Field;
use proc_macro2::TokenStream;
use quote::quote;
use syn::ReturnType;

use crate::{
    args::Args,
    check,
    crate_path::CratePath,
    diag::Diag,
    documentation, editor,
    expand::{self, Policy, PolicyFacts},
    fallback,
    item::Item,
    merge,
    rocket::RouteAttribute,
    signature::{self, CheckedFunction, Expansion},
};

/// Expands `#[cors(…)]`. All mistakes, of the keys and of the item, are reported together.
pub(crate) fn cors(args: TokenStream, item: TokenStream) -> TokenStream {
    let read = Item::read(item.clone());
    if let Item::Function(function) = &read
        && let Some(moved) = documentation::moved_above(&args, function)
    {
        return moved;
    }
    expand_item(args, item, read)
}

/// Expands `#[cors(…)]` below the attributes that document the function.
pub(crate) fn documented(args: TokenStream, item: TokenStream) -> TokenStream {
    let read = Item::read(item.clone());
    expand_item(args, item, read)
}

fn expand_item(args: TokenStream, item: TokenStream, read: Item) -> TokenStream {
    let route = match &read {
        Item::Function(function) => RouteAttribute::among(&function.attrs),
        Item::Refused(_) => None,
    };
    let method = route.as_ref().and_then(|route| route.method.as_deref());
    let ParsedPolicy {
        policy,
        facts,
        mut editor_names,
        crate_path,
        mut diags,
        warnings,
    } = parse_policy(args, method);
    let mut warning_items = TokenStream::new();
    let items = match read {
        Item::Function(function) => {
            let CheckedFunction {
                diags: found,
                expansion,
            } = match &route {
                Some(_) => signature::check_route(&function),
                None => signature::check_handler(&function),
            };
            diags.extend(found);
            let is_default = matches!(expansion, Expansion::Router | Expansion::Rocket);
            // A handler of axum in an `impl` block is left unchanged.
            let may_be_of_an_impl_block = route.is_some() || expansion == Expansion::Unchanged;
            if may_be_of_an_impl_block && signature::of_an_impl_block(&function) {
                editor_names = TokenStream::new();
            } else if !is_default {
                warning_items = expand::beside(&function, &warnings);
            }
            match (expansion, route) {
                (Expansion::Unchanged, _) => item,
                (_, Some(route)) => expand::route(&function, &route, &policy, &facts, &crate_path),
                (Expansion::Router | Expansion::Rocket, None) => match &function.sig.output {
                    ReturnType::Type(_, output) => {
                        let expand = match expansion {
                            Expansion::Rocket => expand::rocket,
                            _ => expand::router,
                        };
                        // The function may be in an `impl` block, so all items go into its body.
                        let editor_names = core::mem::take(&mut editor_names);
                        let policy =
                            policy.expression(&quote!(#(#warnings)* #editor_names), &crate_path);
                        expand(&function, output, &policy, &crate_path)
                    }
                    ReturnType::Default => item,
                },
                (Expansion::Handler, None) => {
                    expand::handler(&function, &policy, &facts, &crate_path)
                }
                (Expansion::Fallback, None) => fallback::stand_in(&function, &crate_path),
            }
        }
        Item::Refused(diag) => {
            diags.push(diag);
            item
        }
    };
    diags.sort_by_key(Diag::position);
    quote!(#items #warning_items #(#diags)* #editor_names)
}

/// Expands `policy!(…)` to an expression. After a mistake, its policy allows no origin.
pub(crate) fn policy(args: TokenStream) -> TokenStream {
    let ParsedPolicy {
        policy,
        editor_names,
        crate_path,
        mut diags,
        warnings,
        ..
    } = parse_policy(args, None);
    diags.sort_by_key(Diag::position);
    let warning_items = if diags.is_empty() {
        warnings
    } else {
        Vec::new()
    };
    let policy = policy.expression(
        &quote!(#(#diags)* #(#warning_items)* #editor_names),
        &crate_path,
    );
    let policy = crate_path.items(&policy);
    quote!(*#policy)
}

struct ParsedPolicy {
    policy: Policy,
    /// The facts that the types of arguments are compared with.
    facts: PolicyFacts,
    /// The invocation of `editor!`, for rust-analyzer.
    editor_names: TokenStream,
    crate_path: CratePath,
    diags: Vec<Diag>,
    warnings: Vec<Diag>,
}

fn parse_policy(tokens: TokenStream, route_method: Option<&str>) -> ParsedPolicy {
    let (args, mut diags) = Args::read(tokens);
    diags.extend(merge::repeated_keys(&args));
    let crate_path = args.crate_path();
    let imported = CratePath::imported();
    let mut warnings = Vec::new();
    let policy = if args.has(Field::Disabled) {
        check::alone(&args, Field::Disabled, &mut diags);
        args.disabled()
            .then(|| (expand::disabled(&imported), PolicyFacts::DISABLED))
    } else if args.has(Field::Policy) {
        check::alone(&args, Field::Policy, &mut diags);
        check::named(args.keys.policy.as_ref()).map(|path| {
            let policy = expand::named(&path, route_method, &imported);
            (policy, PolicyFacts::CONST_EVAL)
        })
    } else {
        check::resolve(&args, route_method, &mut diags).map(|checked| {
            let policy = expand::policy(&checked, route_method, &imported);
            let facts = checked.facts();
            warnings = checked.warnings;
            (policy, facts)
        })
    };
    if !diags.is_empty() {
        warnings.clear();
    }
    let (policy, facts) = policy
        .filter(|_| diags.is_empty())
        .unwrap_or_else(|| (expand::deny_all(&imported), PolicyFacts::EVERYTHING));
    ParsedPolicy {
        policy,
        facts,
        editor_names: editor::names(args.tokens, &crate_path),
        crate_path,
        diags,
        warnings,
    }
}
