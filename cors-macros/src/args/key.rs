//! The names of the keys.

use cors_rules::{Allowance, Field, Lint};
use proc_macro2::TokenStream;
use quote::ToTokens;

use super::other_libraries;
use crate::diag::Diag;

/// The key of this name.
pub(crate) fn of(name: &str) -> Option<Field> {
    Field::KEYS.into_iter().find(|field| field.key() == name)
}

/// A misspelled key whose meaning is clear.
#[derive(Debug)]
pub(crate) struct MisspelledKey {
    /// The intended key.
    pub(crate) field: Field,
    pub(crate) name: String,
    pub(crate) tokens: TokenStream,
    /// True if its value is missing, too.
    pub(crate) alone: bool,
}

impl MisspelledKey {
    pub(crate) fn diag(&self) -> Diag {
        let diag = unknown(&self.tokens, &self.name);
        if self.alone {
            return diag.help(format!("write `{}`", example(self.field)));
        }
        diag
    }
}

/// Prefixes that negate a key.
const NEGATIONS: [&str; 8] = [
    "without", "disallow", "disable", "deny", "dont", "not", "non", "no",
];

/// Prefixes of the keys in other libraries.
const PREFIXES: [&str; 8] = [
    "accesscontrol",
    "supports",
    "allowed",
    "enable",
    "allow",
    "with",
    "use",
    "",
];

/// The key most likely intended, unless the name negates it.
pub(super) fn closest(name: &str) -> Option<Field> {
    match negated(name) {
        Some(_) => None,
        None => guess(&plain(name)),
    }
}

/// The key that the name most likely negates.
pub(super) fn negated(name: &str) -> Option<Field> {
    let written = plain(name);
    NEGATIONS
        .into_iter()
        .filter_map(|negation| written.strip_prefix(negation))
        .find_map(guess)
}

fn plain(name: &str) -> String {
    name.to_ascii_lowercase().replace(['_', '-'], "")
}

fn guess(written: &str) -> Option<Field> {
    match written {
        "ttl" | "preflightmaxage" => return Some(Field::MaxAge),
        "dev" | "development" | "devorigin" => return Some(Field::DevOrigins),
        "expose" | "exposed" => return Some(Field::ExposeHeaders),
        _ => {}
    }
    let base = PREFIXES
        .into_iter()
        .filter_map(|prefix| written.strip_prefix(prefix))
        .find(|rest| {
            Field::KEYS
                .into_iter()
                .any(|field| distance(rest, &plain(field.key())) <= 1)
        })
        .unwrap_or(written);
    nearest(
        base,
        Field::KEYS
            .into_iter()
            .map(|field| (field, plain(field.key()))),
    )
}

/// The candidate that is close enough to the name to be the intended one.
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

/// The Damerau–Levenshtein distance.
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

/// The opt-out of this name, written as a key.
fn allowance(name: &str) -> Option<Allowance> {
    let written = plain(name);
    let written = written.strip_prefix("allow").unwrap_or(&written);
    let mut all = Allowance::ALL.iter().copied();
    all.find(|allowance| plain(allowance.name()) == written)
}

/// The error for an unknown key.
pub(super) fn unknown(span: impl ToTokens, name: &str) -> Diag {
    if name == "any" {
        return Diag::new(span, "`any` is a value, not a key")
            .note("`any` is written per key, such as `origins = any`")
            .help("write `origins = any`")
            .see(Lint::UnknownKey);
    }
    if let Some(help) = other_libraries::help(&plain(name)) {
        return Diag::lint(span, Lint::UnknownKey, Field::Attribute, name).help(help);
    }
    if let Some(allowance) = allowance(name) {
        let help = format!("write `allow({})`", allowance.name());
        return Diag::lint(span, Lint::UnknownKey, Field::Attribute, name).help(help);
    }
    if let Some(field) = negated(name) {
        return Diag::lint(span, Lint::UnknownKey, Field::Attribute, name).help(without(field));
    }
    match closest(name) {
        Some(field) => Diag::lint_with(span, Lint::UnknownKey, Field::Attribute, name, field.key()),
        None => Diag::lint(span, Lint::UnknownKey, Field::Attribute, name),
    }
}

