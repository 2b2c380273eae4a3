//! The values of the keys that are lists.

use cors_rules::{Field, is_known_method};
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Expr, ExprLit, ExprPath, Lit, Path};

use super::{
    key,
    late::{self, Environment, Matching},
    unbracketed::Loose,
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
    /// The text as written; where there is none, one that no rule minds.
    pub(crate) text: String,
    pub(crate) tokens: TokenStream,
    pub(crate) kind: Kind,
}

/// How an entry says what it stands for.
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    Text,
    /// By the name of a constant or a static, whose value no macro sees.
    Constant,
    /// By the name of an environment variable.
    Environment(Environment),
    /// By a function.
    Matching(Matching),
}

impl Entry {
    pub(super) fn written(text: String, tokens: TokenStream) -> Self {
        Self {
            text,
            tokens,
            kind: Kind::Text,
        }
    }

    /// Origins that are known only while the server runs.
    pub(super) fn late(kind: Kind, tokens: TokenStream) -> Self {
        Self {
            text: UNKNOWN.to_owned(),
            tokens,
            kind,
        }
    }

    pub(crate) const fn is_text(&self) -> bool {
        matches!(self.kind, Kind::Text)
    }

    pub(crate) const fn is_constant(&self) -> bool {
        matches!(self.kind, Kind::Constant)
    }

    /// The constant of this name, if it is one.
    fn constant(field: Field, path: &Path) -> Option<Self> {
        let text = match field {
            Field::Methods => "CONSTANT",
            Field::Headers | Field::ExposeHeaders => "x-constant",
            _ => UNKNOWN,
        };
        is_constant_of(field, path).then(|| Self {
            text: text.to_owned(),
            tokens: path.to_token_stream(),
            kind: Kind::Constant,
        })
    }
}

/// An origin no rule minds.
const UNKNOWN: &str = "https://unknown.invalid";

/// True if a path in a list of this key is the name of a constant. Among methods a single word may
/// also be the name of one.
pub(super) fn is_constant_of(field: Field, path: &Path) -> bool {
    let method = path.get_ident().filter(|_| field == Field::Methods);
    is_constant(path) && !method.is_some_and(|word| is_known_method(&word.to_string()))
}

/// True if a path is written as the name of a constant is.
pub(super) fn is_constant(path: &Path) -> bool {
    let Some(last) = path.segments.last() else {
        return false;
    };
    let name = last.ident.to_string();
    last.arguments.is_none()
        && name.contains(|letter: char| letter.is_ascii_uppercase())
        && name.to_ascii_uppercase() == name
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

/// True if the value of the key is a list.
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
                None => match Entry::constant(field, &path.path) {
                    Some(constant) => return Some(Self::Entries(vec![constant])),
                    None => form.refused(field),
                },
            },
            Expr::Call(call) => match late::read(field, call, diags) {
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

pub(super) fn read(field: Field, entry: &Expr, diags: &mut Vec<Diag>) -> Option<Entry> {
    let entry = ungrouped(entry);
    let tokens = entry.to_token_stream();
    let diag = match entry {
        Expr::Lit(ExprLit {
            lit: Lit::Str(text),
            ..
        }) => {
            return Some(Entry::written(text.value(), tokens));
        }
        Expr::Path(ExprPath { path, .. }) if path.is_ident("any") => {
            corrected(tokens, field, format!("`{field} = any`, without brackets"))
        }
        Expr::Path(ExprPath { path, .. }) => match (path.get_ident(), foreign(path, field)) {
            (Some(method), _) if field == Field::Methods && !is_constant_of(field, path) => {
                return Some(Entry::written(method.to_string(), tokens));
            }
            (_, Some(name)) if field == Field::Methods => {
                corrected(tokens, field, format!("the name alone: `{name}`"))
            }
            (_, Some(name)) => corrected(tokens, field, format!("the name as a string: `{name}`")),
            _ => match Entry::constant(field, path) {
                Some(constant) => return Some(constant),
                None => unsupported::diag(entry, field).unwrap_or_else(|| no_string(tokens, field)),
            },
        },
        Expr::Call(call) => match late::read(field, call, diags) {
            Some(entry) => return entry.ok(),
            None => unsupported::diag(entry, field).unwrap_or_else(|| no_string(tokens, field)),
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
