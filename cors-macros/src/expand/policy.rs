//! A checked policy as a constant expression.

use cors_policy::{Allowance, Field, OriginPattern, Resolved, ResolvedNames, ResolvedOrigins};
use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::Path;

use super::{
    constants::{self, lists, origin_lists, sources},
    place,
};
use crate::{args::Entry, check::Checked, krate::Krate};

/// ```text
/// // Input:  origins = ["https://app.example.com"], credentials, max_age = 600
/// // Output:
/// ::cors_runtime::__private::Policy::__new(::cors_runtime::__private::Origins::Listed {
///     exact: &["https://app.example.com"],
///     patterns: &[],
///     sources: &[],
/// })
/// .__credentials()
/// .__max_age(::cors_runtime::__private::header_text!("600"))
/// ```
pub(crate) fn policy(checked: &Checked, route_method: Option<&str>, krate: &Krate) -> TokenStream {
    let private = krate.private();
    let policy = expression(checked, &private);
    let mut checks = constants::checks(checked, &private);
    let whole = checked.base.as_ref().map(|base| {
        let check = place::over(
            base,
            quote!(#private::constant::check_policy(&__CORS_POLICY)),
        );
        quote!(const _: () = #check;)
    });
    // Where a macro cannot see the methods.
    let methods = checked.constants.methods.as_ref();
    let place = match (methods, &checked.base) {
        (Some(entries), _) => entries
            .iter()
            .find(|entry| entry.is_constant())
            .map(|entry| entry.tokens.clone()),
        (None, Some(base)) if checked.resolved.methods.is_none() => Some(base.to_token_stream()),
        (None, _) => None,
    };
    let route = route_method
        .zip(place)
        .map(|(method, place)| check_route_method(quote!(__CORS_POLICY), place, method, &private));
    checks.extend(whole.into_iter().chain(route));
    if checks.is_empty() {
        return policy;
    }
    quote!({
        const __CORS_POLICY: #private::Policy = #policy;
        #(#checks)*
        __CORS_POLICY
    })
}

fn expression(checked: &Checked, private: &TokenStream) -> TokenStream {
    let Checked {
        resolved,
        constants,
        base,
        ..
    } = checked;
    let origins = origins(checked, private);
    let start = match base {
        None => quote!(#private::Policy::__new(#origins)),
        Some(base) => {
            let own = (checked.has(Field::Origins) || checked.has(Field::DevOrigins))
                .then(|| quote!(.__origins(#origins).__dev(false)));
            quote!(#private::Policy::__based_on(&#base) #own)
        }
    };
    let credentials = switch(
        checked.has(Field::Credentials) && base.is_some(),
        resolved.credentials,
        "credentials",
    );
    let methods = methods(checked, private).map(|methods| quote!(.__methods(#methods)));
    let headers = header(
        constants.headers.as_deref(),
        resolved.headers.as_ref(),
        private,
    )
    .map(|text| quote!(.__headers(#text)));
    let exposed = &constants.expose_headers;
    let expose = header(
        exposed.as_deref(),
        resolved.expose_headers.as_ref(),
        private,
    )
    .map(|text| quote!(.__expose_headers(#text)));
    let max_age = match (&constants.max_age, resolved.max_age) {
        (Some(constant), _) => {
            let seconds = constants::seconds(constant, private);
            Some(quote!(.__max_age(#private::constant_seconds!(#seconds))))
        }
        (None, Some(seconds)) => {
            let seconds = seconds.to_string();
            Some(quote!(.__max_age(#private::header_text!(#seconds))))
        }
        (None, None) => None,
    };
    // Under a router with an enforced policy it matters whether the key was written.
    let enforce = switch(checked.has(Field::Enforce), resolved.enforce, "enforce");
    let allow = Allowance::ALL
        .iter()
        .filter(|allowance| checked.allow.contains(**allowance))
        .map(|allowance| {
            let allowance = format_ident!("{allowance:?}");
            quote!(.__allow(#private::Allowance::#allowance))
        });
    let dev = checked.has(Field::DevOrigins).then(|| {
        let released = built(checked, false, private);
        quote!(.__dev(::core::cfg!(debug_assertions)).__released(#released))
    });
    quote! {
        #start #credentials #methods #headers #expose #max_age #enforce #(#allow)* #dev
    }
}

/// A key that is on or off; one that is off is said if it could be on in the base.
fn switch(said: bool, on: bool, name: &str) -> Option<TokenStream> {
    let (with, without) = (format_ident!("__{name}"), format_ident!("__without_{name}"));
    match (on, said) {
        (true, _) => Some(quote!(.#with())),
        (false, true) => Some(quote!(.#without())),
        (false, false) => None,
    }
}

fn methods(checked: &Checked, private: &TokenStream) -> Option<TokenStream> {
    if let Some(entries) = &checked.constants.methods {
        let lists = lists(entries, private);
        return Some(quote!(#private::constant_methods!(#(#lists),*)));
    }
    let methods = if let ResolvedNames::List(names) = checked.resolved.methods.as_ref()? {
        quote!(Only(&[#(#names),*]))
    } else {
        quote!(Any)
    };
    Some(quote!(#private::Methods::#methods))
}

fn header(
    constants: Option<&[Entry]>,
    names: Option<&ResolvedNames>,
    private: &TokenStream,
) -> Option<TokenStream> {
    if let Some(entries) = constants {
        let lists = lists(entries, private);
        return Some(quote!(#private::constant_header!(#(#lists),*)));
    }
    let text = names?.header_value();
    Some(quote!(#private::header_text!(#text)))
}

/// The origins of `dev_origins` stand under the user's `debug_assertions`, so that a release binary
/// does not contain them.
fn origins(checked: &Checked, private: &TokenStream) -> TokenStream {
    let release = built(checked, false, private);
    if !checked.has(Field::DevOrigins) {
        return release;
    }
    let debug = built(checked, true, private);
    quote!({
        #[cfg(debug_assertions)]
        const __CORS_ORIGINS: #private::Origins = #debug;
        #[cfg(not(debug_assertions))]
        const __CORS_ORIGINS: #private::Origins = #release;
        __CORS_ORIGINS
    })
}

/// The origins of a debug build, or those of a release build.
fn built(checked: &Checked, debug: bool, private: &TokenStream) -> TokenStream {
    let Checked {
        resolved,
        constants,
        ..
    } = checked;
    let Resolved {
        origins,
        dev_origins,
        ..
    } = resolved;
    let ResolvedOrigins::List(listed) = origins else {
        return quote!(#private::Origins::Any);
    };
    // A base stands in for what was not written.
    let listed = if checked.has(Field::Origins) {
        &listed[..]
    } else {
        &[]
    };
    if constants.origins.is_none() && constants.dev_origins.is_none() {
        let dev = if debug { &dev_origins[..] } else { &[] };
        return set(listed.iter().chain(dev), private);
    }
    let mut sets = Vec::new();
    let mut late = Vec::new();
    let mut add = |constants: &Option<Vec<Entry>>, literals: &[String], dev| match constants {
        Some(entries) => {
            sets.extend(origin_lists(entries, private));
            late.extend(sources(entries, dev, private));
        }
        None if literals.is_empty() => {}
        None => sets.push(quote!(&[#(#literals),*])),
    };
    add(&constants.origins, listed, false);
    if debug {
        add(&constants.dev_origins, dev_origins, true);
    }
    quote!(#private::constant_origins!([#(#sets),*] [#(#late),*]))
}

/// The look-up compares lengths first, so the exact origins are sorted by length, then by bytes; that of
/// patterns compares hosts.
fn set<'o>(origins: impl Iterator<Item = &'o String>, private: &TokenStream) -> TokenStream {
    let (mut patterns, mut exact): (Vec<&str>, Vec<&str>) = origins
        .map(String::as_str)
        .partition(|origin| is_pattern(origin));
    exact.sort_unstable_by_key(|origin| (origin.len(), origin.as_bytes()));
    exact.dedup();
    patterns.sort_unstable_by_key(|pattern| (host(pattern), *pattern));
    patterns.dedup();
    quote!(#private::Origins::Listed {
        exact: &[#(#exact),*],
        patterns: &[#(#private::pattern(#patterns)),*],
        sources: &[],
    })
}

fn host(pattern: &str) -> &str {
    OriginPattern::parse(pattern).map_or("", |pattern| pattern.host())
}

fn is_pattern(origin: &str) -> bool {
    OriginPattern::parse(origin).is_ok_and(|pattern| !pattern.is_exact())
}

/// No policy, on purpose.
pub(crate) fn disabled(krate: &Krate) -> TokenStream {
    let private = krate.private();
    quote!(#private::Policy::__disabled())
}

/// A policy of another name. That it serves the method of its route is seen in const evaluation.
pub(crate) fn named(path: &Path, route_method: Option<&str>, krate: &Krate) -> TokenStream {
    let private = krate.private();
    let named = place::over(path, quote!(#private::constant::named(&#path)));
    let check = route_method.map(|method| check_route_method(path, path, method, &private));
    quote!(*{ #check #named })
}

fn check_route_method(
    policy: impl ToTokens,
    place: impl ToTokens,
    method: &str,
    private: &TokenStream,
) -> TokenStream {
    let check = place::over(
        place,
        quote!(#private::constant::check_route_method(&#policy, #method)),
    );
    quote!(const _: () = #check;)
}
