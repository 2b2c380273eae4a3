//! A list of origins that was made while the server runs.

use core::ops::Range;

use cors_policy::OriginPattern;

use super::lookup::{self, Pattern};

/// Origins and patterns that no rule minds.
#[derive(Debug, Default)]
pub(super) struct OriginSet {
    /// Sorted by length, then by bytes.
    exact: Vec<Box<str>>,
    /// Sorted by their hosts.
    patterns: Vec<LoadedPattern>,
}

/// The text of a pattern, read again where its host is that of an origin.
#[derive(Debug)]
struct LoadedPattern {
    text: Box<str>,
    host: Range<usize>,
}

impl LoadedPattern {
    fn of(pattern: &OriginPattern<'_>) -> Self {
        // The host is part of the text, behind the scheme.
        let start = pattern.scheme().len() + "://".len() + if pattern.subdomains() { 2 } else { 0 };
        Self {
            text: pattern.as_str().into(),
            host: start..start + pattern.host().len(),
        }
    }
}

impl Pattern for LoadedPattern {
    // To read the text of one takes longer than to look for it.
    const FEW: usize = 0;

    fn host(&self) -> &str {
        &self.text[self.host.clone()]
    }

    fn matches(&self, origin: &[u8]) -> bool {
        OriginPattern::parse(&self.text).is_ok_and(|pattern| pattern.matches(origin))
    }
}

impl OriginSet {
    /// What cannot be read is left out.
    pub(super) fn of<'e>(entries: impl IntoIterator<Item = &'e str>) -> Self {
        let mut set = Self::default();
        for entry in entries {
            match OriginPattern::parse(entry) {
                Ok(pattern) if !pattern.is_exact() => {
                    set.patterns.push(LoadedPattern::of(&pattern));
                }
                _ => set.exact.push(entry.into()),
            }
        }
        set.exact
            .sort_unstable_by(|a, b| lookup::by_length_then_bytes(a.as_bytes(), b.as_bytes()));
        set.exact.dedup();
        set.patterns
            .sort_unstable_by(|a, b| (a.host(), &a.text).cmp(&(b.host(), &b.text)));
        set.patterns.dedup_by(|a, b| a.text == b.text);
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
        let patterns = self.patterns.iter().map(|pattern| &pattern.text);
        self.exact.iter().chain(patterns).map(AsRef::as_ref)
    }
}
