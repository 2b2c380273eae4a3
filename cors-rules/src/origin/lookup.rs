//! Sorts a list of origins and finds an origin in it.
//!
//! Macros, tables of constants and lists loaded at run time are all sorted here, and all searched here: a list in
//! another order would make the binary search reject an origin without an error. The number of comparisons grows with
//! the logarithm of the list's length, whatever the list contains.

use alloc::vec::Vec;
use core::cmp::Ordering;

use super::{
    OriginPattern, OwnedOriginPattern,
    order::{PatternKey, exact_order, exact_order_at_run_time},
    split::SplitOrigin,
};

/// Sorts exact origins for [`contains_exact`], and removes duplicates.
///
/// ```
/// use cors_rules::{contains_exact, sort_exact};
///
/// let mut origins = vec!["https://b.example", "https://c.io", "https://b.example"];
/// sort_exact(&mut origins);
/// assert_eq!(origins, ["https://c.io", "https://b.example"]);
/// assert!(contains_exact(&origins, b"https://b.example"));
/// ```
pub fn sort_exact<T: AsRef<str> + PartialEq>(origins: &mut Vec<T>) {
    origins.sort_unstable_by(|a, b| exact_order(a.as_ref().as_bytes(), b.as_ref().as_bytes()));
    origins.dedup();
}

/// Sorts patterns for [`any_pattern_matches`], and removes duplicates.
///
/// ```
/// use cors_rules::{OriginPattern, any_pattern_matches, sort_patterns};
///
/// let mut patterns = vec![
///     OriginPattern::parse("https://*.b.example")?,
///     OriginPattern::parse("http://a.example:*")?,
/// ];
/// sort_patterns(&mut patterns);
/// assert_eq!(patterns[0].host(), "a.example");
/// assert!(any_pattern_matches(&patterns, b"https://shop.b.example"));
/// # Ok::<(), cors_rules::Lint>(())
/// ```
pub fn sort_patterns<P: ListedPattern>(patterns: &mut Vec<P>) {
    patterns.sort_unstable_by(|a, b| a.key().compare(b.key()));
    patterns.dedup_by(|a, b| a.key() == b.key());
}

/// Inserts an exact origin into `origins`, of which the first `length` are sorted. [`sort_exact`] for const evaluation,
/// which has no `Vec`.
///
/// # Panics
///
/// If `length` is not below the length of `origins`.
pub const fn insert_exact<'a>(origins: &mut [&'a str], length: usize, origin: &'a str) {
    let mut place = length;
    while place > 0
        && is_less(exact_order(
            origin.as_bytes(),
            origins[place - 1].as_bytes(),
        ))
    {
        origins[place] = origins[place - 1];
        place -= 1;
    }
    origins[place] = origin;
}

/// Inserts a pattern into `patterns`, of which the first `length` are sorted. [`sort_patterns`] for const evaluation,
/// which has no `Vec`.
///
/// # Panics
///
/// If `length` is not below the length of `patterns`.
pub const fn insert_pattern<'a>(
    patterns: &mut [OriginPattern<'a>],
    length: usize,
    pattern: OriginPattern<'a>,
) {
    let mut place = length;
    while place > 0 && is_less(pattern.key().compare(patterns[place - 1].key())) {
        patterns[place] = patterns[place - 1];
        place -= 1;
    }
    patterns[place] = pattern;
}

const fn is_less(order: Ordering) -> bool {
    matches!(order, Ordering::Less)
}

/// True if the origin is in the list, which [`sort_exact`] or [`insert_exact`] sorted.
#[inline]
#[must_use]
pub fn contains_exact(exact: &[impl AsRef<str>], origin: &[u8]) -> bool {
    let ([shortest, ..], [.., longest]) = (exact, exact) else {
        return false;
    };
    if origin.len() < shortest.as_ref().len() || origin.len() > longest.as_ref().len() {
        return false;
    }
    // The search of the standard library does not stop at the right entry.
    let mut rest = exact;
    while !rest.is_empty() {
        let (before, from) = rest.split_at(rest.len() / 2);
        match exact_order_at_run_time(from[0].as_ref().as_bytes(), origin) {
            Ordering::Less => rest = &from[1..],
            Ordering::Equal => return true,
            Ordering::Greater => rest = before,
        }
    }
    false
}

