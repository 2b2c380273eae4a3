//! The entries of a list: texts, constants, and origins known at run time.

use cors_rules::{Field, Lint, check_environment_name};
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Expr, ExprAssign, ExprCall, ExprLit, ExprPath, Lit, LitStr, Path};

use super::{
    computed,
    syntax::{is_constant_of, ungrouped},
    wrong_value::corrected,
};
use crate::diag::Diag;

/// One entry of a list.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) tokens: TokenStream,
    pub(crate) kind: EntryKind,
}

/// The kind of an entry.
#[derive(Clone, Debug)]
pub(crate) enum EntryKind {
    /// A string literal or the name of a method.
    Text(String),
    /// A constant or static. Its value is unknown to a macro.
    Constant,
    /// `env(…)`
    Environment(Environment),
    /// `matching(…)`
    Matching(Matching),
}

impl Entry {
    pub(super) fn from_text(text: String, tokens: TokenStream) -> Self {
        Self {
            tokens,
            kind: EntryKind::Text(text),
        }
    }

    /// Origins that are known at run time.
    pub(super) fn dynamic(kind: EntryKind, tokens: TokenStream) -> Self {
        Self { tokens, kind }
    }

    /// The text; `None` if a macro cannot see it.
    pub(crate) fn text(&self) -> Option<&str> {
        match &self.kind {
            EntryKind::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) const fn is_text(&self) -> bool {
        matches!(self.kind, EntryKind::Text(_))
    }

    pub(crate) const fn is_constant(&self) -> bool {
        matches!(self.kind, EntryKind::Constant)
    }

    /// The entry for a path that names a constant.
    pub(super) fn constant(field: Field, path: &Path) -> Option<Self> {
        is_constant_of(field, path).then(|| Self {
            tokens: path.to_token_stream(),
            kind: EntryKind::Constant,
        })
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
            return Some(Entry::from_text(text.value(), tokens));
        }
        Expr::Path(ExprPath { path, .. }) if path.is_ident("any") => {
            corrected(tokens, field, format!("`{field} = any`, without brackets"))
        }
        Expr::Path(ExprPath { path, .. }) => match (path.get_ident(), from_http_crate(path, field))
        {
            (Some(method), _) if field == Field::Methods && !is_constant_of(field, path) => {
                return Some(Entry::from_text(method.to_string(), tokens));
            }
            (_, Some(name)) if field == Field::Methods => {
                corrected(tokens, field, format!("the name alone: `{name}`"))
            }
            (_, Some(name)) => corrected(tokens, field, format!("the name as a string: `{name}`")),
            _ => match Entry::constant(field, path) {
                Some(constant) => return Some(constant),
                None => computed::diag(entry, field).unwrap_or_else(|| no_string(tokens, field)),
            },
        },
        Expr::Call(call) => match read_call(field, call, diags) {
            Some(entry) => return entry.ok(),
            None => computed::diag(entry, field).unwrap_or_else(|| no_string(tokens, field)),
        },
        _ => computed::diag(entry, field).unwrap_or_else(|| no_string(tokens, field)),
    };
    diags.push(diag);
    None
}

