//! Corrections in the form of the source, to be pasted.

use cors_rules::{Draft, Field, Finding, Lint, Names, Origins};
use proc_macro2::{Ident, TokenStream, TokenTree};

use crate::{
    args::{self, Entry, MisspelledKey, Shape, UnbracketedList},
    diag::Diag,
};

/// The finding on this entry, with a correction that can be pasted over it.
pub(crate) fn entry(entry: &Entry, finding: &Finding, draft: &Draft<'_>) -> Diag {
    let diag = Diag::finding(&entry.tokens, finding);
    let quoted = is_literal(&entry.tokens);
    match finding.correction() {
        Some(correction) if quoted => diag.help(help(finding, quote(correction))),
        None if quoted => match several(finding.entry(), finding.field(), draft) {
            Some(list) => diag.help(format!("write each as an entry of its own: `{list}`")),
            None => diag,
        },
        _ => diag,
    }
}

/// The finding on `max_age`, with a correction that includes the key, because the value has two forms.
pub(crate) fn max_age(span: TokenStream, finding: &Finding) -> Diag {
    let diag = Diag::finding(span, finding);
    let Some(correction) = finding.correction() else {
        return diag;
    };
    let is_number = correction.bytes().all(|byte| byte.is_ascii_digit());
    let value = if is_number {
        correction.to_owned()
    } else {
        quote(correction)
    };
    diag.help(help(finding, format!("{} = {value}", finding.field())))
}

/// The diagnostic for entries that are not written as a list: one mistake, with the list to write.
pub(crate) fn loose(
    field: Field,
    loose: &UnbracketedList,
    misspelt: Option<&MisspelledKey>,
    draft: &Draft<'_>,
) -> Diag {
    let instead = instead(field, loose, draft);
    if let Some(misspelt) = misspelt {
        return misspelt.diag().help(format!("write {instead}"));
    }
    Diag::lint_with(&loose.tokens, Lint::WrongValueType, field, "", instead)
}

/// The key with all of these entries, if the policy accepts them. Entries without effect are left out.
pub(crate) fn merged(entries: &[&Entry], field: Field, draft: &Draft<'_>) -> Option<String> {
    let texts: Vec<&str> = entries.iter().filter_map(|entry| entry.text()).collect();
    let texts = match &texts[..] {
        [] => Vec::new(),
        // `*` is accepted alone, not with a constant.
        texts if texts.contains(&"*") && texts.len() < entries.len() => return None,
        texts => accepted(texts, field, draft)?,
    };
    let list: Vec<&str> = texts.iter().map(String::as_str).collect();
    let mut without_effect = cors_rules::warnings(&alone(&list, field, draft));
    without_effect
        .retain(|found| matches!(found.lint(), Lint::DuplicateEntries | Lint::CoveredOrigins));
    let has_effect = |at: usize| !without_effect.iter().any(|found| found.index() == Some(at));
    let mut texts = texts.iter().enumerate();
    let mut written: Vec<String> = Vec::new();
    for entry in entries {
        let text = if entry.is_text() {
            let (at, text) = texts.next()?;
            has_effect(at).then(|| shown(text, field))
        } else {
            Some(entry.tokens.to_string())
        };
        written.extend(text.filter(|text| !written.contains(text)));
    }
    (!written.is_empty()).then(|| format!("{field} = [{}]", written.join(", ")))
}

fn instead(field: Field, loose: &UnbracketedList, draft: &Draft<'_>) -> String {
    let pieces: Vec<_> = loose
        .entries
        .iter()
        .filter_map(Entry::text)
        .flat_map(|text| pieces(text, field))
        .collect();
    let lead = match loose.shape {
        Shape::Wrapped => "the brackets alone: ",
        _ => "a list: ",
    };
    if let [piece] = pieces[..]
        && ["*", "any", "all"]
            .iter()
            .any(|any| piece.eq_ignore_ascii_case(any))
    {
        let tail = match loose.shape {
            Shape::Bracketed => ", without brackets",
            _ => "",
        };
        return match (field, forbids_any(field, draft)) {
            (Field::DevOrigins, _) => {
                format!("the origin of the dev server: `{}`", args::example(field))
            }
            (_, Some(key)) => format!(
                "{lead}`{}`, because `any` cannot go with `{key}`",
                args::example(field)
            ),
            (_, None) => format!("`{field} = any`{tail}"),
        };
    }
    match accepted(&pieces, field, draft) {
        Some(entries) => format!("{lead}`{field} = [{}]`", row(&entries, field)),
        None => format!("a list such as `{}`", args::example(field)),
    }
}

