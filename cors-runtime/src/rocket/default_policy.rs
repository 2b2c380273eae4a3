//! The default policy of a Rocket, in its managed state.

use std::sync::OnceLock;

use rocket::{Build, Phase, Rocket};

use super::{guards, route_table::RouteTable};
use crate::Policy;

/// The default policy of a Rocket.
pub(super) struct DefaultPolicy {
    pub(super) policy: &'static Policy,
    /// The different policy of another function that returned the same Rocket. The launch fails then.
    pub(super) conflicting: OnceLock<&'static Policy>,
    /// Checks the guards of plain routes.
    pub(super) guards: GuardChecks,
}

/// The checks of guards, which a program without a default policy does not link.
#[derive(Clone, Copy)]
pub(super) struct GuardChecks {
    /// Returns the reasons not to launch.
    pub(super) launch_errors: fn(&RouteTable) -> Vec<String>,
    /// Logs the warnings.
    pub(super) warn: fn(&RouteTable),
}

/// Sets the default policy of a Rocket.
pub(super) fn set(rocket: Rocket<Build>, policy: &'static Policy) -> Rocket<Build> {
    let policy = policy.bound();
    let Some(first) = rocket.state::<DefaultPolicy>() else {
        return rocket.manage(DefaultPolicy {
            policy,
            conflicting: OnceLock::new(),
            guards: GuardChecks {
                launch_errors: guards::launch_errors,
                warn: guards::warn,
            },
        });
    };
    // The inner policy wins, so an outer `disabled` changes nothing.
    if first.policy != policy && !policy.disabled {
        first.conflicting.get_or_init(|| policy);
    }
    rocket
}

/// The default policy of a Rocket, unless it is `disabled`.
pub(super) fn of<P: Phase>(rocket: &Rocket<P>) -> Option<&'static Policy> {
    let policy = rocket.state::<DefaultPolicy>()?.policy;
    (!policy.disabled).then_some(policy)
}
