//! The value of `allow`: names of opt-outs.

use cors_rules::{Allowance, Allowances, Field, Lint};
use proc_macro2::{TokenStream, TokenTree};

use super::{
    form::{ParseValue, ValueForm},
    key,
    syntax::is_comma,
    wrong_value::{corrected, wrong},
};
use crate::diag::Diag;

/// The opt-outs inside `allow(…)`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Allow(pub(crate) Allowances);

impl ParseValue for Allow {
    fn read(field: Field, form: ValueForm<'_>, diags: &mut Vec<Diag>) -> Option<Self> {
        let ValueForm::List(list) = form else {
            let text = form.tokens().to_string();
            let names: Vec<_> = Allowance::ALL
                .iter()
                .map(|allowance| allowance.name())
                .filter(|name| text.contains(name))
                .collect();
            diags.push(if names.is_empty() {
                form.error(field)
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
        for name in tokens.split(is_comma).filter(|name| !name.is_empty()) {
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
            diags.push(ValueForm::List(list).error(field));
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
    if let Some(meant) = meant {
        let meant = meant.name();
        return Diag::lint_with(span, Lint::UnknownAllowance, Field::Allow, name, meant);
    }
    let diag = Diag::lint(span, Lint::UnknownAllowance, Field::Allow, name);
    match key::of(name) {
        Some(field) => diag.help(format!(
            "write `{}` beside the other keys, not inside `allow(…)`",
            key::example(field)
        )),
        None => diag,
    }
}
