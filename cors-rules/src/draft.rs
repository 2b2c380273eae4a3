//! A policy as its author wrote it.

use alloc::vec::Vec;

use crate::{Allowances, Field, OriginContext};

/// The policy as its author wrote it, not yet checked.
///
/// A field is `None` if its key was not written.
///
/// ```
/// use cors_rules::{check, Draft, Names, Origins};
///
/// let draft = Draft {
///     origins: Some(Origins::Any),
///     methods: Some(Names::List(vec!["GET", "PUT"])),
///     ..Draft::default()
/// };
/// assert!(check(&draft).is_empty());
/// ```
#[derive(Clone, Debug, Default)]
pub struct Draft<'a> {
    /// The origins that may read the response.
    pub origins: Option<Origins<'a>>,
    /// Origins added in debug builds only.
    pub dev_origins: Option<Vec<&'a str>>,
    /// The name of a user's function that decides about further origins.
    pub matching: Option<&'a str>,
    /// True if cookies and HTTP authentication may be used.
    pub credentials: bool,
    /// The methods a script may use.
    pub methods: Option<Names<'a>>,
    /// The request headers a script may set.
    pub headers: Option<Names<'a>>,
    /// The response headers a script may read.
    pub expose_headers: Option<Names<'a>>,
    /// The time that a browser may cache a preflight.
    pub max_age: Option<MaxAge<'a>>,
    /// True if requests of other sites from origins that are not allowed are refused before the handler runs.
    pub enforce: bool,
    /// The opt-outs.
    pub allow: Allowances,
    /// The method of the policy's route, where it is single and known.
    pub route_method: Option<&'a str>,
    /// The fields whose lists have more entries: constants, or origins that are known at run time. Their lists here
    /// have only the entries with a known text, so rules about a complete list do not apply.
    pub incomplete: Vec<Field>,
    /// True if the policy inherits missing keys from a base. `origins` is then optional, and an empty list of
    /// `dev_origins` removes the inherited one.
    pub inherits: bool,
}

impl Draft<'_> {
    /// True if the texts of all entries of the list are known.
    pub(crate) fn is_complete(&self, field: Field) -> bool {
        !self.incomplete.contains(&field)
    }

    /// The keys that decide how an origin of the policy is checked, in `dev_origins` or elsewhere.
    #[must_use]
    pub const fn context(&self, dev: bool) -> OriginContext {
        OriginContext {
            credentials: self.credentials,
            dev,
            enforce: self.enforce,
            allow: self.allow,
        }
    }
}

/// The value of `origins`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origins<'a> {
    /// The word `any`. A list of one `*` means the same.
    Any,
    /// The entries as written.
    List(Vec<&'a str>),
}

/// The value of `methods`, `headers` or `expose_headers`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Names<'a> {
    /// The word `any`. A list of one `*` means the same.
    Any,
    /// The entries as written.
    List(Vec<&'a str>),
}

/// The value of `max_age`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MaxAge<'a> {
    /// A number of seconds.
    Seconds(i64),
    /// A text such as `24h`, for [`parse_max_age`](crate::parse_max_age).
    Text(&'a str),
}
