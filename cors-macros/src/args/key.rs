//! The names of the keys.

use cors_policy::{Field, Rule};
use proc_macro2::Ident;
use quote::ToTokens;

use crate::diag::Diag;

/// The keys a policy is written with.
const KEYS: [Field; 10] = [
    Field::Origins,
    Field::DevOrigins,
    Field::Credentials,
    Field::Methods,
    Field::Headers,
    Field::ExposeHeaders,
    Field::MaxAge,
    Field::Enforce,
    Field::Allow,
    Field::Crate,
];

/// The keys that are known and have no meaning yet.
const LATER: [Field; 3] = [Field::Policy, Field::Base, Field::Disabled];

/// The key of this name.
pub(super) fn of(name: &str) -> Option<Field> {
    KEYS.into_iter()
        .chain(LATER)
        .find(|field| field.key() == name)
}

/// The key that was most likely meant.
pub(super) fn closest(name: &str) -> Option<Field> {
    let plain = |name: &str| name.to_ascii_lowercase().replace(['_', '-'], "");
    let written = plain(name);
    let meant = ["accesscontrol", "allowed", "allow", "with", ""]
        .into_iter()
        .filter_map(|prefix| written.strip_prefix(prefix))
        .find(|rest| {
            KEYS.into_iter()
                .any(|field| distance(rest, &plain(field.key())) <= 1)
        })
        .unwrap_or(&written);
    nearest(
        meant,
        KEYS.into_iter().map(|field| (field, plain(field.key()))),
    )
}

/// The candidate that is so close to what was written that nothing else can be meant.
pub(super) fn nearest<T>(
    written: &str,
    candidates: impl Iterator<Item = (T, String)>,
) -> Option<T> {
    candidates
        .map(|(candidate, name)| (distance(written, &name), name.len(), candidate))
        .filter(|(distance, length, _)| *distance <= (length / 3).min(2))
        .min_by_key(|(distance, ..)| *distance)
        .map(|(.., candidate)| candidate)
}

/// How many letters must be added, removed, changed or swapped with their neighbour.
fn distance(from: &str, to: &str) -> usize {
    let (from, to): (Vec<char>, Vec<char>) = (from.chars().collect(), to.chars().collect());
    let mut rows = vec![vec![0; to.len() + 1]; from.len() + 1];
    for i in 0..=from.len() {
        for j in 0..=to.len() {
            rows[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let changed = rows[i - 1][j - 1] + usize::from(from[i - 1] != to[j - 1]);
                let mut least = changed.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
                if i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1] {
                    least = least.min(rows[i - 2][j - 2] + 1);
                }
                least
            };
        }
    }
    rows[from.len()][to.len()]
}

/// What to say about a key that is no key.
pub(super) fn unknown(span: impl ToTokens, name: &str) -> Diag {
    if name == "any" {
        return Diag::new(span, "`any` is a value, not a key")
            .note("the word alone does not say what is open to any site")
            .help("write `origins = any`");
    }
    match closest(name) {
        Some(field) => Diag::rule_with(span, Rule::UnknownKey, Field::Attribute, name, field.key()),
        None => Diag::rule(span, Rule::UnknownKey, Field::Attribute, name),
    }
}

/// The refusal of a key that has no meaning yet.
pub(super) fn not_yet(field: Field, key: &Ident) -> Option<Diag> {
    let help = match field {
        Field::Policy => {
            "write the keys of the policy here: `origins = [\"https://app.example.com\"]`"
        }
        Field::Base => "write all keys of the policy: nothing can be taken from another one",
        Field::Disabled => "remove the attribute: a handler without it has no CORS",
        _ => return None,
    };
    Some(
        Diag::new(key, format!("`{field}` is not supported yet"))
            .note("this version reads policies from literals alone")
            .help(help),
    )
}

/// A value of the key, to show how it is written.
pub(super) const fn example(field: Field) -> &'static str {
    match field {
        Field::Origins => "origins = [\"https://app.example.com\"]",
        Field::DevOrigins => "dev_origins = [\"http://localhost:*\"]",
        Field::Credentials => "credentials",
        Field::Methods => "methods = [GET, POST]",
        Field::Headers => "headers = [\"content-type\"]",
        Field::ExposeHeaders => "expose_headers = [\"etag\"]",
        Field::MaxAge => "max_age = \"24h\"",
        Field::Enforce => "enforce",
        Field::Allow => "allow(insecure_origins)",
        Field::Crate => "crate = ::cors_runtime",
        _ => "origins = any",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misspelt_keys_and_those_of_other_libraries_are_understood() {
        for (written, meant) in [
            ("origin", Field::Origins),
            ("orgins", Field::Origins),
            ("origi", Field::Origins),
            ("allow_origin", Field::Origins),
            ("allowed_origins", Field::Origins),
            ("devOrigins", Field::DevOrigins),
            ("credential", Field::Credentials),
            ("allow_credentials", Field::Credentials),
            ("withCredentials", Field::Credentials),
            ("method", Field::Methods),
            ("allowed_headers", Field::Headers),
            ("exposed_headers", Field::ExposeHeaders),
            ("exposeHeaders", Field::ExposeHeaders),
            ("max-age", Field::MaxAge),
            ("maxAge", Field::MaxAge),
            ("access_control_max_age", Field::MaxAge),
            ("enforced", Field::Enforce),
            ("alow", Field::Allow),
        ] {
            assert_eq!(closest(written), Some(meant), "{written}");
        }
    }

    #[test]
    fn a_key_that_could_mean_anything_is_not_guessed() {
        for written in [
            "sites",
            "any",
            "max",
            "hosts",
            "allow_all",
            "x",
            "",
            "timeout",
            "vary",
            "age",
        ] {
            assert_eq!(closest(written), None, "{written}");
        }
    }

    #[test]
    fn every_example_is_written_with_its_own_key() {
        for field in KEYS {
            assert!(example(field).starts_with(field.key()), "{field}");
        }
    }

    #[test]
    fn neighbours_that_changed_places_are_one_mistake() {
        assert_eq!(distance("orgiins", "origins"), 1);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("abc", "abc"), 0);
    }
}
