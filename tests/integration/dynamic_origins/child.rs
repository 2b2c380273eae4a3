//! Runs tests that need their own environment a second time, in a process that has it.

use std::{env, process::Command};

const MARK: &str = "CORS_TESTS_CHILD";

/// True if this is the process that was started for the test.
pub(crate) fn is_child() -> bool {
    env::var_os(MARK).is_some()
}

/// Runs the test of this name in a process with these variables, and returns what it wrote.
///
/// # Panics
///
/// If the test fails there.
pub(crate) fn run(test: &str, variables: &[(&str, &str)]) -> String {
    let output = Command::new(env::current_exe().expect("the test itself"))
        .args([test, "--exact", "--nocapture", "--test-threads=1"])
        .env(MARK, "1")
        .env("NO_COLOR", "1")
        .envs(variables.iter().copied())
        .output()
        .expect("it runs");
    let written = String::from_utf8_lossy(&output.stdout).into_owned()
        + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{written}");
    assert!(written.contains("1 passed"), "no test `{test}`: {written}");
    written
}
