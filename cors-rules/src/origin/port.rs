//! The port of an origin.

use crate::{Lint, bytes};

/// The port of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Port {
    /// No port is written: the default of the scheme, if it has one.
    Default,
    /// This port.
    Number(u16),
    /// `*`: any port, or none.
    Any,
}

/// The ports that browsers open neither over http nor over https (Fetch, "bad port"), so no page has them.
const BLOCKED: &[u16] = &[
    1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102,
    103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465,
    512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993,
    995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668,
    6669, 6679, 6697, 10080,
];

/// The port that browsers omit from origins of this scheme.
///
/// ```
/// assert_eq!(cors_rules::default_port("https"), Some(443));
/// assert_eq!(cors_rules::default_port("tauri"), None);
/// ```
#[must_use]
pub const fn default_port(scheme: &str) -> Option<u16> {
    match scheme.as_bytes() {
        b"http" => Some(80),
        b"https" => Some(443),
        _ => None,
    }
}

/// Parses the text after the colon, which is `None` if there is no colon.
pub(super) const fn parse(port: Option<&str>, scheme: &str) -> Result<Port, Lint> {
    let Some(port) = port else {
        return Ok(Port::Default);
    };
    let digits = port.as_bytes();
    if bytes::equal(digits, b"*") {
        return Ok(Port::Any);
    }
    if bytes::contains(digits, b'*') {
        return Err(Lint::OriginMisplacedWildcard);
    }
    let number = match number(digits) {
        Ok(number) => number,
        Err(lint) => return Err(lint),
    };
    let Some(default) = default_port(scheme) else {
        return Ok(Port::Number(number));
    };
    if number == default {
        Err(Lint::OriginDefaultPort)
    } else if is_blocked(number) {
        Err(Lint::OriginPortBlocked)
    } else {
        Ok(Port::Number(number))
    }
}

/// The port of a valid entry, and the end of the text before it.
pub(super) const fn at_end(entry: &[u8]) -> (Port, usize) {
    if let [before @ .., b':', b'*'] = entry {
        return (Port::Any, before.len());
    }
    let (mut value, mut place, mut end) = (0, 1, entry.len());
    // Each entry has a byte that is not a digit, where the loop ends.
    while let digit @ b'0'..=b'9' = entry[end - 1] {
        value += (digit - b'0') as u32 * place;
        place = place.saturating_mul(10);
        end -= 1;
    }
    if end < entry.len() && entry[end - 1] == b':' {
        #[allow(clippy::cast_possible_truncation)] // a port is less
        return (Port::Number(value as u16), end - 1);
    }
    (Port::Default, entry.len())
}

/// A port as browsers write it: one to five digits, no leading zero, not zero.
pub(super) const fn number(digits: &[u8]) -> Result<u16, Lint> {
    let mut value = 0_u32;
    let mut i = 0;
    while i < digits.len() {
        if !digits[i].is_ascii_digit() {
            return Err(Lint::OriginPortMalformed);
        }
        value = value
            .saturating_mul(10)
            .saturating_add((digits[i] - b'0') as u32);
        i += 1;
    }
    if digits.is_empty() || (digits[0] == b'0' && digits.len() > 1) {
        return Err(Lint::OriginPortMalformed);
    }
    match value {
        #[allow(clippy::cast_possible_truncation)] // at most 65535
        1..=65_535 => Ok(value as u16),
        _ => Err(Lint::OriginPortOutOfRange),
    }
}

const fn is_blocked(port: u16) -> bool {
    let mut i = 0;
    while i < BLOCKED.len() {
        if BLOCKED[i] == port {
            return true;
        }
        i += 1;
    }
    false
}
