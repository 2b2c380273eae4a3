//! The value of a key that takes a list.

use cors_rules::Field;
use quote::ToTokens;
use syn::Expr;

use super::{
    entry::{self, Entry},
    form::{ParseValue, ValueForm},
    key,
    syntax::ungrouped,
    unbracketed::UnbracketedList,
    wrong_value::corrected,
};
use crate::diag::Diag;

/// The value of `origins`, `dev_origins`, `methods`, `headers` or `expose_headers`.
#[derive(Clone, Debug)]
pub(crate) enum List {
    /// The word `any`.
    Any,
    /// The valid entries.
    Entries(Vec<Entry>),
    /// Entries without their brackets, which is an error.
    Unbracketed(UnbracketedList),
}

impl List {
    /// The entries with a text, in their order.
    pub(crate) fn with_text(&self) -> impl Iterator<Item = &Entry> {
        let entries: &[Entry] = match self {
            Self::Any | Self::Unbracketed(_) => &[],
            Self::Entries(entries) => entries,
        };
        entries.iter().filter(|entry| entry.is_text())
    }

    pub(crate) fn texts(&self) -> Vec<&str> {
        self.with_text().filter_map(Entry::text).collect()
    }

    /// The entries, if some of them are not texts.
    pub(crate) fn with_constants(&self) -> Option<&[Entry]> {
        match self {
            Self::Entries(entries) if !entries.iter().all(Entry::is_text) => Some(entries),
            _ => None,
        }
    }
}

impl ParseValue for List {
    fn read(field: Field, form: ValueForm<'_>, diags: &mut Vec<Diag>) -> Option<Self> {
        let value = match &form {
            ValueForm::Value(value) => *value,
            ValueForm::List(list) => {
                let loose =
                    UnbracketedList::of_tokens(field, list.tokens.clone(), list.to_token_stream());
                if loose.is_none() {
                    diags.push(form.error(field));
                }
                return loose.map(Self::Unbracketed);
            }
            ValueForm::Word(_) => {
                diags.push(form.error(field));
                return None;
            }
        };
        if matches!(value, Expr::Path(path) if path.path.is_ident("any"))
            && field != Field::DevOrigins
        {
            return Some(Self::Any);
        }
        if let Some(loose) = UnbracketedList::of_value(field, value) {
            return Some(Self::Unbracketed(loose));
        }
        let span = value.to_token_stream();
        let diag = match value {
            Expr::Array(array) => {
                return Some(Self::Entries(
                    array
                        .elems
                        .iter()
                        .filter_map(|entry| entry::read(field, entry, diags))
                        .collect(),
                ));
            }
            Expr::Path(path) => match entry::from_http_crate(&path.path, field) {
                Some(name) => corrected(span, field, format!("`{field} = [{name}]`")),
                None => match Entry::constant(field, &path.path) {
                    Some(constant) => return Some(Self::Entries(vec![constant])),
                    None => form.error(field),
                },
            },
            Expr::Call(call) => match entry::read_call(field, call, diags) {
                Some(entry) => return entry.ok().map(|entry| Self::Entries(vec![entry])),
                None => form.error(field),
            },
            _ if is_list_type(value) => corrected(
                span,
                field,
                format!("the brackets alone: `{}`", key::example(field)),
            ),
            _ => form.error(field),
        };
        diags.push(diag);
        None
    }
}

/// True for a Rust expression that makes a list: `&[…]` or `vec![…]`.
fn is_list_type(value: &Expr) -> bool {
    match value {
        Expr::Reference(reference) => matches!(ungrouped(&reference.expr), Expr::Array(_)),
        Expr::Macro(call) => call.mac.path.is_ident("vec"),
        _ => false,
    }
}