/// Up to this number of patterns, comparing with each is faster than a search.
const FEW: usize = 8;

/// A pattern in a sorted list: borrowed from the program, or owned.
pub trait ListedPattern {
    /// Its place in the order of the list.
    fn key(&self) -> PatternKey<'_>;

    /// True if the pattern accepts the origin.
    fn matches(&self, origin: &[u8]) -> bool;
}

impl ListedPattern for OriginPattern<'_> {
    #[inline]
    fn key(&self) -> PatternKey<'_> {
        self.key()
    }

    #[inline]
    fn matches(&self, origin: &[u8]) -> bool {
        self.matches(origin)
    }
}

impl ListedPattern for OwnedOriginPattern {
    #[inline]
    fn key(&self) -> PatternKey<'_> {
        self.key()
    }

    #[inline]
    fn matches(&self, origin: &[u8]) -> bool {
        self.borrow().matches(origin)
    }
}

/// True if a pattern of the list, which [`sort_patterns`] or [`insert_pattern`] sorted, accepts the origin.
#[inline]
#[must_use]
pub fn any_pattern_matches<P: ListedPattern>(patterns: &[P], origin: &[u8]) -> bool {
    if patterns.len() <= FEW {
        return patterns.iter().any(|pattern| pattern.matches(origin));
    }
    any_of_many_matches(patterns, origin)
}

fn any_of_many_matches<P: ListedPattern>(patterns: &[P], origin: &[u8]) -> bool {
    if origin.len() > OriginPattern::LONGEST_ORIGIN {
        return false;
    }
    let Some(parts) = SplitOrigin::of(origin) else {
        return false;
    };
    // `*`, the host in patterns of extensions, sorts before every host.
    if patterns[0].key().host == b"*" && finds(patterns, &parts, b"*", [parts.scheme, b"*"]) {
        return true;
    }
    parts.hosts().any(|host| {
        let start = patterns.partition_point(|pattern| pattern.key().host < host);
        let group = &patterns[start..];
        any_of_host_matches(group, &parts, host)
    })
}

/// True if a pattern with this host accepts the origin. Such patterns, if any, are at the start of `patterns`.
fn any_of_host_matches<P: ListedPattern>(
    patterns: &[P],
    parts: &SplitOrigin<'_>,
    host: &[u8],
) -> bool {
    let few = patterns
        .iter()
        .take(FEW)
        .take_while(|pattern| pattern.key().host == host);
    let mut looked_at = 0;
    for pattern in few {
        if pattern.matches(parts.origin) {
            return true;
        }
        looked_at += 1;
    }
    let rest = &patterns[looked_at..];
    // One host may have a pattern for each scheme and port. Only these three can accept the origin.
    looked_at == FEW
        && (finds(rest, parts, host, [parts.scheme, b"*.", host, parts.port])
            || finds(rest, parts, host, [parts.scheme, b"*.", host, b":*"])
            || finds(rest, parts, host, [parts.scheme, host, b":*"]))
}

/// True if the list contains the pattern with this text, and it accepts the origin.
fn finds<P: ListedPattern, const N: usize>(
    patterns: &[P],
    parts: &SplitOrigin<'_>,
    host: &[u8],
    text: [&[u8]; N],
) -> bool {
    let mut buffer = [0; LONGEST_PATTERN];
    let mut length = 0;
    for part in text {
        let Some(place) = buffer.get_mut(length..length + part.len()) else {
            return false;
        };
        place.copy_from_slice(part);
        length += part.len();
    }
    let key = PatternKey {
        host,
        text: &buffer[..length],
    };
    let found = patterns.binary_search_by(|pattern| pattern.key().compare(key));
    found.is_ok_and(|place| patterns[place].matches(parts.origin))
}

/// A pattern is an origin with at most `*.` and `:*` added.
const LONGEST_PATTERN: usize = OriginPattern::LONGEST_ORIGIN + "*.:*".len();

#[cfg(test)]
mod tests {
    use alloc::{borrow::ToOwned, format, string::String};
    use core::cell::Cell;

    use super::*;

