//! Keys that contradict each other, in const evaluation as well as for a draft.

use crate::{Field, Lint};

/// The keys of a policy that are checked against each other.
///
/// ```
/// use cors_rules::{Field, KeyCombination, Lint};
///
/// let keys = KeyCombination {
///     any_origin: true,
///     enforce: true,
///     ..KeyCombination::default()
/// };
/// assert_eq!(keys.check(Field::Enforce), Err(Lint::AnyEnforce));
/// assert_eq!(keys.check(Field::Origins), Ok(()));
/// ```
#[derive(Clone, Copy, Debug, Default)]
#[allow(clippy::struct_excessive_bools)] // Each one is a key.
pub struct KeyCombination {
    /// The policy allows every origin.
    pub any_origin: bool,
    /// The policy has `dev_origins`.
    pub dev_origins: bool,
    /// The policy has `credentials`.
    pub credentials: bool,
    /// The policy has `enforce`.
    pub enforce: bool,
    /// The policy has `allow(forwarded_host)`.
    pub forwarded_host: bool,
}

impl KeyCombination {
    /// The fields with checks, in the order in which const evaluation reports the first mistake.
    pub const FIELDS: [Field; 4] = [
        Field::Origins,
        Field::DevOrigins,
        Field::Enforce,
        Field::Allow,
    ];

    /// Checks one key against the others.
    ///
    /// `any` with credentials is reported at `origins` alone: the mistakes of the other keys depend on how it is mended.
    ///
    /// # Errors
    ///
    /// Returns the lint of the contradiction.
    pub const fn check(self, field: Field) -> Result<(), Lint> {
        let open = self.any_origin && !self.credentials;
        match field {
            Field::Origins if self.any_origin => check_wildcard(self.credentials),
            Field::DevOrigins if open && self.dev_origins => Err(Lint::AnyDevOrigins),
            Field::Enforce if open && self.enforce => Err(Lint::AnyEnforce),
            // Only `enforce` reads forwarded headers, so the author may believe that it is on.
            Field::Allow if self.forwarded_host && !self.enforce => Err(Lint::ForwardedHostEnforce),
            _ => Ok(()),
        }
    }
}

/// Checks `any` of `origins`, `methods`, `headers` or `expose_headers`. With credentials browsers read `*` as a name
/// (Fetch, "CORS protocol and credentials").
///
/// ```
/// use cors_rules::{Lint, check_wildcard};
///
/// assert_eq!(check_wildcard(true), Err(Lint::WildcardCredentials));
/// ```
///
/// # Errors
///
/// Returns [`Lint::WildcardCredentials`].
pub const fn check_wildcard(credentials: bool) -> Result<(), Lint> {
    if credentials {
        Err(Lint::WildcardCredentials)
    } else {
        Ok(())
    }
}
