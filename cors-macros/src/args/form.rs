//! The forms of a value, and the values that parse themselves from one.

use cors_rules::Field;
use darling::FromMeta;
use proc_macro2::{Ident, TokenStream};
use quote::ToTokens;
use syn::{Expr, Meta, MetaList};

use super::{computed, key, syntax::ungrouped, wrong_value};
use crate::diag::Diag;

/// What one key says.
#[derive(Clone, Debug)]
pub(crate) struct Reading<T> {
    pub(crate) key: Ident,
    /// The value as written, or the key if it has none.
    pub(crate) tokens: TokenStream,
    /// As much of the value as could be read.
    pub(crate) value: Option<T>,
    /// True if that is all of it.
    pub(crate) whole: bool,
    diags: Vec<Diag>,
}

impl<T> Reading<T> {
    pub(super) fn broken(key: Ident) -> Self {
        Self {
            tokens: key.to_token_stream(),
            key,
            value: None,
            whole: false,
            diags: Vec::new(),
        }
    }
}

pub(super) fn take<T>(reading: &mut Option<Reading<T>>, diags: &mut Vec<Diag>) {
    if let Some(reading) = reading {
        diags.append(&mut reading.diags);
    }
}

/// What stands behind a key.
pub(super) enum Form<'m> {
    /// Nothing.
    Word(&'m Ident),
    /// `= value`
    Value(&'m Expr),
    /// `(…)`
    List(&'m MetaList),
}

/// A value that reads as much of itself as it can.
pub(super) trait Value: Sized {
    fn read(field: Field, form: Form<'_>, diags: &mut Vec<Diag>) -> Option<Self>;
}

impl<T: Value> FromMeta for Reading<T> {
    fn from_meta(meta: &Meta) -> darling::Result<Self> {
        let Some(key) = meta.path().get_ident().cloned() else {
            return Err(darling::Error::unsupported_shape("path"));
        };
        let field = key::of(&key.to_string()).unwrap_or(Field::Attribute);
        let (form, tokens) = match meta {
            Meta::Path(_) => (Form::Word(&key), key.to_token_stream()),
            Meta::NameValue(pair) => (
                Form::Value(ungrouped(&pair.value)),
                pair.value.to_token_stream(),
            ),
            Meta::List(list) => (Form::List(list), meta.to_token_stream()),
        };
        let mut diags = Vec::new();
        let value = T::read(field, form, &mut diags);
        Ok(Self {
            key,
            tokens,
            value,
            whole: diags.is_empty(),
            diags,
        })
    }
}

impl Form<'_> {
    /// The tokens to underline if the form is wrong.
    pub(super) fn tokens(&self) -> TokenStream {
        match self {
            Self::Word(key) => key.to_token_stream(),
            Self::Value(value) => value.to_token_stream(),
            Self::List(list) => list.to_token_stream(),
        }
    }

    /// What to say if the key does not take this form.
    pub(super) fn refused(&self, field: Field) -> Diag {
        match self {
            Self::Word(key) => wrong_value::no_value(key, field),
            Self::List(list) if !list.tokens.is_empty() => wrong_value::in_parentheses(list, field),
            Self::List(list) => match list.path.get_ident() {
                Some(key) => wrong_value::no_value(key, field),
                None => wrong_value::wrong(self.tokens(), field),
            },
            Self::Value(value) => computed::diag(value, field)
                .unwrap_or_else(|| wrong_value::wrong(value.to_token_stream(), field)),
        }
    }
}
