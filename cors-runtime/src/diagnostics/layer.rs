//! Warns about a layer whose policy leaves out methods that its service may serve, in debug builds.

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
