//! IPv6 addresses as browsers read and write them (URL standard, "IPv6 parser" and "IPv6 serializer").
//!
//! `Ipv6Addr` neither parses nor writes addresses in const evaluation, and accepts other forms than browsers.

use crate::{Lint, bytes};

/// True if the text inside the brackets is an address in the one form browsers send.
pub(super) const fn check(inner: &[u8]) -> Result<(), Lint> {
    let Some(pieces) = parse(inner) else {
        return Err(Lint::OriginIpv6NotCanonical);
    };
    let text = Ipv6Text::of(&pieces);
    if bytes::equal(text.as_bytes(), inner) {
        Ok(())
    } else {
        Err(Lint::OriginIpv6NotCanonical)
    }
}

/// The eight pieces of an address, without brackets or a zone id.
pub(super) const fn parse(text: &[u8]) -> Option<[u16; 8]> {
    let mut pieces = [0_u16; 8];
    let (mut count, mut gap, mut rest) = (0, None, text);
    if let [b':', b':', tail @ ..] = text {
        (gap, rest) = (Some(0), tail);
    }
    while !rest.is_empty() {
        if count == 8 {
            return None;
        }
        let digits = hex_length(rest);
        let (piece, tail) = rest.split_at(digits);
        if matches!(tail, [b'.', ..]) {
            if count > 6 {
                return None;
            }
            let Some([high, low]) = embedded_ipv4(rest) else {
                return None;
            };
            pieces[count] = high;
            pieces[count + 1] = low;
            count += 2;
            break;
        }
        if digits == 0 {
            return None;
        }
        pieces[count] = hex(piece);
        count += 1;
        rest = match tail {
            [] => tail,
            [b':', b':', after @ ..] if gap.is_none() => {
                gap = Some(count);
                after
            }
            // A piece must follow a single colon.
            [b':', after @ ..] if !after.is_empty() => after,
            _ => return None,
        };
    }
    match gap {
        None if count == 8 => Some(pieces),
        Some(gap) if count < 8 => Some(spread(pieces, gap, count)),
        _ => None,
    }
}

/// Moves the pieces after the gap to the end.
const fn spread(pieces: [u16; 8], gap: usize, count: usize) -> [u16; 8] {
    let mut spread = [0; 8];
    let mut i = 0;
    while i < count {
        spread[if i < gap { i } else { i + 8 - count }] = pieces[i];
        i += 1;
    }
    spread
}

const fn hex_length(text: &[u8]) -> usize {
    let mut i = 0;
    while i < text.len() && i < 4 && text[i].is_ascii_hexdigit() {
        i += 1;
    }
    i
}

const fn hex(digits: &[u8]) -> u16 {
    let mut value = 0;
    let mut i = 0;
    while i < digits.len() {
        if let Some(digit) = (digits[i] as char).to_digit(16) {
            #[allow(clippy::cast_possible_truncation)] // a digit is below 16
            let digit = digit as u16;
            value = value << 4 | digit;
        }
        i += 1;
    }
    value
}

/// Four decimal numbers without leading zeros, at the end of an address.
const fn embedded_ipv4(text: &[u8]) -> Option<[u16; 2]> {
    let mut octets = [0_u16; 4];
    let (mut octet, mut digits) = (0, 0);
    let mut i = 0;
    while i < text.len() {
        match text[i] {
            b'.' if digits > 0 && octet < 3 => {
                octet += 1;
                digits = 0;
            }
            digit @ b'0'..=b'9' if digits == 0 || octets[octet] > 0 => {
                octets[octet] = octets[octet] * 10 + (digit - b'0') as u16;
                digits += 1;
                if octets[octet] > 255 {
                    return None;
                }
            }
            _ => return None,
        }
        i += 1;
    }
    if octet == 3 && digits > 0 {
        Some([octets[0] << 8 | octets[1], octets[2] << 8 | octets[3]])
    } else {
        None
    }
}

