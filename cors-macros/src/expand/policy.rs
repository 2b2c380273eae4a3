//! A checked policy as constants.

use cors_policy::{Allowance, Field, OriginPattern, Resolved, ResolvedNames, ResolvedOrigins};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::Path;

use super::{
    constants::{self, lists, origin_lists, sources},
    place,
};
use crate::{
    args::Entry,
    check::Checked,
    krate::{Krate, Names},
};

/// A policy, and what carries it.
///
/// ```text
/// // Input:  origins = ["https://app.example.com"], credentials, max_age = 600
/// // Output, of a handler:
/// impl ::cors_runtime::__private::Annotation for __cors_list {
///     const WRITTEN: Written = Written::keys("origins 1+0 23:https://app.example.com; credentials; max_age 3:600");
/// }
/// ```
///
/// The policy is made of that where it is used: in const evaluation of each handler, `cargo check` would
/// spend more time on it than on all the rest.
#[derive(Clone, Debug)]
pub(crate) struct Policy {
    carried: Carried,
    /// What is seen in const evaluation alone.
    checks: Vec<TokenStream>,
    /// The same where the policy has to be there.
    checks_of_the_whole: Vec<Check>,
}

#[derive(Clone, Debug)]
enum Carried {
    /// The keys: `Written`.
    Written(TokenStream),
    /// A policy that is there: `&'static Policy`.
    Reference(TokenStream),
}

/// A function of `constant` for a policy, called at a place, with what else it is told.
#[derive(Clone, Debug)]
struct Check {
    place: TokenStream,
    function: &'static str,
    told: Option<String>,
}

