//! A checked policy as constants.

use cors_policy::{
    Allowance, Field, OriginPattern, Port, Resolved, ResolvedNames, ResolvedOrigins,
};
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
///     const WRITTEN: Written = Written {
///         origins: Some(Origins::Listed { exact: &["https://app.example.com"], patterns: &[], sources: &[] }),
///         credentials: Some(true),
///         max_age: Some("600"),
///         ..Written::here()
///     };
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

/// The keys that are written, as the runtime takes them.
fn written(checked: &Checked, private: &Names) -> TokenStream {
    let Checked {
        resolved,
        constants,
        base,
        ..
    } = checked;
    let field = |name: &str, value: Option<TokenStream>| {
        let name = format_ident!("{name}");
        value.map(|value| quote!(#name: #private::Some(#value),))
    };
    let names_origins = checked.has(Field::Origins) || checked.has(Field::DevOrigins);
    let origins = (base.is_none() || names_origins).then(|| origins(checked, private));
    let has_dev = checked.has(Field::DevOrigins);
    let dev = has_dev.then(|| quote!(dev: ::core::cfg!(debug_assertions),));
    let released = has_dev.then(|| built(checked, false, private));
    // A key that is off says something only where it could be on.
    let credentials = (resolved.credentials || (checked.has(Field::Credentials) && base.is_some()))
        .then_some(resolved.credentials);
    // Under a router with an enforced policy it matters whether the key was written.
    let enforce = (resolved.enforce || checked.has(Field::Enforce)).then_some(resolved.enforce);
    let headers = header(
        constants.headers.as_deref(),
        resolved.headers.as_ref(),
        private,
    );
    let expose_headers = header(
        constants.expose_headers.as_deref(),
        resolved.expose_headers.as_ref(),
        private,
    );
    let max_age = match (&constants.max_age, resolved.max_age) {
        (Some(constant), _) => {
            let seconds = constants::seconds(constant, private);
            Some(quote!(#private::constant_seconds!(#seconds)))
        }
        (None, Some(seconds)) => Some(seconds.to_string().into_token_stream()),
        (None, None) => None,
    };
    let allow: Vec<_> = Allowance::ALL
        .iter()
        .filter(|allowance| checked.allow.contains(**allowance))
        .map(|allowance| format_ident!("{allowance:?}"))
        .collect();
    let allow = (!allow.is_empty()).then(|| quote!(allow: &[#(#private::Allowance::#allow),*],));
    let fields = [
        field("base", base.as_ref().map(|base| quote!(&#base))),
        field("origins", origins),
        dev,
        field("released", released),
        field("credentials", credentials.map(ToTokens::into_token_stream)),
        field("methods", methods(checked, private)),
        field("headers", headers),
        field("expose_headers", expose_headers),
        field("max_age", max_age),
        field("enforce", enforce.map(ToTokens::into_token_stream)),
        allow,
    ];
    let fields = fields.into_iter().flatten();
    quote!(#private::Written { #(#fields)* ..#private::Written::here() })
}

fn methods(checked: &Checked, private: &Names) -> Option<TokenStream> {
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
    private: &Names,
) -> Option<TokenStream> {
    if let Some(entries) = constants {
        let lists = lists(entries, private);
        return Some(quote!(#private::constant_header!(#(#lists),*)));
    }
    Some(names?.header_value().into_token_stream())
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

/// The look-up compares lengths first, so the exact origins are sorted by length, then by bytes; that of
/// patterns compares hosts.
fn set<'o>(origins: impl Iterator<Item = &'o String>, private: &Names) -> TokenStream {
    let (mut patterns, mut exact) = (Vec::new(), Vec::new());
    for origin in origins {
        match OriginPattern::parse(origin) {
            Ok(parsed) if !parsed.is_exact() => patterns.push(parsed),
            _ => exact.push(origin),
        }
    }
    exact.sort_unstable_by_key(|origin| (origin.len(), origin.as_bytes()));
    exact.dedup();
    patterns.sort_unstable_by_key(|pattern| (pattern.host(), pattern.as_str()));
    patterns.dedup();
    let patterns = patterns.iter().map(|parsed| pattern(parsed, private));
    quote!(#private::Origins::Listed {
        exact: &[#(#exact),*],
        patterns: &[#(#patterns),*],
        sources: &[],
    })
}

/// A pattern with its parts, so that const evaluation need not look for them once more.
fn pattern(pattern: &OriginPattern<'_>, private: &Names) -> TokenStream {
    let (text, scheme, host) = (pattern.as_str(), pattern.scheme(), pattern.host());
    let port = match pattern.port() {
        Port::Number(port) => quote!(Number(#port)),
        Port::Any => quote!(Any),
        _ => quote!(Default),
    };
    let (subdomains, extensions) = (pattern.subdomains(), pattern.any_extension());
    quote! {
        #private::OriginPattern::__parsed(
            #text, #scheme, #host, #private::Port::#port, #subdomains, #extensions,
        )
    }
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
