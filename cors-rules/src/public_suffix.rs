//! The Public Suffix List, also read downwards: a pattern of subdomains needs the suffixes below a host.
//!
//! The `psl` crate is not `const`, and finds only the suffix of a host, not suffixes below it.

use crate::shared_suffix;

/// The list with reversed labels, one rule per line; `data/README.md` describes the form.
const TABLE: &[u8] = include_bytes!("../data/public_suffixes.txt");

/// The longest host that is looked up, in bytes. Longer ones are accepted nowhere.
const LONGEST: usize = 253;

/// True if others can own names below the host: it is a public suffix, or an ancestor of one.
///
/// These are the names of the Public Suffix List, and others that work in the same way and are not on it, such as
/// `app.github.dev`, `nip.io` and `sharepoint.com`. [`is_listed_public_suffix_or_ancestor`] looks at the list alone.
///
/// The list's default rule for unknown single labels is not applied, so `localhost` and `internal` are no public
/// suffixes. The host is expected in the form of an [`OriginPattern`](crate::OriginPattern).
///
/// ```
/// use cors_rules::is_public_suffix_or_ancestor;
///
/// const _: () = assert!(is_public_suffix_or_ancestor("github.io"));
/// assert!(is_public_suffix_or_ancestor("windows.net")); // an ancestor of blob.core.windows.net
/// assert!(is_public_suffix_or_ancestor("app.github.dev"));
/// assert!(!is_public_suffix_or_ancestor("example.com"));
/// ```
#[must_use]
pub const fn is_public_suffix_or_ancestor(host: &str) -> bool {
    is_listed_public_suffix_or_ancestor(host)
        || shared_suffix::is_shared_or_ancestor(host.as_bytes())
}

/// True if the host is on the Public Suffix List, or an ancestor of a name that is. Browsers use no other list.
///
/// ```
/// use cors_rules::is_listed_public_suffix_or_ancestor;
///
/// assert!(is_listed_public_suffix_or_ancestor("github.io"));
/// // Its blogs have different owners, but browsers treat them as one site.
/// assert!(!is_listed_public_suffix_or_ancestor("wordpress.com"));
/// ```
#[must_use]
pub const fn is_listed_public_suffix_or_ancestor(host: &str) -> bool {
    let Some(key) = ReversedHost::of(host.as_bytes()) else {
        return false;
    };
    if starts_with(lower_bound(key.as_bytes()), key.as_bytes()) {
        return true;
    }
    let Some(wildcard) = key.sibling_wildcard() else {
        return false;
    };
    has_line(&wildcard) && !has_line(&key.exception())
}

/// The part of a host that one owner has registered: a public suffix and one label more; `None` if the host has no such
/// part.
///
/// It counts the same suffixes as [`is_public_suffix_or_ancestor`], and the last label of any host.
/// [`listed_registrable_domain`] counts those of the list alone.
///
/// ```
/// use cors_rules::registrable_domain;
///
/// assert_eq!(registrable_domain("a.shop.example.co.uk"), Some("example.co.uk"));
/// assert_eq!(registrable_domain("3000-x.app.github.dev"), Some("3000-x.app.github.dev"));
/// assert_eq!(registrable_domain("co.uk"), None);
/// assert_eq!(registrable_domain("localhost"), None);
/// ```
#[must_use]
pub fn registrable_domain(host: &str) -> Option<&str> {
    registrable_by(host, is_public_suffix_or_ancestor)
}

/// The registrable domain of a host in browsers, which use the Public Suffix List only (URL standard, "registrable
/// domain").
///
/// ```
/// use cors_rules::listed_registrable_domain;
///
/// assert_eq!(listed_registrable_domain("a.github.io"), Some("a.github.io"));
/// assert_eq!(listed_registrable_domain("a.wordpress.com"), Some("wordpress.com"));
/// ```
#[must_use]
pub fn listed_registrable_domain(host: &str) -> Option<&str> {
    registrable_by(host, is_listed_public_suffix_or_ancestor)
}

