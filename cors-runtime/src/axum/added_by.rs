//! The call that added a part to a router, for messages about the part.

use core::{any::type_name, fmt, panic::Location};

use crate::extractors::short_name;

/// The call that added a route, a router, a service or a fallback.
#[derive(Clone, Copy, Debug)]
pub(super) struct AddedBy {
    method: &'static str,
    /// The full name of the type of the argument, if it describes the part.
    argument: Option<&'static str>,
    at: &'static Location<'static>,
}

impl AddedBy {
    #[track_caller]
    pub(super) const fn method(method: &'static str) -> Self {
        Self {
            method,
            argument: None,
            at: Location::caller(),
        }
    }

    #[track_caller]
    pub(super) fn method_with<T>(method: &'static str) -> Self {
        Self {
            argument: Some(type_name::<T>()),
            ..Self::method(method)
        }
    }
}

impl fmt::Display for AddedBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let argument = self.argument.map_or_else(|| "…".to_owned(), short_name);
        write!(f, "`{}({argument})`, {}", self.method, self.at)
    }
}
