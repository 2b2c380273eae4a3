//! Each rule has a section in the docs, with the examples that these tests compile.

use std::{collections::BTreeSet, path::Path};

use cors_rules::{Level, Lint};

use crate::files::{entries, files, read};

/// The section of a rule, without its heading.
struct Section {
    name: String,
    text: String,
}

impl Section {
    /// The lines of its example between this comment and the next.
    fn example(&self, comment: &str) -> Vec<&str> {
        let (_, example) = self.text.split_once("```text\n").unwrap_or_default();
        let (example, _) = example.split_once("\n```").unwrap_or_default();
        example
            .lines()
            .skip_while(|line| *line != comment)
            .skip(1)
            .take_while(|line| !line.starts_with("// "))
            .collect()
    }
}

/// The sections of all pages of `cors_runtime::rules`.
fn sections() -> Vec<Section> {
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../cors-runtime");
    let module = read(&runtime.join("src/rules.rs"));
    let mut sections = Vec::new();
    for page in entries(&runtime.join("docs/rules")) {
        let name = page.file_name().unwrap_or_default().to_string_lossy();
        let included = format!("#![doc = include_str!(\"../docs/rules/{name}\")]");
        assert!(module.contains(&included), "{name} is in no docs");
        let page = read(&page);
        sections.extend(page.split("\n## ").skip(1).map(|section| {
            let (name, text) = section.split_once('\n').unwrap_or_default();
            Section {
                name: name.to_owned(),
                text: text.to_owned(),
            }
        }));
    }
    sections
}

/// The text of all files of this kind about a rule.
fn files_about(kind: &str, rule: Lint) -> String {
    let stem = rule.name().replace('-', "_");
    files(kind)
        .iter()
        .filter(|file| file.file_stem().is_some_and(|name| *name == *stem))
        .map(|file| read(file))
        .collect()
}

fn section(rule: Lint, sections: &[Section]) -> &Section {
    let mut found = sections
        .iter()
        .filter(|section| section.name == rule.name());
    let section = found
        .next()
        .unwrap_or_else(|| panic!("{rule} has no section"));
    assert!(found.next().is_none(), "{rule} has two sections");
    section
}

/// The reasons for which a server refuses a request. The tests in `both` and `log` cover them.
const REFUSALS: &[&str] = &[
    "origin-not-allowed",
    "method-not-allowed",
    "header-not-granted",
    "no-policy",
    "foreign-site",
    "rewritten",
];

#[test]
fn every_rule_has_a_section_and_every_section_a_rule() {
    let sections = sections();
    for rule in Lint::of_level(Level::Deny) {
        section(rule, &sections);
    }
    for section in &sections {
        let name = section.name.as_str();
        assert!(
            Lint::from_name(name).is_some() || REFUSALS.contains(&name),
            "there is no rule {name}"
        );
    }
    for reason in REFUSALS {
        assert!(
            sections.iter().any(|section| section.name == *reason),
            "{reason} has no section"
        );
    }
}

#[test]
fn every_warning_has_a_section_and_every_section_a_warning() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../cors-runtime/docs/guide");
    let page = read(&docs.join("warnings.md"));
    let sections: BTreeSet<_> = page
        .lines()
        .filter_map(|line| line.strip_prefix("## "))
        .collect();
    let warnings: BTreeSet<_> = Lint::of_level(Level::Warn).map(Lint::name).collect();
    assert_eq!(sections, warnings);
}

#[test]
fn examples_of_a_section_are_those_that_are_tested() {
    let sections = sections();
    for rule in Lint::of_level(Level::Deny) {
        let section = section(rule, &sections);
        for (comment, kind) in [("// wrong", "fail"), ("// right", "pass")] {
            let tested = files_about(kind, rule);
            let example = section.example(comment);
            assert!(!example.is_empty(), "{rule} has no example {comment}");
            for line in example {
                // In a failing file other keys may follow those of the example.
                let start = match kind {
                    "fail" => line.strip_suffix(")]").unwrap_or(line),
                    _ => line,
                };
                assert!(
                    tested.lines().any(|tested| tested.starts_with(start)),
                    "{rule}: no ui/*/{kind} file of the rule has the line\n{line}"
                );
            }
        }
    }
}

#[test]
fn section_names_the_opt_out_of_its_rule() {
    let sections = sections();
    for rule in Lint::of_level(Level::Deny) {
        let text = &section(rule, &sections).text;
        match rule.allowance() {
            Some(allowance) => {
                let line = format!("\nTo allow it: `allow({allowance})`");
                assert!(
                    text.contains(&line),
                    "{rule} does not say `allow({allowance})`"
                );
            }
            None => assert!(!text.contains("To allow it"), "{rule} cannot be allowed"),
        }
    }
}

#[test]
fn every_error_of_a_rule_ends_with_its_address() {
    for rule in Lint::of_level(Level::Deny) {
        let stem = rule.name().replace('-', "_");
        let snapshots: String = files("fail")
            .iter()
            .filter(|file| file.file_stem().is_some_and(|name| *name == *stem))
            .map(|file| read(&file.with_extension("stderr")))
            .collect();
        let address = format!("= help: see {}\n", rule.address());
        assert!(snapshots.contains(&address), "no error ends with {address}");
    }
}

/// Headlines about commas and other syntax, which no rule covers.
const SYNTAX: &[&str] = &[
    "a comma is missing",
    "there is nothing before this comma",
    "a policy does not end in `;`",
    "expected `=` between",
    "a key is missing here",
    "`routes!` takes the names of routes",
];

/// Headlines of the same form from others: from Rocket, and warnings of the compiler.
const OF_OTHERS: &[&str] = &[
    "handler arguments must be named",
    "invalid route URI",
    "use of deprecated",
];

/// True if an error of a snapshot comes from the macros. Errors of the compiler have a code, or no note and help.
pub(crate) fn is_ours(error: &str) -> bool {
    let headline = error.lines().next().unwrap_or_default();
    // A warning of a macro is the use of a deprecated constant.
    if headline.contains("::cors_") {
        return true;
    }
    let is_of_macro = headline.starts_with("error: ")
        && (error.contains("\n       = note: ") || error.contains("\n       = help: "));
    (is_of_macro || headline.contains("evaluation panicked"))
        && !OF_OTHERS.iter().any(|text| headline.contains(text))
}

#[test]
fn only_syntax_has_no_address() {
    let mut found = BTreeSet::new();
    for file in files("fail") {
        let snapshot = read(&file.with_extension("stderr"));
        for error in snapshot.split("\n\n").filter(|error| is_ours(error)) {
            let texts: Vec<_> = error
                .lines()
                .take_while(|line| !line.trim_start().starts_with("-->"))
                .collect();
            let file = file.display();
            let last = texts.last().copied().unwrap_or_default();
            let address = last.trim_start().strip_prefix("= help: see ");
            if let Some(headline) = SYNTAX.iter().find(|text| texts[0].contains(**text)) {
                found.insert(*headline);
                assert_eq!(address, None, "{file}: {error}");
            } else {
                let mut addresses = Lint::ALL.iter().map(|lint| lint.address());
                let known = addresses.any(|known| address == Some(known));
                assert!(known, "{file}: {error}");
            }
        }
    }
    assert_eq!(found.len(), SYNTAX.len(), "{found:?}");
}
