//! The reasons why a policy cannot be a default.

use core::{fmt, panic::Location};

use crate::route::ENFORCE_NOT_STATED;

/// Why a policy cannot be the default for a route.
#[derive(Clone, Copy, Debug)]
pub(super) enum NoDefault {
    /// A plain `MethodRouter` is part of it, and the default names no methods.
    MethodsUnknown,
    /// The default is enforced, and a policy inside does not say whether it is.
    EnforceNotStated,
    /// A handler with a policy of its own is inside a plain route or router, written there.
    PolicyInside(Option<&'static Location<'static>>),
    /// A layer or service with a policy of its own is inside, written there.
    LayerInside(Option<&'static Location<'static>>),
}

impl fmt::Display for NoDefault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MethodsUnknown => f.write_str(
                "a plain axum router, route, service or fallback does not tell which methods it serves: write \
                 `methods = […]` in the policy of the router, or add its handlers with the functions \
                 of `cors_runtime::axum::routing`",
            ),
            Self::EnforceNotStated => write!(f, "the policy of the router {ENFORCE_NOT_STATED}"),
            Self::PolicyInside(location) => {
                f.write_str("a handler or router inside has a policy of its own")?;
                write_location(f, *location)?;
                f.write_str(
                    ", and a plain axum `Router` or `MethodRouter` does not show where: let the function \
                     under `#[cors]` return `CorsRouter` or `CorsMethodRouter`, and make the routes with \
                     the functions of `cors_runtime::axum::routing`",
                )
            }
            Self::LayerInside(location) => {
                f.write_str("a layer or service inside has a policy of its own")?;
                write_location(f, *location)?;
                f.write_str(
                    ", and the default would decide in its place: write that policy above the handler, as \
                     `#[cors(policy = …)]`, or serve the whole path by `route_service`",
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

/// Why a policy cannot be the default for a router.
#[derive(Debug)]
pub(super) struct Refused {
    path: Option<String>,
    reason: NoDefault,
}

impl Refused {
    pub(super) fn at(path: String, reason: NoDefault) -> Self {
        Self {
            path: Some(path),
            reason,
        }
    }

    pub(super) fn rest(reason: NoDefault) -> Self {
        Self { path: None, reason }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the policy of the router cannot be the default")?;
        if let Some(path) = &self.path {
            write!(f, " for `{path}`")?;
        }
        write!(f, ": {}", self.reason)
    }
}
