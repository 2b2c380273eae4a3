//! The tables of the guide match the code.

use std::{fs, path::Path};

use cors_rules::{Allowance, Field};

/// The first cells of the rows below a heading, without their markup.
fn first_cells(page: &str, heading: &str) -> Vec<String> {
    let guide = Path::new(env!("CARGO_MANIFEST_DIR")).join("../cors-runtime/docs/guide");
    let text = fs::read_to_string(guide.join(page)).expect("a page of the guide");
    let section = match heading {
        "" => &text[..],
        heading => text.split_once(heading).expect(heading).1,
    };
    let section = section.split("\n# ").next().unwrap_or(section);
    section
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once('`'))
        .map(|(name, _)| name.to_owned())
        .collect()
}

#[test]
fn key_table_has_every_key() {
    let keys = Field::KEYS.map(|field| match field {
        Field::Allow => "allow(…)".to_owned(),
        field => field.key().to_owned(),
    });
    assert_eq!(first_cells("keys.md", ""), keys);
}

#[test]
fn opt_outs_of_the_key_table_exist() {
    let names = first_cells("keys.md", "# Opt-outs");
    assert!(names.len() > 4, "{names:?}");
    for name in names.iter().filter(|name| *name != "allow(…)") {
        let known = Allowance::ALL
            .iter()
            .any(|allowance| allowance.name() == name);
        assert!(known, "{name}");
    }
}
