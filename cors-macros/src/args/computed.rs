//! Errors for values that other code would have to compute: calls, macros, closures, variables.

use cors_rules::{Field, Lint};
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Expr, LitStr, Path};

use super::{
    key,
    syntax::{is_constant, is_list, ungrouped},
};
use crate::diag::Diag;

/// The error for a computed value; `None` for other wrong values.
pub(super) fn diag(value: &Expr, field: Field) -> Option<Diag> {
    found(value, field).map(|diag| diag.see(Lint::WrongValueType))
}

fn found(value: &Expr, field: Field) -> Option<Diag> {
    let span = value.to_token_stream();
    match ungrouped(value) {
        Expr::Macro(call) => {
            let name = last_name(&call.mac.path);
            let unsupported = format!("`{name}!` cannot be used in `{field}`");
            let variable = matches!(field, Field::Origins | Field::DevOrigins)
                && matches!(&*name, "env" | "option_env");
            let help = if variable {
                let variable = match syn::parse2::<LitStr>(call.mac.tokens.clone()) {
                    Ok(name) => name.to_token_stream().to_string(),
                    Err(_) => "\"ALLOWED_ORIGINS\"".to_owned(),
                };
                format!(
                    "write `{field} = env({variable})`, without `!`, to read it when the server starts, or \
                     use a constant with the value of `{name}!`"
                )
            } else if takes_constants(field) {
                format!(
                    "{}, or use a constant with the value of `{name}!`",
                    instead(field)
                )
            } else {
                instead(field)
            };
            Some(
                Diag::new(span, unsupported)
                    .note("the attribute is parsed before other macros expand")
                    .help(help),
            )
        }
        Expr::Path(path) if path.qself.is_none() => named(span, &path.path, field),
        Expr::Reference(reference) => match ungrouped(&reference.expr) {
            Expr::Path(path) if takes_constants(field) && is_constant(&path.path) => {
                let name = compact(&path.path);
                Some(
                    Diag::new(span, format!("`&{name}` in `{field}` is a reference"))
                        .note("a list takes the names of constants and statics")
                        .help(format!("write `{name}`, without `&`")),
                )
            }
            _ => found(&reference.expr, field),
        },
        Expr::Call(call) => {
            let name = compact(&call.func);
            if matches!(&*name, "env" | "matching") {
                return Some(dynamic(span, &name, field));
            }
            if let Some(diag) = variable(value, field) {
                return Some(diag);
            }
            let refused = not_a_literal(span, &format!("`{name}(…)`"), field);
            if field == Field::MaxAge
                && name.ends_with("from_secs")
                && let Some(Expr::Lit(seconds)) = call.args.first()
            {
                let seconds = seconds.to_token_stream();
                return Some(refused.help(format!("write the seconds: `{field} = {seconds}`")));
            }
            Some(if name.contains("Regex") {
                pattern(refused, field)
            } else {
                refused
            })
        }
        Expr::MethodCall(call) => {
            if let Some(diag) = variable(value, field) {
                return Some(diag);
            }
            let name = format!("`.{}(…)`", call.method);
            Some(not_a_literal(span, &name, field))
        }
        Expr::Field(_) | Expr::Index(_) if is_list(field) => {
            let name = compact(ungrouped(value));
            Some(not_a_literal(span, &format!("`{name}`"), field))
        }
        Expr::Closure(_) => Some(pattern(not_a_literal(span, "a closure", field), field)),
        _ => None,
    }
}

/// The error for `std::env::var(…)`, which `env(…)` replaces.
fn variable(value: &Expr, field: Field) -> Option<Diag> {
    let mut inner = ungrouped(value);
    while let Expr::MethodCall(call) = inner {
        inner = ungrouped(&call.receiver);
    }
    let Expr::Call(call) = inner else {
        return None;
    };
    let name = compact(&call.func);
    let reads = matches!(name.rsplit_once("::"), Some((_, "var" | "var_os")));
    if !reads || !matches!(field, Field::Origins | Field::DevOrigins) {
        return None;
    }
    let variable = call.args.first().map(compact)?;
    Some(
        Diag::new(value, format!("`{name}(…)` cannot be used in `{field}`"))
            .note("the policy is made at compile time; `env(…)` reads a variable when the server starts")
            .help(format!("write `{field} = env({variable})`")),
    )
}

fn named(span: TokenStream, path: &Path, field: Field) -> Option<Diag> {
    let name = compact(path);
    if takes_constants(field) {
        return Some(
            Diag::new(
                span,
                format!("`{name}` in `{field}` is not the name of a constant"),
            )
            .note("a policy is made at compile time, so a name has to be that of a constant, in upper case")
            .help(if field == Field::Origins {
                format!(
                    "{}, a constant in upper case, or a function: `matching({name})`",
                    instead(field),
                )
            } else {
                format!(
                    "{}, or use a constant in upper case: `{field} = {}`",
                    instead(field),
                    last_name(path).to_ascii_uppercase(),
                )
            }),
        );
    }
    is_constant(path).then(|| {
        Diag::new(
            span,
            format!("`{field}` does not take a constant such as `{name}`"),
        )
        .note("this key decides which rules apply, and a macro cannot see the value of a constant")
        .help(instead(field))
    })
}

fn takes_constants(field: Field) -> bool {
    is_list(field) || field == Field::MaxAge
}

fn not_a_literal(span: TokenStream, what: &str, field: Field) -> Diag {
    Diag::new(span, format!("{what} cannot be used in `{field}`"))
        .note("a policy is made at compile time, of literals and constants")
        .help(match field {
            Field::Origins | Field::DevOrigins => format!(
                "{}; to load them at start, `env(\"…\")` or a static `LiveOrigins`",
                instead(field)
            ),
            _ => instead(field),
        })
}

/// The error for `env(…)` or `matching(…)` in a key that does not take origins.
fn dynamic(span: TokenStream, name: &str, field: Field) -> Diag {
    Diag::new(span, format!("`{name}(…)` cannot be used in `{field}`"))
        .note("only origins can be read at run time; the other keys are fixed at compile time")
        .help(instead(field))
}

/// The help: a value that the key does take.
fn instead(field: Field) -> String {
    match field {
        Field::Credentials | Field::Enforce => {
            format!("write `{field}` alone, or `{field} = false`")
        }
        Field::Methods => format!("list the methods: `{}`", key::example(field)),
        Field::Policy | Field::Base => format!("name a policy: `{}`", key::example(field)),
        Field::Crate => format!("write a path: `{}`", key::example(field)),
        _ => format!("write a literal: `{}`", key::example(field)),
    }
}

/// The error for a regular expression or closure, with the patterns to use instead.
fn pattern(refused: Diag, field: Field) -> Diag {
    match field {
        Field::Origins => refused.help(
            "write `origins = [\"https://*.example.com\"]` for the subdomains of a host, or use a \
             function: `origins = matching(is_tenant)`",
        ),
        Field::DevOrigins => refused.help(
            "write `dev_origins = [\"https://*.example.com\"]` for the subdomains of a host, or \
             `dev_origins = [\"http://localhost:*\"]` for any port",
        ),
        _ => refused,
    }
}

fn last_name(path: &Path) -> String {
    path.segments
        .last()
        .map(|name| name.ident.to_string())
        .unwrap_or_default()
}

fn compact(tokens: &impl ToTokens) -> String {
    tokens
        .to_token_stream()
        .to_string()
        .replace(char::is_whitespace, "")
}
