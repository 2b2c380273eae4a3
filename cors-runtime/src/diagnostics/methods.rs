//! Warns about `methods` that have no effect or leave out methods of a service, in debug builds.

#[cfg(any(feature = "axum", feature = "rocket"))]
use core::panic::Location;
#[cfg(any(feature = "axum", feature = "rocket"))]
use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
};

use crate::{Policy, policy::Methods};

/// Warns if a policy around a service has no `methods`: the service does not report its methods, so the policy allows
/// the safelisted ones alone.
pub(crate) fn warn_without_methods(policy: &Policy) {
    if !cfg!(debug_assertions) || policy.disabled || policy.methods != Methods::Served {
        return;
    }
    tracing::warn!(
        target: "cors",
        warning = "layer-without-methods",
        policy = %policy.declaration.location,
        help = "write the methods that the service serves: `methods = [GET, POST]`, or `methods = [GET, PUT, DELETE]`",
        see = "cors_runtime::layer",
        "a `CorsLayer` whose policy has no `methods` allows GET, HEAD and POST, and refuses preflights for others",
    );
}

/// Warns once per policy that lists `OPTIONS` on a path without a handler for it. The author may believe that
/// preflights need the entry.
#[cfg(any(feature = "axum", feature = "rocket"))]
pub(crate) fn warn_unserved_options(policy: &Policy, path: &str) {
    static REPORTED: Mutex<BTreeSet<Location<'static>>> = Mutex::new(BTreeSet::new());

    let lists_options = policy
        .methods()
        .is_some_and(|methods| methods.contains(&"OPTIONS"));
    if !cfg!(debug_assertions) || !lists_options {
        return;
    }
    let mut reported = REPORTED.lock().unwrap_or_else(PoisonError::into_inner);
    if reported.insert(*policy.declaration.location) {
        tracing::warn!(
            target: "cors",
            warning = "unserved-options",
            route = ?path,
            policy = %policy.declaration.location,
            help = "remove `OPTIONS` from `methods`: preflights do not need it",
            see = "cors_runtime::rules#no-policy",
            "the policy lists OPTIONS, and no handler of the path serves it",
        );
    }
}
