//! A lint at a place in a policy.

use alloc::string::String;
use core::fmt;

use crate::{Field, Lint, Message, Texts, text::live_set};

/// One mistake, or possible mistake, in a policy: the lint, the place, the text, and what to write instead.
///
/// `Display` writes the complete message, for a log:
///
/// ```
/// use cors_rules::{Draft, Origins, check};
///
/// let draft = Draft { origins: Some(Origins::List(vec!["https://a.com/"])), ..Draft::default() };
/// assert_eq!(
///     check(&draft)[0].to_string(),
///     "origin `https://a.com/` ends in a slash\n  \
///        note: browsers send an origin without a slash at its end, so this would never match\n  \
///        help: write `https://a.com`\n  \
///        help: see cors_runtime::rules#origin-trailing-slash"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    lint: Lint,
    field: Field,
    index: Option<usize>,
    entry: String,
    correction: Option<String>,
    /// True for an entry of a `LiveOrigins`, which has no keys.
    in_live_set: bool,
}

impl Finding {
    /// Creates a finding that [`check`](crate::check) cannot make, because it depends on more than a policy.
    ///
    /// For [`Lint::WrongValueType`] the correction is the end of a sentence, with backticks of its own.
    pub fn new(
        lint: Lint,
        field: Field,
        index: Option<usize>,
        entry: impl Into<String>,
        correction: Option<String>,
    ) -> Self {
        Self {
            lint,
            field,
            index,
            entry: entry.into(),
            correction,
            in_live_set: false,
        }
    }

    /// The finding on an entry of a `LiveOrigins`. A set has no keys, so its help differs.
    #[must_use]
    pub fn in_live_set(mut self) -> Self {
        self.in_live_set = true;
        self
    }

    /// The lint.
    #[must_use]
    pub const fn lint(&self) -> Lint {
        self.lint
    }

    /// The field it is about.
    #[must_use]
    pub const fn field(&self) -> Field {
        self.field
    }

    /// The index in the list of the field; `None` if the finding is about the key or its value, or a missing key.
    #[must_use]
    pub const fn index(&self) -> Option<usize> {
        self.index
    }

    /// The text as written; empty if there is none.
    #[must_use]
    pub fn entry(&self) -> &str {
        &self.entry
    }

    /// Text that is accepted in place of the entry, without quotes; `None` where no single one is right.
    #[must_use]
    pub fn correction(&self) -> Option<&str> {
        self.correction.as_deref()
    }

    /// The headline: the mistake.
    #[must_use]
    pub fn headline(&self) -> String {
        self.render(self.texts().headline)
    }

    /// The note: why a browser or an attacker cares.
    #[must_use]
    pub fn note(&self) -> String {
        self.render(self.texts().note)
    }

    /// The help: the text to write.
    #[must_use]
    pub fn help(&self) -> String {
        let own = self.texts().help_for(self.correction());
        let of_set = self
            .in_live_set
            .then(|| live_set::help(self.lint, self.correction().is_some()));
        self.render(of_set.flatten().unwrap_or(own))
    }

    const fn texts(&self) -> Texts {
        self.lint.texts(self.field)
    }

    fn render(&self, template: &str) -> String {
        Message::of_template(template, self.field, &self.entry, self.correction())
            .as_str()
            .into()
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}\n  note: {}\n  help: {}\n  help: see {}",
            self.headline(),
            self.note(),
            self.help(),
            self.lint.address()
        )
    }
}

impl core::error::Error for Finding {}
