//! The set of origins a policy allows.

use core::cmp::Ordering;

use cors_policy::OriginPattern;

/// Whose pages may read the answers.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origins {
    /// Everybody's.
    Any,
    /// Those of a list.
    Listed {
        /// Exact origins, sorted by length, then by bytes.
        exact: &'static [&'static str],
        /// Patterns with a star.
        patterns: &'static [OriginPattern<'static>],
    },
}

impl Origins {
    pub(crate) const NONE: Self = Self::Listed {
        exact: &[],
        patterns: &[],
    };

    /// The entries of the list, exact ones first.
    pub(crate) fn listed(&self) -> impl Iterator<Item = &'static str> + use<> {
        let (exact, patterns) = match *self {
            Self::Any => (&[][..], &[][..]),
            Self::Listed { exact, patterns } => (exact, patterns),
        };
        let patterns = patterns.iter().map(OriginPattern::as_str);
        exact.iter().copied().chain(patterns)
    }

    /// Sorting by length first makes a long `Origin` cost nothing: its length is compared, its
    /// bytes are not.
    pub(crate) fn allow(&self, origin: &[u8]) -> bool {
        match self {
            Self::Any => true,
            Self::Listed { exact, patterns } => {
                exact
                    .binary_search_by(|entry| by_length_then_bytes(entry.as_bytes(), origin))
                    .is_ok()
                    || patterns.iter().any(|pattern| pattern.matches(origin))
            }
        }
    }
}

fn by_length_then_bytes(entry: &[u8], origin: &[u8]) -> Ordering {
    entry
        .len()
        .cmp(&origin.len())
        .then_with(|| entry.cmp(origin))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(exact: &[&'static str], patterns: &[&'static str]) -> Origins {
        let mut exact = exact.to_vec();
        exact.sort_by(|a, b| by_length_then_bytes(a.as_bytes(), b.as_bytes()));
        let patterns: Vec<_> = patterns
            .iter()
            .map(|text| OriginPattern::parse(text).expect("a pattern"))
            .collect();
        Origins::Listed {
            exact: exact.leak(),
            patterns: patterns.leak(),
        }
    }

    #[test]
    fn exact_origins_match_byte_for_byte() {
        let origins = listed(
            &[
                "https://foo.com",
                "https://bar.com",
                "http://localhost:3000",
            ],
            &[],
        );
        assert!(origins.allow(b"https://foo.com"));
        assert!(origins.allow(b"http://localhost:3000"));
        for refused in [
            &b"https://barfoo.com"[..],
            b"https://foo.com/",
            b"https://FOO.com",
            b"https://foo.co",
            b"http://localhost:30000",
            b"null",
            b"",
            b"\xff",
        ] {
            assert!(!origins.allow(refused), "{}", refused.escape_ascii());
        }
    }

    #[test]
    fn patterns_stand_beside_exact_origins() {
        let origins = listed(&["https://example.com"], &["https://*.example.com"]);
        assert!(origins.allow(b"https://example.com"));
        assert!(origins.allow(b"https://a.example.com"));
        assert!(!origins.allow(b"https://evil-example.com"));
        assert!(!origins.allow(b"https://a.example.com.evil.com"));
    }
}
