//! Finding an origin in a sorted list, at a cost that hardly grows with the list.

use core::cmp::Ordering;

use cors_policy::OriginPattern;

/// Sorting by length first makes a long `Origin` cost nothing: its length is compared, its bytes are
/// not.
#[inline]
pub(super) fn by_length_then_bytes(entry: &[u8], origin: &[u8]) -> Ordering {
    if entry.len() == origin.len() {
        entry.cmp(origin)
    } else {
        entry.len().cmp(&origin.len())
    }
}

/// Whether the origin is one of these, which are sorted by length, then by bytes.
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
        match by_length_then_bytes(from[0].as_ref().as_bytes(), origin) {
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
    /// Without the leading `*.`.
    fn host(&self) -> &str;
    fn matches(&self, origin: &[u8]) -> bool;
}

impl Pattern for OriginPattern<'_> {
    fn host(&self) -> &str {
        self.host()
    }

    fn matches(&self, origin: &[u8]) -> bool {
        self.matches(origin)
    }
}

/// Whether one of these patterns, which are sorted by their hosts, accepts the origin.
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
    // The star of extensions stands before every host.
    let mut extensions = of_host(patterns, b"*");
    let mut near = hosts(origin).flat_map(|host| {
        let start = patterns.partition_point(|pattern| pattern.host().as_bytes() < host);
        of_host(&patterns[start..], host)
    });
    extensions.any(|pattern| pattern.matches(origin)) || near.any(|pattern| pattern.matches(origin))
}

/// Those of these patterns that have this host, if the first has.
fn of_host<'p, P: Pattern>(patterns: &'p [P], host: &'p [u8]) -> impl Iterator<Item = &'p P> {
    patterns
        .iter()
        .take_while(move |pattern| pattern.host().as_bytes() == host)
}

/// The hosts of all patterns that could accept the origin, but for those of extensions: each domain
/// above its own, and its own, which few patterns have.
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
    above.chain(name)
}
