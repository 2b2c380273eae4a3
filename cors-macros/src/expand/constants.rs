//! Constants of the user in a policy: the rules look at them in const evaluation.

use cors_policy::Allowance;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::place;
use crate::{args::Entry, check::Checked};

/// The entries as lists: those of each constant, and the literals between them.
pub(super) fn lists(entries: &[Entry], private: &TokenStream) -> Vec<TokenStream> {
    entries
        .chunk_by(|one, next| !one.constant && !next.constant)
        .map(|chunk| match chunk {
            [entry] if entry.constant => values(&entry.tokens, private),
            literals => {
                let texts = literals.iter().map(|entry| &entry.text);
                quote!(&[#(#texts),*])
            }
        })
        .collect()
}

/// The entries a constant stands for, spanned on its name.
fn values(constant: &TokenStream, private: &TokenStream) -> TokenStream {
    place::over(
        constant,
        quote!(#private::constant::reader(&#constant).entries(&#constant)),
    )
}

/// The seconds a constant stands for, spanned on its name.
pub(super) fn seconds(constant: &TokenStream, private: &TokenStream) -> TokenStream {
    place::over(
        constant,
        quote!(#private::constant::clock(&#constant).seconds(&#constant)),
    )
}

/// One check for each constant, spanned on its name.
pub(super) fn checks(checked: &Checked, private: &TokenStream) -> Vec<TokenStream> {
    let constants = &checked.constants;
    let mut checks = Vec::new();
    let mut add = |entries: &Option<Vec<Entry>>, check: &dyn Fn(TokenStream) -> TokenStream| {
        let entries = entries.iter().flatten().filter(|entry| entry.constant);
        checks.extend(entries.map(|entry| {
            let check = check(values(&entry.tokens, private));
            let check = place::over(&entry.tokens, quote!(#private::constant::#check));
            quote!(const _: () = #check;)
        }));
    };
    for (entries, dev) in [(&constants.origins, false), (&constants.dev_origins, true)] {
        let context = context(checked, dev, private);
        add(entries, &|values| quote!(check_origins(#values, #context)));
    }
    add(&constants.methods, &|values| quote!(check_methods(#values)));
    add(&constants.headers, &|values| quote!(check_headers(#values)));
    add(
        &constants.expose_headers,
        &|values| quote!(check_expose_headers(#values)),
    );
    checks.extend(constants.max_age.iter().map(|constant| {
        let check = quote!(#private::constant::clock(&#constant).check(&#constant));
        let check = place::over(constant, check);
        quote!(const _: () = #check;)
    }));
    checks
}

/// What stands around an origin.
fn context(checked: &Checked, dev: bool, private: &TokenStream) -> TokenStream {
    let resolved = &checked.resolved;
    let flags = [
        ("credentials", resolved.credentials),
        ("dev", dev),
        ("enforce", resolved.enforce),
    ];
    let flags: Vec<_> = flags
        .into_iter()
        .filter(|(_, on)| *on)
        .map(|(name, _)| format_ident!("{name}"))
        .collect();
    let allow: Vec<_> = Allowance::ALL
        .iter()
        .filter(|allowance| checked.allow.contains(**allowance))
        .map(|allowance| format_ident!("{allowance:?}"))
        .collect();
    if flags.is_empty() && allow.is_empty() {
        return quote!(#private::constant::CONTEXT);
    }
    let allow = (!allow.is_empty()).then(
        || quote!(allow: #private::constant::CONTEXT.allow #(.with(#private::Allowance::#allow))*,),
    );
    quote!(#private::OriginContext { #(#flags: true,)* #allow ..#private::constant::CONTEXT })
}
