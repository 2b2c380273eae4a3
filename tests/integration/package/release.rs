//! A release binary does not contain the origins of developers, and rules only if it has dynamic origins.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

const QUICKSTARTS: [&str; 2] = ["axum-quickstart", "rocket-quickstart"];

/// Put together here, so that this test does not contain the text it looks for.
fn of_a_developer() -> String {
    ["http://local", "host:5", "173"].concat()
}

fn contains(binary: &Path, text: &str) -> bool {
    let bytes = fs::read(binary).unwrap_or_else(|error| panic!("{}: {error}", binary.display()));
    bytes
        .windows(text.len())
        .any(|window| window == text.as_bytes())
}

/// Builds the quickstarts in a release, without the time that optimising takes: that does not decide
/// what is compiled.
fn build() -> PathBuf {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("release");
    let packages = QUICKSTARTS.iter().flat_map(|name| ["--package", name]);
    let status = Command::new(env!("CARGO"))
        .current_dir(workspace)
        .args(["build", "--release", "--locked", "--quiet"])
        .args(["--config", "profile.release.opt-level=0"])
        .args(packages)
        .arg("--target-dir")
        .arg(&target)
        .status();
    assert!(status.expect("cargo runs").success());
    target.join("release")
}

#[test]
fn release_binary_does_not_contain_dev_origins() {
    let origin = of_a_developer();
    let folder = build();
    for name in QUICKSTARTS {
        let binary = folder.join(format!("{name}{}", env::consts::EXE_SUFFIX));
        assert!(contains(&binary, "https://app.example.com"), "{name}");
        assert!(!contains(&binary, &origin), "{name} allows {origin}");
    }
}

#[test]
fn release_binary_of_literal_policies_contains_no_rules() {
    let rule = ["ends in", "a slash"].join(" ");
    let texts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../cors-rules/src/text/origin.rs");
    assert!(contains(&texts, &rule), "the text of a rule");
    let folder = build();
    for name in QUICKSTARTS {
        let binary = folder.join(format!("{name}{}", env::consts::EXE_SUFFIX));
        assert!(!contains(&binary, &rule), "{name} contains rules");
    }
}

#[test]
fn debug_binary_contains_dev_origins() {
    drop(axum_quickstart::app());
    let this = env::current_exe().expect("this test");
    assert!(contains(&this, &of_a_developer()));
}
