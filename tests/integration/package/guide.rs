//! The tables of the guide and of the attribute match the code.

use std::{fs, path::Path};

use cors_rules::{Allowance, Field};

const GUIDE: &str = "cors-runtime/docs/guide/keys.md";
const ATTRIBUTE: &str = "cors-macros/docs/cors.md";

fn read(page: &str) -> String {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    fs::read_to_string(workspace.join(page)).expect("a page of the docs")
}

/// The first cells of the rows below a heading, without their markup.
fn first_cells(page: &str, heading: &str) -> Vec<String> {
    let text = read(page);
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
fn key_tables_have_every_key() {
    let keys = Field::KEYS.map(|field| match field {
        Field::Allow => "allow(…)".to_owned(),
        field => field.key().to_owned(),
    });
    assert_eq!(first_cells(GUIDE, ""), keys);
    assert_eq!(first_cells(ATTRIBUTE, "# Keys"), keys);
}

#[test]
fn attribute_docs_name_every_opt_out() {
    let docs = read(ATTRIBUTE);
    for allowance in Allowance::ALL {
        assert!(docs.contains(&format!("`{allowance}`")), "{allowance}");
    }
}

#[test]
fn fuzz_dictionary_has_every_key() {
    let words = read("fuzz/attribute.dict");
    for field in Field::KEYS {
        let word = format!("\"{field}\"");
        assert!(words.lines().any(|line| line == word), "{field}");
    }
}

#[test]
fn opt_outs_of_the_key_table_exist() {
    let names = first_cells(GUIDE, "# Opt-outs");
    assert!(names.len() > 4, "{names:?}");
    for name in names.iter().filter(|name| *name != "allow(…)") {
        let known = Allowance::ALL
            .iter()
            .any(|allowance| allowance.name() == name);
        assert!(known, "{name}");
    }
}

/// A registry resolves relative links of a README in its own way, and has no guide.
#[test]
fn links_of_published_readmes_lead_to_pages() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let guide = root.join("cors-runtime/docs/guide");
    for package in [
        "cors-rules",
        "cors-macros",
        "cors-runtime",
        "cors-browser",
        "cors-check",
    ] {
        let readme = fs::read_to_string(root.join(package).join("README.md")).expect(package);
        for link in readme
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next())
        {
            assert!(link.starts_with("https://"), "{package}: {link}");
            if let Some((_, page)) = link.split_once("/cors_runtime/guide/")
                && let Some(page) = page.strip_suffix("/index.html")
            {
                assert!(
                    guide.join(format!("{page}.md")).exists(),
                    "{package}: {link}"
                );
            }
        }
    }
}

#[test]
fn features_of_both_readmes_are_equal() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let features = |path: &str| {
        let text = fs::read_to_string(root.join(path)).expect(path);
        let (_, table) = text.split_once("| feature | adds |\n").expect(path);
        table.split("\n\n## ").next().map(str::to_owned)
    };
    assert_eq!(features("README.md"), features("cors-runtime/README.md"));
}
