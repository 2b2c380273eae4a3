//! A list of origins built while the server runs.

use cors_rules::{
    OriginPattern, OwnedOriginPattern, any_pattern_matches, contains_exact, sort_exact,
    sort_patterns,
};

/// Origins and patterns that break no rule, sorted for the look-up.
#[derive(Debug, Default)]
pub(super) struct OriginSet {
    exact: Vec<Box<str>>,
    patterns: Vec<OwnedOriginPattern>,
}

impl OriginSet {
    /// Builds a set of entries that were checked before.
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
        sort_exact(&mut set.exact);
        sort_patterns(&mut set.patterns);
        set
    }

    pub(super) fn allows(&self, origin: &[u8]) -> bool {
        contains_exact(&self.exact, origin) || any_pattern_matches(&self.patterns, origin)
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
