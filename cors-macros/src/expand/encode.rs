//! Encodes a checked policy for the runtime.

use cors_rules::{
    Allowance, Field, OriginPattern, ResolvedNames, ResolvedOrigins, sort_exact, sort_patterns,
};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::constants::{self, lists, origin_lists, sources};
use crate::{args::Entry, check::Checked, crate_path::PathTokens};

/// The `EncodedPolicy`: values known to the macro as text, the others as fields.
pub(super) fn encode(checked: &Checked, private: &PathTokens) -> TokenStream {
    let Checked {
        resolved,
        constants,
        base,
        ..
    } = checked;
    let mut keys = KeyText::default();
    let mut fields = Vec::new();
    let mut field = |name: &str, value: TokenStream| {
        let name = format_ident!("{name}");
        fields.push(quote!(#name: #private::Some(#value),));
    };
    if let Some(base) = base {
        field("base", quote!(&#base));
    }
    if base.is_none() || checked.has(Field::Origins) {
        match (&resolved.origins, &constants.origins) {
            (ResolvedOrigins::Any, _) => keys.add_any("origins"),
            (ResolvedOrigins::List(_), Some(entries)) => {
                field("origins", dynamic_set(entries, false, private));
            }
            // The default.
            (ResolvedOrigins::List(origins), None) if origins.is_empty() => {}
            (ResolvedOrigins::List(origins), None) => match short(origins) {
                Some((exact, patterns)) => {
                    let count = format!("{}+{}", exact.len(), patterns.len());
                    keys.add_words("origins", &count, &[exact, patterns].concat());
                }
                None => field("origins", set(origins, private)),
            },
        }
    }
    if checked.has(Field::DevOrigins) {
        field("dev_origins", dev_origins(checked, private));
    }
    match (&constants.methods, &resolved.methods) {
        (Some(entries), _) => {
            let lists = lists(entries, private);
            field("methods", quote!(#private::constant_methods!(#(#lists),*)));
        }
        (None, Some(ResolvedNames::List(names))) if names.len() <= LONGEST_LIST => {
            let words: Vec<&str> = names.iter().map(|name| &**name).collect();
            keys.add_words("methods", &names.len().to_string(), &words);
        }
        (None, Some(ResolvedNames::List(names))) => {
            field("methods", quote!(#private::Methods::Only(&[#(#names),*])));
        }
        (None, Some(_)) => keys.add_any("methods"),
        (None, None) => {}
    }
    // `false` matters only if a base may have turned the key on.
    if resolved.credentials || (checked.has(Field::Credentials) && base.is_some()) {
        keys.add_flag("credentials", resolved.credentials);
    }
    for (key, constants, names) in [
        (Field::Headers, &constants.headers, &resolved.headers),
        (
            Field::ExposeHeaders,
            &constants.expose_headers,
            &resolved.expose_headers,
        ),
    ] {
        let name = key.key();
        match (constants, names) {
            (Some(entries), _) => {
                let lists = lists(entries, private);
                field(name, quote!(#private::constant_header!(#(#lists),*)));
            }
            (None, Some(names)) => keys.add_word(name, &names.header_value()),
            // An empty list overrides that of a base.
            (None, None) if base.is_some() && checked.has(key) => keys.add_word(name, ""),
            (None, None) => {}
        }
    }
    match (&constants.max_age, resolved.max_age) {
        (Some(constant), _) => {
            let seconds = constants::seconds(constant, private);
            field("max_age", quote!(#private::constant_seconds!(#seconds)));
        }
        (None, Some(seconds)) => keys.add_word("max_age", &seconds.to_string()),
        (None, None) => {}
    }
    // Under a default policy with `enforce`, an explicit `enforce = false` differs from none.
    if resolved.enforce || checked.has(Field::Enforce) {
        keys.add_flag("enforce", resolved.enforce);
    }
    let allow = Allowance::ALL.iter();
    let allow = allow.filter(|allowance| checked.allow.contains(**allowance));
    let allow: Vec<&str> = allow.map(|allowance| allowance.name()).collect();
    if !allow.is_empty() {
        keys.add_words("allow", &allow.len().to_string(), &allow);
    }
    if !resolved.dev_origins.is_empty() || constants.dev_origins.is_some() {
        fields.push(quote!(has_dev_origins: true,));
    }
    let keys = keys.0;
    let keys = quote!(#private::EncodedPolicy::keys(#keys));
    if fields.is_empty() {
        return keys;
    }
    quote!(#private::EncodedPolicy { #(#fields)* ..#keys })
}

/// The text of an encoded policy. Values are prefixed by their length, and lists by their count, so that decoding needs
/// no search. Lists are in a fixed order: origins, then methods.
#[derive(Default)]
struct KeyText(String);

impl KeyText {
    fn add(&mut self, key: &str) -> &mut String {
        let Self(text) = self;
        if !text.is_empty() {
            text.push_str("; ");
        }
        text.push_str(key);
        text
    }

    fn add_flag(&mut self, key: &str, on: bool) {
        self.add(key).push_str(if on { "" } else { " false" });
    }

    fn add_any(&mut self, key: &str) {
        self.add(key).push_str(" *");
    }

    fn add_word(&mut self, key: &str, word: &str) {
        push_word(self.add(key), word);
    }

    fn add_words(&mut self, key: &str, count: &str, words: &[&str]) {
        let text = self.add(key);
        text.push(' ');
        text.push_str(count);
        for word in words {
            push_word(text, word);
        }
    }
}

fn push_word(text: &mut String, word: &str) {
    text.push(' ');
    text.push_str(&word.len().to_string());
    text.push(':');
    text.push_str(word);
}

/// The longest list in the text: the decoder has room for this many.
const LONGEST_LIST: usize = 16;

/// The exact origins and the patterns of a list, if they fit into the text.
fn short(origins: &[String]) -> Option<(Vec<&str>, Vec<&str>)> {
    let (exact, patterns) = sorted(origins);
    let patterns: Vec<_> = patterns.iter().map(OriginPattern::as_str).collect();
    (exact.len().max(patterns.len()) <= LONGEST_LIST).then_some((exact, patterns))
}

/// The origins of `dev_origins`, under the `debug_assertions` of the user's crate: a release binary does not contain them.
fn dev_origins(checked: &Checked, private: &PathTokens) -> TokenStream {
    let debug = match &checked.constants.dev_origins {
        Some(entries) => dynamic_set(entries, true, private),
        None => set(&checked.resolved.dev_origins, private),
    };
    quote!(&const {
        #[cfg(debug_assertions)]
        const __CORS_ORIGINS: #private::Origins = #debug;
        #[cfg(not(debug_assertions))]
        const __CORS_ORIGINS: #private::Origins = #private::Origins::NONE;
        __CORS_ORIGINS
    })
}

/// A list with constants or dynamic origins.
fn dynamic_set(entries: &[Entry], dev: bool, private: &PathTokens) -> TokenStream {
    let lists = origin_lists(entries, private);
    let dynamic = sources(entries, dev, private);
    quote!(#private::constant_origins!([#(#lists),*] [#(#dynamic),*]))
}

/// A list of literals, in the order of look-up.
fn set(origins: &[String], private: &PathTokens) -> TokenStream {
    let (exact, patterns) = sorted(origins);
    let patterns = patterns.iter().map(OriginPattern::as_str);
    let patterns = if patterns.len() == 0 {
        quote!(#private::OriginPatterns::NONE)
    } else {
        // A constant, because a reference in an argument does not live long enough.
        quote!(const {
            const LIST: &[#private::OriginPattern<'static>] = &[#(#private::OriginPattern::__known(#patterns)),*];
            #private::OriginPatterns::of(LIST)
        })
    };
    quote!(#private::Origins::Listed {
        exact: &[#(#exact),*],
        patterns: #patterns,
        sources: &[],
    })
}

/// The exact origins and the patterns, in the order of look-up. Only patterns have a `*`.
fn sorted(origins: &[String]) -> (Vec<&str>, Vec<OriginPattern<'_>>) {
    let (mut patterns, mut exact) = (Vec::new(), Vec::new());
    for origin in origins {
        if origin.contains('*') {
            patterns.push(OriginPattern::__known(origin));
        } else {
            exact.push(origin.as_str());
        }
    }
    sort_exact(&mut exact);
    sort_patterns(&mut patterns);
    (exact, patterns)
}
