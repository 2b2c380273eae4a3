//! The two macros from their tokens to their tokens.

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    args::Args,
    check,
    diag::Diag,
    expand,
    item::Item,
    krate::Krate,
    recover,
    signature::{self, Verdict},
};

/// `#[cors(…)]`: everything wrong with the keys and with the item is said at once.
pub(crate) fn cors(args: TokenStream, item: TokenStream) -> TokenStream {
    let Policy {
        expression,
        krate,
        mut diags,
    } = read(args);
    let items = match Item::read(item.clone()) {
        Item::Function(function) => {
            let Verdict { diags: found, fate } = signature::judge(&function);
            diags.extend(found);
            match fate {
                signature::Fate::Handler => expand::handler(&function, &expression, &krate),
                signature::Fate::StandIn => recover::stand_in(&function, &krate),
                signature::Fate::Verbatim => item,
            }
        }
        Item::Refused(diag) => {
            diags.push(diag);
            item
        }
    };
    diags.sort_by_key(Diag::position);
    quote!(#items #(#diags)*)
}

/// `policy!(…)`: an expression, closed to everybody if anything is wrong.
pub(crate) fn policy(args: TokenStream) -> TokenStream {
    let Policy {
        expression,
        mut diags,
        ..
    } = read(args);
    diags.sort_by_key(Diag::position);
    if diags.is_empty() {
        expression
    } else {
        quote!({ #(#diags)* #expression })
    }
}

struct Policy {
    expression: TokenStream,
    krate: Krate,
    diags: Vec<Diag>,
}

fn read(tokens: TokenStream) -> Policy {
    let (args, mut diags) = Args::read(tokens);
    let krate = args.krate();
    let resolved = check::resolve(&args, &mut diags);
    let expression = match resolved {
        Some(resolved) if diags.is_empty() => expand::policy(&resolved, &krate),
        _ => recover::deny_all(&krate),
    };
    Policy {
        expression,
        krate,
        diags,
    }
}
