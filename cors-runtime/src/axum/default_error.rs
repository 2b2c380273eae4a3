//! The error of a policy that cannot be a default.

use core::{fmt, panic::Location};

use super::added_by::AddedBy;
use crate::{Policy, route::ENFORCE_NOT_STATED};

/// The reason why a policy cannot be the default for a route.
#[derive(Clone, Copy, Debug)]
pub(super) enum DefaultConflict {
    /// The default does not name any methods, and this part does not report them.
    MethodsUnknown(OpaqueItem),
    /// The default has `enforce`, and a policy inside does not state `enforce`.
    EnforceNotStated,
    /// A plain route or router contains a handler with its own policy, which is defined at this location.
    PolicyInside(Option<&'static Location<'static>>),
    /// The route contains a layer or service with its own policy, which is defined at this location.
    LayerInside(Option<&'static Location<'static>>),
}

/// A part that does not report which methods it serves.
#[derive(Clone, Copy, Debug)]
pub(super) enum OpaqueItem {
    Router,
    Route,
    Service,
    Fallback,
}

impl OpaqueItem {
    const fn name(self) -> &'static str {
        match self {
            Self::Router => "plain axum `Router`",
            Self::Route => "plain axum `MethodRouter`",
            Self::Service => "service",
            Self::Fallback => "fallback",
        }
    }

    /// The way to keep the default for the other routes.
    const fn remedy(self) -> &'static str {
        match self {
            Self::Router | Self::Route => {
                "add its handlers with the functions of `cors_runtime::axum::routing`"
            }
            Self::Service => {
                "add the service to the router that the function returns, outside of the policy"
            }
            Self::Fallback => {
                "add the fallback to the router that the function returns, outside of the policy"
            }
        }
    }
}

impl fmt::Display for DefaultConflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MethodsUnknown(item) => write!(
                f,
                "a {} does not report which methods it serves; add `methods = [GET, POST]` to the policy of the router, with \
                 every method of its routes, or {}",
                item.name(),
                item.remedy(),
            ),
            Self::EnforceNotStated => write!(
                f,
                "it has `enforce`, but a policy inside {ENFORCE_NOT_STATED}"
            ),
            Self::PolicyInside(location) => {
                f.write_str("a handler or router inside has its own policy")?;
                write_location(f, *location)?;
                f.write_str(
                    ", but a plain axum `Router` or `MethodRouter` does not report its route; return `CorsRouter` \
                     or `CorsMethodRouter` from the function under `#[cors]`, and create the routes with the \
                     functions of `cors_runtime::axum::routing`",
                )
            }
            Self::LayerInside(location) => {
                f.write_str("a layer or service inside has its own policy")?;
                write_location(f, *location)?;
                f.write_str(
                    ", and the default would replace it; put that policy on the handler, as \
                     `#[cors(policy = …)]`, or serve the whole path with `route_service`",
                )
            }
        }
    }
}

fn write_location(
    f: &mut fmt::Formatter<'_>,
    location: Option<&'static Location<'static>>,
) -> fmt::Result {
    match location {
        Some(location) => write!(f, " ({location})"),
        None => Ok(()),
    }
}

/// The error of a policy that cannot be the default for a router, with the path of the route.
#[derive(Debug)]
pub(super) struct DefaultError {
    /// The place in the router, if it is known.
    place: Option<String>,
    /// The call that added the part.
    added: Option<AddedBy>,
    /// The place where the default policy is declared, if it is known.
    policy: Option<&'static Location<'static>>,
    reason: DefaultConflict,
}

impl DefaultError {
    pub(super) fn at(path: &str, added: Option<AddedBy>, reason: DefaultConflict) -> Self {
        Self {
            place: Some(format!("`{path}`")),
            added,
            ..Self::new(reason)
        }
    }

    pub(super) fn at_fallback(added: Option<AddedBy>, reason: DefaultConflict) -> Self {
        Self {
            place: Some("the fallback".to_owned()),
            added,
            ..Self::new(reason)
        }
    }

    pub(super) const fn new(reason: DefaultConflict) -> Self {
        Self {
            place: None,
            added: None,
            policy: None,
            reason,
        }
    }

    /// Adds the location of the default policy.
    pub(super) fn of(mut self, policy: &Policy) -> Self {
        self.policy = Some(policy.declaration.location);
        self
    }
}

impl fmt::Display for DefaultError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the policy of the router cannot be the default")?;
        if let Some(place) = &self.place {
            write!(f, " for {place}")?;
        }
        write!(f, ": {}", self.reason)?;
        if let Some(added) = &self.added {
            write!(f, "\n  added by: {added}")?;
        }
        match self.policy {
            Some(location) => write!(f, "\n  policy: {location}"),
            None => Ok(()),
        }
    }
}
