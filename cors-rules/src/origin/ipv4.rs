//! IPv4 addresses as browsers read and write them (URL standard, "IPv4 parser").
//!
//! `Ipv4Addr` neither parses nor writes addresses in const evaluation, and accepts other forms than browsers.

use crate::{Lint, bytes};

/// True if a browser reads the host as an IPv4 address: its last label is a number (URL, "ends in a number checker").
pub(super) const fn ends_in_a_number(host: &[u8]) -> bool {
    let host = bytes::without_last_dot(host);
    let last = match bytes::find_last(host, b'.') {
        Some(dot) => host.split_at(dot + 1).1,
        None => host,
    };
    let mut digits = !last.is_empty();
    let mut i = 0;
    while i < last.len() {
        digits &= last[i].is_ascii_digit();
        i += 1;
    }
    digits || (matches!(last, [b'0', b'x' | b'X', ..]) && number(last).is_some())
}

/// True if the address is in the one form browsers send.
pub(super) const fn check(host: &[u8]) -> Result<(), Lint> {
    let Some(address) = parse(host) else {
        return Err(Lint::OriginIpv4NotCanonical);
    };
    if Ipv4Text::of(address).equals(host) {
        Ok(())
    } else {
        Err(Lint::OriginIpv4NotCanonical)
    }
}

/// Reads one to four parts, each decimal, octal or hexadecimal, the last filling what is left.
pub(super) const fn parse(host: &[u8]) -> Option<u32> {
    let mut rest = bytes::without_last_dot(host);
    let (mut address, mut parts) = (0_u64, 0);
    loop {
        let dot = bytes::find(rest, b'.');
        let part = match dot {
            Some(dot) => rest.split_at(dot).0,
            None => rest,
        };
        let Some(value) = number(part) else {
            return None;
        };
        match dot {
            Some(dot) if parts < 3 && value <= 255 => {
                address = address << 8 | value;
                parts += 1;
                rest = rest.split_at(dot + 1).1;
            }
            None if value < 1 << (8 * (4 - parts)) => {
                address = address << (8 * (4 - parts)) | value;
                #[allow(clippy::cast_possible_truncation)] // four bytes by construction
                return Some(address as u32);
            }
            _ => return None,
        }
    }
}

/// One part, `None` if it is no number; numbers beyond four bytes saturate.
const fn number(part: &[u8]) -> Option<u64> {
    let (digits, radix) = match part {
        [] => return None,
        [b'0', b'x' | b'X', digits @ ..] => (digits, 16),
        [b'0', digits @ ..] if !digits.is_empty() => (digits, 8),
        digits => (digits, 10),
    };
    let mut value = 0_u64;
    let mut i = 0;
    while i < digits.len() {
        let Some(digit) = (digits[i] as char).to_digit(radix) else {
            return None;
        };
        value = value
            .saturating_mul(radix as u64)
            .saturating_add(digit as u64);
        i += 1;
    }
    Some(value)
}

/// The text of an address: four decimal numbers.
pub(super) struct Ipv4Text {
    bytes: [u8; 15],
    length: usize,
}

impl Ipv4Text {
    pub(super) const fn of(address: u32) -> Self {
        let mut text = Self {
            bytes: [0; 15],
            length: 0,
        };
        let octets = address.to_be_bytes();
        let mut i = 0;
        while i < octets.len() {
            if i > 0 {
                text.push(b'.');
            }
            if octets[i] >= 100 {
                text.push(b'0' + octets[i] / 100);
            }
            if octets[i] >= 10 {
                text.push(b'0' + octets[i] / 10 % 10);
            }
            text.push(b'0' + octets[i] % 10);
            i += 1;
        }
        text
    }

    const fn push(&mut self, byte: u8) {
        self.bytes[self.length] = byte;
        self.length += 1;
    }

    pub(super) const fn as_bytes(&self) -> &[u8] {
        self.bytes.split_at(self.length).0
    }

    const fn equals(&self, other: &[u8]) -> bool {
        bytes::equal(self.as_bytes(), other)
    }
}

#[cfg(test)]
mod tests {
    use super::{Ipv4Text, ends_in_a_number, parse};
    use std::string::ToString;

    #[test]
    fn addresses_are_read_as_browsers_read_them() {
        for (text, octets) in [
            ("127.0.0.1", [127, 0, 0, 1]),
            ("127.1", [127, 0, 0, 1]),
            ("127.0.0.1.", [127, 0, 0, 1]),
            ("0x7f000001", [127, 0, 0, 1]),
            ("0X7F.1", [127, 0, 0, 1]),
            ("2130706433", [127, 0, 0, 1]),
            ("0177.0.0.01", [127, 0, 0, 1]),
            ("10.0.258", [10, 0, 1, 2]),
            ("0", [0, 0, 0, 0]),
            ("0x", [0, 0, 0, 0]),
            ("4294967295", [255, 255, 255, 255]),
        ] {
            assert_eq!(
                parse(text.as_bytes()),
                Some(u32::from_be_bytes(octets)),
                "{text}"
            );
            assert!(ends_in_a_number(text.as_bytes()), "{text}");
        }
        for text in [
            "256.0.0.1",
            "1.2.3.4.5",
            "1.2.3.4.0",
            "1.2.3.256",
            "4294967296",
            "08",
            "1..2",
            ".1",
            "a.1",
            "0xg",
            "1.2.3.4..",
            "",
        ] {
            assert_eq!(parse(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn names_do_not_end_in_a_number() {
        for name in [
            "example.com",
            "1.example",
            "1a",
            "0xg",
            "a.b-1",
            "example.0xyz",
            "localhost",
            "",
        ] {
            assert!(!ends_in_a_number(name.as_bytes()), "{name}");
        }
        for name in ["example.1", "a.0x1", "foo.0x", "09", "1."] {
            assert!(ends_in_a_number(name.as_bytes()), "{name}");
        }
    }

    #[test]
    fn text_agrees_with_the_standard_library() {
        for address in [0, 1, 0x0a00_0005, 0x7f00_0001, 0x6409_0a63, u32::MAX] {
            let text = Ipv4Text::of(address);
            assert_eq!(
                text.as_bytes(),
                std::net::Ipv4Addr::from_bits(address)
                    .to_string()
                    .as_bytes()
            );
        }
    }
}
