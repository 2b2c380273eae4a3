//! A policy as the attribute writes it, and the policy that is made of it.

use core::panic::Location;

use cors_policy::Allowance;
use http::HeaderValue;

use crate::{
    __private::constant::each,
    Policy,
    origins::Origins,
    policy::{HeaderText, Methods},
};

/// The keys of a policy. Nothing is checked here: the attribute has.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Written {
    /// Where it starts, if it does not start from nobody. What is `None` below is taken from there.
    pub base: Option<&'static Policy>,
    pub origins: Option<Origins>,
    /// Some of the origins are for development.
    pub dev: bool,
    /// What stays of the origins in a release build, where that is less.
    pub released: Option<Origins>,
    pub credentials: Option<bool>,
    pub methods: Option<Methods>,
    pub headers: Option<&'static str>,
    pub expose_headers: Option<&'static str>,
    pub max_age: Option<&'static str>,
    pub enforce: Option<bool>,
    pub allow: &'static [Allowance],
    pub location: &'static Location<'static>,
}

impl Written {
    /// No key, in the place where this is called.
    #[must_use]
    #[track_caller]
    pub const fn here() -> Self {
        Self {
            base: None,
            origins: None,
            dev: false,
            released: None,
            credentials: None,
            methods: None,
            headers: None,
            expose_headers: None,
            max_age: None,
            enforce: None,
            allow: &[],
            location: Location::caller(),
        }
    }
}

/// A type that carries a policy.
///
/// The policy is made where it is used. `cargo check` would otherwise spend most of its time on each
/// handler in const evaluation, and with the closures that header values are made by.
#[doc(hidden)]
pub trait Annotation: Sized + Send + Sync + 'static {
    const WRITTEN: Written = Written::here();
    /// Written in its place where the policy is one of another name.
    const POLICY: &'static Policy = &Policy::written_by::<Self>();
}

impl Policy {
    const fn written_by<A: Annotation>() -> Self {
        let written = A::WRITTEN;
        let mut policy = match written.base {
            Some(base) => *base,
            None => Self::deny_all(),
        };
        policy.accepted.location = written.location;
        if let Some(origins) = written.origins {
            policy.origins = origins;
            policy.accepted.dev = written.dev;
            policy.accepted.released = written.released;
        }
        if let Some(credentials) = written.credentials {
            policy.credentials = credentials;
        }
        if let Some(methods) = written.methods {
            policy.methods = methods;
        }
        if let Some(text) = written.headers {
            policy.headers = Some(HeaderText::new(text, headers::<A>));
        }
        if let Some(text) = written.expose_headers {
            policy.expose_headers = Some(HeaderText::new(text, expose_headers::<A>));
        }
        if let Some(text) = written.max_age {
            policy.max_age = Some(HeaderText::new(text, max_age::<A>));
        }
        if let Some(enforce) = written.enforce {
            policy.enforce = enforce;
            policy.accepted.states_enforce = true;
        }
        each!(allowance in written.allow => {
            policy.accepted.allow = policy.accepted.allow.with(allowance);
        });
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

// Constants, which no request has to check byte by byte.

fn headers<A: Annotation>() -> HeaderValue {
    const { value(A::WRITTEN.headers) }
}

fn expose_headers<A: Annotation>() -> HeaderValue {
    const { value(A::WRITTEN.expose_headers) }
}

fn max_age<A: Annotation>() -> HeaderValue {
    const { value(A::WRITTEN.max_age) }
}

const fn value(text: Option<&'static str>) -> HeaderValue {
    match text {
        Some(text) => HeaderValue::from_static(text),
        None => HeaderValue::from_static(""),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    struct Base;

    impl Annotation for Base {
        const WRITTEN: Written = Written {
            origins: Some(Origins::Any),
            credentials: Some(true),
            headers: Some("content-type"),
            expose_headers: Some("etag"),
            max_age: Some("60"),
            allow: &[Allowance::NullOrigin, Allowance::InsecureOrigins],
            ..Written::here()
        };
    }

    struct Based;

    impl Annotation for Based {
        const WRITTEN: Written = Written {
            base: Some(Base::POLICY),
            credentials: Some(false),
            max_age: Some("5"),
            enforce: Some(false),
            allow: &[Allowance::FormEnforce],
            ..Written::here()
        };
    }

    #[test]
    fn a_policy_has_every_key_that_is_written_and_the_others_of_its_base() {
        let (base, based) = (Base::POLICY, Based::POLICY);
        assert!(base.credentials && !base.accepted.states_enforce);
        assert!(!based.credentials && !based.enforce && based.accepted.states_enforce);
        assert!(base.allows_any_origin() && based.allows_any_origin());
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
            all.filter(|allowance| policy.accepted.allow.contains(*allowance))
                .collect::<HashSet<_>>()
        };
        let (null, insecure) = (Allowance::NullOrigin, Allowance::InsecureOrigins);
        assert_eq!(accepted(base), HashSet::from([null, insecure]));
        let of_both = HashSet::from([null, insecure, Allowance::FormEnforce]);
        assert_eq!(accepted(based), of_both);
        assert_ne!(
            base.accepted.location.line(),
            based.accepted.location.line()
        );
    }
}
