//! Validates an origin before it is stored.

use cors_runtime::{LiveOrigins, RejectedOrigin, WithCredentials};
use serde::Serialize;

/// A second set with the rules of the allow-list. No policy names it, so it can be replaced to validate an origin.
static VALIDATOR: LiveOrigins<WithCredentials> = LiveOrigins::with_credentials();

/// The error for an origin that is not stored, as JSON.
#[derive(Serialize)]
pub(crate) struct InvalidOrigin {
    entry: String,
    rule: &'static str,
    reason: String,
    correction: Option<String>,
}

impl From<&RejectedOrigin> for InvalidOrigin {
    fn from(rejected: &RejectedOrigin) -> Self {
        Self {
            entry: rejected.entry().to_owned(),
            rule: rejected.rule(),
            reason: rejected.reason(),
            correction: rejected.correction().map(ToOwned::to_owned),
        }
    }
}

/// Applies the rules of the allow-list, and rejects patterns: the account handler compares a page's origin with that of
/// one partner.
pub(crate) fn check(origin: &str) -> Result<(), InvalidOrigin> {
    if let Err(error) = VALIDATOR.replace([origin]) {
        return Err(InvalidOrigin::from(&error.rejected()[0]));
    }
    if origin.contains('*') {
        return Err(InvalidOrigin {
            entry: origin.to_owned(),
            rule: "one-origin",
            reason: format!("`{origin}` is a pattern, and a partner has one origin"),
            correction: None,
        });
    }
    Ok(())
}
