//! Origins that are known only when the server runs: `env("ALLOWED_ORIGINS")`, `matching(is_tenant)`.

use cors_rules::{Field, Rule, check_environment_name};
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Expr, ExprAssign, ExprCall, ExprLit, ExprPath, Lit, LitStr, Path};

use super::{
    list::{self, Entry, Kind},
    value::{corrected, ungrouped},
};
use crate::diag::Diag;

/// `env("ALLOWED_ORIGINS", default = ["https://app.example.com"])`
#[derive(Clone, Debug)]
pub(crate) struct Environment {
    pub(crate) name: LitStr,
    /// What stands in for a variable that is not set.
    pub(crate) default: Option<Vec<Entry>>,
}

/// `matching(tenants::is_tenant)`
#[derive(Clone, Debug)]
pub(crate) struct Matching {
    pub(crate) function: Path,
    /// As it was written, for people.
    pub(crate) text: String,
}

/// The entry, if it is one of these; what is wrong with it is said.
pub(super) fn read(
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
        environment(field, call, diags).map(Kind::Environment)
    } else if path.is_ident("matching") {
        matching(field, call, diags).map(Kind::Matching)
    } else {
        return None;
    };
    let entry = |kind| Entry::late(kind, call.to_token_stream());
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
    if let Err(rule) = check_environment_name(&name.value()) {
        diags.push(Diag::rule(name, rule, field, name.value()));
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

/// Texts and constants: what else there is has to be read while the server runs.
fn default_entry(field: Field, entry: &Expr, diags: &mut Vec<Diag>) -> Option<Entry> {
    let read = list::read(field, entry, diags)?;
    match read.kind {
        Kind::Text | Kind::Constant => Some(read),
        Kind::Environment(_) | Kind::Matching(_) => {
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
            let diag = Diag::rule_with(
                span,
                Rule::WrongValueType,
                field,
                "",
                format!("the path of a function: `{field} = matching(is_tenant)`"),
            );
            diags.push(diag.note("its name stands for it in the log, the report and the errors"));
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
