//! A policy for everything inside a router that has none of its own.

use axum::{Router, routing::MethodRouter};
use cors_rules::{Field, Lint};

use super::{
    CorsMethodRouter, CorsRouter,
    default_error::Refused,
    extractors,
    opaque_default::{Holds, OpaqueDefault},
    opaque_part::OpaquePart,
};
use crate::{
    Policy,
    policy::{Methods, const_eval},
};

/// A router or route that a function under [`#[cors]`](macro@crate::cors) may return: its policy is the
/// default for the handlers inside.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a policy cannot be the default for `{Self}`",
    label = "no router of axum",
    note = "`#[cors]` stands on handlers, and on functions that return `CorsRouter`, `CorsMethodRouter`, `axum::Router` or `axum::routing::MethodRouter`"
)]
pub trait Routes: Sized {
    /// True if the routes tell which methods they serve.
    const TELL_METHODS: bool;

    /// # Panics
    ///
    /// If the policy cannot be the default for one of the routes, or cannot be loaded.
    #[track_caller]
    #[must_use]
    fn with_default(self, policy: &'static Policy) -> Self;
}

/// True if a policy can be the default for routes that tell their methods, or do not.
#[doc(hidden)]
#[track_caller]
pub const fn check_default(tell_methods: bool, policy: &Policy) {
    if !tell_methods && matches!(policy.methods, Methods::Served) && !policy.is_closed() {
        const_eval::fail(Lint::DefaultMethodsMissing, Field::Function, "");
    }
}

#[diagnostic::do_not_recommend]
impl<S> Routes for CorsRouter<S>
where
    S: Clone + Send + Sync + 'static,
{
    const TELL_METHODS: bool = true;

    #[track_caller]
    fn with_default(self, policy: &'static Policy) -> Self {
        policy.loaded();
        let entries = self.entries().iter();
        let entries = entries.map(|entry| (entry.path(), entry.parts()));
        extractors::check(policy, entries.chain(self.fallbacks()));
        match self.with_default(policy) {
            Ok(router) => router,
            Err(refused) => panic!("{refused}"),
        }
    }
}

#[diagnostic::do_not_recommend]
impl<S> Routes for CorsMethodRouter<S>
where
    S: Clone + Send + Sync + 'static,
{
    const TELL_METHODS: bool = true;

    #[track_caller]
    fn with_default(self, policy: &'static Policy) -> Self {
        policy.loaded();
        extractors::check(policy, [("", self.parts())]);
        match self.with_default(policy) {
            Ok(route) => route,
            Err(reason) => panic!("{}", Refused::rest(reason)),
        }
    }
}

#[diagnostic::do_not_recommend]
impl<S> Routes for Router<S>
where
    S: Clone + Send + Sync + 'static,
{
    const TELL_METHODS: bool = false;

    #[track_caller]
    fn with_default(self, policy: &'static Policy) -> Self {
        policy.loaded();
        match OpaquePart::router(self).with_default(policy) {
            Ok(part) => part.finish(),
            Err(reason) => panic!("{}", Refused::rest(reason)),
        }
    }
}

#[diagnostic::do_not_recommend]
impl<S> Routes for MethodRouter<S>
where
    S: Clone + Send + Sync + 'static,
{
    const TELL_METHODS: bool = false;

    #[track_caller]
    fn with_default(self, policy: &'static Policy) -> Self {
        policy.loaded();
        if policy.disabled {
            return self.layer(OpaqueDefault::new(policy, Holds::Plain));
        }
        match CorsMethodRouter::from(self).with_default(policy) {
            Ok(route) => route.into(),
            Err(reason) => panic!("{}", Refused::rest(reason)),
        }
    }
}
