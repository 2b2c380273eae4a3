//! The order of lists that are searched for an origin.
//!
//! The macros, the tables of constants and the loaded lists are sorted by it, and the look-up searches by it.

use core::cmp::Ordering;

use super::{OriginPattern, OwnedOriginPattern};
use crate::bytes;

/// The order of exact origins: by length, then by bytes.
///
/// The length comes first, so that a long `Origin` header costs one comparison.
///
/// ```
/// use core::cmp::Ordering;
/// use cors_rules::exact_order;
///
/// assert_eq!(exact_order(b"https://b.io", b"https://a.example"), Ordering::Less);
/// assert_eq!(exact_order(b"https://b.example", b"https://a.example"), Ordering::Greater);
/// ```
#[inline]
#[must_use]
pub const fn exact_order(one: &[u8], other: &[u8]) -> Ordering {
    if one.len() == other.len() {
        bytes::compare(one, other)
    } else if one.len() < other.len() {
        Ordering::Less
    } else {
        Ordering::Greater
    }
}

/// The same order outside of const evaluation: the comparison of the standard library is faster on long texts.
///
/// ```
/// use cors_rules::{exact_order, exact_order_at_run_time};
///
/// let texts = [&b"https://b.io"[..], b"https://a.example", b"https://b.example", b"https://b.example"];
/// for one in texts {
///     for other in texts {
///         assert_eq!(exact_order(one, other), exact_order_at_run_time(one, other));
///     }
/// }
/// ```
#[inline]
#[must_use]
pub fn exact_order_at_run_time(one: &[u8], other: &[u8]) -> Ordering {
    one.len().cmp(&other.len()).then_with(|| one.cmp(other))
}

/// The sort key of a pattern: host, then text. Patterns of one host are adjacent.
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
