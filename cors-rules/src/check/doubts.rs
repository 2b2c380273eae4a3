//! What may be wrong with a policy that breaks no rule.

use alloc::{string::String, vec::Vec};

use crate::{Advice, Draft, Field, Names, OriginPattern, Origins, Port, Warning};

/// What may be wrong with a policy without findings, unless its author has allowed it: in the order of the
/// fields, then of the entries, at most one an entry.
///
/// ```
/// use cors_rules::{Draft, Origins, Warning, advise};
///
/// let draft = Draft {
///     origins: Some(Origins::List(vec!["https://*.example.com", "https://app.example.com"])),
///     ..Draft::default()
/// };
/// let advice = advise(&draft);
/// assert_eq!((advice[0].warning(), advice[0].index()), (Warning::CoveredOrigins, Some(1)));
/// ```
#[must_use]
pub fn advise(draft: &Draft<'_>) -> Vec<Advice> {
    let mut advice = Vec::new();
    let origins = match &draft.origins {
        Some(Origins::List(list)) => &list[..],
        _ => &[],
    };
    let dev_origins = draft.dev_origins.as_deref().unwrap_or_default();
    for (index, entry) in origins.iter().enumerate() {
        let found = repeated(Field::Origins, index, entry, &origins[..index])
            .or_else(|| covered(Field::Origins, index, entry, others(origins, index)))
            .or_else(|| loopback(index, entry))
            .or_else(|| other_webview(index, entry, origins));
        advice.extend(found);
    }
    for (index, entry) in dev_origins.iter().enumerate() {
        let found = repeated(Field::DevOrigins, index, entry, &dev_origins[..index])
            .or_else(|| covered(Field::DevOrigins, index, entry, others(dev_origins, index)))
            .or_else(|| covered_by_origins(index, entry, origins));
        advice.extend(found);
    }
    for (field, names) in [
        (Field::Methods, &draft.methods),
        (Field::Headers, &draft.headers),
        (Field::ExposeHeaders, &draft.expose_headers),
    ] {
        if let Some(Names::List(names)) = names {
            let found = names.iter().enumerate();
            advice.extend(
                found.filter_map(|(index, name)| repeated(field, index, name, &names[..index])),
            );
        }
    }
    advice.retain(|advice| !draft.allow.contains(advice.warning().allowance()));
    advice
}

/// The other entries of its list. Those that are the same are said to be there twice.
fn others<'l, 'e>(list: &'l [&'e str], index: usize) -> impl Iterator<Item = &'e str> + 'l {
    let entry = list[index];
    list.iter().copied().filter(move |other| *other != entry)
}

/// Names of headers have no case. Methods that differ in it are no mistake of this kind.
fn repeated(field: Field, index: usize, entry: &str, before: &[&str]) -> Option<Advice> {
    let is_same = |other: &&str| match field {
        Field::Headers | Field::ExposeHeaders => other.eq_ignore_ascii_case(entry),
        _ => **other == *entry,
    };
    let warning = Warning::DuplicateEntries;
    let found = before.iter().any(is_same);
    found.then(|| Advice::new(warning, field, Some(index), entry, None))
}

/// An origin that another entry lets in. A pattern is no origin, so of two patterns nothing is said: who writes
/// both has looked at both.
fn covered<'e>(
    field: Field,
    index: usize,
    entry: &str,
    mut others: impl Iterator<Item = &'e str>,
) -> Option<Advice> {
    // Without a star it is one origin, and lets in no other.
    let by = others.find(|other| {
        *other == entry
            || other.contains('*')
                && OriginPattern::parse(other)
                    .is_ok_and(|pattern| pattern.matches(entry.as_bytes()))
    })?;
    let warning = Warning::CoveredOrigins;
    Some(Advice::new(
        warning,
        field,
        Some(index),
        entry,
        Some(String::from(by)),
    ))
}

/// The other entry is needed where this one is not: in release builds.
fn covered_by_origins(index: usize, entry: &str, origins: &[&str]) -> Option<Advice> {
    let found = covered(Field::DevOrigins, index, entry, origins.iter().copied());
    let warning = Warning::CoveredOrigins;
    found.map(|_| Advice::new(warning, Field::DevOrigins, Some(index), entry, None))
}

/// A port of the loopback interface is a server of a developer. Without a port it is an app in a web view, or
/// a server that is installed there.
fn loopback(index: usize, entry: &str) -> Option<Advice> {
    let (_, authority) = entry.split_once("://")?;
    if !authority.contains(':') {
        return None;
    }
    let pattern = OriginPattern::parse(entry).ok()?;
    let is_web = matches!(pattern.scheme(), "http" | "https");
    let found = is_web
        && (pattern.is_loopback() || pattern.is_unspecified())
        && !matches!(pattern.port(), Port::Default);
    let warning = Warning::LoopbackOrigins;
    found.then(|| Advice::new(warning, Field::Origins, Some(index), entry, None))
}

/// The origins of one app on different systems, as its framework serves it when nothing else is set up.
const WEBVIEWS: [(&str, &str); 2] = [
    // Tauri: macOS, iOS and Linux; Windows and Android.
    ("tauri://localhost", "http://tauri.localhost"),
    // Capacitor: iOS; Android.
    ("capacitor://localhost", "https://localhost"),
];

fn other_webview(index: usize, entry: &str, origins: &[&str]) -> Option<Advice> {
    let (_, other) = WEBVIEWS.iter().find(|(one, _)| *one == entry)?;
    // Tauri has a switch for https, Capacitor one for http.
    let (_, host) = other.split_once("://")?;
    let is_other = |origin: &str| {
        ["http://", "https://"].iter().any(|scheme| {
            let other = alloc::format!("{scheme}{host}");
            OriginPattern::parse(origin).is_ok_and(|pattern| pattern.matches(other.as_bytes()))
        })
    };
    let warning = Warning::WebviewOrigins;
    let missing = !origins.iter().any(|origin| is_other(origin));
    missing.then(|| {
        Advice::new(
            warning,
            Field::Origins,
            Some(index),
            entry,
            Some(String::from(*other)),
        )
    })
}
