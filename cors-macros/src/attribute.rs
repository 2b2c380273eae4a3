//! The two macros from their tokens to their tokens.

use cors_rules::Field;
use proc_macro2::TokenStream;
use quote::quote;
use syn::ReturnType;

use crate::{
    args::Args,
    check,
    crate_path::CratePath,
    diag::Diag,
    editor,
    expand::{self, Offered, Policy},
    fallback,
    item::Item,
    rocket::RouteAttribute,
    signature::{self, Fate, Verdict},
    warn::Warn,
};

/// `#[cors(…)]`: everything wrong with the keys and with the item is said at once.
pub(crate) fn cors(args: TokenStream, item: TokenStream) -> TokenStream {
    let read = Item::read(item.clone());
    let route = match &read {
        Item::Function(function) => RouteAttribute::among(&function.attrs),
        Item::Refused(_) => None,
    };
    let method = route.as_ref().and_then(|route| route.method.as_deref());
    let Read {
        policy,
        offered,
        mut names,
        crate_path,
        mut diags,
        warnings,
    } = read_policy(args, method);
    let mut said = TokenStream::new();
    let items = match read {
        Item::Function(function) => {
            let Verdict { diags: found, fate } = match &route {
                Some(_) => signature::judge_route(&function),
                None => signature::judge_handler(&function),
            };
            diags.extend(found);
            let is_default = matches!(fate, Fate::Router | Fate::Rocket);
            // A handler that is expanded, or whose signature is the mistake, stands in none.
            let may_be_of_an_impl_block = route.is_some() || fate == Fate::Verbatim;
            if may_be_of_an_impl_block && signature::of_an_impl_block(&function) {
                names = TokenStream::new();
            } else if !is_default {
                said = expand::beside(&function, &warnings);
            }
            match (fate, route) {
                (Fate::Verbatim, _) => item,
                (_, Some(route)) => expand::route(&function, &route, &policy, offered, &crate_path),
                (Fate::Router | Fate::Rocket, None) => match &function.sig.output {
                    ReturnType::Type(_, output) => {
                        let expand = match fate {
                            Fate::Rocket => expand::rocket,
                            _ => expand::router,
                        };
                        // It may stand in an impl block, where nothing can stand beside it.
                        let names = core::mem::take(&mut names);
                        let policy = policy.expression(&quote!(#(#warnings)* #names), &crate_path);
                        expand(&function, output, &policy, &crate_path)
                    }
                    ReturnType::Default => item,
                },
                (Fate::Expanded, None) => expand::handler(&function, &policy, offered, &crate_path),
                (Fate::StandIn, None) => fallback::stand_in(&function, &crate_path),
            }
        }
        Item::Refused(diag) => {
            diags.push(diag);
            item
        }
    };
    diags.sort_by_key(Diag::position);
    quote!(#items #said #(#diags)* #names)
}

/// `policy!(…)`: an expression, closed to everybody if anything is wrong.
pub(crate) fn policy(args: TokenStream) -> TokenStream {
    let Read {
        policy,
        names,
        crate_path,
        mut diags,
        warnings,
        ..
    } = read_policy(args, None);
    diags.sort_by_key(Diag::position);
    let said = if diags.is_empty() {
        warnings
    } else {
        Vec::new()
    };
    let policy = policy.expression(&quote!(#(#diags)* #(#said)* #names), &crate_path);
    let policy = crate_path.items(&policy);
    quote!(*#policy)
}

struct Read {
    policy: Policy,
    /// What arguments may ask of it.
    offered: Offered,
    /// What an editor looks up.
    names: TokenStream,
    crate_path: CratePath,
    diags: Vec<Diag>,
    warnings: Vec<Warn>,
}

fn read_policy(tokens: TokenStream, route_method: Option<&str>) -> Read {
    let (args, mut diags) = Args::read(tokens);
    let crate_path = args.crate_path();
    let imported = CratePath::imported();
    let mut warnings = Vec::new();
    let policy = if args.has(Field::Disabled) {
        check::alone(&args, Field::Disabled, &mut diags);
        args.disabled()
            .then(|| (expand::disabled(&imported), Offered::DISABLED))
    } else if args.has(Field::Policy) {
        check::alone(&args, Field::Policy, &mut diags);
        check::named(args.keys.policy.as_ref()).map(|path| {
            let policy = expand::named(&path, route_method, &imported);
            (policy, Offered::CARRIED)
        })
    } else {
        check::resolve(&args, route_method, &mut diags).map(|checked| {
            let policy = expand::policy(&checked, route_method, &imported);
            let offered = checked.offered();
            warnings = checked.warnings;
            (policy, offered)
        })
    };
    if !diags.is_empty() {
        warnings.clear();
    }
    let (policy, offered) = policy
        .filter(|_| diags.is_empty())
        .unwrap_or_else(|| (expand::deny_all(&imported), Offered::EVERYTHING));
    Read {
        policy,
        offered,
        names: editor::names(args.tokens, &crate_path),
        crate_path,
        diags,
        warnings,
    }
}
