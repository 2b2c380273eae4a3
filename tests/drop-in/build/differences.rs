//! The tests whose outcome differs, each with its reason.

use std::fs;

use serde::Deserialize;

use crate::pass::Pass;

/// `differences.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Differences {
    #[serde(default)]
    difference: Vec<Difference>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Difference {
    /// The tests, by their paths below `axum`, or by the names of Rocket's files below `rocket`.
    tests: Vec<String>,
    /// Names of passes.
    passes: Vec<String>,
    outcome: Outcome,
    /// The reason, for a reader of the list.
    #[allow(dead_code)]
    why: String,
}

/// The outcome of a test that axum passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Outcome {
    /// An assertion fails.
    Fails,
    /// An assertion fails on requests with an `Origin` alone.
    FailsWithOrigin,
    /// It panics as it should, with another message.
    OtherMessage,
    /// It should panic, and does not.
    NoPanic,
    /// It does not compile.
    DoesNotCompile,
}

impl Differences {
    pub(crate) fn read(path: &str) -> Self {
        let text = fs::read_to_string(path).expect("the list is beside the build script");
        toml::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// The outcome of a test, where it differs.
    pub(crate) fn outcome(&self, pass: Pass, test: &str) -> Option<Outcome> {
        self.outcome_in(pass.name(), test)
    }

    /// The outcome in the pass of a name.
    pub(crate) fn outcome_in(&self, pass: &str, test: &str) -> Option<Outcome> {
        let listed = self.difference.iter().find(|difference| {
            difference.passes.iter().any(|name| name == pass)
                && difference.tests.iter().any(|name| name == test)
        });
        listed.map(|difference| difference.outcome)
    }
}
