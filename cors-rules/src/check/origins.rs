//! The findings of `origins`, `dev_origins`, `enforce` and `allow(forwarded_host)`.

use alloc::{string::String, vec::Vec};

use super::{is_star, on_entry};
use crate::{
    Draft, Field, Finding, KeyCombination, Lint, OriginContext, OriginPattern, Origins,
    check_function, check_origin, origin,
};

pub(super) fn check(draft: &Draft<'_>, findings: &mut Vec<Finding>) {
    let any = is_any(draft);
    match &draft.origins {
        None if draft.dev_origins.is_none() && !draft.inherits => {
            findings.push(on_entry(Lint::OriginsMissing, Field::Origins, None, ""));
        }
        Some(Origins::List(list)) if !any => check_list(list, Field::Origins, draft, findings),
        Some(origins) => {
            let (index, entry) = if *origins == Origins::Any {
                (None, "any")
            } else {
                (Some(0), "*")
            };
            let found = combination(draft).check(Field::Origins).err();
            findings.extend(found.map(|lint| on_entry(lint, Field::Origins, index, entry)));
        }
        None => {}
    }
    match &draft.dev_origins {
        Some(list) if list.is_empty() && draft.inherits && draft.is_complete(Field::DevOrigins) => {
        }
        Some(list) if !any => check_list(list, Field::DevOrigins, draft, findings),
        // With `any`, the key itself is the mistake, so its entries are not checked.
        _ => check_key(Field::DevOrigins, "", draft, findings),
    }
}

/// Returns the mistakes in a list of origins that is loaded at run time.
///
/// The rules are those for lists in the code, with two differences: the list may be empty, and `*` in it does not mean
/// every origin.
///
/// ```
/// use cors_rules::{Field, OriginContext, Lint, check_loaded_origins};
///
/// let context = OriginContext { credentials: true, ..OriginContext::default() };
/// let findings = check_loaded_origins(&["https://a.example/", "*"], Field::Origins, context);
/// assert_eq!(findings[0].correction(), Some("https://a.example"));
/// assert_eq!(findings[1].lint(), Lint::OriginLoadedWildcard);
/// ```
#[must_use]
pub fn check_loaded_origins(
    entries: &[&str],
    field: Field,
    context: OriginContext,
) -> Vec<Finding> {
    let check = |(index, &entry): (usize, &&str)| {
        let lint = match entry {
            "*" if context.dev => Lint::DevOriginsWildcard,
            "*" => Lint::OriginLoadedWildcard,
            _ => check_origin(entry, context).err()?,
        };
        let correction = correct(entry, lint, field, context);
        Some(Finding::new(lint, field, Some(index), entry, correction))
    };
    entries.iter().enumerate().filter_map(check).collect()
}

/// Checks `matching(…)`.
pub(super) fn check_matching(draft: &Draft<'_>, findings: &mut Vec<Finding>) {
    if let Some(function) = draft.matching
        && let Err(lint) = check_function(draft.context(false))
    {
        findings.push(on_entry(lint, Field::Origins, None, function));
    }
}

pub(super) fn check_enforce(draft: &Draft<'_>, findings: &mut Vec<Finding>) {
    check_key(Field::Enforce, "", draft, findings);
}

pub(super) fn check_forwarded_host(draft: &Draft<'_>, findings: &mut Vec<Finding>) {
    if let Err(lint) = combination(draft).check(Field::Allow) {
        let entry = "forwarded_host";
        let remove = is_any(draft).then(|| String::from("allow(forwarded_host)"));
        findings.push(Finding::new(lint, Field::Allow, None, entry, remove));
    }
}

fn check_key(field: Field, entry: &str, draft: &Draft<'_>, findings: &mut Vec<Finding>) {
    let found = combination(draft).check(field).err();
    findings.extend(found.map(|lint| on_entry(lint, field, None, entry)));
}

fn combination(draft: &Draft<'_>) -> KeyCombination {
    KeyCombination {
        any_origin: is_any(draft),
        dev_origins: draft.dev_origins.is_some(),
        credentials: draft.credentials,
        enforce: draft.enforce,
        forwarded_host: draft.allow.forwarded_host,
    }
}

fn is_any(draft: &Draft<'_>) -> bool {
    match &draft.origins {
        Some(Origins::Any) => true,
        Some(Origins::List(list)) => is_star(list) && draft.is_complete(Field::Origins),
        None => false,
    }
}

fn check_list(entries: &[&str], field: Field, draft: &Draft<'_>, findings: &mut Vec<Finding>) {
    if entries.is_empty() && draft.is_complete(field) {
        findings.push(on_entry(Lint::OriginsEmpty, field, None, ""));
    }
    let dev = field == Field::DevOrigins;
    let context = draft.context(dev);
    let mut stars = 0;
    for (index, &entry) in entries.iter().enumerate() {
        if entry == "*" {
            stars += 1;
            if stars == 1 {
                let lint = if dev {
                    Lint::DevOriginsWildcard
                } else {
                    Lint::OriginMixedWildcard
                };
                findings.push(on_entry(lint, field, Some(index), entry));
            }
        } else if let Err(lint) = check_origin(entry, context) {
            let correction = correct(entry, lint, field, context);
            findings.push(Finding::new(lint, field, Some(index), entry, correction));
        }
    }
}

/// The text that is accepted in place of the entry.
fn correct(entry: &str, lint: Lint, field: Field, context: OriginContext) -> Option<String> {
    // These lints never have a correction.
    if lint.texts(field).fix.is_empty() {
        return None;
    }
    let fixed = match lint {
        Lint::InsecureOriginCredentials => origin::secure(entry),
        Lint::OriginUnspecifiedAddress => origin::local(entry),
        _ => origin::correct(entry),
    }?;
    // Only the help of this lint states that the correction allows more than the entry.
    if lint != Lint::OriginExtensionId && includes_every_extension(&fixed) && !entry.contains('*') {
        return None;
    }
    // A corrected entry may break another rule, such as that about plain http with credentials.
    check_origin(&fixed, context).is_ok().then_some(fixed)
}

fn includes_every_extension(text: &str) -> bool {
    OriginPattern::parse(text).is_ok_and(|pattern| pattern.any_extension())
}
