//! A key that is written twice.

use cors_rules::Field;
use darling::FromMeta;
use proc_macro2::TokenStream;

use super::{allow::Allow, form::KeyValue, list::List, split::Pair, syntax::is_list};

/// A key that is in the attribute already, with its value.
#[derive(Debug)]
pub(crate) struct RepeatedKey {
    pub(crate) field: Field,
    /// The tokens of the key, possibly misspelled.
    pub(crate) tokens: TokenStream,
    pub(crate) value: RepeatedValue,
}

/// The value of a repeated key.
#[derive(Debug)]
pub(crate) enum RepeatedValue {
    List(KeyValue<List>),
    Allow(KeyValue<Allow>),
    /// A value that cannot be merged with another.
    Single,
}

impl RepeatedKey {
    pub(super) fn of(pair: Pair) -> Self {
        let meta = pair.meta.as_ref();
        let value = match pair.field {
            field if is_list(field) => meta
                .and_then(|meta| KeyValue::from_meta(meta).ok())
                .map(RepeatedValue::List),
            Field::Allow => meta
                .and_then(|meta| KeyValue::from_meta(meta).ok())
                .map(RepeatedValue::Allow),
            _ => None,
        };
        Self {
            field: pair.field,
            tokens: pair.written,
            value: value.unwrap_or(RepeatedValue::Single),
        }
    }
}
