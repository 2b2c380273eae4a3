//! Entries written as regular expressions or globs.

use super::{extension, ipv4};
use crate::bytes;

/// True if the text holds a sign of a regular expression or a glob.
///
/// Passwords, paths and queries may hold any of the signs, so they do not count. Nor does a lone `|`, which may also
/// part a list: see [`has_alternatives`].
pub(super) const fn is_expression(text: &str) -> bool {
    // The anchor of an end may stand behind a path: `https://app.example.com/?$`.
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

/// True if the text is made of what most origins are: no sign among it that could mean something else,
/// and nothing that could part two of them. The macros run without optimisation, and ask it of each entry.
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
    // `null` has none.
    colon
}

/// True if a `|` stands in the host.
pub(super) const fn has_alternatives(text: &str) -> bool {
    bytes::contains(split(text).1, b'|')
}

/// The text before `://` or `:\/\/`, empty without it, and the text in the place of host and port.
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
        // A regular expression may stand between slashes.
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
            // Behind a label it stands for the next one: `https://app.*.example.com`.
            [b'.', b'*', ..] => matches!(before, [] | [.., b'-' | b':' | b'.']),
            // Other backslashes are slashes that lean the wrong way.
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

/// True if `a-z]` stands behind a bracket, and no address.
const fn is_class(text: &[u8]) -> bool {
    let Some(end) = bytes::find(text, b']') else {
        return false;
    };
    let inner = text.split_at(end).0;
    let ipv4 = bytes::contains(inner, b'.') && ipv4::ends_in_a_number(inner);
    !inner.is_empty() && !bytes::contains(inner, b':') && !ipv4
}
