//! The values of the keys that are lists.

use cors_policy::Field;
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Expr, ExprLit, ExprPath, Lit, Path};

use super::{
    key,
    loose::Loose,
    unsupported,
    value::{Form, Value, corrected, ungrouped},
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

/// One entry of a list.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) text: String,
    pub(crate) tokens: TokenStream,
}

impl List {
    pub(crate) fn texts(&self) -> Vec<&str> {
        match self {
            Self::Any | Self::Loose(_) => Vec::new(),
            Self::Entries(entries) => entries.iter().map(|entry| entry.text.as_str()).collect(),
        }
    }
}

/// Whether the value of the key is a list.
pub(super) const fn is_list(field: Field) -> bool {
    matches!(
        field,
        Field::Origins | Field::DevOrigins | Field::Methods | Field::Headers | Field::ExposeHeaders
    )
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
                        .filter_map(|entry| read(field, entry, diags))
                        .collect(),
                ));
            }
            Expr::Path(path) => match foreign(&path.path, field) {
                Some(name) => corrected(span, field, format!("`{field} = [{name}]`")),
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

/// Whether the value is a list of Rust's, not one of the attribute.
fn is_list_type(value: &Expr) -> bool {
    match value {
        Expr::Reference(reference) => matches!(ungrouped(&reference.expr), Expr::Array(_)),
        Expr::Macro(call) => call.mac.path.is_ident("vec"),
        _ => false,
    }
}

fn read(field: Field, entry: &Expr, diags: &mut Vec<Diag>) -> Option<Entry> {
    let entry = ungrouped(entry);
    let tokens = entry.to_token_stream();
    let diag = match entry {
        Expr::Lit(ExprLit {
            lit: Lit::Str(text),
            ..
        }) => {
            return Some(Entry {
                text: text.value(),
                tokens,
            });
        }
        Expr::Path(ExprPath { path, .. }) if path.is_ident("any") => {
            corrected(tokens, field, format!("`{field} = any`, without brackets"))
        }
        Expr::Path(ExprPath { path, .. }) => match (path.get_ident(), foreign(path, field)) {
            (Some(method), _) if field == Field::Methods => {
                return Some(Entry {
                    text: method.to_string(),
                    tokens,
                });
            }
            (_, Some(name)) if field == Field::Methods => {
                corrected(tokens, field, format!("the name alone: `{name}`"))
            }
            (_, Some(name)) => corrected(tokens, field, format!("the name as a string: `{name}`")),
            _ => unsupported::diag(entry, field).unwrap_or_else(|| no_string(tokens, field)),
        },
        _ => unsupported::diag(entry, field).unwrap_or_else(|| no_string(tokens, field)),
    };
    diags.push(diag);
    None
}

/// The entry that says the same as a constant of the `http` crate.
fn foreign(path: &Path, field: Field) -> Option<String> {
    let is_in = |name: &str| {
        path.segments
            .iter()
            .rev()
            .skip(1)
            .any(|module| module.ident == name)
    };
    let name = path.segments.last()?.ident.to_string();
    match field {
        Field::Methods if is_in("Method") => Some(name),
        Field::Headers | Field::ExposeHeaders if is_in("header") => {
            let name = name.to_ascii_lowercase().replace('_', "-");
            Some(format!("\"{name}\""))
        }
        _ => None,
    }
}

fn no_string(tokens: TokenStream, field: Field) -> Diag {
    let strings: Vec<_> = tokens
        .clone()
        .into_iter()
        .map(|token| token.to_string())
        .collect();
    if strings.len() > 1 && strings.iter().all(|token| token.starts_with('"')) {
        return Diag::new(tokens, "a comma is missing between these entries")
            .note("each entry of a list is one string, and strings side by side are none")
            .help(format!("write `{field} = [{}]`", strings.join(", ")));
    }
    let example = match field {
        Field::Origins | Field::DevOrigins => "\"https://app.example.com\"",
        Field::Methods => "GET",
        _ => "\"content-type\"",
    };
    let kind = if field == Field::Methods {
        "each entry as a method"
    } else {
        "each entry as a string"
    };
    corrected(tokens, field, format!("{kind}, such as `{example}`"))
}
