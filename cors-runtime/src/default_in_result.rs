//! Default policies for functions that return a `Result`, and for aliases in builds with both frameworks.

use crate::Policy;

#[cfg(feature = "axum")]
use crate::axum::__private as axum;
#[cfg(feature = "rocket")]
use crate::rocket::__private as rocket;

#[cfg(feature = "axum")]
#[diagnostic::do_not_recommend]
impl<T: axum::WithDefaultPolicy, E> axum::WithDefaultPolicy for Result<T, E> {
    const REPORTS_METHODS: bool = T::REPORTS_METHODS;

    #[track_caller]
    fn with_default(self, policy: &'static Policy) -> Self {
        match self {
            Ok(routes) => Ok(routes.with_default(policy)),
            Err(error) => Err(error),
        }
    }
}

#[cfg(feature = "rocket")]
#[diagnostic::do_not_recommend]
impl<T: rocket::Routes, E> rocket::Routes for Result<T, E> {
    fn with_default(self, policy: &'static Policy) -> Self {
        self.map(|rocket| rocket.with_default(policy))
    }
}

/// The macro cannot see which framework an alias belongs to. With both enabled, it takes this trait.
#[cfg(all(feature = "axum", feature = "rocket"))]
#[diagnostic::do_not_recommend]
impl axum::WithDefaultPolicy for rocket::Rocket<rocket::Build> {
    const REPORTS_METHODS: bool = true;

    fn with_default(self, policy: &'static Policy) -> Self {
        rocket::Routes::with_default(self, policy)
    }
}
