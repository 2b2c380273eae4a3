//! The compiler's errors about a wrong policy: one for each mistake, with the text to write.
//!
//! `TRYBUILD=overwrite cargo test -p cors-tests --test ui` writes the snapshots anew.

mod files;
mod fixes;
mod pages;

use std::path::Path;

use cors_rules::{Level, Lint};
use files::{files, read, stems};
use pages::is_ours;

#[test]
fn errors_match_the_snapshots() {
    trybuild::TestCases::new().compile_fail("ui/*/fail/*.rs");
}

#[test]
fn every_rule_has_a_failing_file_and_a_passing_twin() {
    for kind in ["fail", "pass"] {
        let stems = stems(kind);
        let missing: Vec<_> = Lint::of_level(Level::Deny)
            .map(|rule| rule.name().replace('-', "_"))
            .filter(|stem| !stems.contains(stem))
            .collect();
        assert!(missing.is_empty(), "no ui/*/{kind}/*.rs for {missing:?}");
    }
}

/// Runtime warnings are tested in `integration/runtime_warnings`.
#[test]
fn every_warning_has_its_tests() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("integration/runtime_warnings");
    let mut tests = files::entries(&folder.join("axum"));
    tests.push(folder.join("rocket.rs"));
    for warning in Lint::of_level(Level::Warn) {
        let stem = warning.name().replace('-', "_");
        let named = format!("\"{warning}\"");
        let compiled = ["fail", "pass"]
            .iter()
            .all(|kind| stems(kind).contains(&stem));
        let running = tests.iter().any(|file| read(file).contains(&named));
        assert!(compiled || running, "nothing tests {warning}");
    }
}

#[test]
fn each_mistake_gives_one_error() {
    for file in files("fail") {
        let source = read(&file);
        let snapshot = read(&file.with_extension("stderr"));
        let expected: Vec<_> = source
            .lines()
            .filter_map(|line| line.split_once("//~"))
            .filter_map(|(_, comment)| comment.split_once("ERROR "))
            .map(|(_, text)| text)
            .collect();
        let headlines: Vec<_> = snapshot
            .lines()
            .filter(|line| line.starts_with("error"))
            .collect();
        let file = file.display();
        assert!(!expected.is_empty(), "{file} does not say what it expects");
        assert_eq!(expected.len(), headlines.len(), "{file}: {headlines:#?}");
        for text in expected {
            assert!(
                headlines.iter().any(|line| line.contains(text)),
                "{file}: no error says `{text}`"
            );
        }
    }
}

#[test]
fn readme_and_guide_show_the_real_error() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let name = "ui/recovery/fail/as_in_the_readme";
    let output = read(&tests.join(name).with_extension("stderr"));
    let output = output.replace(&format!("{name}.rs"), "src/users.rs");
    let guide = read(&tests.join("../cors-runtime/docs/guide/compiler_errors.md"));
    assert!(guide.contains(output.trim_end()));
    let first = output.split("\n\n").next().expect("an error");
    assert!(read(&tests.join("../README.md")).contains(first));
}

#[test]
fn our_errors_have_a_note_and_a_help() {
    for file in files("fail") {
        let snapshot = read(&file.with_extension("stderr"));
        for error in snapshot.split("\n\n").filter(|error| is_ours(error)) {
            let mut texts = error
                .lines()
                .take_while(|line| !line.trim_start().starts_with("-->"));
            let headline = texts.next().unwrap_or_default();
            // The compiler writes these words before a warning.
            let headline = match headline.strip_prefix("error: use of deprecated ") {
                Some(warning) => warning.split_once("`: ").map_or(warning, |(_, text)| text),
                None => headline.split_once(": ").map_or(headline, |(_, text)| text),
            };
            let headline = headline.trim_start_matches("evaluation panicked: ");
            let file = file.display();
            let length = |text: &str| text.chars().count();
            // The quoted text is that of the author, whatever its length.
            let written = headline.split('`').nth(1).map_or(0, length);
            assert!(
                length(headline) <= 100.max(written + 60),
                "{file}: too long: {headline}"
            );
            assert!(
                !headline.starts_with(char::is_uppercase) && !headline.ends_with('.'),
                "{file}: {headline}"
            );
            for text in texts {
                assert!(
                    length(text.trim_start()) <= "= note: ".len() + 140,
                    "{file}: too long: {text}"
                );
            }
            assert!(error.contains("= note: "), "{file}: {headline}");
            assert!(error.contains("= help: "), "{file}: {headline}");
        }
    }
}