/// The help for a negated key.
const fn without(field: Field) -> &'static str {
    match field {
        Field::Origins => {
            "list the origins to allow, such as `origins = [\"https://app.example.com\"]`: all others are rejected"
        }
        Field::DevOrigins => {
            "remove it: without `dev_origins`, debug builds allow the same origins as release builds"
        }
        Field::Credentials => {
            "remove it, or write `credentials = false`: without the key, credentials are off"
        }
        Field::Methods => {
            "list the methods to allow, such as `methods = [GET]`, or remove it to allow the methods of the route"
        }
        Field::Headers => {
            "remove it: without `headers`, scripts may only set the safelisted request headers"
        }
        Field::ExposeHeaders => {
            "remove it: without `expose_headers`, scripts may only read the safelisted response headers"
        }
        Field::MaxAge => {
            "write `max_age = 0`, or remove it: without the key, browsers cache a preflight for 5 seconds"
        }
        Field::Enforce => {
            "remove it, or write `enforce = false`: without the key, no request is refused"
        }
        _ => "remove it",
    }
}

/// An example of the key with a value.
pub(crate) const fn example(field: Field) -> &'static str {
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
        Field::Policy => "policy = PARTNERS",
        Field::Base => "base = PARTNERS",
        Field::Disabled => "disabled",
        Field::Crate => "crate = ::cors_runtime",
        _ => "origins = any",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misspelled_or_foreign_key_finds_the_intended_one() {
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
            ("supports_credentials", Field::Credentials),
            ("enable_credentials", Field::Credentials),
            ("ttl", Field::MaxAge),
            ("dev", Field::DevOrigins),
            ("expose", Field::ExposeHeaders),
            ("preflight_max_age", Field::MaxAge),
        ] {
            assert_eq!(closest(written), Some(meant), "{written}");
        }
    }

    #[test]
    fn ambiguous_key_is_not_guessed() {
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
    fn foreign_option_without_a_key_has_its_own_help() {
        for written in [
            "permissive",
            "allow_any_origin",
            "vary",
            "allow_private_network",
            "preflight_continue",
            "optionsSuccessStatus",
            "send_wildcard",
            "block_on_origin_mismatch",
            "allow_null",
            "allow_origin_regex",
            "allow_origin_fn",
        ] {
            assert_eq!(closest(written), None, "{written}");
            assert!(
                other_libraries::help(&plain(written)).is_some(),
                "{written}"
            );
        }
        for field in Field::KEYS {
            assert_eq!(other_libraries::help(&plain(field.key())), None, "{field}");
        }
    }

    #[test]
    fn negated_key_is_not_a_misspelling() {
        for (written, meant) in [
            ("no_credentials", Field::Credentials),
            ("noCredentials", Field::Credentials),
            ("not-credentials", Field::Credentials),
            ("non_credentials", Field::Credentials),
            ("without_credentials", Field::Credentials),
            ("disable_credentials", Field::Credentials),
            ("deny_credentials", Field::Credentials),
            ("dont_allow_credentials", Field::Credentials),
            ("no_enforce", Field::Enforce),
            ("not_enforced", Field::Enforce),
            ("disallow_methods", Field::Methods),
            ("no_max_age", Field::MaxAge),
        ] {
            assert_eq!(closest(written), None, "{written}");
            assert_eq!(negated(written), Some(meant), "{written}");
        }
        for field in Field::KEYS {
            assert_eq!(negated(field.key()), None, "{field}");
        }
    }

    #[test]
    fn example_starts_with_its_key() {
        for field in Field::KEYS {
            assert!(example(field).starts_with(field.key()), "{field}");
        }
    }

    #[test]
    fn swapped_letters_have_distance_one() {
        assert_eq!(distance("orgiins", "origins"), 1);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("abc", "abc"), 0);
    }
}
