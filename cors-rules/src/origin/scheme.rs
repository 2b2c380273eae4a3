//! The scheme of an origin, and texts that lack one.

use super::{extension, host, range};
use crate::{Lint, bytes};

/// Schemes whose pages never have an origin of their own in an `Origin` header: the handshake of a WebSocket carries
/// the page's http origin, and pages of the others have opaque origins, sent as `null`.
const NEVER_SENT: &[&str] = &[
    "ws",
    "wss",
    "ftp",
    "ftps",
    "sftp",
    "ssh",
    "data",
    "blob",
    "about",
    "javascript",
    "vbscript",
    "mailto",
    "tel",
    "sms",
    "filesystem",
    "view-source",
    "urn",
    "jar",
    "ldap",
    "smtp",
    "smb",
    "null",
];

/// The longest scheme in bytes. Schemes in use are far shorter; it bounds the work per request header.
pub(super) const LONGEST: usize = 64;

/// Splits a text into its scheme and the text after `://`.
pub(super) const fn split(text: &str) -> Result<(&str, &str), Lint> {
    let all = text.as_bytes();
    if range::is_range_alone(all) {
        return Err(Lint::OriginIpWildcard);
    }
    if bytes::starts_with(all, b"//") {
        return Err(Lint::OriginSchemeMissing);
    }
    let Some(colon) = bytes::find(all, b':') else {
        return Err(without_colon(all));
    };
    let (scheme, rest) = text.split_at(colon);
    if !bytes::starts_with(rest.as_bytes(), b"://") {
        return Err(without_slashes(scheme, rest.as_bytes()));
    }
    let (_, rest) = rest.split_at(3);
    match refuse(scheme) {
        Err(lint) => Err(lint),
        Ok(()) => Ok((scheme, rest)),
    }
}

const fn refuse(scheme: &str) -> Result<(), Lint> {
    let text = scheme.as_bytes();
    if text.is_empty() {
        return Err(Lint::OriginSchemeMissing);
    }
    if bytes::contains(text, b'*') {
        return Err(Lint::OriginMisplacedWildcard);
    }
    if bytes::equal_ignoring_case(text, b"file") {
        return Err(Lint::OriginFile);
    }
    if bytes::listed(scheme, NEVER_SENT) || meant(text).is_some() {
        return Err(Lint::OriginSchemeNeverSent);
    }
    if text.len() > LONGEST || !text[0].is_ascii_alphabetic() {
        return Err(Lint::OriginSchemeMalformed);
    }
    let mut upper_case = false;
    let mut i = 0;
    while i < text.len() {
        if !(text[i].is_ascii_alphanumeric() || matches!(text[i], b'+' | b'-' | b'.')) {
            return Err(Lint::OriginSchemeMalformed);
        }
        upper_case |= text[i].is_ascii_uppercase();
        i += 1;
    }
    if upper_case {
        Err(Lint::OriginUpperCase)
    } else {
        Ok(())
    }
}

/// `example.com`, `*.example.com`, `localhost`, `my-app`.
const fn without_colon(text: &[u8]) -> Lint {
    if bytes::contains(text, b'*') {
        host::misplaced_star(text)
    } else if bytes::contains(text, b'.') || is_localhost(text) {
        Lint::OriginSchemeMissing
    } else {
        Lint::OriginMalformed
    }
}

/// `localhost:3000`, `[::1]:3000`, `javascript:…`, `https:example.com`.
const fn without_slashes(before: &str, rest: &[u8]) -> Lint {
    let head = before.as_bytes();
    let port = rest.len() > 1 && (rest[1].is_ascii_digit() || rest[1] == b'*');
    if bytes::contains(head, b'*') {
        host::misplaced_star(head)
    } else if !head.is_empty()
        && (port || bytes::contains(head, b'.') || head[0] == b'[' || is_localhost(head))
    {
        Lint::OriginSchemeMissing
    } else if bytes::equal_ignoring_case(head, b"file") {
        Lint::OriginFile
    } else if bytes::listed(before, NEVER_SENT) {
        Lint::OriginSchemeNeverSent
    } else {
        Lint::OriginMalformed
    }
}

/// True for `localhost`, which is a host without a dot.
const fn is_localhost(text: &[u8]) -> bool {
    match text.split_at_checked(9) {
        Some((head, tail)) => {
            bytes::equal_ignoring_case(head, b"localhost")
                && (tail.is_empty() || matches!(tail[0], b'/' | b':'))
        }
        None => false,
    }
}

/// The scheme somebody meant who wrote one that never appears in `Origin`: `ws` and `wss`, and http or https with
/// one letter too much, too few, wrong, or swapped with its neighbour.
pub(super) const fn meant(scheme: &[u8]) -> Option<&'static str> {
    let mut i = 0;
    while i < scheme.len() {
        if !scheme[i].is_ascii_alphabetic() {
            return None;
        }
        i += 1;
    }
    if bytes::equal_ignoring_case(scheme, b"https") || bytes::equal_ignoring_case(scheme, b"http") {
        None
    } else if bytes::equal_ignoring_case(scheme, b"ws") {
        Some("http")
    } else if bytes::equal_ignoring_case(scheme, b"wss") || one_slip(scheme, b"https") {
        Some("https")
    } else if one_slip(scheme, b"http") {
        Some("http")
    } else {
        None
    }
}

/// True if the text is the scheme of a web page or of an extension, or was meant to be one.
pub(super) fn is_common(scheme: &str) -> bool {
    bytes::listed(scheme, &["https", "http"])
        || extension::is_extension(&scheme.to_ascii_lowercase())
        || meant(scheme.as_bytes()).is_some()
}

/// True if one insertion, deletion, substitution or swap of neighbours turns `typed` into `word`.
const fn one_slip(typed: &[u8], word: &[u8]) -> bool {
    let mut head = 0;
    while head < typed.len() && head < word.len() && typed[head].eq_ignore_ascii_case(&word[head]) {
        head += 1;
    }
    let (typed, word) = (typed.split_at(head).1, word.split_at(head).1);
    match (typed, word) {
        ([_, rest @ ..], same) if bytes::equal_ignoring_case(rest, same) => true,
        (same, [_, rest @ ..]) if bytes::equal_ignoring_case(rest, same) => true,
        ([a, rest @ ..], [b, same @ ..]) if bytes::equal_ignoring_case(rest, same) => {
            !a.eq_ignore_ascii_case(b)
        }
        ([a, b, rest @ ..], [c, d, same @ ..]) => {
            a.eq_ignore_ascii_case(d)
                && b.eq_ignore_ascii_case(c)
                && bytes::equal_ignoring_case(rest, same)
        }
        _ => false,
    }
}
