//! Finding an origin in a sorted list, at a cost that hardly grows with the list.

use core::{cmp::Ordering, ops::Range};

use cors_policy::OriginPattern;

/// Sorting by length first makes a long `Origin` cost nothing: its length is compared, its bytes are
/// not.
pub(super) fn by_length_then_bytes(entry: &[u8], origin: &[u8]) -> Ordering {
    entry
        .len()
        .cmp(&origin.len())
        .then_with(|| entry.cmp(origin))
}

/// Whether the origin is one of these, which are sorted by length, then by bytes.
pub(super) fn is_listed(exact: &[impl AsRef<str>], origin: &[u8]) -> bool {
    exact
        .binary_search_by(|entry| by_length_then_bytes(entry.as_ref().as_bytes(), origin))
        .is_ok()
}

/// A pattern as a list holds it.
pub(super) trait Pattern {
    /// So few patterns that looking at each is faster than looking for the right ones.
    const FEW: usize;

    /// Without the leading `*.`.
    fn host(&self) -> &str;
    fn matches(&self, origin: &[u8]) -> bool;
}

impl Pattern for OriginPattern<'_> {
    const FEW: usize = 8;

    fn host(&self) -> &str {
        self.host()
    }

    fn matches(&self, origin: &[u8]) -> bool {
        self.matches(origin)
    }
}

/// The longest origin a pattern accepts: a scheme, a name of 253 bytes, a port.
pub(super) const LONGEST_ORIGIN: usize = 253 + 64;

/// Whether one of these patterns, which are sorted by their hosts, accepts the origin.
pub(super) fn is_matched<P: Pattern>(patterns: &[P], origin: &[u8]) -> bool {
    if patterns.len() <= P::FEW {
        return patterns.iter().any(|pattern| pattern.matches(origin));
    }
    if origin.len() > LONGEST_ORIGIN {
        return false;
    }
    hosts(origin).any(|host| {
        patterns[of_host(patterns, host)]
            .iter()
            .any(|pattern| pattern.matches(origin))
    })
}

fn of_host<P: Pattern>(patterns: &[P], host: &[u8]) -> Range<usize> {
    let start = patterns.partition_point(|pattern| pattern.host().as_bytes() < host);
    let same = patterns[start..].partition_point(|pattern| pattern.host().as_bytes() == host);
    start..start + same
}

/// The hosts of all patterns that could accept the origin: its own, each domain above it, and the
/// star of extensions.
fn hosts(origin: &[u8]) -> impl Iterator<Item = &[u8]> {
    let authority = origin
        .windows(3)
        .position(|bytes| bytes == b"://")
        .map(|at| &origin[at + 3..]);
    let name = authority.map(|authority| match authority {
        // Not a colon within an IPv6 address.
        [.., b']'] => authority,
        _ => match authority.iter().rposition(|&byte| byte == b':') {
            Some(colon) => &authority[..colon],
            None => authority,
        },
    });
    let above = name.into_iter().flat_map(|name| {
        let dots = name.iter().enumerate().filter(|&(_, &byte)| byte == b'.');
        dots.map(|(dot, _)| &name[dot + 1..])
    });
    name.into_iter().chain(above).chain([&b"*"[..]])
}
