//! A policy as the attribute writes it, and the policy that is made of it.

mod decode;
mod inherited;

use core::panic::Location;

use http::HeaderValue;

use crate::{
    Policy,
    origins::Origins,
    policy::{HeaderText, Methods},
};

/// The keys of a policy. Nothing is checked here: the attribute has.
///
/// ```text
/// EncodedPolicy::keys("origins 1+1 23:https://app.example.com 21:https://*.example.org; credentials; max_age 4:7200")
/// ```
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct EncodedPolicy {
    /// What is known to the attribute: each key with its words, as [`decode`] reads them. Exact origins stand
    /// apart from patterns, and both are in the order of the look-up.
    pub keys: &'static str,
    /// Where it starts, if it does not start from nobody. What is not written is taken from there.
    pub base: Option<&'static Policy>,
    // What only the compiler knows, or would be long to read in const evaluation.
    pub origins: Option<Origins>,
    /// Empty in a release build, and where those of a base are dropped.
    pub dev_origins: Option<&'static Origins>,
    /// True if there are any in a debug build.
    pub has_dev_origins: bool,
    pub methods: Option<Methods>,
    pub headers: Option<&'static str>,
    pub expose_headers: Option<&'static str>,
    pub max_age: Option<&'static str>,
    pub location: &'static Location<'static>,
}

impl EncodedPolicy {
    /// These keys, in the place where this is called.
    #[must_use]
    #[track_caller]
    pub const fn keys(keys: &'static str) -> Self {
        Self {
            keys,
            base: None,
            origins: None,
            dev_origins: None,
            has_dev_origins: false,
            methods: None,
            headers: None,
            expose_headers: None,
            max_age: None,
            location: Location::caller(),
        }
    }
}

/// A type that carries a policy.
///
/// The policy is made where it is used. `cargo check` would otherwise spend most of its time on each
/// handler in const evaluation, and with the closures that header values are made by.
#[doc(hidden)]
pub trait Annotation: Sized + 'static {
    const ENCODED: EncodedPolicy = EncodedPolicy::keys("");
    /// The named policy, where `policy = …` names one.
    const POLICY: &'static Policy = &Policy::from_annotation::<Self>();
}

impl Policy {
    const fn from_annotation<A: Annotation>() -> Self {
        let written = A::ENCODED;
        let mut policy = match written.base {
            Some(base) => *base,
            None => Self::deny_all(),
        };
        // What is accepted and stated here; what a base adds to that is seen when all keys are there.
        let base = policy;
        policy.declaration = Self::deny_all().declaration;
        policy.declaration.has_dev_origins = base.declaration.has_dev_origins;
        policy.declaration.location = written.location;
        let mut keys;
        (policy, keys) = decode::read::<A>(policy);
        if let Some(origins) = written.origins {
            policy.origins = origins;
            keys.origins = true;
        }
        if let Some(origins) = written.dev_origins {
            policy.dev_origins = if origins.is_empty() {
                None
            } else {
                Some(origins)
            };
            policy.declaration.has_dev_origins = written.has_dev_origins;
            keys.dev_origins = true;
        } else if keys.origins && matches!(policy.origins, Origins::Any) {
            // There is nothing left to add.
            policy.dev_origins = None;
            policy.declaration.has_dev_origins = false;
        }
        if let Some(methods) = written.methods {
            policy.methods = methods;
        }
        if let Some(text) = written.headers {
            policy.headers = header(text, headers::<A>);
        }
        if let Some(text) = written.expose_headers {
            policy.expose_headers = header(text, expose_headers::<A>);
            keys.expose_headers = true;
        }
        if let Some(text) = written.max_age {
            policy.max_age = Some(HeaderText::new(text, max_age::<A>));
        }
        if written.base.is_some() {
            inherited::take_over(&base, &mut policy, keys);
        } else {
            policy.declaration.dev_allow = policy.declaration.allow;
        }
        policy
    }

    /// The policy of a handler that has none on purpose.
    #[doc(hidden)]
    #[must_use]
    #[track_caller]
    pub const fn __disabled() -> Self {
        let mut policy = Self::deny_all();
        policy.disabled = true;
        policy
    }
}