    /// A pattern that counts its comparisons.
    struct CountingPattern<'c> {
        pattern: OriginPattern<'static>,
        looks: &'c Cell<usize>,
    }

    impl ListedPattern for CountingPattern<'_> {
        fn key(&self) -> PatternKey<'_> {
            self.looks.set(self.looks.get() + 1);
            self.pattern.key()
        }

        fn matches(&self, origin: &[u8]) -> bool {
            self.looks.set(self.looks.get() + 1);
            self.pattern.matches(origin)
        }
    }

    /// The number of comparisons for the origin that needs most.
    fn most_looks(texts: impl Iterator<Item = String>, origins: &[(&str, bool)]) -> usize {
        let looks = Cell::new(0);
        let mut patterns: Vec<_> = texts
            .map(|text| CountingPattern {
                pattern: OriginPattern::parse(text.leak()).expect("a pattern"),
                looks: &looks,
            })
            .collect();
        // Duplicates stay: the search must not depend on their absence.
        patterns.sort_by(|a, b| a.pattern.key().compare(b.pattern.key()));
        let counted = origins.iter().map(|&(origin, allowed)| {
            looks.set(0);
            assert_eq!(
                any_pattern_matches(&patterns, origin.as_bytes()),
                allowed,
                "{origin}"
            );
            looks.get()
        });
        counted.max().expect("an origin")
    }

    /// Lists of 20,000 patterns of which many resemble an origin, each with origins it accepts and rejects.
    #[test]
    fn twenty_thousand_patterns_of_any_shape_cost_few_looks() {
        const MANY: u16 = 20_000;
        let numbers = || 10_081..10_081 + MANY;
        let ports = numbers().map(|port| format!("https://*.example.com:{port}"));
        let schemes = numbers().map(|i| format!("app{i}://*.example.com:*"));
        let any_port = numbers().map(|i| format!("app{i}://example.com:*"));
        let hosts = numbers().map(|i| format!("https://*.n{i}.example.com"));
        let nested =
            numbers().map(|i| format!("https://*.{}com:{i}", "a.".repeat(i as usize % 120)));
        let same = numbers().map(|_| "https://*.example.com".to_owned());
        let extensions = numbers().map(|_| "moz-extension://*".to_owned());
        for (shape, texts, origins) in [
            (
                "ports",
                ports.collect::<Vec<_>>(),
                &[
                    ("https://a.example.com:20000", true),
                    ("https://a.example.com:30080", true),
                    ("https://a.example.com", false),
                    ("https://a.example.com:9999", false),
                    ("http://a.example.com:20000", false),
                    ("https://example.com:20000", false),
                ][..],
            ),
            (
                "schemes",
                schemes.collect(),
                &[
                    ("app20000://a.example.com", true),
                    ("app20000://a.example.com:1", true),
                    ("app1://a.example.com", false),
                    ("app20000://example.com", false),
                ],
            ),
            (
                "any port",
                any_port.collect(),
                &[
                    ("app20000://example.com:8080", true),
                    ("app20000://example.com", true),
                    ("app1://example.com:8080", false),
                    ("app20000://a.example.com:8080", false),
                ],
            ),
            (
                "hosts",
                hosts.collect(),
                &[
                    ("https://a.n20000.example.com", true),
                    ("https://a.n1.example.com", false),
                    ("https://n20000.example.com", false),
                ],
            ),
            (
                "nested",
                nested.collect(),
                &[
                    ("https://b.a.a.a.a.a.com:10085", true),
                    ("https://b.a.a.a.a.a.com:9999", false),
                    ("https://b.a.a.a.a.b.com:10085", false),
                ],
            ),
            (
                "the same",
                same.collect(),
                &[
                    ("https://a.example.com", true),
                    ("https://a.example.com:1", false),
                ],
            ),
            (
                "extensions",
                extensions.collect(),
                &[
                    ("moz-extension://0b9a7f3e-0000-4000-8000-000000000000", true),
                    ("moz-extension://x", false),
                    ("https://a.example.com", false),
                ],
            ),
        ] {
            let most = most_looks(texts.into_iter(), origins);
            // For each of at most seven hosts: four searches of fifteen steps, and the few that are looked at.
            assert!(most < 7 * (4 * 16 + 2 * FEW), "{shape}: {most}");
        }
    }
}
