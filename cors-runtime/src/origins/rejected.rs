//! Origins that break a rule of the compiler, found while the server runs.

use core::{error::Error, fmt};

use cors_rules::{Finding, Lint};

/// The entries that [`LiveOrigins::replace`](crate::LiveOrigins::replace) rejected; there is at least one.
#[derive(Clone, PartialEq, Eq)]
pub struct RejectedOrigins(pub(super) Vec<RejectedOrigin>);

impl RejectedOrigins {
    /// The entries, in the order of the list.
    #[must_use]
    pub fn rejected(&self) -> &[RejectedOrigin] {
        &self.0
    }
}

// `main` and `expect` print the `Debug` of an error.
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

/// An origin that breaks a rule. Its `Display` has the error, the reason, and the text to write instead.
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
    /// The rejected text.
    #[must_use]
    pub fn entry(&self) -> &str {
        self.finding.entry()
    }

    /// The name of the rule it breaks, such as `origin-trailing-slash`. Names are stable.
    #[must_use]
    pub const fn rule(&self) -> &'static str {
        Lint::name(self.finding.lint())
    }

    /// The address of the rule's section in [`rules`](crate::rules).
    #[must_use]
    pub const fn address(&self) -> &'static str {
        Lint::address(self.finding.lint())
    }

    /// The error, in one line.
    #[must_use]
    pub fn reason(&self) -> String {
        self.finding.headline()
    }

    /// The reason for the rule, in one line.
    #[must_use]
    pub fn note(&self) -> String {
        self.finding.note()
    }

    /// The text that would be accepted instead, if there is exactly one.
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
