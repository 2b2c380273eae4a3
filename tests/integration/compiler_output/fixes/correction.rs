//! The correction that the help of an error suggests, and its place.

use core::ops::Range;

use cors_rules::Field;

use super::source::{SourceText, key};

/// The edit to make, the first of several ways.
#[derive(Debug, PartialEq)]
pub(super) enum Correction {
    /// Paste this over what is underlined, or over the key it begins with.
    Paste(String),
    /// Paste this over all values of its key.
    Once(String),
    /// Add this to the other keys.
    Add(String),
    /// Paste the first in place of the second.
    InPlaceOf(String, String),
    /// Remove what is underlined.
    Remove,
    /// Remove this key.
    RemoveKey(String),
    /// Remove all other keys.
    KeepAlone(String),
}

/// A text in place of another.
#[derive(PartialEq)]
pub(super) struct Edit {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) text: String,
}

/// True for the name of a key, and for `default` of `env(…)`.
fn is_key(name: &str) -> bool {
    name == "default" || Field::KEYS.iter().any(|field| field.key() == name)
}

impl Correction {
    /// The correction of a help text, if it can be pasted.
    pub(super) fn of_help(help: &str) -> Option<Self> {
        let mut parts = help.split('`');
        let lead = parts.next()?;
        let first = parts.next().map(str::to_owned);
        let then = parts.next().unwrap_or_default();
        let second = parts.next().map(str::to_owned);
        if lead.starts_with("remove the ")
            || help.starts_with("remove it")
            || help.starts_with("keep one of them")
            || lead.contains(": remove it")
        {
            return Some(Self::Remove);
        }
        let first = first.filter(|text| !text.contains('…'))?;
        match lead {
            "remove " if is_key(&first) => Some(Self::RemoveKey(first)),
            "write the key once: " => Some(Self::Once(first)),
            "keep " => Some(Self::KeepAlone(first)),
            "add " => Some(Self::Add(first)),
            "write " if then == " in place of " => Some(Self::InPlaceOf(first, second?)),
            lead => {
                let verb = lead.split(' ').next()?;
                ["write", "list", "serve", "take", "for"]
                    .contains(&verb)
                    .then_some(Self::Paste(first))
            }
        }
    }

    /// The places to edit, if the file has them.
    pub(super) fn edits(self, source: &SourceText, span: Range<usize>) -> Option<Vec<Edit>> {
        let attribute = source.attribute(&span);
        Some(vec![match self {
            Self::Once(text) => return Some(once(&text, source, &span)),
            Self::Paste(text) => paste(text, source, span),
            // An entry goes after the underlined one.
            Self::Add(text) if text.starts_with('"') => {
                over(span.end..span.end, format!(", {text}"))
            }
            Self::Add(text) => add(text, source, &span),
            Self::InPlaceOf(text, old) => {
                let start = span.start + source.text[span.start..].find(&old)?;
                over(start..start + old.len(), text)
            }
            Self::Remove => {
                let underlined = &source.text[span.clone()];
                let entry = source.around(&span).into_iter().find_map(|group| {
                    let is_it = |entry: &Range<usize>| {
                        *entry == span
                            || (entry.start == span.start && source.key(entry) == underlined)
                    };
                    let entry = source.entries(group).into_iter().find(is_it)?;
                    Some(group.with_comma(&entry))
                });
                over(entry.unwrap_or(span), String::new())
            }
            Self::RemoveKey(name) => {
                let entries = source.entries(attribute);
                let entry = entries.iter().find(|entry| source.key(entry) == name)?;
                over(attribute.with_comma(entry), String::new())
            }
            Self::KeepAlone(text) => over(attribute.open + 1..attribute.close, text),
        }])
    }
}

fn paste(text: String, source: &SourceText, span: Range<usize>) -> Edit {
    let name = key(&text);
    let around = source.around(&span);
    if is_key(name) {
        let Some(attribute) = around.last() else {
            return add(text, source, &span);
        };
        let is_value = source.text[..span.start].trim_end().ends_with('=');
        if text == name && !is_value {
            return over(span, text);
        }
        let holds = |entry: &Range<usize>| entry.start <= span.start && span.start < entry.end;
        let named = |entry: &Range<usize>| source.key(entry) == name;
        // The underlined key, which may be inside another value; or the same key elsewhere; or the underlined entry.
        let own = around.iter().find_map(|group| {
            source
                .entries(group)
                .into_iter()
                .find(|entry| holds(entry) && named(entry))
        });
        let entries = source.entries(attribute);
        let entry = own
            .or_else(|| entries.iter().find(|entry| named(entry)).cloned())
            .or_else(|| entries.iter().find(|entry| holds(entry)).cloned())
            .unwrap_or_else(|| span.clone());
        // A list without brackets contains commas.
        let end = if holds(&entry) {
            entry.end.max(span.end)
        } else {
            entry.end
        };
        return over(entry.start..end, text);
    }
    let is_text = source.text[span.clone()]
        .trim_start_matches('r')
        .starts_with('"');
    let text = if is_text && !text.starts_with('"') {
        format!("{text:?}")
    } else {
        text
    };
    over(span, text)
}

/// Pastes the text over the first value of the key, and removes the others.
fn once(text: &str, source: &SourceText, span: &Range<usize>) -> Vec<Edit> {
    let attribute = source.attribute(span);
    let is_value = |entry: &Range<usize>| {
        let holds = entry.start <= span.start && span.end <= entry.end;
        holds || source.key(entry) == key(text)
    };
    let entries = source.entries(attribute).into_iter().filter(is_value);
    let edits = entries.enumerate().map(|(index, entry)| match index {
        0 => over(entry, text.to_owned()),
        _ => over(attribute.with_comma(&entry), String::new()),
    });
    edits.collect()
}

fn add(text: String, source: &SourceText, span: &Range<usize>) -> Edit {
    let attribute = source.attribute(span);
    let entries = source.entries(attribute);
    let same = entries.iter().find(|entry| source.key(entry) == key(&text));
    match (same, entries.last()) {
        (Some(entry), _) => over(entry.clone(), text),
        (None, Some(last)) => over(last.end..last.end, format!(", {text}")),
        (None, None) => over(attribute.open + 1..attribute.close, text),
    }
}

const fn over(range: Range<usize>, text: String) -> Edit {
    Edit {
        start: range.start,
        end: range.end,
        text,
    }
}
