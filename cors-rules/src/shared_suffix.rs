//! Shared names that the Public Suffix List lacks: anyone can get a name below them. Owners add
//! their names to that list themselves, and many do not.

mod names;

use names::NAMES;

/// A shared name, and the depth of the names that others own below it.
#[derive(Clone, Copy)]
enum Below {
    /// Each label below it has an owner: `3000-x.app.github.dev`.
    One(&'static str),
    /// A label such as a region may be between: `3000-x.euw.devtunnels.ms`.
    Two(&'static str),
    /// Names at any depth have owners of their own: `10.0.0.1.nip.io`.
    Any(&'static str),
}

impl Below {
    const fn name(self) -> &'static [u8] {
        match self {
            Self::One(name) | Self::Two(name) | Self::Any(name) => name.as_bytes(),
        }
    }
}

/// True if others can get names below the host: it has an entry, or is an ancestor or a part of one.
pub(crate) const fn is_shared_or_ancestor(host: &[u8]) -> bool {
    let host = crate::bytes::without_last_dot(host);
    if host.is_empty() {
        return false;
    }
    let place = lower_bound(host);
    if place < NAMES.len() && compare(NAMES[place].name(), host).is_none() {
        return true;
    }
    let (mut above, mut labels) = (host, 0);
    while let Some(dot) = crate::bytes::find(above, b'.') {
        above = above.split_at(dot + 1).1;
        labels += 1;
        match entry(above) {
            Some(Below::Two(_)) if labels == 1 => return true,
            Some(Below::Any(_)) => return true,
            _ => {}
        }
    }
    false
}

const fn entry(name: &[u8]) -> Option<Below> {
    let place = lower_bound(name);
    if place < NAMES.len() && crate::bytes::equal_ignoring_case(NAMES[place].name(), name) {
        Some(NAMES[place])
    } else {
        None
    }
}

/// The index of the first entry that is not before the host in the order of the table.
const fn lower_bound(host: &[u8]) -> usize {
    let (mut low, mut high) = (0, NAMES.len());
    while low < high {
        let middle = low + (high - low) / 2;
        if matches!(compare(NAMES[middle].name(), host), Some(true)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

/// True if the entry is before the host in the order of the table; `None` if it is the host, or below it. Names are
/// compared from their ends, with a dot before each, so that a name directly precedes the names below it.
const fn compare(entry: &[u8], host: &[u8]) -> Option<bool> {
    let mut i = 0;
    while i <= host.len() {
        if i > entry.len() {
            return Some(true);
        }
        let (one, other) = (from_end(entry, i), from_end(host, i));
        if one != other {
            return Some(one < other);
        }
        i += 1;
    }
    None
}

const fn from_end(name: &[u8], place: usize) -> u8 {
    if place == name.len() {
        b'.'
    } else {
        name[name.len() - 1 - place].to_ascii_lowercase()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::is_listed_public_suffix_or_ancestor;
    use std::{format, string::String, vec::Vec};

    fn texts() -> Vec<&'static str> {
        NAMES
            .iter()
            .map(|entry| core::str::from_utf8(entry.name()).expect("a name"))
            .collect()
    }

    #[test]
    fn entries_are_sorted_and_unique() {
        let keys: Vec<String> = texts()
            .iter()
            .map(|name| name.chars().rev().chain(['.']).collect())
            .collect();
        for pair in keys.windows(2) {
            assert!(pair[0] < pair[1], "{} {}", pair[0], pair[1]);
        }
    }

    /// An entry is removed here once the list has it.
    #[test]
    fn public_suffix_list_covers_no_entry() {
        for entry in NAMES {
            let name = core::str::from_utf8(entry.name()).expect("a name");
            assert!(!is_listed_public_suffix_or_ancestor(name), "{name}");
        }
    }

    #[test]
    fn each_entry_has_a_host_with_a_dot_and_a_reason() {
        let source = include_str!("shared_suffix/names.rs");
        let lines: Vec<&str> = source
            .lines()
            .filter(|line| {
                ["    One(", "    Two(", "    Any("]
                    .iter()
                    .any(|kind| line.starts_with(kind))
            })
            .collect();
        assert_eq!(lines.len(), NAMES.len());
        for line in lines {
            let reason = line.split_once("// ").map(|(_, reason)| reason);
            assert!(reason.is_some_and(|reason| reason.len() > 4), "{line}");
        }
        for name in texts() {
            let origin = format!("https://{name}");
            assert!(crate::OriginPattern::parse(&origin).is_ok(), "{name}");
            assert!(name.contains('.'), "{name}");
        }
    }

    /// An independent check, entry by entry.
    fn naive(host: &str) -> bool {
        NAMES.iter().any(|entry| {
            let name = core::str::from_utf8(entry.name()).expect("a name");
            let labels = host
                .strip_suffix(name)
                .and_then(|labels| labels.strip_suffix('.'))
                .map(|labels| labels.split('.').count());
            let deep = match entry {
                Below::One(_) => false,
                Below::Two(_) => labels == Some(1),
                Below::Any(_) => labels.is_some(),
            };
            host == name || name.ends_with(&format!(".{host}")) || deep
        })
    }

    #[test]
    fn search_agrees_with_a_walk() {
        let hosts = texts().into_iter().flat_map(|name| {
            let above = name.split_once('.').map_or("", |(_, above)| above);
            [
                String::from(name),
                String::from(above),
                format!("a.{name}"),
                format!("b.a.{name}"),
                format!("c.b.a.{name}"),
                format!("x{name}"),
                format!("{name}x"),
                format!("x.{above}"),
            ]
        });
        for host in hosts.chain(["example.com", "com", "a", "."].map(String::from)) {
            let expected = naive(&host);
            assert_eq!(is_shared_or_ancestor(host.as_bytes()), expected, "{host}");
            let upper = format!("{}.", host.to_ascii_uppercase());
            let dotted = is_shared_or_ancestor(upper.as_bytes());
            assert_eq!(dotted, expected && !host.ends_with('.'), "{upper}");
        }
        assert!(!is_shared_or_ancestor(b""));
    }
}