/// The entry that is equivalent to a constant of the `http` crate.
pub(super) fn from_http_crate(path: &Path, field: Field) -> Option<String> {
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
            .note("each entry of a list is a single string")
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

/// `env("ALLOWED_ORIGINS", default = ["https://app.example.com"])`
#[derive(Clone, Debug)]
pub(crate) struct Environment {
    pub(crate) name: LitStr,
    /// The origins if the variable is not set.
    pub(crate) default: Option<Vec<Entry>>,
}

/// `matching(tenants::is_tenant)`
#[derive(Clone, Debug)]
pub(crate) struct Matching {
    pub(crate) function: Path,
    /// The path as text, for logs and errors.
    pub(crate) text: String,
}

/// Reads `env(…)` or `matching(…)`; `None` if the call is neither.
pub(super) fn read_call(
    field: Field,
    call: &ExprCall,
    diags: &mut Vec<Diag>,
) -> Option<Result<Entry, ()>> {
    let Expr::Path(ExprPath { path, .. }) = ungrouped(&call.func) else {
        return None;
    };
    let kind = if !matches!(field, Field::Origins | Field::DevOrigins) {
        return None;
    } else if path.is_ident("env") {
        environment(field, call, diags).map(EntryKind::Environment)
    } else if path.is_ident("matching") {
        matching(field, call, diags).map(EntryKind::Matching)
    } else {
        return None;
    };
    let entry = |kind| Entry::dynamic(kind, call.to_token_stream());
    Some(kind.map(entry).ok_or(()))
}

fn environment(field: Field, call: &ExprCall, diags: &mut Vec<Diag>) -> Option<Environment> {
    let mut arguments = call.args.iter().map(ungrouped);
    let example = format!("`{field} = env(\"ALLOWED_ORIGINS\")`");
    let Some(Expr::Lit(ExprLit {
        lit: Lit::Str(name),
        ..
    })) = arguments.next()
    else {
        diags.push(corrected(call.to_token_stream(), field, example));
        return None;
    };
    if let Err(lint) = check_environment_name(&name.value()) {
        diags.push(Diag::lint(name, lint, field, name.value()));
        return None;
    }
    let default = match (arguments.next(), arguments.next()) {
        (None, _) => None,
        (Some(Expr::Assign(ExprAssign { left, right, .. })), None) if is_default(left) => {
            match ungrouped(right) {
                Expr::Array(array) => Some(
                    array
                        .elems
                        .iter()
                        .map(|entry| default_entry(field, entry, diags))
                        .collect::<Option<Vec<_>>>()?,
                ),
                entry => {
                    let is_text = matches!(entry, Expr::Lit(_) | Expr::Path(_));
                    let text = "\"https://app.example.com\"".to_owned();
                    let text = if is_text {
                        entry.to_token_stream().to_string()
                    } else {
                        text
                    };
                    let list = format!("`default = [{text}]`");
                    diags.push(corrected(right.to_token_stream(), field, list));
                    return None;
                }
            }
        }
        (Some(_), _) => {
            let default = "default = [\"https://app.example.com\"]";
            let instead = format!("`env({}, {default})`", name.to_token_stream());
            diags.push(corrected(call.to_token_stream(), field, instead));
            return None;
        }
    };
    Some(Environment {
        name: name.clone(),
        default,
    })
}

fn is_default(left: &Expr) -> bool {
    matches!(ungrouped(left), Expr::Path(path) if path.path.is_ident("default"))
}

/// Reads an entry of `default = […]`, which takes strings and constants.
fn default_entry(field: Field, entry: &Expr, diags: &mut Vec<Diag>) -> Option<Entry> {
    let read = read(field, entry, diags)?;
    match read.kind {
        EntryKind::Text(_) | EntryKind::Constant => Some(read),
        EntryKind::Environment(_) | EntryKind::Matching(_) => {
            let example = "a text such as `\"https://app.example.com\"`".to_owned();
            diags.push(corrected(entry.to_token_stream(), field, example));
            None
        }
    }
}

fn matching(field: Field, call: &ExprCall, diags: &mut Vec<Diag>) -> Option<Matching> {
    let mut arguments = call.args.iter().map(ungrouped);
    let span: TokenStream = call.to_token_stream();
    match (arguments.next(), arguments.next()) {
        (Some(Expr::Path(function)), None) if function.qself.is_none() => {
            let text = function.to_token_stream().to_string().replace(' ', "");
            Some(Matching {
                function: function.path.clone(),
                text,
            })
        }
        (Some(Expr::Closure(_)), _) => {
            let diag = Diag::lint_with(
                span,
                Lint::WrongValueType,
                field,
                "",
                format!("the path of a function: `{field} = matching(is_tenant)`"),
            );
            diags.push(diag.note("logs, reports and errors identify the function by its name"));
            None
        }
        _ => {
            let instead = format!(
                "`{field} = matching(is_tenant)`, with `fn is_tenant(origin: &Origin<'_>) -> bool`"
            );
            diags.push(corrected(span, field, instead));
            None
        }
    }
}
