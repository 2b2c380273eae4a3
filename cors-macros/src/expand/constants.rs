//! The user's constants in a policy, which are checked in const evaluation.

use cors_rules::Allowance;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::span;
use crate::{
    args::{Entry, EntryKind, Environment, Matching},
    check::Checked,
    crate_path::PathTokens,
};

/// The entries as lists: one for each constant, and one for each run of literals between them.
pub(super) fn lists(entries: &[Entry], private: &PathTokens) -> Vec<TokenStream> {
    all(entries, &|constant| values(constant, private))
}

/// The same for origins. A `LiveOrigins` contributes no entries.
pub(super) fn origin_lists(entries: &[Entry], private: &PathTokens) -> Vec<TokenStream> {
    all(entries, &|constant| origin_values(constant, private))
}

fn all(entries: &[Entry], values: &dyn Fn(&TokenStream) -> TokenStream) -> Vec<TokenStream> {
    entries
        .chunk_by(|one, next| one.is_text() && next.is_text())
        .filter_map(|chunk| match chunk {
            [
                Entry {
                    kind: EntryKind::Constant,
                    tokens,
                    ..
                },
            ] => Some(values(tokens)),
            [entry] if !entry.is_text() => None,
            literals => {
                let texts = literals.iter().filter_map(Entry::text);
                Some(quote!(&[#(#texts),*]))
            }
        })
        .collect()
}

/// The entries of a constant, spanned on its name.
fn values(constant: &TokenStream, private: &PathTokens) -> TokenStream {
    span::over(
        constant,
        quote!(#private::const_eval::list_reader(&#constant).entries(&#constant)),
    )
}

fn origin_values(constant: &TokenStream, private: &PathTokens) -> TokenStream {
    let read = quote!(#private::const_eval::origins_reader(&#constant).entries(&#constant));
    span::over(constant, read)
}

/// The sources of dynamic origins.
pub(super) fn sources(entries: &[Entry], dev: bool, private: &PathTokens) -> Vec<TokenStream> {
    let sources = entries.iter().filter_map(|entry| match &entry.kind {
        EntryKind::Text(_) => None,
        EntryKind::Constant => Some(constant_source(&entry.tokens, private)),
        EntryKind::Environment(variable) => Some(environment(variable, dev, private)),
        EntryKind::Matching(matching) => Some(function(matching, private)),
    });
    sources.collect()
}

/// `None` for a constant and `Some` for a `LiveOrigins`, by its type.
fn constant_source(constant: &TokenStream, private: &PathTokens) -> TokenStream {
    let name = name(constant);
    let reader = quote!(#private::const_eval::origins_reader(&#constant));
    span::over(
        constant,
        quote!(#reader.source(#name, || #reader.set(&#constant))),
    )
}

/// The path as text, for logs and errors.
fn name(constant: &TokenStream) -> String {
    constant.to_string().replace(' ', "")
}

fn environment(variable: &Environment, dev: bool, private: &PathTokens) -> TokenStream {
    let name = variable.name.value();
    let default = variable.default.as_ref().map(|entries| {
        let lists = origin_lists(entries, private);
        quote!(, default = [#(#lists),*])
    });
    let dev = dev.then(|| quote!(dev));
    quote!(#private::environment!(#dev #name #default))
}

/// A predicate, in a static of its own.
fn function(matching: &Matching, private: &PathTokens) -> TokenStream {
    let Matching { function, text } = matching;
    let new = span::over(function, quote!(#private::Predicate::__new));
    quote! {
        ::core::option::Option::Some(#private::DynamicOrigins::matching(#text, || {
            static __CORS_MATCHING: #private::Predicate = #new(#text, #function);
            &__CORS_MATCHING
        }))
    }
}

/// The seconds of a constant, spanned on its name.
pub(super) fn seconds(constant: &TokenStream, private: &PathTokens) -> TokenStream {
    span::over(
        constant,
        quote!(#private::const_eval::max_age_reader(&#constant).seconds(&#constant)),
    )
}

/// One check for each constant, spanned on its name.
pub(super) fn checks(checked: &Checked, private: &PathTokens) -> Vec<TokenStream> {
    let constants = &checked.constants;
    let mut checks = Vec::new();
    for (entries, dev) in [(&constants.origins, false), (&constants.dev_origins, true)] {
        let Some(entries) = entries else { continue };
        let context = context(checked, dev, private);
        let entries = entries.iter().flat_map(with_defaults);
        checks.extend(entries.filter(|entry| entry.is_constant()).map(|entry| {
            let (constant, name) = (&entry.tokens, name(&entry.tokens));
            let reader = quote!(#private::const_eval::origins_reader(&#constant));
            let check = quote!(#reader.check(&#constant, #name, #context));
            let check = span::over(constant, check);
            quote!(const _: () = #check;)
        }));
    }
    // In release builds nothing else mentions the functions in `dev_origins`, and they would be reported as unused.
    checks.extend(constants.dev_origins.iter().flatten().filter_map(|entry| {
        let EntryKind::Matching(Matching { function, .. }) = &entry.kind else {
            return None;
        };
        let check = span::over(
            function,
            quote!(#private::const_eval::check_function(#function)),
        );
        Some(quote! {
            #[cfg(not(debug_assertions))]
            const _: () = #check;
        })
    }));
    let mut add = |entries: &Option<Vec<Entry>>, check: &dyn Fn(TokenStream) -> TokenStream| {
        let entries = entries.iter().flatten().filter(|entry| entry.is_constant());
        checks.extend(entries.map(|entry| {
            let check = check(values(&entry.tokens, private));
            let check = span::over(&entry.tokens, quote!(#private::const_eval::#check));
            quote!(const _: () = #check;)
        }));
    };
    add(&constants.methods, &|values| quote!(check_methods(#values)));
    add(&constants.headers, &|values| quote!(check_headers(#values)));
    add(
        &constants.expose_headers,
        &|values| quote!(check_expose_headers(#values)),
    );
    checks.extend(constants.max_age.iter().map(|constant| {
        let check = quote!(#private::const_eval::max_age_reader(&#constant).check(&#constant));
        let check = span::over(constant, check);
        quote!(const _: () = #check;)
    }));
    checks
}

/// An entry, followed by those of its `default`.
fn with_defaults(entry: &Entry) -> impl Iterator<Item = &Entry> {
    let default = match &entry.kind {
        EntryKind::Environment(variable) => variable.default.as_deref(),
        _ => None,
    };
    core::iter::once(entry).chain(default.into_iter().flatten())
}

/// The `OriginContext` of the policy: the keys that decide how an origin is checked.
fn context(checked: &Checked, dev: bool, private: &PathTokens) -> TokenStream {
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
        return quote!(#private::const_eval::CONTEXT);
    }
    let allow = (!allow.is_empty()).then(
        || quote!(allow: #private::const_eval::CONTEXT.allow #(.with(#private::Allowance::#allow))*,),
    );
    quote!(#private::OriginContext { #(#flags: true,)* #allow ..#private::const_eval::CONTEXT })
}
