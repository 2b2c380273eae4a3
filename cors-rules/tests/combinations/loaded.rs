//! Origins that are read while the server runs, and functions that decide.

use cors_rules::{
    Allowances, Draft, Field, Lint, OriginContext, check_environment_name, check_loaded_origins,
};

use crate::{origins, places};

#[test]
fn loaded_list_is_checked_like_a_written_one() {
    let context = OriginContext {
        credentials: true,
        ..OriginContext::default()
    };
    let entries = [
        "https://a.example",
        "http://a.example",
        "https://*.run.app",
        "null",
        "https://B.example/",
        "*",
        "",
    ];
    let findings = check_loaded_origins(&entries, Field::Origins, context);
    let found: Vec<_> = findings
        .iter()
        .map(|finding| (finding.index(), finding.lint(), finding.correction()))
        .collect();
    assert_eq!(
        found,
        [
            (
                Some(1),
                Lint::InsecureOriginCredentials,
                Some("https://a.example")
            ),
            (Some(2), Lint::PublicSuffixCredentials, None),
            (Some(3), Lint::NullCredentials, None),
            (Some(4), Lint::OriginUpperCase, Some("https://b.example")),
            (Some(5), Lint::OriginLoadedWildcard, None),
            (Some(6), Lint::OriginEmpty, None),
        ]
    );
    assert!(check_loaded_origins(&[], Field::Origins, context).is_empty());
}

#[test]
fn plain_http_is_fine_where_a_developer_works_and_a_star_is_not() {
    let context = OriginContext {
        credentials: true,
        dev: true,
        ..OriginContext::default()
    };
    let findings = check_loaded_origins(&["http://10.0.0.5", "*"], Field::DevOrigins, context);
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].lint(), Lint::DevOriginsWildcard);
    assert!(findings[0].help().contains("`dev_origins = ["));
}

#[test]
fn matching_with_credentials_needs_an_opt_out() {
    let alone = Draft {
        matching: Some("is_tenant"),
        ..origins(&["https://a.example"])
    };
    assert_eq!(places(&alone), []);
    let private = Draft {
        credentials: true,
        ..alone.clone()
    };
    assert_eq!(
        places(&private),
        [(Lint::UncheckedOrigins, Field::Origins, None)]
    );
    let draft = Draft {
        allow: Allowances {
            unchecked_origins: true,
            ..Allowances::default()
        },
        ..private
    };
    assert_eq!(places(&draft), []);
}

#[test]
fn names_of_variables_can_be_set_wherever_servers_run() {
    for name in ["ALLOWED_ORIGINS", "origins", "A1", "my-app.origins", "_"] {
        assert_eq!(check_environment_name(name), Ok(()), "{name}");
    }
    for name in [
        "",
        "A=B",
        "A B",
        "https://a.example",
        "A\0",
        "ORIGINS,",
        "$A",
        "Ä",
    ] {
        assert_eq!(
            check_environment_name(name),
            Err(Lint::EnvironmentName),
            "{name}"
        );
    }
}
