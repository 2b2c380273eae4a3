//! The set of origins a policy allows.

mod environment;
mod live;
mod load;
mod lookup;
mod matching;
mod set;
mod source;

use cors_policy::{OriginContext, OriginPattern};

pub(crate) use self::load::refuse;
#[doc(hidden)]
pub use self::{environment::Environment, live::LiveSet, matching::Matching, source::Source};
pub use self::{
    live::{
        LiveOrigins, RejectedOrigin, RejectedOrigins, Rules, WithCredentials, WithoutCredentials,
    },
    load::{LoadError, LoadProblem, try_load},
    matching::{Host, Origin},
};

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
        /// Patterns with a star, sorted by their hosts.
        patterns: &'static [OriginPattern<'static>],
        /// Where the origins come from that are known only while the server runs.
        sources: &'static [Source],
    },
}

impl Origins {
    pub(crate) const NONE: Self = Self::Listed {
        exact: &[],
        patterns: &[],
        sources: &[],
    };

    pub(crate) const fn sources(&self) -> &'static [Source] {
        match self {
            Self::Any => &[],
            Self::Listed { sources, .. } => sources,
        }
    }

    /// Whether a page of this origin may read the answers of a policy with these other keys.
    pub(crate) fn allow(&self, origin: &[u8], context: OriginContext) -> bool {
        match self {
            Self::Any => true,
            Self::Listed {
                exact,
                patterns,
                sources,
            } => {
                lookup::is_listed(exact, origin)
                    || lookup::is_matched(patterns, origin)
                    || sources.iter().any(|source| source.allows(origin, context))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(exact: &[&'static str], patterns: &[&'static str]) -> Origins {
        let mut exact = exact.to_vec();
        exact.sort_by(|a, b| lookup::by_length_then_bytes(a.as_bytes(), b.as_bytes()));
        let mut patterns: Vec<_> = patterns
            .iter()
            .map(|text| OriginPattern::parse(text).expect("a pattern"))
            .collect();
        patterns.sort_by_key(OriginPattern::host);
        Origins::Listed {
            exact: exact.leak(),
            patterns: patterns.leak(),
            sources: &[],
        }
    }

    fn allow(origins: Origins, origin: &[u8]) -> bool {
        origins.allow(origin, OriginContext::default())
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
        assert!(allow(origins, b"https://foo.com"));
        assert!(allow(origins, b"http://localhost:3000"));
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
            assert!(!allow(origins, refused), "{}", refused.escape_ascii());
        }
    }

    #[test]
    fn patterns_stand_beside_exact_origins() {
        let origins = listed(&["https://example.com"], &["https://*.example.com"]);
        assert!(allow(origins, b"https://example.com"));
        assert!(allow(origins, b"https://a.example.com"));
        assert!(!allow(origins, b"https://evil-example.com"));
        assert!(!allow(origins, b"https://a.example.com.evil.com"));
    }
}
