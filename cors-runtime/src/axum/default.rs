//! Applies a default policy to a router.

use axum::{Router, routing::MethodRouter};
use cors_rules::{Field, Lint};

use super::{
    CorsMethodRouter, CorsRouter,
    default_error::DefaultError,
    extractors,
    opaque_default::{OpaqueContent, OpaqueDefault},
    opaque_part::OpaquePart,
};
use crate::{
    Policy,
    policy::{Methods, const_eval},
};

/// A router that a function under [`#[cors]`](macro@crate::cors) may return. The policy of the function becomes
/// the default for the handlers inside.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a policy cannot be the default for `{Self}`",
    label = "not a router",
    note = "return `CorsRouter`, `CorsMethodRouter`, `axum::Router`, `axum::routing::MethodRouter`, or a `Result` of one of them, and make the rest of it in the caller",
    note = "if the function is a handler, write `async fn`"
)]
#[cfg_attr(
    feature = "rocket",
    diagnostic::on_unimplemented(note = "for Rocket, return `Rocket<Build>` or a `Result` of it")
)]
pub trait WithDefaultPolicy: Sized {
    /// True if the routes report which methods they serve.
    const REPORTS_METHODS: bool;

    /// Applies a default policy.
    ///
    /// # Panics
    ///
    /// Panics if the policy cannot be loaded, or cannot be the default for one of the routes.
    #[track_caller]
    #[must_use]
    fn with_default(self, policy: &'static Policy) -> Self;
}

/// Fails to compile if the routes do not report their methods and the policy does not name any.
#[doc(hidden)]
#[track_caller]
pub const fn check_default(reports_methods: bool, policy: &Policy) {
    if !reports_methods && matches!(policy.methods, Methods::Served) && !policy.is_closed() {
        const_eval::fail(Lint::DefaultMethodsMissing, Field::Function, "");
    }
}

#[diagnostic::do_not_recommend]
impl<S> WithDefaultPolicy for CorsRouter<S>
where
    S: Clone + Send + Sync + 'static,
{
    const REPORTS_METHODS: bool = true;

    #[track_caller]
    fn with_default(self, policy: &'static Policy) -> Self {
        let policy = policy.loaded();
        let entries = self.entries();
        let entries = entries.map(|entry| (entry.path(), entry.handlers()));
        extractors::check(policy, entries.chain(self.fallbacks()));
        match self.with_default(policy) {
            Ok(router) => router,
            Err(error) => panic!("{}", error.of(policy)),
        }
    }
}

#[diagnostic::do_not_recommend]
impl<S> WithDefaultPolicy for CorsMethodRouter<S>
where
    S: Clone + Send + Sync + 'static,
{
    const REPORTS_METHODS: bool = true;

    #[track_caller]
    fn with_default(self, policy: &'static Policy) -> Self {
        let policy = policy.loaded();
        extractors::check(policy, [("", self.handlers())]);
        match self.with_default(policy) {
            Ok(route) => route,
            Err(reason) => panic!("{}", DefaultError::new(reason).of(policy)),
        }
    }
}

#[diagnostic::do_not_recommend]
impl<S> WithDefaultPolicy for Router<S>
where
    S: Clone + Send + Sync + 'static,
{
    const REPORTS_METHODS: bool = false;

    #[track_caller]
    fn with_default(self, policy: &'static Policy) -> Self {
        let policy = policy.loaded();
        match OpaquePart::router(self).with_default(policy) {
            Ok(part) => part.finish(),
            Err(reason) => panic!("{}", DefaultError::new(reason).of(policy)),
        }
    }
}

#[diagnostic::do_not_recommend]
impl<S> WithDefaultPolicy for MethodRouter<S>
where
    S: Clone + Send + Sync + 'static,
{
    const REPORTS_METHODS: bool = false;

    #[track_caller]
    fn with_default(self, policy: &'static Policy) -> Self {
        let policy = policy.loaded();
        if policy.disabled {
            return self.layer(OpaqueDefault::new(policy, OpaqueContent::PlainRouter));
        }
        match CorsMethodRouter::from(self).with_default(policy) {
            Ok(route) => route.into(),
            Err(reason) => panic!("{}", DefaultError::new(reason).of(policy)),
        }
    }
}
