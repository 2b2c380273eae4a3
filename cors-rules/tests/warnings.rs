//! The findings of level warn, and their texts.

use cors_rules::{Allowances, Draft, Field, Finding, Level, Lint, Names, Origins, check, warnings};

/// The warnings about these origins: name and entry.
fn about(origins: &[&str], dev_origins: &[&str]) -> Vec<(Lint, Field, usize)> {
    let draft = Draft {
        origins: Some(Origins::List(origins.to_vec())),
        dev_origins: (!dev_origins.is_empty()).then(|| dev_origins.to_vec()),
        ..Draft::default()
    };
    assert_eq!(check(&draft), [], "a warning is for what breaks no rule");
    warnings(&draft)
        .iter()
        .map(|finding| {
            let index = finding.index().expect("each of these is about an entry");
            (finding.lint(), finding.field(), index)
        })
        .collect()
}

const ORIGINS: Field = Field::Origins;
const DEV: Field = Field::DevOrigins;

#[test]
fn port_of_the_loopback_interface_is_one_of_developers() {
    for entry in [
        "http://localhost:3000",
        "https://localhost:8443",
        "http://app.localhost:3000",
        "http://*.localhost:3000",
        "http://127.0.0.1:*",
        "http://127.8.0.1:1234",
        "http://[::1]:3000",
        "http://0.0.0.0:8000",
        "http://[::]:*",
    ] {
        let found = about(&["https://app.example.com", entry], &[]);
        assert_eq!(found, [(Lint::LoopbackOrigins, ORIGINS, 1)], "{entry}");
        assert_eq!(about(&["https://app.example.com"], &[entry]), [], "{entry}");
    }
    for entry in [
        "http://localhost",
        "https://localhost",
        "http://tauri.localhost",
        "http://10.0.0.5:3000",
        "http://0.0.0.0",
        "https://localhost.example.com:3000",
        "ionic://localhost",
        "app://localhost:3000",
    ] {
        assert_eq!(about(&[entry], &[]), [], "{entry}");
    }
}

#[test]
fn app_in_a_web_view_has_two_origins() {
    let tauri = (Lint::WebviewOrigins, ORIGINS, 0);
    assert_eq!(about(&["tauri://localhost"], &[]), [tauri]);
    assert_eq!(about(&["capacitor://localhost"], &[]), [tauri]);
    assert_eq!(
        about(&["tauri://localhost", "https://localhost"], &[]),
        [tauri]
    );
    for list in [
        &["tauri://localhost", "http://tauri.localhost"][..],
        &["https://tauri.localhost", "tauri://localhost"],
        &["tauri://localhost", "http://*.localhost"],
        &["capacitor://localhost", "https://localhost"],
        &["http://localhost", "capacitor://localhost"],
        &["http://tauri.localhost"],
        &["https://localhost"],
    ] {
        assert_eq!(about(list, &[]), [], "{list:?}");
    }
}

#[test]
fn entry_without_effect_is_warned_of_in_its_place() {
    let a = "https://a.example.com";
    let all = "https://*.example.com";
    assert_eq!(
        about(&[a, a, a], &[]),
        [
            (Lint::DuplicateEntries, ORIGINS, 1),
            (Lint::DuplicateEntries, ORIGINS, 2),
        ]
    );
    assert_eq!(
        about(&[all, all], &[]),
        [(Lint::DuplicateEntries, ORIGINS, 1)]
    );
    assert_eq!(about(&[a, all], &[]), [(Lint::CoveredOrigins, ORIGINS, 0)]);
    assert_eq!(about(&[all], &[a]), [(Lint::CoveredOrigins, DEV, 0)]);
    assert_eq!(about(&[a], &[a]), [(Lint::CoveredOrigins, DEV, 0)]);
    assert_eq!(about(&[a], &[all]), []);
    assert_eq!(
        about(
            &["https://example.com", all, "https://*.a.example.com"],
            &[]
        ),
        []
    );
    let local = "http://localhost:3000";
    assert_eq!(
        about(&[a], &[local, local]),
        [(Lint::DuplicateEntries, DEV, 1)]
    );
    assert_eq!(
        about(&[a], &["http://localhost:*", local]),
        [(Lint::CoveredOrigins, DEV, 1)]
    );
}

#[test]
fn names_have_no_case_and_methods_do() {
    let names = |names: &[&'static str]| Some(Names::List(names.to_vec()));
    let draft = Draft {
        origins: Some(Origins::Any),
        methods: names(&["GET", "HEAD", "Get-all", "GET-ALL", "GET"]),
        headers: names(&["content-type", "X-A", "Content-Type"]),
        expose_headers: names(&["etag", "x-a"]),
        ..Draft::default()
    };
    let found: Vec<_> = warnings(&draft)
        .iter()
        .map(|finding| (finding.field(), finding.index()))
        .collect();
    assert_eq!(
        found,
        [(Field::Methods, Some(4)), (Field::Headers, Some(2))]
    );
}

#[test]
fn opt_out_silences_its_own_warning_alone() {
    let draft = |allow| Draft {
        origins: Some(Origins::List(vec![
            "https://*.example.com",
            "https://a.example.com",
            "http://localhost:3000",
            "http://localhost:3000",
            "tauri://localhost",
        ])),
        allow,
        ..Draft::default()
    };
    let names =
        |allow| -> Vec<Lint> { warnings(&draft(allow)).iter().map(Finding::lint).collect() };
    let all = names(Allowances::default());
    assert_eq!(
        all,
        [
            Lint::CoveredOrigins,
            Lint::LoopbackOrigins,
            Lint::DuplicateEntries,
            Lint::WebviewOrigins,
        ]
    );
    for warning in &all {
        let rest: Vec<_> = all
            .iter()
            .copied()
            .filter(|other| other != warning)
            .collect();
        assert_eq!(
            names(Allowances::NONE.with(warning.allowance().expect("an opt-out"))),
            rest,
            "{warning}"
        );
    }
}

#[test]
fn any_origin_gives_no_warnings_of_origins() {
    for origins in [Origins::Any, Origins::List(vec!["*"])] {
        let draft = Draft {
            origins: Some(origins),
            ..Draft::default()
        };
        assert_eq!(warnings(&draft), []);
    }
}

#[test]
fn each_warning_has_a_headline_a_note_and_a_help() {
    for warning in Lint::of_level(Level::Warn) {
        let named = format!("`allow({})`", warning.allowance().expect("an opt-out"));
        for correction in [None, Some("https://fixed.example".to_owned())] {
            let entry = "https://app.example.com:8443";
            let finding = Finding::new(warning, Field::Origins, Some(0), entry, correction.clone());
            for text in [finding.headline(), finding.note(), finding.help()] {
                assert!(
                    !text.is_empty() && text.len() <= 140,
                    "{warning}: {} {text}",
                    text.len()
                );
                assert!(!text.contains(['{', '}', '\n']), "{warning}: {text}");
                assert!(
                    !text.ends_with(['.', ' ']) && !text.contains("  "),
                    "{warning}: {text}"
                );
                assert!(text.matches('`').count() % 2 == 0, "{warning}: {text}");
            }
            assert!(
                finding.headline().len() <= 100,
                "{warning}: {}",
                finding.headline()
            );
            assert!(
                finding.help().contains(&named),
                "{warning}: {}",
                finding.help()
            );
            let shown = correction.is_some() && !warning.texts(Field::Origins).fix.is_empty();
            assert_eq!(
                finding.help().contains("https://fixed.example"),
                shown,
                "{warning}"
            );
        }
    }
}
