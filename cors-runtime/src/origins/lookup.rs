//! Finds an origin in a sorted list. The number of comparisons grows with its logarithm, whatever the list holds.

use core::cmp::Ordering;

use cors_rules::{OriginPattern, PatternKey, exact_order_at_run_time};

/// True if the origin is one of these, which are sorted by [`exact_order_at_run_time`].
#[inline]
pub(super) fn is_listed(exact: &[impl AsRef<str>], origin: &[u8]) -> bool {
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

/// So few patterns that looking at each is faster than looking for the right ones.
const FEW: usize = 8;

/// A pattern as a list holds it.
pub(super) trait Pattern {
    fn key(&self) -> PatternKey<'_>;
    fn matches(&self, origin: &[u8]) -> bool;
}

impl Pattern for OriginPattern<'_> {
    fn key(&self) -> PatternKey<'_> {
        self.key()
    }

    fn matches(&self, origin: &[u8]) -> bool {
        self.matches(origin)
    }
}

/// True if one of these patterns, which are sorted by their [`PatternKey`], accepts the origin.
#[inline]
pub(super) fn is_matched<P: Pattern>(patterns: &[P], origin: &[u8]) -> bool {
    if patterns.len() <= FEW {
        return patterns.iter().any(|pattern| pattern.matches(origin));
    }
    is_matched_by_one_of_many(patterns, origin)
}

fn is_matched_by_one_of_many<P: Pattern>(patterns: &[P], origin: &[u8]) -> bool {
    if origin.len() > OriginPattern::LONGEST_ORIGIN {
        return false;
    }
    let Some(parts) = SplitOrigin::of(origin) else {
        return false;
    };
    // The star of extensions stands before every host.
    if patterns[0].key().host == b"*" && finds(patterns, &parts, b"*", [parts.scheme, b"*"]) {
        return true;
    }
    parts.hosts().any(|host| {
        let start = patterns.partition_point(|pattern| pattern.key().host < host);
        let group = &patterns[start..];
        is_matched_by_one_of_host(group, &parts, host)
    })
}

/// True if a pattern of this host accepts the origin. If there is one, the first of these patterns has the host.
fn is_matched_by_one_of_host<P: Pattern>(
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
    // There are as many patterns of one host as there are schemes and ports, and only these accept the origin.
    looked_at == FEW
        && (finds(rest, parts, host, [parts.scheme, b"*.", host, parts.port])
            || finds(rest, parts, host, [parts.scheme, b"*.", host, b":*"])
            || finds(rest, parts, host, [parts.scheme, host, b":*"]))
}

/// True if the pattern of this text is there, and accepts the origin.
fn finds<P: Pattern, const N: usize>(
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

/// A pattern has at most `*.` and `:*` more than an origin.
const LONGEST_PATTERN: usize = OriginPattern::LONGEST_ORIGIN + "*.:*".len();

/// An origin, apart from what it is compared with.
struct SplitOrigin<'o> {
    origin: &'o [u8],
    /// With its `://`.
    scheme: &'o [u8],
    name: &'o [u8],
    /// With its colon, empty without.
    port: &'o [u8],
}

impl<'o> SplitOrigin<'o> {
    fn of(origin: &'o [u8]) -> Option<Self> {
        let end = origin.windows(3).position(|bytes| bytes == b"://")? + 3;
        let (scheme, authority) = origin.split_at(end);
        let colon = match authority {
            // Not a colon within an IPv6 address.
            [.., b']'] => None,
            _ => authority.iter().rposition(|&byte| byte == b':'),
        };
        let (name, port) = authority.split_at(colon.unwrap_or(authority.len()));
        Some(Self {
            origin,
            scheme,
            name,
            port,
        })
    }

    /// The hosts of all patterns that could accept the origin, but for those of extensions: each domain above its
    /// own, and its own, which few patterns have.
    fn hosts(&self) -> impl Iterator<Item = &'o [u8]> + use<'o> {
        let name = self.name;
        let dots = name.iter().enumerate().filter(|&(_, &byte)| byte == b'.');
        let above = dots.map(move |(dot, _)| &name[dot + 1..]);
        above.chain([name])
    }
}

#[cfg(test)]
mod tests {
    use core::cell::Cell;

    use super::*;

    /// A pattern that counts how often it is looked at.
    struct CountingPattern<'c> {
        pattern: OriginPattern<'static>,
        looks: &'c Cell<usize>,
    }

    impl Pattern for CountingPattern<'_> {
        fn key(&self) -> PatternKey<'_> {
            self.looks.set(self.looks.get() + 1);
            self.pattern.key()
        }

        fn matches(&self, origin: &[u8]) -> bool {
            self.looks.set(self.looks.get() + 1);
            self.pattern.matches(origin)
        }
    }

    /// The most looks at a list of these patterns that one of the origins costs.
    fn most_looks(texts: impl Iterator<Item = String>, origins: &[(&str, bool)]) -> usize {
        let looks = Cell::new(0);
        let mut patterns: Vec<_> = texts
            .map(|text| CountingPattern {
                pattern: OriginPattern::parse(text.leak()).expect("a pattern"),
                looks: &looks,
            })
            .collect();
        patterns.sort_by(|a, b| a.pattern.key().compare(b.pattern.key()));
        let counted = origins.iter().map(|&(origin, allowed)| {
            looks.set(0);
            assert_eq!(
                is_matched(&patterns, origin.as_bytes()),
                allowed,
                "{origin}"
            );
            looks.get()
        });
        counted.max().expect("an origin")
    }

    /// The lists of 20,000 patterns in which many resemble an origin, each with origins they do and do not accept.
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
