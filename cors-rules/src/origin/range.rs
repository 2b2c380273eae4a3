//! Ranges of IP addresses, such as `192.168.0.0/16`.

use super::{ipv4, ipv6};

/// True if an authority is an address, and the text after it the length of a prefix: `/16`.
pub(super) const fn is_range(authority: &[u8], rest: &[u8]) -> bool {
    let [b'/', digits @ ..] = rest else {
        return false;
    };
    let is_length = match digits {
        [a] => a.is_ascii_digit(),
        [a, b] => a.is_ascii_digit() && b.is_ascii_digit(),
        [a, b, c] => a.is_ascii_digit() && b.is_ascii_digit() && c.is_ascii_digit(),
        _ => false,
    };
    is_length && is_address(authority)
}

/// The same for a text without a scheme.
pub(super) const fn is_range_alone(text: &[u8]) -> bool {
    let mut i = 0;
    while i < text.len() {
        if text[i] == b'/' {
            let (authority, rest) = text.split_at(i);
            return is_range(authority, rest);
        }
        i += 1;
    }
    false
}

const fn is_address(text: &[u8]) -> bool {
    match text {
        [b'[', inner @ .., b']'] => ipv6::parse(inner).is_some(),
        _ => {
            ipv4::check(text).is_ok() && ipv4::ends_in_a_number(text) || ipv6::parse(text).is_some()
        }
    }
}
