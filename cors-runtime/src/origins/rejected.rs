//! Origins that break a rule of the compiler, found while the server runs.

use core::{error::Error, fmt};

use cors_rules::{Finding, Rule};

/// The entries that [`LiveOrigins::replace`](crate::LiveOrigins::replace) refused; there is at least one.
#[derive(Clone, PartialEq, Eq)]
pub struct RejectedOrigins(pub(super) Vec<RejectedOrigin>);

impl RejectedOrigins {
    /// Each entry, in the order they were given in.
    #[must_use]
    pub fn rejected(&self) -> &[RejectedOrigin] {
        &self.0
    }
}

// What `main` prints of an error, and `expect`, is for people as well.
impl fmt::Debug for RejectedOrigins {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for RejectedOrigins {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_lines(&self.0, f)
    }
}

impl Error for RejectedOrigins {}

/// An origin that breaks a rule. `Display` says what is wrong, why a browser cares, and what to write.
///
/// ```
/// use cors_runtime::LiveOrigins;
///
/// static PARTNERS: LiveOrigins = LiveOrigins::new();
///
/// let error = PARTNERS.replace(["https://a.example:443"]).expect_err("browsers leave this port out");
/// assert_eq!(error.rejected()[0].rule(), "origin-default-port");
/// assert_eq!(
///     error.to_string(),
///     "origin `https://a.example:443` spells out the default port\n  \
///        note: browsers leave out port 80 of http and port 443 of https, so this would never match\n  \
///        help: write `https://a.example`\n  \
///        help: see cors_runtime::rules#origin-default-port",
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RejectedOrigin {
    pub(super) finding: Finding,
}

impl RejectedOrigin {
    /// The text as it was given.
    #[must_use]
    pub fn entry(&self) -> &str {
        self.finding.entry()
    }

    /// The name of the rule it breaks, such as `origin-trailing-slash`. Names are stable.
    #[must_use]
    pub const fn rule(&self) -> &'static str {
        Rule::name(self.finding.rule())
    }

    /// Where the rule is explained: its section in [`rules`](crate::rules).
    #[must_use]
    pub const fn address(&self) -> &'static str {
        Rule::address(self.finding.rule())
    }

    /// What is wrong, in a line.
    #[must_use]
    pub fn reason(&self) -> String {
        self.finding.headline()
    }

    /// Why a browser cares, or an attacker would, in a line.
    #[must_use]
    pub fn note(&self) -> String {
        self.finding.note()
    }

    /// The text that is accepted in its place, where there is a single one.
    #[must_use]
    pub fn correction(&self) -> Option<&str> {
        self.finding.correction()
    }
}

impl fmt::Display for RejectedOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.finding.fmt(f)
    }
}

impl Error for RejectedOrigin {}

/// Writes each item on lines of its own.
pub(super) fn write_lines(all: &[impl fmt::Display], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (i, one) in all.iter().enumerate() {
        if i > 0 {
            f.write_str("\n")?;
        }
        one.fmt(f)?;
    }
    Ok(())
}
