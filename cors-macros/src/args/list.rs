//! The value of a key that takes a list.

use cors_rules::Field;
use quote::ToTokens;
use syn::Expr;

use super::{
    entry::{self, Entry},
    form::{Form, Value},
    key,
    syntax::ungrouped,
    unbracketed::Loose,
    wrong_value::corrected,
};
use crate::diag::Diag;

/// The value of `origins`, `dev_origins`, `methods`, `headers` or `expose_headers`.
#[derive(Clone, Debug)]
pub(crate) enum List {
    /// The word `any`.
    Any,
    /// The entries that could be read.
    Entries(Vec<Entry>),
    /// What stands where a list belongs.
    Loose(Loose),
}

impl List {
    pub(crate) fn texts(&self) -> Vec<&str> {
        match self {
            Self::Any | Self::Loose(_) => Vec::new(),
            Self::Entries(entries) => entries.iter().map(|entry| entry.text.as_str()).collect(),
        }
    }

    /// The entries, if some of them are no texts.
    pub(crate) fn with_names(&self) -> Option<&[Entry]> {
        match self {
            Self::Entries(entries) if !entries.iter().all(Entry::is_text) => Some(entries),
            _ => None,
        }
    }
}

impl Value for List {
    fn read(field: Field, form: Form<'_>, diags: &mut Vec<Diag>) -> Option<Self> {
        let value = match &form {
            Form::Value(value) => *value,
            Form::List(list) => {
                let loose = Loose::of_tokens(field, list.tokens.clone(), list.to_token_stream());
                if loose.is_none() {
                    diags.push(form.refused(field));
                }
                return loose.map(Self::Loose);
            }
            Form::Word(_) => {
                diags.push(form.refused(field));
                return None;
            }
        };
        if matches!(value, Expr::Path(path) if path.path.is_ident("any"))
            && field != Field::DevOrigins
        {
            return Some(Self::Any);
        }
        if let Some(loose) = Loose::of_value(field, value) {
            return Some(Self::Loose(loose));
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
            Expr::Path(path) => match entry::of_http_crate(&path.path, field) {
                Some(name) => corrected(span, field, format!("`{field} = [{name}]`")),
                None => match Entry::constant(field, &path.path) {
                    Some(constant) => return Some(Self::Entries(vec![constant])),
                    None => form.refused(field),
                },
            },
            Expr::Call(call) => match entry::read_call(field, call, diags) {
                Some(entry) => return entry.ok().map(|entry| Self::Entries(vec![entry])),
                None => form.refused(field),
            },
            _ if is_list_type(value) => corrected(
                span,
                field,
                format!("the brackets alone: `{}`", key::example(field)),
            ),
            _ => form.refused(field),
        };
        diags.push(diag);
        None
    }
}

/// True if the value is a list of Rust's, not one of the attribute.
fn is_list_type(value: &Expr) -> bool {
    match value {
        Expr::Reference(reference) => matches!(ungrouped(&reference.expr), Expr::Array(_)),
        Expr::Macro(call) => call.mac.path.is_ident("vec"),
        _ => false,
    }
}
