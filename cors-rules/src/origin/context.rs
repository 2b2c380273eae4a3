//! The rules of an origin among the other keys of its policy.

use super::OriginPattern;
use crate::{Allowances, Lint, is_public_suffix_or_ancestor};

/// The keys of a policy that decide how its origins are checked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // each is a key of the policy
pub struct OriginContext {
    /// The policy has `credentials`.
    pub credentials: bool,
    /// The entry stands in `dev_origins`.
    pub dev: bool,
    /// The policy has `enforce`.
    pub enforce: bool,
    /// The policy's opt-outs.
    pub allow: Allowances,
}

/// True if the entry is accepted where it stands: the rules of values first, then those of its surroundings.
///
/// A lone `*` is refused as in [`OriginPattern::parse`]; whether it is the whole list, and so means `any`, is for
/// [`check`](crate::check) to say.
///
/// ```
/// use cors_rules::{OriginContext, Lint, check_origin};
///
/// let context = OriginContext { credentials: true, ..OriginContext::default() };
/// assert_eq!(check_origin("https://*.run.app", context), Err(Lint::PublicSuffixCredentials));
/// assert_eq!(check_origin("http://10.0.0.5", context), Err(Lint::InsecureOriginCredentials));
/// assert_eq!(check_origin("http://localhost:3000", context), Ok(()));
/// ```
pub const fn check_origin(text: &str, context: OriginContext) -> Result<(), Lint> {
    match OriginPattern::parse(text) {
        // No opt-out helps `null` beside these two, so naming the opt-out first would only cost a second look.
        Err(Lint::OriginNull) if context.credentials => Err(Lint::NullCredentials),
        Err(Lint::OriginNull) if context.enforce => Err(Lint::NullEnforce),
        Err(Lint::OriginNull) if context.allow.null_origin => Ok(()),
        Err(lint) => Err(lint),
        Ok(pattern) => pattern.check(context),
    }
}

impl OriginPattern<'_> {
    /// True if the pattern is accepted among these keys; [`check_origin`] reads its text first.
    ///
    /// ```
    /// use cors_rules::{OriginContext, OriginPattern, Lint};
    ///
    /// let pattern = OriginPattern::parse("http://10.0.0.5")?;
    /// assert_eq!(pattern.check(OriginContext::default()), Ok(()));
    /// let private = OriginContext { credentials: true, ..OriginContext::default() };
    /// assert_eq!(pattern.check(private), Err(Lint::InsecureOriginCredentials));
    /// # Ok::<(), Lint>(())
    /// ```
    pub const fn check(&self, context: OriginContext) -> Result<(), Lint> {
        // A stranger who can read what is private is worse than one who is let in: one mistake, one error.
        if context.credentials {
            check_with_credentials(self, context)
        } else if context.enforce {
            check_with_enforce(self, context)
        } else {
            Ok(())
        }
    }
}

/// True if a function of the user's may decide about origins among these keys: no rule looks at what it accepts.
/// In `dev_origins` it may, since no release has it.
///
/// ```
/// use cors_rules::{OriginContext, Lint, check_function};
///
/// let private = OriginContext { credentials: true, ..OriginContext::default() };
/// assert_eq!(check_function(private), Err(Lint::UncheckedOrigins));
/// assert_eq!(check_function(OriginContext::default()), Ok(()));
/// ```
pub const fn check_function(context: OriginContext) -> Result<(), Lint> {
    if context.credentials && !context.dev && !context.allow.unchecked_origins {
        Err(Lint::UncheckedOrigins)
    } else {
        Ok(())
    }
}

/// True if a set of origins that is replaced while the server runs may stand among these keys: one for
/// `credentials` has to be declared so, since only then it keeps the rules for them.
///
/// ```
/// use cors_rules::{OriginContext, Lint, check_live_origins};
///
/// let private = OriginContext { credentials: true, ..OriginContext::default() };
/// assert_eq!(check_live_origins(false, private), Err(Lint::LiveOriginsCredentials));
/// assert_eq!(check_live_origins(true, private), Ok(()));
/// ```
pub const fn check_live_origins(for_credentials: bool, context: OriginContext) -> Result<(), Lint> {
    if context.credentials && !for_credentials {
        Err(Lint::LiveOriginsCredentials)
    } else {
        Ok(())
    }
}

const fn check_with_credentials(
    pattern: &OriginPattern<'_>,
    context: OriginContext,
) -> Result<(), Lint> {
    if pattern.extensions {
        Err(Lint::ExtensionWildcardCredentials)
    } else if covers_strangers(pattern, context) {
        Err(Lint::PublicSuffixCredentials)
    } else if matches!(pattern.scheme.as_bytes(), b"http")
        && !pattern.is_loopback()
        && !context.dev
        && !context.allow.insecure_origins
    {
        if pattern.is_unspecified() {
            Err(Lint::OriginUnspecifiedAddress)
        } else {
            Err(Lint::InsecureOriginCredentials)
        }
    } else {
        Ok(())
    }
}

const fn check_with_enforce(
    pattern: &OriginPattern<'_>,
    context: OriginContext,
) -> Result<(), Lint> {
    if pattern.extensions && !context.allow.extension_wildcard {
        Err(Lint::ExtensionWildcardEnforce)
    } else if covers_strangers(pattern, context) {
        Err(Lint::PublicSuffixEnforce)
    } else {
        Ok(())
    }
}

/// True if anybody can get a host the pattern accepts, and the policy does not want that.
const fn covers_strangers(pattern: &OriginPattern<'_>, context: OriginContext) -> bool {
    pattern.subdomains
        && !context.allow.public_suffixes
        && is_public_suffix_or_ancestor(pattern.host)
}
