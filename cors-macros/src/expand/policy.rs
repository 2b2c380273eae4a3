//! A checked policy as a constant expression.

use cors_policy::{OriginPattern, Resolved, ResolvedNames, ResolvedOrigins};
use proc_macro2::TokenStream;
use quote::quote;

use crate::krate::Krate;

/// ```text
/// // Input:  origins = ["https://app.example.com"], credentials, max_age = 600
/// // Output:
/// ::cors_runtime::__private::Policy::__new(::cors_runtime::__private::Origins::Listed {
///     exact: &["https://app.example.com"],
///     patterns: &[],
/// })
/// .__credentials()
/// .__max_age(::cors_runtime::__private::header_text!("600"))
/// ```
pub(crate) fn policy(policy: &Resolved, krate: &Krate) -> TokenStream {
    let private = krate.private();
    let origins = origins(policy, &private);
    let credentials = policy.credentials.then(|| quote!(.__credentials()));
    let methods = policy.methods.as_ref().map(|names| {
        let methods = if let ResolvedNames::List(names) = names {
            quote!(Only(&[#(#names),*]))
        } else {
            quote!(Any)
        };
        quote!(.__methods(#private::Methods::#methods))
    });
    let headers = header(policy.headers.as_ref(), &private).map(|text| quote!(.__headers(#text)));
    let expose = header(policy.expose_headers.as_ref(), &private)
        .map(|text| quote!(.__expose_headers(#text)));
    let max_age = policy.max_age.map(|seconds| {
        let seconds = seconds.to_string();
        quote!(.__max_age(#private::header_text!(#seconds)))
    });
    let enforce = policy.enforce.then(|| quote!(.__enforce()));
    quote!(#private::Policy::__new(#origins) #credentials #methods #headers #expose #max_age #enforce)
}

fn header(names: Option<&ResolvedNames>, private: &TokenStream) -> Option<TokenStream> {
    names.map(|names| {
        let text = names.header_value();
        quote!(#private::header_text!(#text))
    })
}

/// The origins of `dev_origins` stand under the user's `debug_assertions`, so that a release binary
/// does not contain them.
fn origins(policy: &Resolved, private: &TokenStream) -> TokenStream {
    let ResolvedOrigins::List(listed) = &policy.origins else {
        return quote!(#private::Origins::Any);
    };
    let release = set(listed.iter(), private);
    if policy.dev_origins.is_empty() {
        return release;
    }
    let debug = set(listed.iter().chain(&policy.dev_origins), private);
    quote!({
        #[cfg(debug_assertions)]
        const ORIGINS: #private::Origins = #debug;
        #[cfg(not(debug_assertions))]
        const ORIGINS: #private::Origins = #release;
        ORIGINS
    })
}

/// The look-up compares lengths first, so the exact origins are sorted by length, then by bytes.
fn set<'o>(origins: impl Iterator<Item = &'o String>, private: &TokenStream) -> TokenStream {
    let (mut patterns, mut exact): (Vec<&str>, Vec<&str>) = origins
        .map(String::as_str)
        .partition(|origin| is_pattern(origin));
    exact.sort_unstable_by_key(|origin| (origin.len(), origin.as_bytes()));
    exact.dedup();
    patterns.sort_unstable();
    patterns.dedup();
    quote!(#private::Origins::Listed {
        exact: &[#(#exact),*],
        patterns: &[#(#private::pattern(#patterns)),*],
    })
}

fn is_pattern(origin: &str) -> bool {
    OriginPattern::parse(origin).is_ok_and(|pattern| !pattern.is_exact())
}
