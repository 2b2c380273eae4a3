//! The keys of a checked policy, as the runtime takes them.

use cors_rules::{Allowance, Field, OriginPattern, ResolvedNames, ResolvedOrigins, exact_order};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::constants::{self, lists, origin_lists, sources};
use crate::{args::Entry, check::Checked, crate_path::Names};

/// The keys that are written, as the runtime takes them: what is known as text, the rest as fields.
pub(super) fn written(checked: &Checked, private: &Names) -> TokenStream {
    let Checked {
        resolved,
        constants,
        base,
        ..
    } = checked;
    let mut keys = Keys::default();
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
                field("origins", late_set(entries, false, private));
            }
            // As it is without a word.
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
    // A key that is off says something only where it could be on.
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
            // An empty list takes those of a base away.
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
    // Under a router with an enforced policy it matters whether the key was written.
    if resolved.enforce || checked.has(Field::Enforce) {
        keys.add_flag("enforce", resolved.enforce);
    }
    let allow = Allowance::ALL.iter();
    let allow = allow.filter(|allowance| checked.allow.contains(**allowance));
    let allow: Vec<&str> = allow.map(|allowance| allowance.name()).collect();
    if !allow.is_empty() {
        keys.add_words("allow", &allow.len().to_string(), &allow);
    }
    if !resolved.dev_origins.is_empty() {
        fields.push(quote!(has_dev_origins: true,));
    }
    let keys = keys.0;
    let keys = quote!(#private::EncodedPolicy::keys(#keys));
    if fields.is_empty() {
        return keys;
    }
    quote!(#private::EncodedPolicy { #(#fields)* ..#keys })
}

/// The text of a policy: each value with its length, each list with how many it has. The runtime looks
/// for nothing in it, and finds the lists by their order: origins, then methods.
#[derive(Default)]
struct Keys(String);

impl Keys {
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

/// How many a list in the text may have: the runtime has no room for more.
const LONGEST_LIST: usize = 16;

/// The origins of a list that the text has room for: exact ones and patterns.
fn short(origins: &[String]) -> Option<(Vec<&str>, Vec<&str>)> {
    let (exact, patterns) = sorted(origins);
    let patterns: Vec<_> = patterns.iter().map(OriginPattern::as_str).collect();
    (exact.len().max(patterns.len()) <= LONGEST_LIST).then_some((exact, patterns))
}

/// They stand under the user's `debug_assertions`, so that a release binary does not contain them.
fn dev_origins(checked: &Checked, private: &Names) -> TokenStream {
    let debug = match &checked.constants.dev_origins {
        Some(entries) => late_set(entries, true, private),
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

/// A list of which the attribute does not know all.
fn late_set(entries: &[Entry], dev: bool, private: &Names) -> TokenStream {
    let (sets, late) = (
        origin_lists(entries, private),
        sources(entries, dev, private),
    );
    quote!(#private::constant_origins!([#(#sets),*] [#(#late),*]))
}

/// The list as the runtime looks things up in it.
fn set(origins: &[String], private: &Names) -> TokenStream {
    let (exact, patterns) = sorted(origins);
    let patterns = patterns.iter().map(OriginPattern::as_str);
    quote!(#private::Origins::Listed {
        exact: &[#(#exact),*],
        patterns: &[#(#private::OriginPattern::__known(#patterns)),*],
        sources: &[],
    })
}

/// Exact origins and patterns in the order of the look-up. Each pattern has a star, and no origin does.
fn sorted(origins: &[String]) -> (Vec<&str>, Vec<OriginPattern<'_>>) {
    let (mut patterns, mut exact) = (Vec::new(), Vec::new());
    for origin in origins {
        if origin.contains('*') {
            patterns.push(OriginPattern::__known(origin));
        } else {
            exact.push(origin.as_str());
        }
    }
    exact.sort_unstable_by(|a, b| exact_order(a.as_bytes(), b.as_bytes()));
    exact.dedup();
    patterns.sort_unstable_by(|a, b| a.key().compare(b.key()));
    patterns.dedup();
    (exact, patterns)
}
