//! The syntactic forms of a value: `key`, `key = value`, `key(…)`.

use cors_rules::Field;
use darling::FromMeta;
use proc_macro2::{Ident, TokenStream};
use quote::ToTokens;
use syn::{Expr, Meta, MetaList};

use super::{computed, key, syntax::ungrouped, wrong_value};
use crate::diag::Diag;

/// A key and its value.
#[derive(Clone, Debug)]
pub(crate) struct KeyValue<T> {
    pub(crate) key: Ident,
    /// The tokens of the value, or of the key if it has none.
    pub(crate) tokens: TokenStream,
    /// The valid part of the value.
    pub(crate) value: Option<T>,
    /// True if all of the value is valid.
    pub(crate) is_valid: bool,
    diags: Vec<Diag>,
}

impl<T> KeyValue<T> {
    pub(super) fn broken(key: Ident) -> Self {
        Self {
            tokens: key.to_token_stream(),
            key,
            value: None,
            is_valid: false,
            diags: Vec::new(),
        }
    }
}

pub(super) fn take<T>(reading: &mut Option<KeyValue<T>>, diags: &mut Vec<Diag>) {
    if let Some(reading) = reading {
        diags.append(&mut reading.diags);
    }
}

/// The tokens after a key.
pub(super) enum ValueForm<'m> {
    /// Nothing.
    Word(&'m Ident),
    /// `= value`
    Value(&'m Expr),
    /// `(…)`
    List(&'m MetaList),
}

/// A value that is parsed as far as it is valid. Mistakes are added to `diags`.
pub(super) trait ParseValue: Sized {
    fn read(field: Field, form: ValueForm<'_>, diags: &mut Vec<Diag>) -> Option<Self>;
}

impl<T: ParseValue> FromMeta for KeyValue<T> {
    fn from_meta(meta: &Meta) -> darling::Result<Self> {
        let Some(key) = meta.path().get_ident().cloned() else {
            return Err(darling::Error::unsupported_shape("path"));
        };
        let field = key::of(&key.to_string()).unwrap_or(Field::Attribute);
        let (form, tokens) = match meta {
            Meta::Path(_) => (ValueForm::Word(&key), key.to_token_stream()),
            Meta::NameValue(pair) => (
                ValueForm::Value(ungrouped(&pair.value)),
                pair.value.to_token_stream(),
            ),
            Meta::List(list) => (ValueForm::List(list), meta.to_token_stream()),
        };
        let mut diags = Vec::new();
        let value = T::read(field, form, &mut diags);
        Ok(Self {
            key,
            tokens,
            value,
            is_valid: diags.is_empty(),
            diags,
        })
    }
}

impl ValueForm<'_> {
    /// The tokens to underline if the form is wrong.
    pub(super) fn tokens(&self) -> TokenStream {
        match self {
            Self::Word(key) => key.to_token_stream(),
            Self::Value(value) => value.to_token_stream(),
            Self::List(list) => list.to_token_stream(),
        }
    }

    /// The error if the key does not take this form.
    pub(super) fn error(&self, field: Field) -> Diag {
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