/// The keys that are written in a policy, of those that decide what holds of the allowances of a base.
#[derive(Clone, Copy)]
struct StatedKeys {
    origins: bool,
    dev_origins: bool,
    expose_headers: bool,
}

/// The header with these names; none without any, which takes those of a base away.
const fn header(names: &'static str, value: fn() -> HeaderValue) -> Option<HeaderText> {
    if names.is_empty() {
        return None;
    }
    Some(HeaderText::new(names, value))
}

// Constants, which no request has to check byte by byte.

fn headers<A: Annotation>() -> HeaderValue {
    const { value(A::POLICY.headers) }
}

fn expose_headers<A: Annotation>() -> HeaderValue {
    const { value(A::POLICY.expose_headers) }
}

fn max_age<A: Annotation>() -> HeaderValue {
    const { value(A::POLICY.max_age) }
}

const fn value(header: Option<HeaderText>) -> HeaderValue {
    match header {
        Some(header) => HeaderValue::from_static(header.text()),
        None => HeaderValue::from_static(""),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use cors_rules::{Allowance, OriginPattern};

    use super::*;

    struct Base;

    impl Annotation for Base {
        const ENCODED: EncodedPolicy = EncodedPolicy::keys(
            "origins *; methods 2 3:GET 4:HEAD; credentials; headers 12:content-type; \
             expose_headers 4:etag; max_age 2:60; allow 2 11:null_origin 16:insecure_origins",
        );
    }

    struct Derived;

    impl Annotation for Derived {
        const ENCODED: EncodedPolicy = EncodedPolicy {
            base: Some(Base::POLICY),
            max_age: Some("5"),
            ..EncodedPolicy::keys(
                "methods *; credentials false; enforce false; allow 1 12:form_enforce",
            )
        };
    }

    struct Listed;

    impl Annotation for Listed {
        const ENCODED: EncodedPolicy = EncodedPolicy {
            base: Some(WithFields::POLICY),
            ..EncodedPolicy::keys(
                "origins 3+2 17:https://a.example 17:https://b.example 20:https://long.example \
                 21:https://*.example.com 18:http://localhost:*; enforce",
            )
        };
    }

    const LAN: Origins = Origins::Listed {
        exact: &["http://pi.local"],
        patterns: &[],
        sources: &[],
    };

    /// What only the compiler knows.
    struct WithFields;

    impl Annotation for WithFields {
        const ENCODED: EncodedPolicy = EncodedPolicy {
            origins: Some(Origins::NONE),
            dev_origins: Some(&LAN),
            has_dev_origins: true,
            methods: Some(Methods::Only(&["PUT"])),
            headers: Some("x-one"),
            expose_headers: Some("x-two"),
            ..EncodedPolicy::keys("credentials")
        };
    }

    #[test]
    fn a_policy_has_every_key_that_is_written_and_the_others_of_its_base() {
        let (base, based) = (Base::POLICY, Derived::POLICY);
        assert!(base.credentials && !base.declaration.states_enforce);
        assert!(!based.credentials && !based.enforce && based.declaration.states_enforce);
        assert!(base.allows_any_origin() && based.allows_any_origin());
        assert_eq!(base.methods, Methods::Only(&["GET", "HEAD"]));
        assert_eq!(based.methods, Methods::Any);
        for (policy, seconds) in [(base, "60"), (based, "5")] {
            let headers = [policy.headers, policy.expose_headers, policy.max_age];
            let headers = headers.map(|header| header.expect("it is written"));
            assert_eq!(
                headers.map(HeaderText::text),
                ["content-type", "etag", seconds]
            );
            assert_eq!(
                headers.map(HeaderText::value),
                ["content-type", "etag", seconds]
            );
        }
        let accepted = |policy: &Policy| {
            let all = Allowance::ALL.iter().copied();
            all.filter(|allowance| policy.declaration.allow.contains(*allowance))
                .collect::<HashSet<_>>()
        };
        let (null, insecure) = (Allowance::NullOrigin, Allowance::InsecureOrigins);
        assert_eq!(accepted(base), HashSet::from([null, insecure]));
        let of_both = HashSet::from([null, insecure, Allowance::FormEnforce]);
        assert_eq!(accepted(based), of_both);
        assert_eq!(based.declaration.dev_allow, based.declaration.allow);
        assert_ne!(
            base.declaration.location.line(),
            based.declaration.location.line()
        );
    }

    struct BehindProxy;

    impl Annotation for BehindProxy {
        const ENCODED: EncodedPolicy = EncodedPolicy::keys(
            "origins 1+0 17:https://a.example; enforce; allow 1 14:forwarded_host",
        );
    }

    struct BehindSameProxy;

    impl Annotation for BehindSameProxy {
        const ENCODED: EncodedPolicy = EncodedPolicy {
            base: Some(BehindProxy::POLICY),
            ..EncodedPolicy::keys("enforce; allow 1 12:form_enforce")
        };
    }

    struct Unenforced;

    impl Annotation for Unenforced {
        const ENCODED: EncodedPolicy = EncodedPolicy {
            base: Some(BehindProxy::POLICY),
            ..EncodedPolicy::keys("enforce false")
        };
    }

    struct ReEnforced;

    impl Annotation for ReEnforced {
        const ENCODED: EncodedPolicy = EncodedPolicy {
            base: Some(Unenforced::POLICY),
            ..EncodedPolicy::keys("enforce")
        };
    }

    #[test]
    fn forwarded_host_is_inherited_while_enforce_is_on() {
        for (policy, enforce, forwarded_host) in [
            (BehindProxy::POLICY, true, true),
            (BehindSameProxy::POLICY, true, true),
            (Unenforced::POLICY, false, false),
            (ReEnforced::POLICY, true, false),
        ] {
            assert_eq!(policy.enforce, enforce);
            assert_eq!(policy.declaration.allow.forwarded_host, forwarded_host);
        }
    }

    #[test]
    fn a_list_parts_origins_from_patterns_and_leaves_other_lists_of_the_base() {
        let (late, listed) = (WithFields::POLICY, Listed::POLICY);
        for policy in [late, listed] {
            assert_eq!(policy.dev_origins, Some(&LAN));
            assert!(policy.declaration.has_dev_origins);
        }
        let Origins::Listed {
            exact,
            patterns,
            sources: [],
        } = listed.origins
        else {
            panic!("{:?}", listed.origins);
        };
        assert_eq!(
            exact,
            [
                "https://a.example",
                "https://b.example",
                "https://long.example"
            ]
        );
        let read = ["https://*.example.com", "http://localhost:*"].map(OriginPattern::parse);
        assert_eq!(patterns.iter().copied().map(Ok).collect::<Vec<_>>(), read);
        assert!(listed.enforce && listed.declaration.states_enforce && listed.credentials);
        assert_eq!(listed.methods, Methods::Only(&["PUT"]));
        let headers = [listed.headers, listed.expose_headers];
        let headers = headers.map(|header| header.expect("of the base").value());
        assert_eq!(headers, ["x-one", "x-two"]);
    }

    /// A list of so many methods.
    macro_rules! as_many {
        ($($name:ident $text:expr;)*) => {
            $(
                struct $name;

                impl Annotation for $name {
                    const ENCODED: EncodedPolicy = EncodedPolicy::keys($text);
                }
            )*

            #[test]
            fn a_list_may_have_up_to_sixteen() {
                $({
                    let words: Vec<&str> = $text.split(' ').skip(2).collect();
                    let words: Vec<&str> = words.iter().map(|word| &word[2..]).collect();
                    assert_eq!($name::POLICY.methods, Methods::Only(words.leak()));
                })*
            }
        };
    }

    as_many! {
        One "methods 1 1:a";
        Two "methods 2 1:a 1:b";
        Three "methods 3 1:a 1:b 1:c";
        Seven "methods 7 1:a 1:b 1:c 1:d 1:e 1:f 1:g";
        Sixteen "methods 16 1:a 1:b 1:c 1:d 1:e 1:f 1:g 1:h 1:i 1:j 1:k 1:l 1:m 1:n 1:o 1:p";
    }
}
