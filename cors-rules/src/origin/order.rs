//! The order of the lists in which an origin is looked up. Only [`lookup`](super::lookup) sorts and searches by it.

use core::cmp::Ordering;

use super::{OriginPattern, OwnedOriginPattern};
use crate::bytes;

/// The order of exact origins: by length, then by bytes.
///
/// The length comes first, so that a long `Origin` header costs one comparison.
pub(super) const fn exact_order(one: &[u8], other: &[u8]) -> Ordering {
    if one.len() == other.len() {
        bytes::compare(one, other)
    } else if one.len() < other.len() {
        Ordering::Less
    } else {
        Ordering::Greater
    }
}

/// [`exact_order`] without the limits of const evaluation: the comparison of the standard library is faster on long
/// texts.
#[inline]
pub(super) fn exact_order_at_run_time(one: &[u8], other: &[u8]) -> Ordering {
    one.len().cmp(&other.len()).then_with(|| one.cmp(other))
}

/// The place of a pattern in a list: by host, then by text. Patterns with one host are neighbours.
///
/// ```
/// use core::cmp::Ordering;
/// use cors_rules::OriginPattern;
///
/// let one = OriginPattern::parse("https://*.b.example")?;
/// let other = OriginPattern::parse("http://a.example:*")?;
/// assert_eq!(one.key().compare(other.key()), Ordering::Greater);
/// # Ok::<(), cors_rules::Lint>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PatternKey<'a> {
    /// The host without a leading `*.`.
    pub host: &'a [u8],
    /// The whole pattern.
    pub text: &'a [u8],
}

impl PatternKey<'_> {
    /// The order of two patterns in a list.
    #[inline]
    #[must_use]
    pub const fn compare(self, other: PatternKey<'_>) -> Ordering {
        match bytes::compare(self.host, other.host) {
            Ordering::Equal => bytes::compare(self.text, other.text),
            different => different,
        }
    }
}

impl<'a> OriginPattern<'a> {
    /// The place of the pattern in a sorted list.
    #[inline]
    #[must_use]
    pub const fn key(&self) -> PatternKey<'a> {
        PatternKey {
            host: self.host.as_bytes(),
            text: self.text.as_bytes(),
        }
    }
}

impl OwnedOriginPattern {
    /// The place of the pattern in a sorted list.
    #[inline]
    #[must_use]
    pub fn key(&self) -> PatternKey<'_> {
        PatternKey {
            host: self.host().as_bytes(),
            text: self.as_str().as_bytes(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_orders_agree() {
        let texts = [
            &b""[..],
            b"a",
            b"b",
            b"ab",
            b"https://b.io",
            b"https://a.example",
            b"https://b.example",
        ];
        for one in texts {
            for other in texts {
                assert_eq!(exact_order(one, other), exact_order_at_run_time(one, other));
            }
        }
    }
}
