//! A policy as the attribute writes it, and the policy that is made of it.

use core::panic::Location;

use cors_policy::Allowance;
use http::HeaderValue;

use crate::{
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
        let mut i = 0;
        while i < written.allow.len() {
            policy.accepted.allow = policy.accepted.allow.with(written.allow[i]);
            i += 1;
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
