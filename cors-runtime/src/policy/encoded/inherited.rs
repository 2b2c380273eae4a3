//! Decides which opt-outs of a base apply to the policy derived from it.
//!
//! An opt-out of a base is inherited, unless the derived policy adds the condition of its rule:
//! `allow(insecure_origins)` of a base without credentials does not accept plain http with cookies.

use cors_rules::{Allowance, Need};

use super::StatedKeys;
use crate::{
    Policy,
    origins::Origins,
    policy::const_eval::{each, has},
};

/// Adds the opt-outs of the base that apply to `policy`, whose keys are complete.
pub(super) const fn take_over(base: &Policy, policy: &mut Policy, keys: StatedKeys) {
    let (mut allow, mut dev_allow) = (policy.declaration.allow, policy.declaration.allow);
    each!(allowance in Allowance::ALL => {
        if base.declaration.allow.contains(allowance) && holds(allowance, base, policy, keys.origins, keys) {
            allow = allow.with(allowance);
        }
        if base.declaration.dev_allow.contains(allowance)
            && holds(allowance, base, policy, keys.dev_origins, keys)
        {
            dev_allow = dev_allow.with(allowance);
        }
    });
    // `enforce = false` of a base without credentials does not accept forms of any site with credentials.
    if base.declaration.states_enforce && (base.enforce || !adds_credentials(base, policy)) {
        policy.declaration.states_enforce = true;
    }
    policy.declaration.allow = allow;
    policy.declaration.dev_allow = dev_allow;
}

/// True if the opt-out still applies: the derived policy does not add the condition of its rule.
const fn holds(
    allowance: Allowance,
    base: &Policy,
    policy: &Policy,
    writes_origins: bool,
    keys: StatedKeys,
) -> bool {
    let adds_credentials = adds_credentials(base, policy);
    match allowance {
        // A new list has other origins.
        Allowance::InsecureOrigins | Allowance::UncheckedOrigins | Allowance::DroppedCookies => {
            !writes_origins && !adds_credentials
        }
        // With credentials, `enforce` makes no difference to the rule.
        Allowance::PublicSuffixes => {
            let adds_enforce = policy.enforce && !base.enforce && !policy.credentials;
            !writes_origins && !adds_credentials && !adds_enforce
        }
        Allowance::ExtensionWildcard => !writes_origins && (base.enforce || !policy.enforce),
        Allowance::NullOrigin
        | Allowance::LoopbackOrigins
        | Allowance::WebviewOrigins
        | Allowance::DuplicateEntries
        | Allowance::CoveredOrigins => !writes_origins,
        // The base satisfies the rule, so its opt-out had no effect.
        Allowance::JsonContentType => !has(base, Need::ContentType),
        Allowance::BodyContentType => !has(base, Need::BodyContentType),
        Allowance::BearerAuthorization => !has(base, Need::Authorization),
        Allowance::CookiesCredentials | Allowance::IgnoredCookies => !has(base, Need::Credentials),
        Allowance::WebsocketEnforce => !has(base, Need::Enforce),
        Allowance::FormEnforce => {
            let adds_posts = policy.methods.allows("POST") && !base.methods.allows("POST");
            !adds_credentials && !adds_posts
        }
        Allowance::UnreadableHeaders => !keys.expose_headers,
        Allowance::PublicCache => !matches!(base.origins, Origins::Any),
        // The proxy before the server is the same.
        Allowance::ForwardedHost => base.enforce && policy.enforce,
        // The rule checks responses of a handler, not the policy.
        Allowance::ForeignRedirect => true,
        // `Allowance` is not exhaustive; a new opt-out is not inherited.
        _ => false,
    }
}

