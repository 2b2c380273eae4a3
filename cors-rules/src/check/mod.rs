//! All findings of a policy.

pub use combination::{KeyCombination, check_wildcard};
pub(crate) use names::is_star_and_authorization;
pub use origins::check_loaded_origins;
pub use warnings::warnings;
mod combination;
mod names;
mod origins;
mod warnings;

use alloc::{format, string::String, vec::Vec};

use crate::{Draft, Field, Finding, Lint, MaxAge, check_max_age, max_age, parse_max_age};

/// Returns every mistake in a policy: in the order of the fields, then of the entries, at most one per entry.
///
/// An entry that is wrong on its own is not checked against the other keys. One with several mistakes is reported once,
/// with a correction of all of them.
///
/// ```
/// use cors_rules::{Draft, Field, Names, Origins, Lint, check};
///
/// let draft = Draft {
///     origins: Some(Origins::Any),
///     credentials: true,
///     methods: Some(Names::List(vec!["GET", "patch"])),
///     ..Draft::default()
/// };
/// let findings = check(&draft);
/// assert_eq!(findings.len(), 2);
/// assert_eq!((findings[0].lint(), findings[0].field()), (Lint::WildcardCredentials, Field::Origins));
/// assert_eq!((findings[1].lint(), findings[1].index()), (Lint::MethodWrongCase, Some(1)));
/// assert_eq!(findings[1].correction(), Some("PATCH"));
/// ```
#[must_use]
pub fn check(draft: &Draft<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    origins::check(draft, &mut findings);
    origins::check_matching(draft, &mut findings);
    for field in [Field::Methods, Field::Headers, Field::ExposeHeaders] {
        names::check(draft, field, &mut findings);
    }
    check_age(draft.max_age, &mut findings);
    origins::check_enforce(draft, &mut findings);
    origins::check_forwarded_host(draft, &mut findings);
    findings
}

fn check_age(age: Option<MaxAge<'_>>, findings: &mut Vec<Finding>) {
    let (lint, entry, correction) = match age {
        None => return,
        Some(MaxAge::Seconds(seconds)) => match check_max_age(seconds) {
            Ok(_) => return,
            Err(lint) => (
                lint,
                format!("{seconds}"),
                Some(max_age::correct_seconds(seconds)),
            ),
        },
        Some(MaxAge::Text(text)) => match parse_max_age(text) {
            Ok(_) => return,
            Err(lint) => (lint, String::from(text), max_age::correct_text(text, lint)),
        },
    };
    findings.push(Finding::new(lint, Field::MaxAge, None, entry, correction));
}

/// True if a list is one star and so means `any`.
pub(crate) fn is_star(list: &[&str]) -> bool {
    matches!(list, ["*"])
}

/// A finding without a correction.
fn on_entry(lint: Lint, field: Field, index: Option<usize>, entry: &str) -> Finding {
    Finding::new(lint, field, index, entry, None)
}
