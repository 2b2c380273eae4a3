//! The texts people read: each rule has one, in one form, and entries cannot spoil it.

use cors_rules::{Draft, Field, Finding, Lint, Message, Origins, warnings};

const FIELDS: [Field; 4] = [
    Field::Origins,
    Field::Methods,
    Field::Headers,
    Field::ExposeHeaders,
];

const ENTRY: &str = "https://app.example.com:8443";

#[test]
fn each_rule_has_a_headline_a_note_and_a_help() {
    let cases = Lint::ALL
        .iter()
        .flat_map(|&lint| FIELDS.map(|field| (lint, field)));
    for (lint, field) in cases {
        for correction in [None, Some("https://fixed.example".to_owned())] {
            let finding = Finding::new(lint, field, Some(0), ENTRY, correction);
            for text in [finding.headline(), finding.note(), finding.help()] {
                assert!(!text.is_empty(), "{lint}");
                assert!(
                    !text.contains(['{', '}', '\n']) || lint == Lint::NotAHandler,
                    "{lint}: {text}"
                );
                assert!(!text.ends_with(['.', ' ']), "{lint}: {text}");
                assert!(text.matches('`').count() % 2 == 0, "{lint}: {text}");
                assert!(!text.contains("  "), "{lint}: {text}");
                assert!(text.len() <= 140, "{lint}: {} {text}", text.len());
            }
            assert!(
                finding.headline().len() <= 100,
                "{lint}: {}",
                finding.headline()
            );
        }
    }
}

#[test]
fn help_contains_the_correction_of_its_rule() {
    for &lint in Lint::ALL {
        let finding = Finding::new(
            lint,
            Field::Origins,
            Some(0),
            "x",
            Some("https://fixed.example".to_owned()),
        );
        assert_eq!(
            finding.help().contains("https://fixed.example"),
            !lint.texts(Field::Origins).fix.is_empty(),
            "{lint}"
        );
    }
}

#[test]
fn star_for_every_extension_names_the_allowed_origins() {
    let finding = Finding::new(
        Lint::OriginExtensionId,
        Field::Origins,
        Some(0),
        "moz-extension://0b9a7f3e-0000-4000-8000-000000000000",
        Some("moz-extension://*".to_owned()),
    );
    assert_eq!(
        finding.help(),
        "write `moz-extension://*`, which allows every extension the user has installed"
    );
}

#[test]
fn star_beside_credentials_has_the_reason_of_its_field() {
    for (field, reason, way_out) in [
        (Field::Origins, "every site", "list the origins"),
        (Field::Methods, "the name of a method", "remove `methods`"),
        (Field::Headers, "allow nothing", "`headers = ["),
        (
            Field::ExposeHeaders,
            "expose nothing",
            "`expose_headers = [",
        ),
    ] {
        let finding = Finding::new(Lint::WildcardCredentials, field, None, "any", None);
        let message = Message::of(Lint::WildcardCredentials, field, "any");
        assert!(finding.note().contains(reason), "{field}: {finding}");
        assert!(finding.help().contains(way_out), "{field}: {finding}");
        assert!(message.as_str().contains(reason), "{field}: {message}");
    }
}

#[test]
fn headlines_tell_rules_apart() {
    let mut headlines: Vec<&str> = Lint::ALL
        .iter()
        .map(|lint| lint.texts(Field::Origins).headline)
        .collect();
    let all = headlines.len();
    headlines.sort_unstable();
    headlines.dedup();
    // Lists without an entry, bad names and headers of the protocol read alike in two fields each.
    assert!(all - headlines.len() <= 2, "{}", all - headlines.len());
}

#[test]
fn allowance_is_named_in_the_help_of_its_rule() {
    for &lint in Lint::ALL {
        if let Some(allowance) = lint.allowance() {
            let named = format!("`allow({allowance})`");
            let texts = lint.texts(Field::Origins);
            assert!(texts.help.contains(&named), "{lint}");
            assert!(texts.fix.is_empty() || texts.fix.contains(&named), "{lint}");
        }
    }
}

