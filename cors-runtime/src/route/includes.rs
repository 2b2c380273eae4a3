//! Compares the grants of two policies on one path.

use crate::{origins::Origins, policy::Policy};

impl Policy {
    /// True if this policy grants the request headers of the other one to all origins of the other one.
    ///
    /// False where that is unknown. A header that a browser caches for one handler can then be used on
    /// the other handler, too, and nothing is allowed that this policy would not allow.
    pub(super) fn grants_headers_of(&self, other: &Self) -> bool {
        (self.credentials || !other.credentials)
            && includes_headers(self.headers(), other.headers())
            && self.includes_origins(other)
    }

    fn includes_origins(&self, other: &Self) -> bool {
        if self.allows_any_origin() {
            return true;
        }
        // The opt-outs of a policy decide which loaded origins it allows.
        let theirs = other.origins.sources();
        if other.allows_any_origin()
            || !theirs.is_empty() && self.declaration.allow != other.declaration.allow
        {
            return false;
        }
        let mine = self.origins.sources();
        !other.lists_any(|origin| !self.lists(origin))
            && theirs.iter().all(|source| mine.contains(source))
    }

    /// True if no origin is allowed by both policies. False where that is unknown.
    pub(super) fn shares_no_origin_with(&self, other: &Self) -> bool {
        let is_exact = |policy: &Self| match policy.origins {
            Origins::Listed {
                patterns, sources, ..
            } => patterns.list().is_empty() && sources.is_empty(),
            Origins::Any => false,
        };
        let is_known =
            |policy: &Self| !policy.allows_any_origin() && policy.origins.sources().is_empty();
        // Two patterns may both match an origin that neither list has.
        is_known(self)
            && is_known(other)
            && (is_exact(self) || is_exact(other))
            && !self.lists_any(|origin| other.lists(origin))
            && !other.lists_any(|origin| self.lists(origin))
    }

    /// True if `is_wanted` is true for an origin or a pattern of the lists. [`Policy::origins`] compiles to far more code.
    fn lists_any(&self, is_wanted: impl Fn(&str) -> bool) -> bool {
        [Some(&self.origins), self.dev_origins]
            .into_iter()
            .flatten()
            .any(|origins| match origins {
                Origins::Any => false,
                Origins::Listed {
                    exact, patterns, ..
                } => {
                    exact.iter().any(|origin| is_wanted(origin))
                        || patterns
                            .list()
                            .iter()
                            .any(|pattern| is_wanted(pattern.as_str()))
                }
            })
    }

    /// True if the origin or pattern is written in the list, or covered by a pattern there.
    fn lists(&self, origin: &str) -> bool {
        let Origins::Listed {
            exact, patterns, ..
        } = self.origins
        else {
            return true;
        };
        let written = Origins::Listed {
            exact,
            patterns,
            sources: &[],
        };
        self.lists_any(|own| own == origin) || written.allow(origin.as_bytes(), || self.context())
    }
}

/// True if the names of one list are all in the other. `*` stands for every name but `authorization`.
fn includes_headers(mine: Option<&'static str>, theirs: Option<&'static str>) -> bool {
    let (mine, theirs) = match (mine, theirs) {
        (_, None) => return true,
        (None, Some(_)) => return false,
        (Some(mine), Some(theirs)) => (mine, theirs),
    };
    let names = |list: &'static str| list.as_bytes().split(|&byte| byte == b',');
    let has_star = names(mine).any(|name| name == b"*");
    names(theirs)
        .all(|name| names(mine).any(|own| own == name) || has_star && name != b"authorization")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn header_lists_include_each_other_by_name() {
        let pairs = [
            (Some("x-a,x-b"), Some("x-a"), true),
            (Some("x-a"), Some("x-a,x-b"), false),
            (None, Some("x-a"), false),
            (Some("x-a"), None, true),
            (Some("*"), Some("x-a"), true),
            (Some("*"), Some("authorization"), false),
            (Some("*,authorization"), Some("authorization,x-a"), true),
            (Some("x-a"), Some("*"), false),
        ];
        for (mine, theirs, included) in pairs {
            assert_eq!(
                includes_headers(mine, theirs),
                included,
                "{mine:?} {theirs:?}"
            );
        }
    }
}
