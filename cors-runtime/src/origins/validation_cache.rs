//! What was found when a source of origins was validated, for each kind of policy that names it.

use core::sync::atomic::{AtomicU64, Ordering};

use cors_rules::{Allowance, OriginContext};

/// True if policies with certain keys may use a source: one bit for each way the keys can be written.
#[derive(Debug, Default)]
pub(super) struct ValidationCache {
    right: AtomicU64,
    wrong: AtomicU64,
}

impl ValidationCache {
    pub(super) const fn new() -> Self {
        Self {
            right: AtomicU64::new(0),
            wrong: AtomicU64::new(0),
        }
    }

    pub(super) fn note(&self, context: OriginContext, is_right: bool) {
        let kind = if is_right { &self.right } else { &self.wrong };
        kind.fetch_or(bit(context), Ordering::Relaxed);
    }

    /// True if it was judged before. Anything may be asked twice, and then has the same answer.
    pub(super) fn is_known(&self, context: OriginContext) -> bool {
        let known = self.right.load(Ordering::Relaxed) | self.wrong.load(Ordering::Relaxed);
        known & bit(context) > 0
    }

    /// True if such a policy could not be served: nobody is let in by it then.
    pub(super) fn is_wrong(&self, context: OriginContext) -> bool {
        self.wrong.load(Ordering::Relaxed) & bit(context) > 0
    }
}

/// Of the keys around an origin those that decide about it: six, for as many bits as there are.
fn bit(context: OriginContext) -> u64 {
    let keys = [
        context.credentials,
        context.enforce,
        context.allow.contains(Allowance::InsecureOrigins),
        context.allow.contains(Allowance::PublicSuffixes),
        context.allow.contains(Allowance::ExtensionWildcard),
        context.allow.contains(Allowance::NullOrigin),
    ];
    let place = keys
        .iter()
        .fold(0, |place, &key| place << 1 | u32::from(key));
    1 << place
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_found_for_one_kind_of_policy_is_not_held_against_another() {
        let plain = OriginContext::default();
        let private = OriginContext {
            credentials: true,
            ..plain
        };
        let validated = ValidationCache::new();
        assert!(!validated.is_known(plain));
        validated.note(private, false);
        validated.note(plain, true);
        assert!(validated.is_wrong(private));
        assert!(validated.is_known(plain) && !validated.is_wrong(plain));
        let open = OriginContext {
            allow: plain.allow.with(Allowance::InsecureOrigins),
            ..private
        };
        assert!(!validated.is_known(open) && !validated.is_wrong(open));
    }
}