impl Check {
    fn item(&self, carried: &TokenStream, private: &Names) -> TokenStream {
        let Self {
            place,
            function,
            told,
        } = self;
        let (function, told) = (format_ident!("{function}"), told.iter());
        let check = quote!(#private::constant::#function(#carried #(, #told)*));
        let check = place::over(place, check);
        quote!(const _: () = #check;)
    }

    fn route_method(place: impl ToTokens, method: &str) -> Self {
        Self {
            place: place.into_token_stream(),
            function: "check_route_method",
            told: Some(method.to_owned()),
        }
    }
}

impl Policy {
    fn reference(policy: TokenStream) -> Self {
        Self {
            carried: Carried::Reference(policy),
            checks: Vec::new(),
            checks_of_the_whole: Vec::new(),
        }
    }

    /// The items that make `owner`, a type, carry the policy.
    pub(crate) fn items(&self, owner: &Ident, krate: &Krate) -> TokenStream {
        let Self {
            carried,
            checks,
            checks_of_the_whole,
        } = self;
        let private = krate.private();
        let member = match carried {
            Carried::Written(written) => quote!(const WRITTEN: #private::Written = #written;),
            Carried::Reference(policy) => {
                quote!(const POLICY: &'static #private::Policy = #policy;)
            }
        };
        let carried = Self::of(owner, krate);
        let of_the_whole = checks_of_the_whole.iter();
        let of_the_whole = of_the_whole.map(|check| check.item(&carried, &private));
        quote! {
            impl #private::Annotation for #owner {
                #member
            }
            #(#checks)*
            #(#of_the_whole)*
        }
    }

    /// What such a type carries: `&'static Policy`.
    pub(crate) fn of(owner: &Ident, krate: &Krate) -> TokenStream {
        let private = krate.private();
        quote!(<#owner as #private::Annotation>::POLICY)
    }

    /// The policy as an expression of that type, among such items.
    pub(crate) fn expression(&self, items: &TokenStream, krate: &Krate) -> TokenStream {
        let owner = Ident::new("__Cors", Span::mixed_site());
        let imports = krate.imports();
        let krate = &Krate::imported();
        let (own_items, carried) = (self.items(&owner, krate), Self::of(&owner, krate));
        quote!({
            #items
            #imports
            enum #owner {}
            #own_items
            #carried
        })
    }
}

pub(crate) fn policy(checked: &Checked, route_method: Option<&str>, krate: &Krate) -> Policy {
    let private = krate.private();
    let Checked {
        base,
        constants,
        resolved,
        ..
    } = checked;
    let whole = base.as_ref().map(|base| Check {
        place: base.to_token_stream(),
        function: "check_policy",
        told: None,
    });
    // Where a macro cannot see the methods.
    let place = match (&constants.methods, base) {
        (Some(entries), _) => entries
            .iter()
            .find(|entry| entry.is_constant())
            .map(|entry| entry.tokens.clone()),
        (None, Some(base)) if resolved.methods.is_none() => Some(base.to_token_stream()),
        (None, _) => None,
    };
    let route = route_method
        .zip(place)
        .map(|(method, place)| Check::route_method(place, method));
    Policy {
        carried: Carried::Written(written(checked, &private)),
        checks: constants::checks(checked, &private),
        checks_of_the_whole: whole.into_iter().chain(route).collect(),
    }
}

/// The keys that are written, as the runtime takes them: what is known as text, the rest as fields.
fn written(checked: &Checked, private: &Names) -> TokenStream {
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
    let has_dev = checked.has(Field::DevOrigins);
    if base.is_none() || checked.has(Field::Origins) || has_dev {
        match known_origins(checked) {
            _ if resolved.origins == ResolvedOrigins::Any && !has_dev => keys.add_any("origins"),
            Some((exact, patterns)) => {
                let count = format!("{}+{}", exact.len(), patterns.len());
                keys.add_words("origins", &count, &[exact, patterns].concat());
            }
            None => field("origins", origins(checked, private)),
        }
    }
    if has_dev {
        field("released", built(checked, false, private));
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
    for (name, constants, names) in [
        ("headers", &constants.headers, &resolved.headers),
        (
            "expose_headers",
            &constants.expose_headers,
            &resolved.expose_headers,
        ),
    ] {
        match (constants, names) {
            (Some(entries), _) => {
                let lists = lists(entries, private);
                field(name, quote!(#private::constant_header!(#(#lists),*)));
            }
            (None, Some(names)) => keys.add_word(name, &names.header_value()),
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
    if has_dev {
        fields.push(quote!(dev: ::core::cfg!(debug_assertions),));
    }
    let keys = keys.0;
    let keys = quote!(#private::Written::keys(#keys));
    if fields.is_empty() {
        return keys;
    }
    quote!(#private::Written { #(#fields)* ..#keys })
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

/// The origins of a list that is the same in every build, if nothing but the attribute knows of it:
/// exact ones and patterns.
fn known_origins(checked: &Checked) -> Option<(Vec<&str>, Vec<&str>)> {
    let Checked {
        resolved,
        constants,
        ..
    } = checked;
    let ResolvedOrigins::List(origins) = &resolved.origins else {
        return None;
    };
    if checked.has(Field::DevOrigins) || constants.origins.is_some() {
        return None;
    }
    let (exact, patterns) = sorted(origins.iter());
    let patterns: Vec<_> = patterns.iter().map(OriginPattern::as_str).collect();
    (exact.len().max(patterns.len()) <= LONGEST_LIST).then_some((exact, patterns))
}

/// The origins of `dev_origins` stand under the user's `debug_assertions`, so that a release binary
/// does not contain them.
fn origins(checked: &Checked, private: &Names) -> TokenStream {
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
fn built(checked: &Checked, debug: bool, private: &Names) -> TokenStream {
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

/// The list as the runtime looks things up in it.
fn set<'o>(origins: impl Iterator<Item = &'o String>, private: &Names) -> TokenStream {
    let (exact, patterns) = sorted(origins);
    let patterns = patterns.iter().map(OriginPattern::as_str);
    quote!(#private::Origins::Listed {
        exact: &[#(#exact),*],
        patterns: &[#(#private::OriginPattern::__known(#patterns)),*],
        sources: &[],
    })
}

/// The look-up compares lengths first, so the exact origins are sorted by length, then by bytes; that of
/// patterns compares hosts. Each pattern has a star, and no origin does.
fn sorted<'o>(origins: impl Iterator<Item = &'o String>) -> (Vec<&'o str>, Vec<OriginPattern<'o>>) {
    let (mut patterns, mut exact) = (Vec::new(), Vec::new());
    for origin in origins {
        if origin.contains('*') {
            patterns.push(OriginPattern::__known(origin));
        } else {
            exact.push(origin.as_str());
        }
    }
    exact.sort_unstable_by_key(|origin| (origin.len(), origin.as_bytes()));
    exact.dedup();
    patterns.sort_unstable_by_key(|pattern| (pattern.host(), pattern.as_str()));
    patterns.dedup();
    (exact, patterns)
}

/// No policy, on purpose.
pub(crate) fn disabled(krate: &Krate) -> Policy {
    let private = krate.private();
    Policy::reference(quote!(&#private::Policy::__disabled()))
}

/// The policy that lets nobody in: what stands in for one with a mistake.
pub(crate) fn deny_all(krate: &Krate) -> Policy {
    let private = krate.private();
    Policy::reference(quote!(&#private::Policy::deny_all()))
}

/// A policy of another name. That it serves the method of its route is seen in const evaluation.
pub(crate) fn named(path: &Path, route_method: Option<&str>, krate: &Krate) -> Policy {
    let private = krate.private();
    let named = place::over(path, quote!(#private::constant::named(&#path)));
    let check = route_method.map(|method| Check::route_method(path, method));
    Policy {
        checks_of_the_whole: check.into_iter().collect(),
        ..Policy::reference(named)
    }
}
