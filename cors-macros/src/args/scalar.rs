//! Values that are not lists: flags, `max_age`, and paths.

use cors_rules::{Field, Lint};
use syn::{Expr, ExprLit, ExprUnary, Lit, LitInt, Path, UnOp};

use super::{
    form::{ParseValue, ValueForm},
    syntax::{is_constant, ungrouped},
    wrong_value::corrected,
};
use crate::{crate_path::CratePath, diag::Diag};

/// The value of a key that is on or off.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Flag(pub(crate) bool);

impl ParseValue for Flag {
    fn read(field: Field, form: ValueForm<'_>, diags: &mut Vec<Diag>) -> Option<Self> {
        match form {
            ValueForm::Word(_) => Some(Self(true)),
            ValueForm::Value(Expr::Lit(ExprLit {
                lit: Lit::Bool(switch),
                ..
            })) => Some(Self(switch.value)),
            form => {
                diags.push(form.error(field));
                None
            }
        }
    }
}

/// The value of `max_age`.
#[derive(Clone, Debug)]
pub(crate) enum MaxAgeValue {
    Seconds(i64),
    Text(String),
    /// A constant. Its value is unknown to a macro.
    Constant,
}

impl ParseValue for MaxAgeValue {
    fn read(field: Field, form: ValueForm<'_>, diags: &mut Vec<Diag>) -> Option<Self> {
        let age = match &form {
            ValueForm::Value(Expr::Lit(ExprLit {
                lit: Lit::Str(text),
                ..
            })) => Some(Self::Text(text.value())),
            ValueForm::Value(Expr::Lit(ExprLit {
                lit: Lit::Int(seconds),
                ..
            })) if seconds.suffix().is_empty() => Some(Self::Seconds(number(seconds))),
            ValueForm::Value(Expr::Lit(ExprLit {
                lit: Lit::Int(seconds),
                ..
            })) if cors_rules::parse_max_age(&seconds.to_string()).is_ok() => {
                diags.push(corrected(
                    form.tokens(),
                    field,
                    format!("`max_age = \"{seconds}\"`"),
                ));
                return None;
            }
            ValueForm::Value(Expr::Unary(ExprUnary {
                op: UnOp::Neg(_),
                expr,
                ..
            })) => match ungrouped(expr) {
                Expr::Lit(ExprLit {
                    lit: Lit::Int(seconds),
                    ..
                }) => Some(Self::Seconds(-number(seconds))),
                _ => None,
            },
            ValueForm::Value(Expr::Path(path))
                if path.qself.is_none() && is_constant(&path.path) =>
            {
                Some(Self::Constant)
            }
            _ => None,
        };
        if age.is_none() {
            diags.push(form.error(field));
        }
        age
    }
}

/// The number of seconds, saturating.
fn number(seconds: &LitInt) -> i64 {
    seconds.base10_parse().unwrap_or(i64::MAX)
}

/// The path of another policy.
#[derive(Clone, Debug)]
pub(crate) struct PolicyPath(pub(crate) Path);

impl ParseValue for PolicyPath {
    fn read(field: Field, form: ValueForm<'_>, diags: &mut Vec<Diag>) -> Option<Self> {
        match &form {
            ValueForm::Value(Expr::Path(path)) if path.qself.is_none() => {
                Some(Self(path.path.clone()))
            }
            ValueForm::Value(Expr::Lit(ExprLit {
                lit: Lit::Str(text),
                ..
            })) => {
                let name = text.value();
                diags.push(corrected(
                    form.tokens(),
                    field,
                    format!("`{field} = {name}`"),
                ));
                None
            }
            _ => {
                diags.push(form.error(field));
                None
            }
        }
    }
}

/// An invalid path is used too, so that it causes no other error.
impl ParseValue for CratePath {
    fn read(field: Field, form: ValueForm<'_>, diags: &mut Vec<Diag>) -> Option<Self> {
        match &form {
            ValueForm::Value(Expr::Path(path)) if path.qself.is_none() => {
                diags.extend(relative(&path.path));
                Some(Self::at(&path.path))
            }
            ValueForm::Value(Expr::Lit(ExprLit {
                lit: Lit::Str(text),
                ..
            })) => {
                diags.push(corrected(
                    form.tokens(),
                    field,
                    format!("`crate = {}`", text.value()),
                ));
                text.parse().ok().map(|path| Self::at(&path))
            }
            _ => {
                diags.push(form.error(field));
                None
            }
        }
    }
}

fn relative(path: &Path) -> Option<Diag> {
    let names: Vec<_> = path
        .segments
        .iter()
        .map(|segment| segment.ident.to_string())
        .collect();
    let is_relative = |name: &String| matches!(name.as_str(), "self" | "super" | "Self");
    if path.leading_colon.is_some() || !names.first().is_some_and(is_relative) {
        return None;
    }
    let absolute: Vec<_> = ["crate", "…"]
        .into_iter()
        .chain(
            names
                .iter()
                .skip_while(|name| is_relative(name))
                .map(String::as_str),
        )
        .collect();
    Some(
        Diag::new(
            path,
            format!("`{}` depends on the module it is in", names.join("::")),
        )
        .note("moved to another module, the attribute would not find the crate")
        .help(format!(
            "write the whole path: `crate = {}`",
            absolute.join("::")
        ))
        .see(Lint::WrongValueType),
    )
}
