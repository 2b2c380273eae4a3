//! The opaque handlers of a route.

/// The handlers that came from a plain `MethodRouter`, which does not report its methods.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum OpaqueMethods {
    #[default]
    Absent,
    Present,
    /// They have policies, so no other handler may share their path.
    HasPolicies,
    /// No default may apply to them. They are `disabled`, or their default ended when a handler was added that it
    /// does not apply to.
    Closed,
}

impl OpaqueMethods {
    pub(super) fn merge(self, other: Self) -> Self {
        match (self, other) {
            (Self::Absent, other) | (other, Self::Absent) => other,
            (first, second) if first == second => first,
            _ => Self::Closed,
        }
    }
}
