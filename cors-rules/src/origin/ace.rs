//! Labels that begin with `xn--`: Unicode in ASCII (RFC 5890, "ACE prefix"), as a URL parser reads them.

use super::authority::LONGEST_LABEL;
use crate::{bootstring, bytes};

const PREFIX: &[u8] = b"xn--";

/// True if every label that begins with `xn--` can be decoded to a name that the URL standard accepts (UTS #46 §4).
///
/// Validity depends on tables that grow with Unicode. Only the parts that no version will change are checked. A label
/// that is rejected here is rejected by every version; a letter that browsers map to another one is not detected.
pub(super) const fn can_be_decoded(name: &[u8]) -> bool {
    let mut rest = name;
    loop {
        let (label, tail) = match bytes::find(rest, b'.') {
            Some(dot) => (rest.split_at(dot).0, Some(rest.split_at(dot + 1).1)),
            None => (rest, None),
        };
        if has_prefix(label) && !is_valid(label.split_at(PREFIX.len()).1) {
            return false;
        }
        match tail {
            Some(tail) => rest = tail,
            None => return true,
        }
    }
}

#[inline]
pub(super) const fn has_prefix(label: &[u8]) -> bool {
    bytes::starts_with(label, PREFIX)
}

const fn is_valid(encoded: &[u8]) -> bool {
    let mut points = [0; LONGEST_LABEL];
    let Some(length) = bootstring::decode(encoded, &mut points) else {
        return false;
    };
    // `xn--xn--…` would be decoded once more by the next reader.
    if length >= 4
        && points[0] == 'x' as u32
        && points[1] == 'n' as u32
        && points[2] == '-' as u32
        && points[3] == '-' as u32
    {
        return false;
    }
    // A name in ASCII is written as itself.
    let mut has_unicode = false;
    let mut i = 0;
    while i < length {
        if points[i] >= 0x80 {
            has_unicode = true;
        }
        if is_never_valid(points[i]) {
            return false;
        }
        i += 1;
    }
    has_unicode
}

/// Controls and blanks, the soft hyphen, surrogates and private use, noncharacters and specials, tags and selectors.
const fn is_never_valid(point: u32) -> bool {
    matches!(point, 0x80..=0xa0 | 0xad | 0xd800..=0xf8ff | 0xfdd0..=0xfdef | 0xfeff | 0xfff0..=0xffff | 0xe_0000..)
        || point & 0xfffe == 0xfffe
}

#[cfg(test)]
mod tests {
    use super::can_be_decoded;
    use std::{format, vec::Vec};

    #[test]
    fn names_of_the_web_can_be_decoded() {
        for name in [
            "xn--bcher-kva.example",
            "xn--strae-oqa.example",
            "xn--r8jz45g.xn--zckzah",
            "xn--p1ai",
            "xn--80akhbyknj4f",
            // Emoji and other symbols.
            "xn--ls8h.la",
            "xn--n3h.example",
            // Hyphens at the ends, two in the third and fourth place.
            "xn-----xka.example",
            "ab--c.example",
            "xn-bcher-kva.example",
            "x.xn.example",
            "xn--bcher-kva.",
        ] {
            assert!(can_be_decoded(name.as_bytes()), "{name}");
        }
    }

    #[test]
    fn label_that_no_parser_reads_is_not_decoded() {
        for name in [
            "xn--",
            "xn--.example",
            "xn--a",
            "xn--f",
            "xn--a-",
            "xn--example-",
            "xn---",
            "xn--0.pt",
            "xn--80",
            "xn--zzzzzzzz",
            "xn--99999999999",
            "xn--bcher_kva",
            "a.xn--a.b",
            "xn--bcher-kva.xn--a",
            // A control, a blank, a letter for private use, a byte order mark, a soft hyphen, no character.
            "xn--a-ba",
            "xn--a-4ba",
            "xn--a-so7g",
            "xn--a-6m0i",
            "xn--softhyphen-joa",
            "xn--h50i",
            // `xn--` within.
            "xn--xn---3ra",
            "xn--xn--a--8ya",
        ] {
            assert!(!can_be_decoded(name.as_bytes()), "{name}");
        }
    }

    /// The `url` crate rejects each host that is rejected here.
    #[test]
    fn refused_label_is_in_no_url() {
        let letters = b"abnxz019-";
        let (mut refused, mut accepted) = (0, 0);
        let mut wrong = Vec::new();
        for number in 0..letters.len().pow(5) {
            let mut rest = number;
            let mut label = Vec::new();
            while rest > 0 {
                label.push(letters[rest % letters.len()]);
                rest /= letters.len();
            }
            let label = core::str::from_utf8(&label).expect("ASCII");
            let host = format!("xn--{label}.example");
            if can_be_decoded(host.as_bytes()) {
                accepted += 1;
            } else {
                refused += 1;
                if url::Host::parse(&host).is_ok() {
                    wrong.push(host);
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:?}");
        assert!(refused > 1000 && accepted > 1000, "{refused} {accepted}");
    }
}
