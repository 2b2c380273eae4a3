//! The host of an origin: names, and the distinction between names and addresses.

use super::{
    ace,
    authority::{self, LONGEST_LABEL},
    ipv4, ipv6,
};
use crate::{Lint, bytes};

/// The longest name in bytes (RFC 1035 §2.3.4).
pub(super) const LONGEST_NAME: usize = 253;
/// Splits host from port. The port is `None` if there is no colon.
pub(super) const fn split(authority: &str) -> Result<(&str, Option<&str>), Lint> {
    let (host, port) = authority::split(authority);
    if let Some(port) = port
        && bytes::contains(port.as_bytes(), b':')
        && ipv6::parse(authority.as_bytes()).is_some()
    {
        return Err(Lint::OriginIpv6NotCanonical);
    }
    Ok((host, port))
}

/// The host without its `*.`, and true if it had one.
pub(super) const fn parse<'a>(host: &'a str, scheme: &str) -> Result<(&'a str, bool), Lint> {
    let text = host.as_bytes();
    let (name, subdomains) = if bytes::starts_with(text, b"*.") {
        (host.split_at(2).1, true)
    } else {
        (host, false)
    };
    let is_web = matches!(scheme.as_bytes(), b"https" | b"http");
    match check_name(name.as_bytes(), subdomains, is_web) {
        Ok(()) => Ok((name, subdomains)),
        Err(lint) => Err(lint),
    }
}

const fn check_name(name: &[u8], subdomains: bool, is_web: bool) -> Result<(), Lint> {
    if bytes::contains(name, b'*') || (name.is_empty() && subdomains) {
        return Err(misplaced_star(name));
    }
    if let [b'[', inner @ .., b']'] = name {
        return match ipv6::check(inner) {
            Ok(()) if subdomains => Err(Lint::OriginIpWildcard),
            checked => checked,
        };
    }
    if let Err(lint) = check_letters(name) {
        return Err(lint);
    }
    // An app names its own pages: `app://.`, `app://-`, `app://1`. They are not looked up in the DNS, and WebKit does
    // not change them (URL standard, "opaque-host parser").
    if !is_web && !subdomains {
        return if name.is_empty() || name.len() > LONGEST_NAME {
            Err(Lint::OriginHostMalformed)
        } else {
            Ok(())
        };
    }
    if ipv4::ends_in_a_number(name) {
        return if subdomains {
            Err(Lint::OriginIpWildcard)
        } else {
            ipv4::check(name)
        };
    }
    // `*.` matches at least two bytes: a letter and the dot.
    let longest = if subdomains {
        LONGEST_NAME - 2
    } else {
        LONGEST_NAME
    };
    if name.len() > longest || !has_sound_labels(name) {
        Err(Lint::OriginHostMalformed)
    } else if is_web && !ace::can_be_decoded(name) {
        Err(Lint::OriginPunycode)
    } else {
        Ok(())
    }
}

/// The lint for a `*` that is not the first label.
pub(super) const fn misplaced_star(name: &[u8]) -> Lint {
    let (mut digit, mut dot, mut other) = (false, false, false);
    let mut i = 0;
    while i < name.len() {
        match name[i] {
            b'0'..=b'9' => digit = true,
            b'.' => dot = true,
            b'*' => {}
            _ => other = true,
        }
        i += 1;
    }
    if matches!(name, [b'[', .., b']']) || (digit && dot && !other) {
        Lint::OriginIpWildcard
    } else {
        Lint::OriginMisplacedWildcard
    }
}

const fn check_letters(name: &[u8]) -> Result<(), Lint> {
    let (mut unicode, mut upper_case, mut foreign) = (false, false, false);
    let mut i = 0;
    while i < name.len() {
        match name[i] {
            b'A'..=b'Z' => upper_case = true,
            0x80.. => unicode = true,
            byte if is_name_byte(byte) || byte == b'.' => {}
            _ => foreign = true,
        }
        i += 1;
    }
    if foreign {
        Err(Lint::OriginHostMalformed)
    } else if unicode {
        Err(Lint::OriginUnicodeHost)
    } else if upper_case {
        Err(Lint::OriginUpperCase)
    } else {
        Ok(())
    }
}

/// True if a label may hold the byte. The underscore is outside the standard's conformance grammar, but browsers send
/// it.
pub(super) const fn is_name_byte(byte: u8) -> bool {
    // A table, because this runs for each byte of an `Origin`.
    NAME_BYTES[byte as usize]
}

static NAME_BYTES: [bool; 256] = {
    let mut bytes = [false; 256];
    let mut byte = 0;
    while byte < 0x80_u8 {
        bytes[byte as usize] = matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_');
        byte += 1;
    }
    bytes
};

/// True if no label is empty or too long. One dot at the end is allowed: it makes another origin than the name
/// without it.
const fn has_sound_labels(name: &[u8]) -> bool {
    let mut label = 0;
    let mut i = 0;
    while i < name.len() {
        if name[i] == b'.' {
            if label == 0 {
                return false;
            }
            label = 0;
        } else {
            label += 1;
            if label > LONGEST_LABEL {
                return false;
            }
        }
        i += 1;
    }
    !name.is_empty()
}
