//! The names of what may be wrong, where only its author can tell.

use alloc::string::String;
use core::fmt;

use crate::{Allowance, Field, Message, Texts};

macro_rules! warnings {
    ($($(#[$doc:meta])* $variant:ident = $name:literal;)*) => {
        /// What may be wrong with a policy, or with the answers it is for: one variant a warning.
        ///
        /// A [`Rule`](crate::Rule) is broken beyond doubt and stops the compiler. A warning is a doubt: the policy
        /// works, and somebody who looks at it decides. So each has an opt-out of its name.
        ///
        /// ```
        /// use cors_rules::{Allowance, Warning};
        ///
        /// assert_eq!(Warning::PublicCache.name(), "public-cache");
        /// assert_eq!(Warning::PublicCache.allowance(), Allowance::PublicCache);
        /// assert_eq!(Warning::from_name("public-cache"), Some(Warning::PublicCache));
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Warning {
            $($(#[$doc])* $variant,)*
        }

        impl Warning {
            /// Every warning there is.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The stable name of the warning, in kebab-case.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// Where the docs of `cors-runtime` tell more.
            ///
            /// ```
            /// # use cors_rules::Warning;
            /// assert_eq!(Warning::PublicCache.address(), "cors_runtime::guide::warnings#public-cache");
            /// ```
            #[must_use]
            pub const fn address(self) -> &'static str {
                match self { $(Self::$variant => concat!("cors_runtime::guide::warnings#", $name),)* }
            }

            /// The opt-out that silences the warning: its name, as a word of `allow(…)`.
            #[must_use]
            pub const fn allowance(self) -> Allowance {
                match self { $(Self::$variant => Allowance::$variant,)* }
            }
        }
    };
}

warnings! {
    /// A body that a form of any site can send with the user's cookies, and nothing is said of `enforce`.
    FormEnforce = "form-enforce";
    /// A port of the user's own machine among the origins of release builds.
    LoopbackOrigins = "loopback-origins";
    /// The origin of an app in a web view, without the one that the app has on other systems.
    WebviewOrigins = "webview-origins";
    /// An entry that stands in its list twice.
    DuplicateEntries = "duplicate-entries";
    /// An origin beside a pattern that lets it in.
    CoveredOrigins = "covered-origins";
    /// Headers of a response that the page that asked cannot read; seen while a debug build runs.
    UnreadableHeaders = "unreadable-headers";
    /// A cookie that browsers drop, because the page is of another site; seen while a debug build runs.
    DroppedCookies = "dropped-cookies";
    /// A cookie on an answer that nobody reads who gets it, because the policy has no `credentials`; seen while a
    /// debug build runs.
    IgnoredCookies = "ignored-cookies";
    /// An answer for one origin that caches may hand to another; seen while a debug build runs.
    PublicCache = "public-cache";
    /// A redirect to another origin, which sees `Origin: null`; seen while a debug build runs.
    ForeignRedirect = "foreign-redirect";
}

impl Warning {
    /// The warning of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|warning| warning.name() == name)
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// One warning about a policy or an answer: the place, the text, and what to write.
///
/// ```
/// use cors_rules::{Draft, Origins, advise};
///
/// let draft = Draft { origins: Some(Origins::List(vec!["http://localhost:3000"])), ..Draft::default() };
/// assert_eq!(
///     advise(&draft)[0].to_string(),
///     "`http://localhost:3000` is let in by release builds, too\n  \
///        note: whatever listens on that port of a user's own machine could then read the answers\n  \
///        help: move it to `dev_origins`; if production needs it, write `allow(loopback_origins)`\n  \
///        help: see cors_runtime::guide::warnings#loopback-origins"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    warning: Warning,
    field: Field,
    index: Option<usize>,
    entry: String,
    correction: Option<String>,
}

impl Advice {
    /// A warning made by somebody who sees more than the values of a policy.
    pub fn new(
        warning: Warning,
        field: Field,
        index: Option<usize>,
        entry: impl Into<String>,
        correction: Option<String>,
    ) -> Self {
        Self {
            warning,
            field,
            index,
            entry: entry.into(),
            correction,
        }
    }

    /// The warning.
    #[must_use]
    pub const fn warning(&self) -> Warning {
        self.warning
    }

    /// The field it is about.
    #[must_use]
    pub const fn field(&self) -> Field {
        self.field
    }

    /// The place in the list of the field; `None` where it is about no entry.
    #[must_use]
    pub const fn index(&self) -> Option<usize> {
        self.index
    }

    /// What may be wrong.
    #[must_use]
    pub fn headline(&self) -> String {
        self.render(self.texts().headline)
    }

    /// Why a browser or an attacker cares.
    #[must_use]
    pub fn note(&self) -> String {
        self.render(self.texts().note)
    }

    /// What to write.
    #[must_use]
    pub fn help(&self) -> String {
        self.render(self.texts().help_for(self.correction.as_deref()))
    }

    const fn texts(&self) -> Texts {
        self.warning.texts()
    }

    fn render(&self, template: &str) -> String {
        let correction = self.correction.as_deref();
        Message::of_template(template, self.field, &self.entry, correction)
            .as_str()
            .into()
    }
}

impl fmt::Display for Advice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}\n  note: {}\n  help: {}\n  help: see {}",
            self.headline(),
            self.note(),
            self.help(),
            self.warning.address()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::Warning;
    use crate::{Allowance, Rule};

    #[test]
    fn an_opt_out_has_the_name_of_its_warning_and_no_other() {
        for warning in Warning::ALL {
            let name = warning.name();
            assert_eq!(warning.allowance().name(), name.replace('-', "_"));
            assert_eq!(Warning::from_name(name), Some(*warning));
            assert_eq!(Rule::from_name(name), None, "a rule is called so");
        }
        // No opt-out is left without anything to silence. The one that is skipped changes a comparison at run time.
        for &allowance in Allowance::ALL {
            if allowance == Allowance::ForwardedHost {
                continue;
            }
            let rules = Rule::ALL.iter().filter_map(|rule| rule.allowance());
            let warnings = Warning::ALL.iter().map(|warning| warning.allowance());
            assert!(
                rules.chain(warnings).any(|known| known == allowance),
                "{allowance}"
            );
        }
    }
}
