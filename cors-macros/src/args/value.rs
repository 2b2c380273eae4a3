//! The values of the keys that are no lists.

use cors_rules::{Allowance, Allowances, Field, Rule};
use darling::FromMeta;
use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Expr, ExprLit, ExprUnary, Lit, LitInt, Meta, MetaList, Path, UnOp};

use super::{Reading, key, list::is_constant, split, unsupported};
use crate::{crate_path::CratePath, diag::Diag};

/// What stands behind a key.
pub(super) enum Form<'m> {
    /// Nothing.
    Word(&'m Ident),
    /// `= value`
    Value(&'m Expr),
    /// `(…)`
    List(&'m MetaList),
}

/// A value that reads as much of itself as it can.
pub(super) trait Value: Sized {
    fn read(field: Field, form: Form<'_>, diags: &mut Vec<Diag>) -> Option<Self>;
}

impl<T: Value> FromMeta for Reading<T> {
    fn from_meta(meta: &Meta) -> darling::Result<Self> {
        let Some(key) = meta.path().get_ident().cloned() else {
            return Err(darling::Error::unsupported_shape("path"));
        };
        let field = key::of(&key.to_string()).unwrap_or(Field::Attribute);
        let (form, tokens) = match meta {
            Meta::Path(_) => (Form::Word(&key), key.to_token_stream()),
            Meta::NameValue(pair) => (
                Form::Value(ungrouped(&pair.value)),
                pair.value.to_token_stream(),
            ),
            Meta::List(list) => (Form::List(list), meta.to_token_stream()),
        };
        let mut diags = Vec::new();
        let value = T::read(field, form, &mut diags);
        Ok(Self {
            key,
            tokens,
            value,
            whole: diags.is_empty(),
            diags,
        })
    }
}

/// The expression without the invisible brackets that `macro_rules!` puts around what it was given.
pub(super) fn ungrouped(mut expression: &Expr) -> &Expr {
    while let Expr::Group(group) = expression {
        expression = &group.expr;
    }
    expression
}

impl Form<'_> {
    /// The tokens to underline if the form is wrong.
    pub(super) fn tokens(&self) -> TokenStream {
        match self {
            Self::Word(key) => key.to_token_stream(),
            Self::Value(value) => value.to_token_stream(),
            Self::List(list) => list.to_token_stream(),
        }
    }

    /// What to say if the key does not take this form.
    pub(super) fn refused(&self, field: Field) -> Diag {
        match self {
            Self::Word(key) => split::no_value(key, field),
            Self::List(list) if !list.tokens.is_empty() => in_parentheses(list, field),
            Self::List(list) => match list.path.get_ident() {
                Some(key) => split::no_value(key, field),
                None => wrong(self.tokens(), field),
            },
            Self::Value(value) => unsupported::diag(value, field)
                .unwrap_or_else(|| wrong(value.to_token_stream(), field)),
        }
    }
}

/// What to say about a value of another form than its key takes.
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

fn in_parentheses(list: &MetaList, field: Field) -> Diag {
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

/// The same, if it is known what was meant.
pub(super) fn corrected(span: TokenStream, field: Field, correction: String) -> Diag {
    Diag::rule_with(span, Rule::WrongValueType, field, "", correction)
}

/// A key that is on or off.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Switch(pub(crate) bool);

impl Value for Switch {
    fn read(field: Field, form: Form<'_>, diags: &mut Vec<Diag>) -> Option<Self> {
        match form {
            Form::Word(_) => Some(Self(true)),
            Form::Value(Expr::Lit(ExprLit {
                lit: Lit::Bool(switch),
                ..
            })) => Some(Self(switch.value)),
            form => {
                diags.push(form.refused(field));
                None
            }
        }
    }
}

/// The value of `max_age`.
#[derive(Clone, Debug)]
pub(crate) enum Age {
    Seconds(i64),
    Text(String),
    /// The name of a constant, whose value no macro sees.
    Constant,
}

impl Value for Age {
    fn read(field: Field, form: Form<'_>, diags: &mut Vec<Diag>) -> Option<Self> {
        let age = match &form {
            Form::Value(Expr::Lit(ExprLit {
                lit: Lit::Str(text),
                ..
            })) => Some(Self::Text(text.value())),
            Form::Value(Expr::Lit(ExprLit {
                lit: Lit::Int(seconds),
                ..
            })) if seconds.suffix().is_empty() => Some(Self::Seconds(number(seconds))),
            Form::Value(Expr::Lit(ExprLit {
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
            Form::Value(Expr::Unary(ExprUnary {
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
            Form::Value(Expr::Path(path)) if path.qself.is_none() && is_constant(&path.path) => {
                Some(Self::Constant)
            }
            _ => None,
        };
        if age.is_none() {
            diags.push(form.refused(field));
        }
        age
    }
}

/// The number written; one that is too large for any clock is as large as can be.
fn number(seconds: &LitInt) -> i64 {
    seconds.base10_parse().unwrap_or(i64::MAX)
}

/// The opt-outs inside `allow(…)`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Allow(pub(super) Allowances);

impl Value for Allow {
    fn read(field: Field, form: Form<'_>, diags: &mut Vec<Diag>) -> Option<Self> {
        let Form::List(list) = form else {
            let text = form.tokens().to_string();
            let names: Vec<_> = Allowance::ALL
                .iter()
                .map(|allowance| allowance.name())
                .filter(|name| text.contains(name))
                .collect();
            diags.push(if names.is_empty() {
                form.refused(field)
            } else {
                corrected(
                    form.tokens(),
                    field,
                    format!("`allow({})`", names.join(", ")),
                )
            });
            return None;
        };
        let tokens: Vec<TokenTree> = list.tokens.clone().into_iter().collect();
        let mut allow = Allowances::default();
        for name in tokens
            .split(split::is_comma)
            .filter(|name| !name.is_empty())
        {
            let span: TokenStream = name.iter().cloned().collect();
            match name {
                [TokenTree::Ident(name)] => match allowance(&name.to_string()) {
                    Ok(allowance) => allow = allow.with(allowance),
                    Err(meant) => diags.push(unknown(span, &name.to_string(), meant)),
                },
                _ => diags.push(wrong(span, field)),
            }
        }
        if tokens.is_empty() {
            diags.push(Form::List(list).refused(field));
        }
        Some(Self(allow))
    }
}

fn allowance(name: &str) -> Result<Allowance, Option<Allowance>> {
    let known = || {
        Allowance::ALL
            .iter()
            .map(|allowance| (*allowance, allowance.name().to_owned()))
    };
    match known().find(|(_, known)| known == name) {
        Some((allowance, _)) => Ok(allowance),
        None => Err(key::nearest(name, known())),
    }
}

fn unknown(span: TokenStream, name: &str, meant: Option<Allowance>) -> Diag {
    match meant {
        Some(meant) => Diag::rule_with(
            span,
            Rule::UnknownAllowance,
            Field::Allow,
            name,
            meant.name(),
        ),
        None => Diag::rule(span, Rule::UnknownAllowance, Field::Allow, name),
    }
}

/// The name of another policy.
#[derive(Clone, Debug)]
pub(crate) struct Named(pub(crate) Path);

impl Value for Named {
    fn read(field: Field, form: Form<'_>, diags: &mut Vec<Diag>) -> Option<Self> {
        match &form {
            Form::Value(Expr::Path(path)) if path.qself.is_none() => Some(Self(path.path.clone())),
            Form::Value(Expr::Lit(ExprLit {
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
                diags.push(form.refused(field));
                None
            }
        }
    }
}

/// A path that is refused is used all the same, so that nothing else is wrong because of it.
impl Value for CratePath {
    fn read(field: Field, form: Form<'_>, diags: &mut Vec<Diag>) -> Option<Self> {
        match &form {
            Form::Value(Expr::Path(path)) if path.qself.is_none() => {
                diags.extend(relative(&path.path));
                Some(Self::at(&path.path))
            }
            Form::Value(Expr::Lit(ExprLit {
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
                diags.push(form.refused(field));
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
    let whole: Vec<_> = ["crate", "…"]
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
            format!(
                "`{}` changes its meaning from module to module",
                names.join("::")
            ),
        )
        .note("a policy that moves to another module would lose the crate it is made for")
        .help(format!(
            "write the whole path: `crate = {}`",
            whole.join("::")
        ))
        .see(Rule::WrongValueType),
    )
}
