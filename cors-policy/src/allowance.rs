//! The loud opt-outs of `allow(…)`.

use core::fmt;

/// The opt-outs an author has written.
///
/// ```
/// use cors_policy::{Allowance, Allowances};
///
/// let allow = Allowances { null_origin: true, ..Allowances::default() };
/// assert!(allow.contains(Allowance::NullOrigin));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[allow(clippy::struct_excessive_bools)] // four independent switches, each named after its key
pub struct Allowances {
    /// Plain http beside credentials, off the loopback interface.
    pub insecure_origins: bool,
    /// `*.` over a public suffix beside credentials or `enforce`.
    pub public_suffixes: bool,
    /// The origin `null`.
    pub null_origin: bool,
    /// Origins no rule has looked at, decided by the user's own function.
    pub unchecked_origins: bool,
}

impl Allowances {
    /// No opt-out, as [`Default`] gives it, for const evaluation.
    pub const NONE: Self = Self {
        insecure_origins: false,
        public_suffixes: false,
        null_origin: false,
        unchecked_origins: false,
    };

    /// Whether this opt-out was written.
    #[must_use]
    pub const fn contains(self, allowance: Allowance) -> bool {
        match allowance {
            Allowance::InsecureOrigins => self.insecure_origins,
            Allowance::PublicSuffixes => self.public_suffixes,
            Allowance::NullOrigin => self.null_origin,
            Allowance::UncheckedOrigins => self.unchecked_origins,
        }
    }

    /// The same opt-outs and this one.
    #[must_use]
    pub const fn with(mut self, allowance: Allowance) -> Self {
        match allowance {
            Allowance::InsecureOrigins => self.insecure_origins = true,
            Allowance::PublicSuffixes => self.public_suffixes = true,
            Allowance::NullOrigin => self.null_origin = true,
            Allowance::UncheckedOrigins => self.unchecked_origins = true,
        }
        self
    }
}

/// One opt-out; [`Rule::allowance`](crate::Rule::allowance) tells which rule it silences.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Allowance {
    /// Plain http beside credentials, off the loopback interface.
    InsecureOrigins,
    /// `*.` over a public suffix beside credentials or `enforce`.
    PublicSuffixes,
    /// The origin `null`.
    NullOrigin,
    /// Origins no rule has looked at, decided by the user's own function.
    UncheckedOrigins,
}

impl Allowance {
    /// Every opt-out there is.
    pub const ALL: &'static [Self] = &[
        Self::InsecureOrigins,
        Self::PublicSuffixes,
        Self::NullOrigin,
        Self::UncheckedOrigins,
    ];

    /// The name as it is written inside `allow(…)`.
    ///
    /// ```
    /// assert_eq!(cors_policy::Allowance::NullOrigin.name(), "null_origin");
    /// ```
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::InsecureOrigins => "insecure_origins",
            Self::PublicSuffixes => "public_suffixes",
            Self::NullOrigin => "null_origin",
            Self::UncheckedOrigins => "unchecked_origins",
        }
    }

    /// The opt-out of this name.
    ///
    /// ```
    /// # use cors_policy::Allowance;
    /// assert_eq!(Allowance::from_name("null_origin"), Some(Allowance::NullOrigin));
    /// ```
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|allowance| allowance.name() == name)
    }
}

impl fmt::Display for Allowance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