const fn adds_credentials(base: &Policy, policy: &Policy) -> bool {
    policy.credentials && !base.credentials
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;
    use crate::policy::{HeaderText, Methods};

    const NOTHING: StatedKeys = StatedKeys {
        origins: false,
        dev_origins: false,
        expose_headers: false,
    };

    type KeyChange = (&'static str, fn(&mut Policy), StatedKeys);

    /// The keys that a policy can change on its base.
    fn changes() -> [KeyChange; 8] {
        let origins = StatedKeys {
            origins: true,
            ..NOTHING
        };
        let exposed = StatedKeys {
            expose_headers: true,
            ..NOTHING
        };
        [
            ("nothing", |_| {}, NOTHING),
            ("origins", |_| {}, origins),
            ("credentials", |policy| policy.credentials = true, NOTHING),
            (
                "no credentials",
                |policy| policy.credentials = false,
                NOTHING,
            ),
            ("enforce", |policy| policy.enforce = true, NOTHING),
            ("no enforce", |policy| policy.enforce = false, NOTHING),
            ("methods", |policy| policy.methods = Methods::Any, NOTHING),
            ("expose_headers", |_| {}, exposed),
        ]
    }

    /// The changes after which the derived policy lacks this opt-out of the base.
    fn ended_by(allowance: Allowance, base: Policy) -> Vec<&'static str> {
        let mut base = base;
        base.declaration.allow = base.declaration.allow.with(allowance);
        let ending = changes().into_iter().filter(|(_, change, keys)| {
            let mut policy = base;
            policy.declaration = Policy::deny_all().declaration;
            change(&mut policy);
            take_over(&base, &mut policy, *keys);
            !policy.declaration.allow.contains(allowance)
        });
        ending.map(|(name, ..)| name).collect()
    }

    const ALWAYS: [&str; 8] = [
        "nothing",
        "origins",
        "credentials",
        "no credentials",
        "enforce",
        "no enforce",
        "methods",
        "expose_headers",
    ];

    #[test]
    fn allowance_ends_where_the_policy_adds_its_subject() {
        let bare = Policy {
            methods: Methods::Only(&["GET"]),
            ..Policy::deny_all()
        };
        let private = Policy {
            credentials: true,
            ..bare
        };
        let enforced = Policy {
            enforce: true,
            ..bare
        };
        let names = |names| Policy {
            headers: Some(HeaderText::new(names, || HeaderValue::from_static("*"))),
            ..bare
        };
        let any = Policy {
            origins: Origins::Any,
            ..bare
        };
        for &allowance in Allowance::ALL {
            let rows: &[(Policy, &[&str])] = match allowance {
                Allowance::InsecureOrigins
                | Allowance::UncheckedOrigins
                | Allowance::DroppedCookies => {
                    &[(bare, &["origins", "credentials"]), (private, &["origins"])]
                }
                Allowance::PublicSuffixes => &[
                    (bare, &["origins", "credentials", "enforce"]),
                    (private, &["origins"]),
                    (enforced, &["origins", "credentials"]),
                ],
                Allowance::ExtensionWildcard => {
                    &[(bare, &["origins", "enforce"]), (enforced, &["origins"])]
                }
                Allowance::NullOrigin
                | Allowance::LoopbackOrigins
                | Allowance::WebviewOrigins
                | Allowance::DuplicateEntries
                | Allowance::CoveredOrigins => &[(bare, &["origins"]), (private, &["origins"])],
                Allowance::JsonContentType | Allowance::BodyContentType => {
                    &[(bare, &[]), (names("x-a,content-type"), &ALWAYS)]
                }
                Allowance::ForwardedHost => &[(bare, &ALWAYS), (enforced, &["no enforce"])],
                Allowance::BearerAuthorization => &[(bare, &[]), (names("authorization"), &ALWAYS)],
                Allowance::CookiesCredentials | Allowance::IgnoredCookies => {
                    &[(bare, &[]), (private, &ALWAYS), (any, &ALWAYS)]
                }
                Allowance::WebsocketEnforce => &[(bare, &[]), (enforced, &ALWAYS)],
                Allowance::FormEnforce => {
                    &[(bare, &["credentials", "methods"]), (private, &["methods"])]
                }
                Allowance::UnreadableHeaders => &[(bare, &["expose_headers"])],
                Allowance::PublicCache => &[(bare, &[]), (any, &ALWAYS)],
                Allowance::ForeignRedirect => &[(bare, &[]), (private, &[])],
                other => panic!("`{other}` has no row"),
            };
            for (base, expected) in rows {
                assert_eq!(
                    ended_by(allowance, *base),
                    *expected,
                    "{allowance} {base:?}"
                );
            }
        }
    }

    #[test]
    fn allowance_of_dev_origins_outlives_another_list_of_origins() {
        let mut base = Policy {
            credentials: true,
            ..Policy::deny_all()
        };
        let allow = base.declaration.allow.with(Allowance::PublicSuffixes);
        (base.declaration.allow, base.declaration.dev_allow) = (allow, allow);
        let taken = |keys| {
            let mut policy = base;
            policy.declaration = Policy::deny_all().declaration;
            take_over(&base, &mut policy, keys);
            let declaration = policy.declaration;
            [declaration.allow, declaration.dev_allow].map(|allow| allow.public_suffixes)
        };
        let origins = StatedKeys {
            origins: true,
            ..NOTHING
        };
        let dev_origins = StatedKeys {
            dev_origins: true,
            ..NOTHING
        };
        assert_eq!(taken(NOTHING), [true, true]);
        assert_eq!(taken(origins), [false, true]);
        assert_eq!(taken(dev_origins), [true, false]);
    }

    #[test]
    fn unenforced_base_does_not_accept_forms_with_credentials() {
        let states = |base: &Policy, credentials| {
            let mut base = *base;
            base.declaration.states_enforce = true;
            let mut policy = base;
            policy.declaration = Policy::deny_all().declaration;
            policy.credentials |= credentials;
            take_over(&base, &mut policy, NOTHING);
            policy.declaration.states_enforce
        };
        let bare = Policy::deny_all();
        let enforced = Policy {
            enforce: true,
            ..bare
        };
        assert!(states(&bare, false) && states(&enforced, true));
        assert!(!states(&bare, true));
    }
}
