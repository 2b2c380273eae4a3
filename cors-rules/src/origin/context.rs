//! The rules of an origin that depend on the other keys of its policy.

use super::OriginPattern;
use crate::{Allowances, Lint, is_public_suffix_or_ancestor};

/// The keys of a policy that decide how its origins are checked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // each is a key of the policy
pub struct OriginContext {
    /// The policy has `credentials`.
    pub credentials: bool,
    /// The entry is in `dev_origins`.
    pub dev: bool,
    /// The policy has `enforce`.
    pub enforce: bool,
    /// The policy's opt-outs.
    pub allow: Allowances,
}

/// Checks an entry in its policy: first its text, then the rules that depend on other keys.
///
/// A single `*` is rejected as by [`OriginPattern::parse`]; [`check`](crate::check) accepts it as the only entry.
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
        // No opt-out permits `null` with these two, so the error must not name one.
        Err(Lint::OriginNull) if context.credentials => Err(Lint::NullCredentials),
        Err(Lint::OriginNull) if context.enforce => Err(Lint::NullEnforce),
        Err(Lint::OriginNull) if context.allow.null_origin => Ok(()),
        Err(lint) => Err(lint),
        Ok(pattern) => pattern.check(context),
    }
}

impl OriginPattern<'_> {
    /// Checks a parsed pattern against the other keys; [`check_origin`] also parses its text.
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
        // One mistake is one error: reading private data is the worse one.
        if context.credentials {
            check_with_credentials(self, context)
        } else if context.enforce {
            check_with_enforce(self, context)
        } else {
            Ok(())
        }
    }
}

/// Checks that a function of the user is permitted with these keys: no rule checks which origins it accepts. In
/// `dev_origins` it always is, because a release build does not contain it.
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

/// Checks that a `LiveOrigins` is permitted with these keys: with `credentials` it has to be declared for them, because
/// only then do the rules for `credentials` apply to its entries.
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
    } else if covers_public_suffix(pattern, context) {
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
    } else if covers_public_suffix(pattern, context) {
        Err(Lint::PublicSuffixEnforce)
    } else {
        Ok(())
    }
}

/// True if anyone can get a host that the pattern accepts, and the policy has no opt-out.
const fn covers_public_suffix(pattern: &OriginPattern<'_>, context: OriginContext) -> bool {
    pattern.subdomains
        && !context.allow.public_suffixes
        && is_public_suffix_or_ancestor(pattern.host)
}
