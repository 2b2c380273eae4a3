//! An origin that is not stored yet.

use cors_runtime::{LiveOrigins, RejectedOrigin, WithCredentials};
use serde::Serialize;

/// It keeps the rules of the allow-list, and no policy names it.
static JUDGE: LiveOrigins<WithCredentials> = LiveOrigins::with_credentials();

/// Why an origin is not stored, as JSON.
#[derive(Serialize)]
pub(crate) struct Refusal {
    entry: String,
    rule: &'static str,
    reason: String,
    correction: Option<String>,
}

impl From<&RejectedOrigin> for Refusal {
    fn from(rejected: &RejectedOrigin) -> Self {
        Self {
            entry: rejected.entry().to_owned(),
            rule: rejected.rule(),
            reason: rejected.reason(),
            correction: rejected.correction().map(ToOwned::to_owned),
        }
    }
}

/// Refuses what would never match, what a stranger could use, and patterns: a partner is one origin, so
/// that a page can be told to be theirs.
pub(crate) fn judge(origin: &str) -> Result<(), Refusal> {
    if let Err(error) = JUDGE.replace([origin]) {
        return Err(Refusal::from(&error.rejected()[0]));
    }
    if origin.contains('*') {
        return Err(Refusal {
            entry: origin.to_owned(),
            rule: "one-origin",
            reason: format!("`{origin}` is a pattern, and a partner has one origin"),
            correction: None,
        });
    }
    Ok(())
}
