//! Entries written as regular expressions or globs.

use super::{extension, ipv4};
use crate::bytes;

/// True if the text contains a sign of a regular expression or a glob.
///
/// Passwords, paths and queries may contain any of the signs, so they are not searched. A single `|` does not count,
/// because it may also separate the entries of a list: see [`has_alternatives`].
pub(super) const fn is_expression(text: &str) -> bool {
    // The anchor may follow a path: `https://app.example.com/?$`.
    if matches!(text.as_bytes(), [.., b'$']) {
        return true;
    }
    let (scheme, host) = split(text);
    // Firefox writes the ids of its extensions in braces.
    if extension::is_extension(scheme) {
        return false;
    }
    is_scheme_expression(scheme.as_bytes()) || is_host_expression(host)
}

/// True if the text has only characters that most origins consist of. Then it is no expression and no list. The macros
/// call this for each entry, and run without optimisation.
pub(super) const fn has_no_sign(text: &[u8]) -> bool {
    let (mut i, mut colon) = (0, false);
    while i < text.len() {
        match text[i] {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' | b'/' => {}
            b':' => colon = true,
            _ => return false,
        }
        i += 1;
    }
    // `null` has no colon.
    colon
}

/// True if the host contains a `|`.
pub(super) const fn has_alternatives(text: &str) -> bool {
    bytes::contains(split(text).1, b'|')
}

/// The text before `://` or `:\/\/`, which may be empty, and the text of host and port.
const fn split(text: &str) -> (&str, &[u8]) {
    let all = text.as_bytes();
    let (mut colon, mut separator) = (0, 0);
    while colon < all.len() && separator == 0 {
        separator = match all.split_at(colon).1 {
            [b':', b'/', b'/', ..] => 3,
            [b':', b'\\', b'/', b'\\', b'/', ..] => 5,
            _ => 0,
        };
        colon += (separator == 0) as usize;
    }
    let (scheme, rest) = if separator > 0 {
        (text.split_at(colon).0, all.split_at(colon + separator).1)
    } else {
        // A regular expression may be enclosed in slashes.
        match all {
            [b'/', b'/', rest @ ..] | [b'/', rest @ ..] => ("", rest),
            _ => ("", all),
        }
    };
    let mut end = 0;
    while end < rest.len() && !matches!(rest[end], b'/' | b'?' | b'#') {
        end += 1;
    }
    let host = rest.split_at(end).0;
    match bytes::find_last(host, b'@') {
        Some(at) => (scheme, host.split_at(at + 1).1),
        None => (scheme, host),
    }
}

/// `https?`, `(http|https)`, `{http,https}`, `.*`.
const fn is_scheme_expression(scheme: &[u8]) -> bool {
    let mut i = 0;
    while i < scheme.len() {
        if is_sign(scheme[i]) {
            return true;
        }
        i += 1;
    }
    matches!(scheme, [.., b'?'] | [.., b'.', b'*'])
}

const fn is_host_expression(host: &[u8]) -> bool {
    let mut i = 0;
    while i < host.len() {
        let (before, rest) = host.split_at(i);
        let found = match rest {
            // After a label, `*` matches the next label: `https://app.*.example.com`.
            [b'.', b'*', ..] => matches!(before, [] | [.., b'-' | b':' | b'.']),
            // Other backslashes were meant as slashes.
            [b'\\', b'.' | b'-' | b':' | b'*' | b'+' | b'?', ..] | [b'.', b'+', ..] => true,
            [b'\\', b'd' | b'D' | b'w' | b'W' | b's' | b'S', tail @ ..] => {
                !matches!(before, [.., b'\\'])
                    && (tail.is_empty() || !tail[0].is_ascii_alphanumeric())
            }
            [b'[', tail @ ..] => is_class(tail),
            [byte, ..] => is_sign(*byte),
            [] => false,
        };
        if found {
            return true;
        }
        i += 1;
    }
    false
}

const fn is_sign(byte: u8) -> bool {
    matches!(byte, b'^' | b'$' | b'(' | b')' | b'{' | b'}')
}

/// True if the text after a bracket is a class such as `a-z]`, and not an address.
const fn is_class(text: &[u8]) -> bool {
    let Some(end) = bytes::find(text, b']') else {
        return false;
    };
    let inner = text.split_at(end).0;
    let ipv4 = bytes::contains(inner, b'.') && ipv4::ends_in_a_number(inner);
    !inner.is_empty() && !bytes::contains(inner, b':') && !ipv4
}