fn registrable_by(host: &str, is_suffix: fn(&str) -> bool) -> Option<&str> {
    let mut domain = host.strip_suffix('.').unwrap_or(host);
    while let Some((_, above)) = domain.split_once('.') {
        if !above.contains('.') || is_suffix(above) {
            return (!is_suffix(domain)).then_some(domain);
        }
        domain = above;
    }
    None
}

/// A host with its labels in reverse order, and a dot after each: `app.run.`.
#[derive(Clone, Copy)]
struct ReversedHost {
    bytes: [u8; LONGEST + 3],
    length: usize,
}

impl ReversedHost {
    const fn of(host: &[u8]) -> Option<Self> {
        let mut rest = crate::bytes::without_last_dot(host);
        if rest.is_empty() || rest.len() > LONGEST {
            return None;
        }
        let mut key = Self {
            bytes: [0; LONGEST + 3],
            length: 0,
        };
        loop {
            let dot = crate::bytes::find_last(rest, b'.');
            let start = match dot {
                Some(dot) => dot + 1,
                None => 0,
            };
            let mut i = start;
            while i < rest.len() {
                key.push(rest[i].to_ascii_lowercase());
                i += 1;
            }
            key.push(b'.');
            match dot {
                Some(dot) => rest = rest.split_at(dot).0,
                None => return Some(key),
            }
        }
    }

    const fn push(&mut self, byte: u8) {
        self.bytes[self.length] = byte;
        self.length += 1;
    }

    /// `ck.foo.` becomes `ck.*.`; `None` for a single label.
    const fn sibling_wildcard(&self) -> Option<Self> {
        let mut key = *self;
        key.length -= 1;
        while key.length > 0 && key.bytes[key.length - 1] != b'.' {
            key.length -= 1;
        }
        if key.length == 0 {
            return None;
        }
        key.push(b'*');
        key.push(b'.');
        Some(key)
    }

    /// `ck.www.` becomes `ck.www!.`.
    const fn exception(&self) -> Self {
        let mut key = *self;
        key.length -= 1;
        key.push(b'!');
        key.push(b'.');
        key
    }

    const fn as_bytes(&self) -> &[u8] {
        self.bytes.split_at(self.length).0
    }
}

/// The byte of a line at this place; its end reads as a dot, so that a suffix sorts directly before the names below it.
const fn at(i: usize) -> u8 {
    if TABLE[i] == b'\n' { b'.' } else { TABLE[i] }
}

/// True if the line at `start`, or a part of it up to a dot, is the key.
const fn starts_with(start: usize, key: &[u8]) -> bool {
    start < TABLE.len() && compare(start, key).is_none()
}

const fn has_line(key: &ReversedHost) -> bool {
    let start = lower_bound(key.as_bytes());
    starts_with(start, key.as_bytes()) && TABLE[start + key.length - 1] == b'\n'
}

/// True if the line at `start` sorts before the key; `None` if it begins with it.
const fn compare(start: usize, key: &[u8]) -> Option<bool> {
    let mut i = 0;
    while i < key.len() {
        let byte = at(start + i);
        if byte != key[i] {
            return Some(byte < key[i]);
        }
        // The line ends here, and the key goes on.
        if TABLE[start + i] == b'\n' && i + 1 < key.len() {
            return Some(true);
        }
        i += 1;
    }
    None
}

/// The start of the first line that does not sort before the key.
const fn lower_bound(key: &[u8]) -> usize {
    let (mut low, mut high) = (0, TABLE.len());
    while low < high {
        let mut start = low + (high - low) / 2;
        while start > low && TABLE[start - 1] != b'\n' {
            start -= 1;
        }
        if matches!(compare(start, key), Some(true)) {
            low = start;
            while low < high && TABLE[low] != b'\n' {
                low += 1;
            }
            low += 1;
        } else {
            high = start;
        }
    }
    low
}
