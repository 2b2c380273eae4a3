//! The dependencies of each feature of `cors-runtime`.

use std::process::Command;

/// The packages that a user of `cors-runtime` with these features compiles.
fn packages(features: &str) -> Vec<String> {
    let tree = Command::new(env!("CARGO"))
        .args(["tree", "--locked", "--package", "cors-runtime"])
        .args([
            "--edges",
            "normal,build",
            "--prefix",
            "none",
            "--format",
            "{p}",
        ])
        .args(["--no-default-features", "--features", features])
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .output()
        .expect("cargo runs");
    assert!(
        tree.status.success(),
        "{}",
        String::from_utf8_lossy(&tree.stderr)
    );
    let lines = String::from_utf8(tree.stdout).expect("text");
    let names = lines.lines().filter_map(|line| line.split(' ').next());
    names.map(str::to_owned).collect()
}

fn frameworks(features: &str) -> (bool, bool) {
    let packages = packages(features);
    let has = |name: &str| packages.iter().any(|package| package == name);
    assert!(has("cors-runtime"), "{packages:?}");
    (
        has("axum") || has("axum-core"),
        has("rocket") || has("rocket_http"),
    )
}

#[test]
fn neither_framework_compiles_the_other() {
    assert_eq!(frameworks(""), (false, false));
    assert_eq!(frameworks("axum"), (true, false));
    assert_eq!(frameworks("rocket"), (false, true));
    assert_eq!(frameworks("axum,rocket"), (true, true));
}

#[test]
fn serde_comes_with_its_own_feature() {
    let has = |features: &str| packages(features).iter().any(|package| package == "serde");
    assert!(!has(""));
    assert!(has("serde"));
    assert_eq!(frameworks("serde"), (false, false));
}

#[test]
fn testing_brings_a_url_parser_and_no_framework() {
    let has = |features: &str| packages(features).iter().any(|package| package == "url");
    assert!(!has("axum"));
    assert!(has("testing"));
    assert_eq!(frameworks("testing"), (false, false));
}

#[test]
fn http_client_comes_with_testing_http_only() {
    let has = |features| {
        packages(features)
            .iter()
            .any(|package| package == "hyper-util")
    };
    assert!(!has("testing"));
    assert!(has("testing-http"));
    assert_eq!(frameworks("testing-http"), (false, false));
}
