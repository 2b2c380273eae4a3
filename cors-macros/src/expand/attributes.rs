//! Distributes the user's attributes over the generated items.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Attribute, Meta};

use crate::{diag::Diag, item::Function};

/// The attributes of a handler, by the items they belong on.
pub(crate) struct Attributes<'f> {
    /// On every generated item: `#[cfg]`.
    pub(crate) every: Vec<&'f Attribute>,
    /// On the function that routes name: docs, `#[deprecated]`, lint levels.
    pub(crate) outer: Vec<&'f Attribute>,
    /// On the user's own function: lint levels and unknown attributes, such as `#[tracing::instrument]`.
    pub(crate) inner: Vec<&'f Attribute>,
    /// On the user's own function after an error: lint levels only.
    pub(crate) lints: Vec<&'f Attribute>,
    /// On items that repeat the types of the function: lint levels, with `expect` as `allow`, since an expectation is
    /// for one item.
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
                // An expectation on two items would be unfulfilled on one of them.
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

/// The warnings about the policy, under the lint levels of the function.
pub(crate) fn beside(function: &Function, warnings: &[Diag]) -> TokenStream {
    let Attributes {
        every, repeated, ..
    } = Attributes::of(&function.attrs);
    let each = warnings
        .iter()
        .map(|warning| quote!(#(#every)* #(#repeated)* #warning));
    each.collect()
}
