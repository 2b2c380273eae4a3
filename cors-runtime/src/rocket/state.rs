//! The state that the fairings manage in a Rocket: its routes, which are known once it is launched.

use core::sync::atomic::{AtomicBool, Ordering};
use std::sync::OnceLock;

use rocket::{Orbit, Rocket};

use super::{default_policy, route_table::RouteTable};

pub(super) struct CorsState {
    route_table: OnceLock<RouteTable>,
    /// True if the fairing of the default policy was attached after that of the user.
    default_fairing_is_last: AtomicBool,
}

impl CorsState {
    pub(super) fn new(is_default_fairing: bool) -> Self {
        Self {
            route_table: OnceLock::new(),
            default_fairing_is_last: AtomicBool::new(is_default_fairing),
        }
    }

    /// Records the fairing that ignites next. Fairings ignite in the order in which they are attached.
    pub(super) fn set_last_fairing(&self, is_default_fairing: bool) {
        self.default_fairing_is_last
            .store(is_default_fairing, Ordering::Relaxed);
    }

    /// Collects the routes of a launched Rocket. `None` if the other fairing has done so.
    pub(super) fn collect_routes(&self, rocket: &Rocket<Orbit>) -> Option<&RouteTable> {
        let mut is_new = false;
        let route_table = self.route_table.get_or_init(|| {
            is_new = true;
            RouteTable::of(rocket, default_policy::of(rocket))
        });
        is_new.then_some(route_table)
    }
}

/// The routes of a launched Rocket; `None` without a fairing.
#[inline]
pub(super) fn route_table(rocket: &Rocket<Orbit>) -> Option<&RouteTable> {
    rocket.state::<CorsState>()?.route_table.get()
}

/// The routes of a launched Rocket, for the last fairing only: it writes the headers.
#[inline]
pub(super) fn route_table_for_fairing(
    rocket: &Rocket<Orbit>,
    is_default_fairing: bool,
) -> Option<&RouteTable> {
    let state = rocket.state::<CorsState>()?;
    let is_last = state.default_fairing_is_last.load(Ordering::Relaxed) == is_default_fairing;
    state.route_table.get().filter(|_| is_last)
}
