//! The values of the keys that are lists.

use cors_policy::Field;
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Expr, ExprCall, ExprLit, ExprPath, Lit, Path};

use super::{
    key,
    value::{Form, Value, corrected, not_a_literal, ungrouped},
};
use crate::diag::Diag;

/// The value of `origins`, `dev_origins`, `methods`, `headers` or `expose_headers`.
#[derive(Clone, Debug)]
pub(crate) enum List {
    /// The word `any`.
    Any,
    /// The entries that could be read.
    Entries(Vec<Entry>),
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
            Self::Any => Vec::new(),
            Self::Entries(entries) => entries.iter().map(|entry| entry.text.as_str()).collect(),
        }
    }
}

impl Value for List {
    fn read(field: Field, form: Form<'_>, diags: &mut Vec<Diag>) -> Option<Self> {
        let Form::Value(value) = form else {
            diags.push(form.refused(field));
            return None;
        };
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
            Expr::Path(path) if path.path.is_ident("any") && field != Field::DevOrigins => {
                return Some(Self::Any);
            }
            Expr::Path(path) if path.path.is_ident("any") => corrected(
                span,
                field,
                format!("the origin of the dev server: `{}`", key::example(field)),
            ),
            Expr::Path(path) if field == Field::Methods && path.path.get_ident().is_some() => {
                corrected(span.clone(), field, format!("a list: `methods = [{span}]`"))
            }
            Expr::Path(_) => not_a_literal(span, "a path", field),
            Expr::Call(ExprCall { func, .. }) => {
                match func.to_token_stream().to_string().as_str() {
                    name @ ("env" | "matching") => {
                        not_a_literal(span, &format!("`{name}(…)`"), field)
                    }
                    _ => not_a_literal(span, "a call", field),
                }
            }
            Expr::Lit(ExprLit {
                lit: Lit::Str(text),
                ..
            }) if matches!(text.value().as_str(), "*" | "any") && field != Field::DevOrigins => {
                corrected(span, field, format!("`{field} = any`"))
            }
            Expr::Lit(ExprLit {
                lit: Lit::Str(_), ..
            }) => corrected(span.clone(), field, format!("a list: `{field} = [{span}]`")),
            _ => form_of(value, field),
        };
        diags.push(diag);
        None
    }
}

fn form_of(value: &Expr, field: Field) -> Diag {
    Form::Value(value).refused(field)
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
        Expr::Path(ExprPath { path, .. }) => match path.get_ident() {
            Some(method) if field == Field::Methods => {
                return Some(Entry {
                    text: method.to_string(),
                    tokens,
                });
            }
            _ => constant(path, field),
        },
        Expr::Call(ExprCall { func, .. }) if func.to_token_stream().to_string() == "env" => {
            not_a_literal(tokens, "`env(…)`", field)
        }
        _ => no_string(tokens, field),
    };
    diags.push(diag);
    None
}

/// A constant of the `http` crate is a value of its own type; any other may once be read.
fn constant(path: &Path, field: Field) -> Diag {
    let tokens = path.to_token_stream();
    let modules = || {
        path.segments
            .iter()
            .rev()
            .skip(1)
            .map(|module| module.ident.to_string())
    };
    let name = path
        .segments
        .last()
        .map(|name| name.ident.to_string())
        .unwrap_or_default();
    match field {
        Field::Methods if modules().any(|module| module == "Method") => {
            corrected(tokens, field, format!("the name alone: `{name}`"))
        }
        Field::Headers | Field::ExposeHeaders if modules().any(|module| module == "header") => {
            let name = name.to_ascii_lowercase().replace('_', "-");
            corrected(tokens, field, format!("the name as a string: `\"{name}\"`"))
        }
        _ => not_a_literal(tokens, "a path", field),
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
