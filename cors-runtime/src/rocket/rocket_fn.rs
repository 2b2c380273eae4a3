//! Functions under `#[cors]` that return a `Rocket<Build>`.

use rocket::{Build, Rocket};

use super::{default_policy, fairing::CorsOfDefault};
use crate::Policy;

/// The return types of functions that [`#[cors]`](macro@crate::cors) can give a default policy to.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a policy cannot be the default for `{Self}`",
    label = "not a `Rocket<Build>`",
    note = "return `Rocket<Build>` or a `Result` of it, and mount routes, attach fairings or ignite it there or in the caller",
    note = "if the function is a route, write its attribute below `#[cors(…)]`, such as `#[get(\"/\")]`"
)]
pub trait Routes: Sized {
    #[must_use]
    fn with_default(self, policy: &'static Policy) -> Self;
}

#[diagnostic::do_not_recommend]
impl Routes for Rocket<Build> {
    fn with_default(self, policy: &'static Policy) -> Self {
        let rocket = default_policy::set(self, policy);
        if policy.disabled {
            return rocket;
        }
        // A second fairing: the user may have attached `Cors::fairing()` already, and its position has a meaning.
        rocket.attach(CorsOfDefault)
    }
}
