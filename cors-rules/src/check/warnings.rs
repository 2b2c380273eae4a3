//! The findings of level warn.

use alloc::{string::String, vec::Vec};

use crate::{Draft, Field, Finding, Lint, Names, OriginPattern, Origins, Port};

/// Returns every finding of level [`Warn`](crate::Level::Warn) in a policy in which [`check`](crate::check) finds
/// nothing, without those its `allow(…)` silences.
///
/// They are in the order of the fields, then of the entries, at most one per entry.
///
/// ```
/// use cors_rules::{Draft, Origins, Lint, warnings};
///
/// let draft = Draft {
///     origins: Some(Origins::List(vec!["https://*.example.com", "https://app.example.com"])),
///     ..Draft::default()
/// };
/// let findings = warnings(&draft);
/// assert_eq!((findings[0].lint(), findings[0].index()), (Lint::CoveredOrigins, Some(1)));
/// ```
#[must_use]
pub fn warnings(draft: &Draft<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let origins = match &draft.origins {
        Some(Origins::List(list)) => &list[..],
        _ => &[],
    };
    let dev_origins = draft.dev_origins.as_deref().unwrap_or_default();
    for (index, entry) in origins.iter().enumerate() {
        let found = repeated(Field::Origins, index, entry, &origins[..index])
            .or_else(|| covered(Field::Origins, index, entry, others(origins, index)))
            .or_else(|| loopback(index, entry))
            .or_else(|| other_webview(index, entry, origins, draft));
        findings.extend(found);
    }
    for (index, entry) in dev_origins.iter().enumerate() {
        let found = repeated(Field::DevOrigins, index, entry, &dev_origins[..index])
            .or_else(|| covered(Field::DevOrigins, index, entry, others(dev_origins, index)))
            .or_else(|| covered_by_origins(index, entry, origins));
        findings.extend(found);
    }
    for (field, names) in [
        (Field::Methods, &draft.methods),
        (Field::Headers, &draft.headers),
        (Field::ExposeHeaders, &draft.expose_headers),
    ] {
        if let Some(Names::List(names)) = names {
            let found = names.iter().enumerate();
            findings.extend(
                found.filter_map(|(index, name)| repeated(field, index, name, &names[..index])),
            );
        }
    }
    findings.retain(|finding| {
        let allowance = finding.lint().allowance();
        !allowance.is_some_and(|allowance| draft.allow.contains(allowance))
    });
    findings
}

/// The other entries of the list, without equal ones, which are reported as duplicates.
fn others<'l, 'e>(list: &'l [&'e str], index: usize) -> impl Iterator<Item = &'e str> + 'l {
    let entry = list[index];
    list.iter().copied().filter(move |other| *other != entry)
}

/// Header names are compared without regard to case, methods with.
fn repeated(field: Field, index: usize, entry: &str, before: &[&str]) -> Option<Finding> {
    let is_same = |other: &&str| match field {
        Field::Headers | Field::ExposeHeaders => other.eq_ignore_ascii_case(entry),
        _ => **other == *entry,
    };
    let lint = Lint::DuplicateEntries;
    let found = before.iter().any(is_same);
    found.then(|| Finding::new(lint, field, Some(index), entry, None))
}

/// An origin that another entry allows. Two overlapping patterns are not reported.
fn covered<'e>(
    field: Field,
    index: usize,
    entry: &str,
    mut others: impl Iterator<Item = &'e str>,
) -> Option<Finding> {
    // Without a star an entry allows one origin, itself.
    let by = others.find(|other| {
        *other == entry
            || other.contains('*')
                && OriginPattern::parse(other)
                    .is_ok_and(|pattern| pattern.matches(entry.as_bytes()))
    })?;
    let lint = Lint::CoveredOrigins;
    Some(Finding::new(
        lint,
        field,
        Some(index),
        entry,
        Some(String::from(by)),
    ))
}

/// Names the entry of `dev_origins` alone as the one to remove: release builds need the other.
fn covered_by_origins(index: usize, entry: &str, origins: &[&str]) -> Option<Finding> {
    let found = covered(Field::DevOrigins, index, entry, origins.iter().copied());
    let lint = Lint::CoveredOrigins;
    found.map(|_| Finding::new(lint, Field::DevOrigins, Some(index), entry, None))
}

/// A loopback origin with a port, as a developer's server has. Without a port it can be an app in a web view, or an
/// installed server.
fn loopback(index: usize, entry: &str) -> Option<Finding> {
    let (_, authority) = entry.split_once("://")?;
    if !authority.contains(':') {
        return None;
    }
    let pattern = OriginPattern::parse(entry).ok()?;
    let is_web = matches!(pattern.scheme(), "http" | "https");
    let found = is_web
        && (pattern.is_loopback() || pattern.is_unspecified())
        && !matches!(pattern.port(), Port::Default);
    let lint = Lint::LoopbackOrigins;
    found.then(|| Finding::new(lint, Field::Origins, Some(index), entry, None))
}

/// The origins of one app on different systems, as its framework serves it when nothing else is set up.
const WEBVIEWS: [(&str, &str); 2] = [
    // Tauri: macOS, iOS and Linux; Windows and Android.
    ("tauri://localhost", "http://tauri.localhost"),
    // Capacitor: iOS; Android.
    ("capacitor://localhost", "https://localhost"),
];

fn other_webview(
    index: usize,
    entry: &str,
    origins: &[&str],
    draft: &Draft<'_>,
) -> Option<Finding> {
    // The other origin may be among the entries that are known later.
    if !draft.is_complete(Field::Origins) {
        return None;
    }
    let (_, other) = WEBVIEWS.iter().find(|(one, _)| *one == entry)?;
    // Tauri has a switch for https, Capacitor one for http.
    let (_, host) = other.split_once("://")?;
    let is_other = |origin: &str| {
        ["http://", "https://"].iter().any(|scheme| {
            let other = alloc::format!("{scheme}{host}");
            OriginPattern::parse(origin).is_ok_and(|pattern| pattern.matches(other.as_bytes()))
        })
    };
    let lint = Lint::WebviewOrigins;
    let missing = !origins.iter().any(|origin| is_other(origin));
    missing.then(|| {
        Finding::new(
            lint,
            Field::Origins,
            Some(index),
            entry,
            Some(String::from(*other)),
        )
    })
}
