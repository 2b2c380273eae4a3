//! The patterns of a list of origins.

use core::fmt;

use cors_rules::{OriginPattern, any_pattern_matches};

/// The patterns with a star in a list of origins.
#[doc(hidden)]
#[derive(Clone, Copy)]
pub struct OriginPatterns {
    list: &'static [OriginPattern<'static>],
    /// `None` if the list is empty, so that a program without patterns does not link their search.
    search: Option<Search>,
}

type Search = fn(&[OriginPattern<'static>], &[u8]) -> bool;

impl OriginPatterns {
    pub const NONE: Self = Self {
        list: &[],
        search: None,
    };

    /// Creates a list from patterns in the order of [`cors_rules::sort_patterns`].
    #[must_use]
    pub const fn of(list: &'static [OriginPattern<'static>]) -> Self {
        if list.is_empty() {
            return Self::NONE;
        }
        Self {
            list,
            search: Some(any_pattern_matches),
        }
    }

    pub(crate) const fn list(self) -> &'static [OriginPattern<'static>] {
        self.list
    }

    /// True if one of the patterns matches the origin.
    #[inline]
    pub(crate) fn any_matches(self, origin: &[u8]) -> bool {
        self.search.is_some_and(|search| search(self.list, origin))
    }
}

impl PartialEq for OriginPatterns {
    fn eq(&self, other: &Self) -> bool {
        self.list == other.list
    }
}

impl Eq for OriginPatterns {}

impl fmt::Debug for OriginPatterns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.list.fmt(f)
    }
}
