//! A list of origins that was made while the server runs.

use cors_rules::{OriginPattern, OwnedOriginPattern, PatternKey, exact_order};

use super::lookup::{self, Pattern};

/// Origins and patterns that no rule minds.
#[derive(Debug, Default)]
pub(super) struct OriginSet {
    /// Sorted by [`exact_order`].
    exact: Vec<Box<str>>,
    /// Sorted by their [`PatternKey`].
    patterns: Vec<OwnedOriginPattern>,
}

impl Pattern for OwnedOriginPattern {
    fn key(&self) -> PatternKey<'_> {
        self.key()
    }

    fn matches(&self, origin: &[u8]) -> bool {
        self.borrow().matches(origin)
    }
}

impl OriginSet {
    /// What cannot be read is left out.
    pub(super) fn of<'e>(entries: impl IntoIterator<Item = &'e str>) -> Self {
        let mut set = Self::default();
        for entry in entries {
            match OriginPattern::parse(entry) {
                Ok(pattern) if !pattern.is_exact() => {
                    set.patterns.push(pattern.into_owned());
                }
                _ => set.exact.push(entry.into()),
            }
        }
        set.exact
            .sort_unstable_by(|a, b| exact_order(a.as_bytes(), b.as_bytes()));
        set.exact.dedup();
        set.patterns
            .sort_unstable_by(|a, b| a.key().compare(b.key()));
        set.patterns.dedup_by(|a, b| a.as_str() == b.as_str());
        set
    }

    pub(super) fn allows(&self, origin: &[u8]) -> bool {
        lookup::is_listed(&self.exact, origin) || lookup::is_matched(&self.patterns, origin)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.exact.is_empty() && self.patterns.is_empty()
    }

    /// The exact origins, then the patterns.
    pub(super) fn entries(&self) -> impl Iterator<Item = &str> {
        let patterns = self.patterns.iter().map(OwnedOriginPattern::as_str);
        self.exact.iter().map(AsRef::as_ref).chain(patterns)
    }
}

/// Warns that a list of origins is empty, which may be intended.
pub(super) fn warn_empty(what: &str) {
    tracing::warn!(target: "cors", "{what} holds no origin, so it allows none");
}
