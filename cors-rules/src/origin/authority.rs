//! The parts of an authority: `[userinfo "@"] host [":" port]` (RFC 3986 §3.2).
//!
//! The parsers of `http` and `url` are not `const`, and reject authorities that a rule has to explain.

use crate::bytes;

/// The longest label in bytes (RFC 1035 §2.3.4).
pub(crate) const LONGEST_LABEL: usize = 63;

/// The length of the user name and password at the start of an authority, with their `@`; 0 without one.
///
/// ```
/// let authority = "me:secret@example.com:8443";
/// let (_, host_and_port) = authority.split_at(cors_rules::userinfo_length(authority.as_bytes()));
/// assert_eq!(host_and_port, "example.com:8443");
/// ```
#[must_use]
pub const fn userinfo_length(authority: &[u8]) -> usize {
    match bytes::find_last(authority, b'@') {
        Some(at) => at + 1,
        None => 0,
    }
}

/// The length of the host at the start of an authority without userinfo: up to the colon of the port.
///
/// ```
/// let (host, port) = "[::1]:8443".split_at(cors_rules::host_length(b"[::1]:8443"));
/// assert_eq!((host, port), ("[::1]", ":8443"));
/// assert_eq!(cors_rules::host_length(b"example.com"), "example.com".len());
/// ```
#[must_use]
pub const fn host_length(authority: &[u8]) -> usize {
    // The colons of an IPv6 address are in brackets.
    let start = match bytes::find(authority, b']') {
        Some(bracket) if bytes::contains(authority, b'[') => bracket,
        _ => 0,
    };
    match bytes::find(authority.split_at(start).1, b':') {
        Some(colon) => start + colon,
        None => authority.len(),
    }
}

/// Splits an authority without userinfo into its host and, after a colon, its port.
pub(super) const fn split(authority: &str) -> (&str, Option<&str>) {
    let (host, rest) = authority.split_at(host_length(authority.as_bytes()));
    if rest.is_empty() {
        (host, None)
    } else {
        (host, Some(rest.split_at(1).1))
    }
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn split_finds_the_port_behind_names_and_addresses() {
        for (authority, expected) in [
            ("example.com", ("example.com", None)),
            ("example.com:", ("example.com", Some(""))),
            ("example.com:80", ("example.com", Some("80"))),
            ("example.com:80:90", ("example.com", Some("80:90"))),
            ("[::1]", ("[::1]", None)),
            ("[::1]:80", ("[::1]", Some("80"))),
            ("*.[::1]:80", ("*.[::1]", Some("80"))),
            ("[::1", ("[", Some(":1"))),
            ("::1]:80", ("", Some(":1]:80"))),
            (":80", ("", Some("80"))),
            ("", ("", None)),
        ] {
            assert_eq!(split(authority), expected, "{authority}");
        }
    }
}
