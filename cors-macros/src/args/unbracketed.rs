//! Entries without the brackets of a list.

use cors_rules::Field;
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Expr, LitStr};

use super::{
    entry::Entry,
    syntax::{is_constant_of, is_separator, ungrouped},
};

/// Entries in place of a list. The correction depends on the other keys, so `correct` reports the error.
#[derive(Clone, Debug)]
pub(crate) struct UnbracketedList {
    /// The tokens to underline.
    pub(crate) tokens: TokenStream,
    pub(crate) entries: Vec<Entry>,
    pub(crate) shape: Shape,
}

/// The form of the entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Side by side, or in parentheses.
    Bare,
    /// A Rust expression: `vec![…]`, `&[…]`.
    Wrapped,
    /// `any` or `*` in brackets.
    Bracketed,
}

impl UnbracketedList {
    /// The entries of `key = value`, if all are valid.
    pub(super) fn of_value(field: Field, value: &Expr) -> Option<Self> {
        let (inner, shape) = match value {
            Expr::Array(array) => {
                let [entry] = array.elems.iter().collect::<Vec<_>>()[..] else {
                    return None;
                };
                let tokens = ungrouped(entry).to_token_stream();
                if !is_star(&tokens) && !is_word_for_any(&tokens) {
                    return None;
                }
                let loose = Self::of_tokens(field, tokens.clone(), tokens)?;
                return Some(Self {
                    shape: Shape::Bracketed,
                    ..loose
                });
            }
            Expr::Reference(reference) => match ungrouped(&reference.expr) {
                Expr::Array(array) => (array.elems.to_token_stream(), Shape::Wrapped),
                _ => return None,
            },
            Expr::Macro(call) if call.mac.path.is_ident("vec") => {
                (call.mac.tokens.clone(), Shape::Wrapped)
            }
            Expr::Tuple(tuple) => (tuple.elems.to_token_stream(), Shape::Bare),
            Expr::Paren(paren) => (paren.expr.to_token_stream(), Shape::Bare),
            value => (value.to_token_stream(), Shape::Bare),
        };
        let loose = Self::of_tokens(field, inner, value.to_token_stream())?;
        Some(Self { shape, ..loose })
    }

    /// The entries between separators, if all are valid.
    pub(super) fn of_tokens(field: Field, row: TokenStream, tokens: TokenStream) -> Option<Self> {
        let row: Vec<TokenTree> = row.into_iter().collect();
        let entries: Option<Vec<_>> = row
            .split(is_separator)
            .filter(|entry| !entry.is_empty())
            .map(|entry| read(field, entry.iter().cloned().collect()))
            .collect();
        let entries = entries.filter(|entries| !entries.is_empty())?;
        Some(Self {
            tokens,
            entries,
            shape: Shape::Bare,
        })
    }
}

fn read(field: Field, tokens: TokenStream) -> Option<Entry> {
    let text = if is_star(&tokens) || is_word_for_any(&tokens) {
        "*".to_owned()
    } else if let Ok(text) = syn::parse2::<LitStr>(tokens.clone()) {
        text.value()
    } else {
        match syn::parse2::<Expr>(tokens.clone()) {
            Ok(Expr::Path(method)) if field == Field::Methods => {
                let is_method = !is_constant_of(field, &method.path);
                is_method.then(|| method.path.get_ident().map(ToString::to_string))??
            }
            Ok(Expr::Group(group)) => return read(field, group.expr.to_token_stream()),
            _ => return None,
        }
    };
    Some(Entry::from_text(text, tokens))
}

/// True for a word that means `any`.
fn is_word_for_any(tokens: &TokenStream) -> bool {
    matches!(tokens.to_string().as_str(), "any" | "Any" | "all" | "All")
}

fn is_star(tokens: &TokenStream) -> bool {
    tokens.to_string() == "*"
}
