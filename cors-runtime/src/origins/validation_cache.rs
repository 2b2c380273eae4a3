//! The results of validating dynamic origins, per combination of the policy's other keys.

use core::sync::atomic::{AtomicU64, Ordering};

use cors_rules::{Allowance, OriginContext};

/// Two bits per combination of keys: valid, and invalid. A combination without either was not validated yet.
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

    /// True if the origins were validated for such a policy. A second validation has the same result.
    pub(super) fn is_known(&self, context: OriginContext) -> bool {
        let known = self.right.load(Ordering::Relaxed) | self.wrong.load(Ordering::Relaxed);
        known & bit(context) > 0
    }

    /// True if the validation for such a policy failed; the policy then allows none of these origins.
    pub(super) fn is_wrong(&self, context: OriginContext) -> bool {
        self.wrong.load(Ordering::Relaxed) & bit(context) > 0
    }
}

/// The bit of a combination of the six keys that decide on an origin.
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
    fn result_for_one_policy_does_not_affect_another() {
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
