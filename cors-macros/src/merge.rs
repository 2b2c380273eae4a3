//! The errors for keys that are written twice, with the lists merged into one.

use cors_rules::{Allowance, Allowances, Draft, Field, Lint};

use crate::{
    args::{Allow, Args, Entry, KeyValue, List, RepeatedValue},
    check, correct,
    diag::Diag,
};

/// One error for each repetition of a key.
pub(crate) fn repeated_keys(args: &Args) -> Vec<Diag> {
    if args.repeated.is_empty() {
        return Vec::new();
    }
    let draft = check::draft(args);
    let repeated = args.repeated.iter();
    repeated
        .map(|repeated| {
            let field = repeated.field;
            let (lint, place) = (Lint::DuplicateKey, Field::Attribute);
            match merged(args, field, &draft) {
                Some(once) => Diag::lint_with(&repeated.tokens, lint, place, field.key(), once),
                None => Diag::lint(&repeated.tokens, lint, place, field.key()),
            }
        })
        .collect()
}

/// The key with the entries of all its lists, if each of them is valid.
fn merged(args: &Args, field: Field, draft: &Draft<'_>) -> Option<String> {
    let values = || {
        let repeated = args.repeated.iter();
        repeated.filter(move |repeated| repeated.field == field)
    };
    if field == Field::Allow {
        let repeated = values().map(|repeated| match &repeated.value {
            RepeatedValue::Allow(value) => opt_outs(Some(value)),
            _ => None,
        });
        let all: Option<Vec<_>> = [opt_outs(args.keys.allow.as_ref())]
            .into_iter()
            .chain(repeated)
            .collect();
        let all = all?;
        let allowed = |allowance: &&Allowance| all.iter().any(|some| some.contains(**allowance));
        let names = Allowance::ALL.iter().filter(allowed);
        let names: Vec<_> = names.map(|allowance| allowance.name()).collect();
        return Some(format!("allow({})", names.join(", ")));
    }
    let repeated = values().map(|repeated| match &repeated.value {
        RepeatedValue::List(value) => entries(Some(value)),
        _ => None,
    });
    let lists: Option<Vec<_>> = [entries(args.list(field))]
        .into_iter()
        .chain(repeated)
        .collect();
    let entries: Vec<&Entry> = lists?.into_iter().flatten().collect();
    correct::merged(&entries, field, draft)
}

fn opt_outs(value: Option<&KeyValue<Allow>>) -> Option<Allowances> {
    let value = value.filter(|value| value.is_valid)?;
    value.value.as_ref().map(|Allow(allowances)| *allowances)
}

fn entries(value: Option<&KeyValue<List>>) -> Option<&[Entry]> {
    match value.filter(|value| value.is_valid)?.value.as_ref()? {
        List::Any => None,
        List::Entries(entries) => Some(entries),
        List::Unbracketed(list) => Some(&list.entries),
    }
}
