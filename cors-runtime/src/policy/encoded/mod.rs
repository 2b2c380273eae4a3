//! Encoded policies: the form in which the macros pass a policy to the runtime.

mod decode;
mod inherited;

use core::panic::Location;

use http::HeaderValue;

use crate::{
    Policy,
    origins::Origins,
    policy::{HeaderText, Methods},
};

/// The keys of a policy, already checked by the attribute.
///
/// ```text
/// EncodedPolicy::keys("origins 1+1 23:https://app.example.com 21:https://*.example.org; credentials; max_age 4:7200")
/// ```
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct EncodedPolicy {
    /// The keys that the attribute has values for, in the format of [`decode`]. Exact origins are separate from
    /// patterns, and both are sorted for the look-up.
    pub keys: &'static str,
    /// The policy of the key `base`. Keys that are not stated come from it.
    pub base: Option<&'static Policy>,
    // Values that only the compiler has, or that would be slow to decode in const evaluation.
    pub origins: Option<Origins>,
    /// Empty in a release build, and if the policy removes those of its base.
    pub dev_origins: Option<&'static Origins>,
    /// True if a debug build has any.
    pub has_dev_origins: bool,
    pub methods: Option<Methods>,
    pub headers: Option<&'static str>,
    pub expose_headers: Option<&'static str>,
    pub max_age: Option<&'static str>,
    pub location: &'static Location<'static>,
}

impl EncodedPolicy {
    /// These keys, with the location of the caller.
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
/// The policy is decoded where it is used. Otherwise `cargo check` would spend most of its time per handler on const
/// evaluation and on the closures for header values.
#[doc(hidden)]
pub trait Annotation: Sized + 'static {
    const ENCODED: EncodedPolicy = EncodedPolicy::keys("");
    /// The named policy, where `policy = …` names one.
    const POLICY: &'static Policy = &Policy::from_annotation::<Self>();
}

impl Policy {
    const fn from_annotation<A: Annotation>() -> Self {
        let encoded = A::ENCODED;
        let mut policy = match encoded.base {
            Some(base) => *base,
            None => Self::deny_all(),
        };
        // The opt-outs of this policy; `inherited` adds those of the base after all keys are decoded.
        let base = policy;
        policy.declaration = Self::deny_all().declaration;
        policy.declaration.has_dev_origins = base.declaration.has_dev_origins;
        policy.declaration.location = encoded.location;
        let mut keys;
        (policy, keys) = decode::read::<A>(policy);
        if let Some(origins) = encoded.origins {
            policy.origins = origins;
            keys.origins = true;
        }
        if let Some(origins) = encoded.dev_origins {
            policy.dev_origins = if origins.is_empty() {
                None
            } else {
                Some(origins)
            };
            policy.declaration.has_dev_origins = encoded.has_dev_origins;
            keys.dev_origins = true;
        } else if keys.origins && matches!(policy.origins, Origins::Any) {
            // `any` includes them.
            policy.dev_origins = None;
            policy.declaration.has_dev_origins = false;
        }
        if let Some(methods) = encoded.methods {
            policy.methods = methods;
        }
        if let Some(text) = encoded.headers {
            policy.headers = header(text, headers::<A>);
        }
        if let Some(text) = encoded.expose_headers {
            policy.expose_headers = header(text, expose_headers::<A>);
            keys.expose_headers = true;
        }
        if let Some(text) = encoded.max_age {
            policy.max_age = Some(HeaderText::new(text, max_age::<A>));
        }
        if encoded.base.is_some() {
            inherited::take_over(&base, &mut policy, keys);
        } else {
            policy.declaration.dev_allow = policy.declaration.allow;
        }
        policy
    }

    /// The policy of a handler with `disabled`.
    #[doc(hidden)]
    #[must_use]
    #[track_caller]
    pub const fn __disabled() -> Self {
        let mut policy = Self::deny_all();
        policy.disabled = true;
        policy
    }
}

/// The stated keys of a policy, of those that decide which opt-outs of a base apply.
#[derive(Clone, Copy)]
struct StatedKeys {
    origins: bool,
    dev_origins: bool,
    expose_headers: bool,
}

/// The header with these names; `None` for an empty list, which removes that of a base.
const fn header(names: &'static str, value: fn() -> HeaderValue) -> Option<HeaderText> {
    if names.is_empty() {
        return None;
    }
    Some(HeaderText::new(names, value))
}

// Constants, so that no request validates the bytes again.

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
    use crate::origins::OriginPatterns;

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

    struct DerivedWithOrigins;

    impl Annotation for DerivedWithOrigins {
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
        patterns: OriginPatterns::NONE,
        sources: &[],
    };

    /// Values in fields instead of the text.
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
    fn policy_has_its_stated_keys_and_the_others_of_its_base() {
        let (base, based) = (Base::POLICY, Derived::POLICY);
        assert!(base.credentials && !base.declaration.states_enforce);
        assert!(!based.credentials && !based.enforce && based.declaration.states_enforce);
        assert!(base.allows_any_origin() && based.allows_any_origin());
        assert_eq!(base.methods, Methods::Only(&["GET", "HEAD"]));
        assert_eq!(based.methods, Methods::Any);
        for (policy, seconds) in [(base, "60"), (based, "5")] {
            let headers = [policy.headers, policy.expose_headers, policy.max_age];
            let headers = headers.map(|header| header.expect("a stated key"));
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
    fn list_of_origins_replaces_only_that_of_the_base() {
        let (base, derived) = (WithFields::POLICY, DerivedWithOrigins::POLICY);
        for policy in [base, derived] {
            assert_eq!(policy.dev_origins, Some(&LAN));
            assert!(policy.declaration.has_dev_origins);
        }
        let Origins::Listed {
            exact,
            patterns,
            sources: [],
        } = derived.origins
        else {
            panic!("{:?}", derived.origins);
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
        let patterns = patterns.list().iter().copied();
        assert_eq!(patterns.map(Ok).collect::<Vec<_>>(), read);
        assert!(derived.enforce && derived.declaration.states_enforce && derived.credentials);
        assert_eq!(derived.methods, Methods::Only(&["PUT"]));
        let headers = [derived.headers, derived.expose_headers];
        let headers = headers.map(|header| header.expect("of the base").value());
        assert_eq!(headers, ["x-one", "x-two"]);
    }

    /// Policies with lists of several lengths.
    macro_rules! as_many {
        ($($name:ident $text:expr;)*) => {
            $(
                struct $name;

                impl Annotation for $name {
                    const ENCODED: EncodedPolicy = EncodedPolicy::keys($text);
                }
            )*

            #[test]
            fn list_has_up_to_sixteen_entries() {
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