#[test]
fn const_evaluation_writes_the_same_sentences() {
    const TEXT: Message = Message::of(Lint::OriginHostMalformed, Field::Origins, "https://a..b");
    const FIXED: Message = Message::with_correction(
        Lint::MethodWrongCase,
        Field::Methods,
        "patch",
        Some("PATCH"),
    );
    let finding = Finding::new(
        Lint::OriginHostMalformed,
        Field::Origins,
        None,
        "https://a..b",
        None,
    );
    let expected = format!(
        "{}\n= note: {}\n= help: {}\n= help: see cors_runtime::rules#origin-host-malformed",
        finding.headline(),
        finding.note(),
        finding.help()
    );
    assert_eq!(TEXT.as_str(), expected);
    assert_eq!(TEXT.to_string(), expected);

    let expected = "= help: write `PATCH`\n= help: see cors_runtime::rules#method-wrong-case";
    assert!(FIXED.as_str().ends_with(expected), "{FIXED}");
}

#[test]
fn help_for_an_unknown_key_lists_every_key() {
    let finding = Finding::new(Lint::UnknownKey, Field::Attribute, None, "sites", None);
    let keys = Field::KEYS.map(Field::key).join(", ");
    assert_eq!(finding.help(), format!("write one of {keys}"));
}

#[test]
fn finding_is_an_error_with_its_whole_text() {
    let finding = Finding::new(
        Lint::UnknownKey,
        Field::Attribute,
        None,
        "orgins",
        Some("origins".into()),
    );
    let error: Box<dyn std::error::Error> = Box::new(finding.clone());
    let text = error.to_string();
    assert!(
        text.starts_with("there is no key `orgins`\n  note: "),
        "{text}"
    );
    let expected = "\n  help: write `origins`\n  help: see cors_runtime::rules#unknown-key";
    assert!(text.ends_with(expected), "{text}");
}

#[test]
fn entry_is_escaped_in_a_line() {
    let headline = |entry: &str| {
        Finding::new(Lint::OriginPath, Field::Origins, Some(0), entry, None).headline()
    };
    assert_eq!(
        headline("a\r\nb\tc\u{1b}[31m\u{0}\u{7f}\u{85}\u{200b}\u{202e}\u{2066}\u{feff}ü"),
        "origin `a\\r\\nb\\tc\\u{1b}[31m\\u{0}\\u{7f}\\u{85}\\u{200b}\\u{202e}\\u{2066}\\u{feff}ü` has a path, a query or a fragment"
    );
    let long = headline(&"ü".repeat(10_000));
    assert!(long.len() < 200 && long.contains("ü…`"), "{long}");
    assert_eq!(
        headline("{fix}{field}{entry}"),
        "origin `{fix}{field}{entry}` has a path, a query or a fragment"
    );
}

#[test]
fn longest_correction_is_shown_whole() {
    let origin = format!("https://{}a:65535", "a.".repeat(126));
    let finding = Finding::new(
        Lint::OriginPath,
        Field::Origins,
        Some(0),
        "x",
        Some(origin.clone()),
    );
    assert_eq!(finding.help(), format!("write `{origin}`"));
    let entry = "ü".repeat(10_000);
    for &lint in Lint::ALL {
        let message = Message::with_correction(lint, Field::ExposeHeaders, &entry, Some(&origin));
        assert!(message.as_str().ends_with(lint.address()), "{message}");
    }
}

#[test]
fn names_are_shown_as_they_are_written() {
    for &lint in Lint::ALL {
        assert_eq!(lint.to_string(), lint.name());
    }
    assert_eq!(format!("{:>8}", Field::MaxAge), " max_age");
}

#[test]
fn finding_has_a_headline_a_note_and_a_help() {
    let draft = Draft {
        origins: Some(Origins::List(vec!["https://app.example.com"; 2])),
        ..Draft::default()
    };
    let [finding] = &warnings(&draft)[..] else {
        panic!("one entry is there twice");
    };
    let texts = Lint::DuplicateEntries.texts(Field::Origins);
    let filled = |template: &str| {
        let entry = template.replace("{entry}", "https://app.example.com");
        entry.replace("{field}", "origins")
    };
    assert_eq!(finding.headline(), filled(texts.headline));
    assert_eq!(finding.note(), filled(texts.note));
    assert_eq!(
        finding.to_string(),
        format!(
            "{}\n  note: {}\n  help: {}\n  help: see {}",
            finding.headline(),
            finding.note(),
            finding.help(),
            Lint::DuplicateEntries.address()
        )
    );
}
