//! Comparisons of byte strings. Those of the standard library are not `const`.

use core::cmp::Ordering;

pub(crate) const fn equal(left: &[u8], right: &[u8]) -> bool {
    left.len() == right.len() && starts_with(left, right)
}

pub(crate) const fn equal_ignoring_case(left: &[u8], right: &[u8]) -> bool {
    if left.len() != right.len() {
        return false;
    }
    let mut i = 0;
    while i < left.len() {
        if !left[i].eq_ignore_ascii_case(&right[i]) {
            return false;
        }
        i += 1;
    }
    true
}

pub(crate) const fn starts_with(text: &[u8], prefix: &[u8]) -> bool {
    if text.len() < prefix.len() {
        return false;
    }
    let mut i = 0;
    while i < prefix.len() {
        if text[i] != prefix[i] {
            return false;
        }
        i += 1;
    }
    true
}

/// Compares eight bytes at a time, because it runs for each pattern and request.
pub(crate) const fn ends_with(mut text: &[u8], mut suffix: &[u8]) -> bool {
    if text.len() < suffix.len() {
        return false;
    }
    while let (Some((text_rest, eight)), Some((suffix_rest, same))) =
        (text.split_last_chunk::<8>(), suffix.split_last_chunk::<8>())
    {
        if u64::from_ne_bytes(*eight) != u64::from_ne_bytes(*same) {
            return false;
        }
        (text, suffix) = (text_rest, suffix_rest);
    }
    starts_with(text.split_at(text.len() - suffix.len()).1, suffix)
}

/// The order of slices, eight bytes at a time, for the search in lists of origins.
#[inline]
pub(crate) const fn compare(mut left: &[u8], mut right: &[u8]) -> Ordering {
    while let (Some((eight, left_rest)), Some((same, right_rest))) = (
        left.split_first_chunk::<8>(),
        right.split_first_chunk::<8>(),
    ) {
        let (eight, same) = (u64::from_be_bytes(*eight), u64::from_be_bytes(*same));
        if eight != same {
            return less_or_greater(eight < same);
        }
        (left, right) = (left_rest, right_rest);
    }
    let mut i = 0;
    while i < left.len() && i < right.len() {
        if left[i] != right[i] {
            return less_or_greater(left[i] < right[i]);
        }
        i += 1;
    }
    if left.len() == right.len() {
        Ordering::Equal
    } else {
        less_or_greater(left.len() < right.len())
    }
}

const fn less_or_greater(less: bool) -> Ordering {
    if less {
        Ordering::Less
    } else {
        Ordering::Greater
    }
}

/// The first index of `needle`.
pub(crate) const fn find(text: &[u8], needle: u8) -> Option<usize> {
    let mut i = 0;
    while i < text.len() {
        if text[i] == needle {
            return Some(i);
        }
        i += 1;
    }
    None
}

/// The last index of `needle`.
pub(crate) const fn find_last(text: &[u8], needle: u8) -> Option<usize> {
    let mut i = text.len();
    while i > 0 {
        i -= 1;
        if text[i] == needle {
            return Some(i);
        }
    }
    None
}

pub(crate) const fn contains(text: &[u8], needle: u8) -> bool {
    find(text, needle).is_some()
}

/// True if `list` holds `text`, without regard to ASCII case.
pub(crate) const fn listed(text: &str, list: &[&str]) -> bool {
    let mut i = 0;
    while i < list.len() {
        if equal_ignoring_case(text.as_bytes(), list[i].as_bytes()) {
            return true;
        }
        i += 1;
    }
    false
}

/// True for a `token` (RFC 9110 §5.6.2), the grammar of methods and header names. The parsers of `http` are not `const`.
pub(crate) const fn is_token(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        let token = matches!(
            bytes[i],
            b'!' | b'#'
                | b'$'
                | b'%'
                | b'&'
                | b'\''
                | b'*'
                | b'+'
                | b'-'
                | b'.'
                | b'^'
                | b'_'
                | b'`'
                | b'|'
                | b'~'
        ) || bytes[i].is_ascii_alphanumeric();
        if !token {
            return false;
        }
        i += 1;
    }
    !bytes.is_empty()
}

/// A host without the dot at its end, if there is one.
pub(crate) const fn without_last_dot(host: &[u8]) -> &[u8] {
    if let [name @ .., b'.'] = host {
        name
    } else {
        host
    }
}

#[cfg(test)]
mod tests {
    use super::{compare, ends_with};

    #[test]
    fn compare_of_any_two_texts_is_that_of_slices() {
        let texts: std::vec::Vec<std::vec::Vec<u8>> = (0..=18)
            .flat_map(|length| {
                let text = b"\x00abc.example.\xff.org"[..length].to_vec();
                let changed = (0..length).flat_map({
                    let text = text.clone();
                    move |place| {
                        [1, 0x80].map(|bit| {
                            let mut other = text.clone();
                            other[place] ^= bit;
                            other
                        })
                    }
                });
                changed.chain([text]).collect::<std::vec::Vec<_>>()
            })
            .collect();
        for left in &texts {
            for right in &texts {
                assert_eq!(compare(left, right), left.cmp(right), "{left:?} {right:?}");
            }
        }
    }

    #[test]
    fn ends_are_compared_whatever_is_left_over_beside_eight_bytes() {
        let text = b"https://a.b.example.com";
        for length in 0..=text.len() {
            let suffix = &text[text.len() - length..];
            assert!(ends_with(text, suffix) && ends_with(suffix, suffix));
            assert_eq!(ends_with(suffix, text), length == text.len());
            for place in 0..length {
                let mut other = suffix.to_vec();
                other[place] ^= 1;
                assert!(!ends_with(text, &other), "{length} {place}");
            }
        }
    }
}
