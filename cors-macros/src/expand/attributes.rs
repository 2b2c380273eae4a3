//! Which of the user's attributes belong on which item.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Attribute, Meta};

use crate::{item::Function, warn::Warn};

/// The attributes of a handler, each where it matters.
pub(crate) struct Attributes<'f> {
    /// On every item that is made: `#[cfg]`.
    pub(crate) every: Vec<&'f Attribute>,
    /// On the function the routes name: docs, `#[deprecated]`, lint levels.
    pub(crate) outer: Vec<&'f Attribute>,
    /// On the user's own function: lint levels, and all that is not known here, such as
    /// `#[tracing::instrument]`.
    pub(crate) inner: Vec<&'f Attribute>,
    /// On the user's own function if nothing else may touch it: lint levels.
    pub(crate) lints: Vec<&'f Attribute>,
    /// On the items that repeat the types of the function: lint levels, an expectation as an
    /// allowance, since it holds for one place.
    pub(crate) repeated: Vec<TokenStream>,
}

impl<'f> Attributes<'f> {
    pub(crate) fn of(attributes: &'f [Attribute]) -> Self {
        let mut sorted = Self {
            every: Vec::new(),
            outer: Vec::new(),
            inner: Vec::new(),
            lints: Vec::new(),
            repeated: Vec::new(),
        };
        for attribute in attributes {
            let name = attribute
                .path()
                .get_ident()
                .map(ToString::to_string)
                .unwrap_or_default();
            match name.as_str() {
                "cfg" => sorted.every.push(attribute),
                "doc" | "deprecated" => sorted.outer.push(attribute),
                "allow" | "warn" | "deny" | "forbid" => {
                    sorted.outer.push(attribute);
                    sorted.inner.push(attribute);
                    sorted.lints.push(attribute);
                    sorted.repeated.push(attribute.to_token_stream());
                }
                // An expectation holds for one item: on two of them one would not be met.
                "expect" => {
                    sorted.inner.push(attribute);
                    sorted.lints.push(attribute);
                    if let Meta::List(list) = &attribute.meta {
                        let lints = &list.tokens;
                        sorted.repeated.push(quote!(#[allow(#lints)]));
                    }
                }
                _ => sorted.inner.push(attribute),
            }
        }
        sorted
    }
}

/// What may be wrong with the policy, beside the items of the function.
pub(crate) fn beside(function: &Function, warnings: &[Warn]) -> TokenStream {
    let Attributes {
        every, repeated, ..
    } = Attributes::of(&function.attrs);
    let each = warnings
        .iter()
        .map(|warning| quote!(#(#every)* #(#repeated)* #warning));
    each.collect()
}