/// The text of an address: lower-case, no leading zeros, the first longest run of two or more zeros left out, and
/// never an IPv4 address at its end.
pub(super) struct Ipv6Text {
    bytes: [u8; 39],
    length: usize,
}

impl Ipv6Text {
    pub(super) const fn of(pieces: &[u16; 8]) -> Self {
        let mut text = Self {
            bytes: [0; 39],
            length: 0,
        };
        let (start, end) = longest_zeros(pieces);
        let mut i = 0;
        while i < pieces.len() {
            if i == start {
                text.push(b':');
                text.push(b':');
                i = end;
                continue;
            }
            if i > 0 && i != end {
                text.push(b':');
            }
            text.push_hex(pieces[i]);
            i += 1;
        }
        text
    }

    const fn push(&mut self, byte: u8) {
        self.bytes[self.length] = byte;
        self.length += 1;
    }

    const fn push_hex(&mut self, piece: u16) {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut shift = 12;
        loop {
            if piece >> shift > 0 || shift == 0 {
                self.push(DIGITS[(piece >> shift & 15) as usize]);
            }
            if shift == 0 {
                return;
            }
            shift -= 4;
        }
    }

    pub(super) const fn as_bytes(&self) -> &[u8] {
        self.bytes.split_at(self.length).0
    }
}

/// The first of the longest runs of zeros, if it has at least two; else a run that is empty and nowhere.
const fn longest_zeros(pieces: &[u16; 8]) -> (usize, usize) {
    let (mut best_start, mut best_end) = (8, 8);
    let mut start = 0;
    while start < 8 {
        let mut end = start;
        while end < 8 && pieces[end] == 0 {
            end += 1;
        }
        if end - start >= 2 && end - start > best_end - best_start {
            (best_start, best_end) = (start, end);
        }
        start = end + 1;
    }
    (best_start, best_end)
}

#[cfg(test)]
mod tests {
    use super::{Ipv6Text, parse};
    use std::string::String;

    fn canonical(text: &str) -> Option<String> {
        parse(text.as_bytes())
            .map(|pieces| String::from_utf8_lossy(Ipv6Text::of(&pieces).as_bytes()).into_owned())
    }

    #[test]
    fn addresses_are_written_as_browsers_write_them() {
        for (text, expected) in [
            ("::1", "::1"),
            ("0:0:0:0:0:0:0:1", "::1"),
            ("::", "::"),
            ("::ffff:1.2.3.4", "::ffff:102:304"),
            ("::1.2.3.4", "::102:304"),
            ("1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304"),
            ("FE80::ABCD", "fe80::abcd"),
            ("2001:0db8:0000::0001", "2001:db8::1"),
            ("1:0:0:2:0:0:0:3", "1:0:0:2::3"),
            ("1:0:0:2:0:0:3:4", "1::2:0:0:3:4"),
            ("1:0:2:3:4:5:6:7", "1:0:2:3:4:5:6:7"),
            ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
            ("1::", "1::"),
            ("0:1::", "0:1::"),
        ] {
            assert_eq!(canonical(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn text_that_is_no_address_is_refused() {
        for text in [
            "",
            ":",
            ":::",
            "1",
            "1:2:3:4:5:6:7",
            "1:2:3:4:5:6:7:8:9",
            "1::2::3",
            "1:2:3:4:5:6:7:8::",
            "::1:2:3:4:5:6:7:8",
            "12345::",
            "g::",
            "fe80::1%eth0",
            "1:",
            ":1",
            "::1.2.3",
            "::1.2.3.4.5",
            "::1.2.3.256",
            "::01.2.3.4",
            "::1.2.3.",
            "1:2:3:4:5:6:7:1.2.3.4",
            "::1.2.3.4:1",
            "::.1.2.3",
        ] {
            assert_eq!(canonical(text), None, "{text}");
        }
    }
}
