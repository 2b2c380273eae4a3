//! Errors for values that their keys do not take.

use cors_rules::{Field, Lint};
use proc_macro2::{Ident, TokenStream};
use quote::ToTokens;
use syn::MetaList;

use super::key;
use crate::diag::Diag;

/// The error for a value whose type the key does not take.
pub(super) fn wrong(span: TokenStream, field: Field) -> Diag {
    let correction = match field {
        Field::Origins => {
            "a list such as `origins = [\"https://app.example.com\"]`, or `origins = any`"
                .to_owned()
        }
        Field::Methods => "a list such as `methods = [GET, POST]`, or `methods = any`".to_owned(),
        Field::Headers | Field::ExposeHeaders => {
            format!(
                "a list such as `{}`, or `{field} = any`",
                key::example(field)
            )
        }
        Field::Credentials | Field::Enforce => format!("`{field}` alone, or `{field} = false`"),
        Field::Disabled => "`disabled` alone".to_owned(),
        Field::MaxAge => {
            "a number of seconds such as `max_age = 3600`, or a text such as `max_age = \"24h\"`"
                .to_owned()
        }
        _ => format!("`{}`", key::example(field)),
    };
    corrected(span, field, correction)
}

/// The error for `key(value)`.
pub(super) fn in_parentheses(list: &MetaList, field: Field) -> Diag {
    let value = match field {
        Field::Credentials | Field::Enforce | Field::MaxAge | Field::Crate => {
            list.tokens.to_string()
        }
        _ => format!("[{}]", list.tokens),
    };
    corrected(
        list.to_token_stream(),
        field,
        format!("`{field} = {value}`"),
    )
}

/// The same error with the text to write instead.
pub(super) fn corrected(span: TokenStream, field: Field, correction: String) -> Diag {
    Diag::lint_with(span, Lint::WrongValueType, field, "", correction)
}

/// The error for a key without the value it needs.
pub(super) fn no_value(key: &Ident, field: Field) -> Diag {
    Diag::new(key, format!("`{field}` has no value"))
        .note("the policy is checked at compile time, so the attribute needs the value")
        .help(format!("write `{}`", key::example(field)))
        .see(Lint::WrongValueType)
}