/// The key that `any` cannot go with.
fn forbids_any(field: Field, draft: &Draft<'_>) -> Option<Field> {
    let origins = field == Field::Origins;
    if draft.credentials {
        Some(Field::Credentials)
    } else if origins && draft.enforce {
        Some(Field::Enforce)
    } else if origins && draft.dev_origins.is_some() {
        Some(Field::DevOrigins)
    } else {
        None
    }
}

/// The single entries of an entry that holds several.
fn several(text: &str, field: Field, draft: &Draft<'_>) -> Option<String> {
    let pieces = pieces(text, field);
    if pieces.len() < 2 || pieces.contains(&"*") {
        return None;
    }
    let entries = accepted(&pieces, field, draft)?;
    let quoted: Vec<_> = entries.iter().map(|entry| quote(entry)).collect();
    Some(quoted.join(", "))
}

fn pieces(text: &str, field: Field) -> Vec<&str> {
    let by = |is_separator: fn(char) -> bool| -> Vec<&str> {
        text.split(is_separator)
            .map(str::trim)
            .filter(|piece| !piece.is_empty())
            .collect()
    };
    let words = by(|c| matches!(c, ',' | ';') || c.is_whitespace());
    // `Content Type` is one name that lacks its hyphen.
    let is_header = matches!(field, Field::Headers | Field::ExposeHeaders);
    if is_header && !words.iter().any(|word| word.contains('-')) {
        by(|c| matches!(c, ',' | ';'))
    } else {
        words
    }
}

/// The corrected entries, if the policy accepts all of them.
fn accepted(entries: &[&str], field: Field, draft: &Draft<'_>) -> Option<Vec<String>> {
    let mut corrected: Vec<String> = entries.iter().map(|&entry| entry.to_owned()).collect();
    for finding in findings(entries, field, draft) {
        finding
            .correction()?
            .clone_into(corrected.get_mut(finding.index()?)?);
    }
    let texts: Vec<&str> = corrected.iter().map(String::as_str).collect();
    let is_right = !texts.is_empty() && findings(&texts, field, draft).is_empty();
    is_right.then_some(corrected)
}

fn findings(entries: &[&str], field: Field, draft: &Draft<'_>) -> Vec<Finding> {
    let mut findings = cors_rules::check(&alone(entries, field, draft));
    findings.retain(|finding| finding.field() == field);
    findings
}

/// A policy with these entries as its only list, and the switches and opt-outs of another.
fn alone<'e>(entries: &[&'e str], field: Field, draft: &Draft<'e>) -> Draft<'e> {
    let list = || entries.to_vec();
    let names = |of: Field| (of == field).then(|| Names::List(list()));
    Draft {
        origins: (field == Field::Origins).then(|| Origins::List(list())),
        dev_origins: (field == Field::DevOrigins).then(list),
        credentials: draft.credentials,
        methods: names(Field::Methods),
        headers: names(Field::Headers),
        expose_headers: names(Field::ExposeHeaders),
        max_age: None,
        enforce: draft.enforce,
        allow: draft.allow,
        matching: None,
        route_method: None,
        incomplete: Vec::new(),
        inherits: draft.inherits,
    }
}

/// The entries as written between brackets.
fn row(entries: &[String], field: Field) -> String {
    let entries: Vec<_> = entries.iter().map(|entry| shown(entry, field)).collect();
    entries.join(", ")
}

/// An entry as written between brackets.
fn shown(entry: &str, field: Field) -> String {
    match syn::parse_str::<Ident>(entry) {
        Ok(method) if field == Field::Methods => method.to_string(),
        _ => quote(entry),
    }
}

/// The help of the finding with this text as its correction.
fn help(finding: &Finding, correction: String) -> String {
    Finding::new(
        finding.lint(),
        finding.field(),
        finding.index(),
        finding.entry(),
        Some(correction),
    )
    .help()
}

fn quote(text: &str) -> String {
    format!("{text:?}")
}

fn is_literal(tokens: &TokenStream) -> bool {
    matches!(
        tokens.clone().into_iter().next(),
        Some(TokenTree::Literal(_))
    )
}
