//! Values that `enforce` cannot protect from.

use cors_rules::{
    Allowance, Allowances, Draft, Field, Lint, OriginContext, Origins, check, check_origin,
};

use crate::{correction, origins, places, with_credentials};

fn enforced<'a>(list: &[&'a str]) -> Draft<'a> {
    Draft {
        enforce: true,
        ..origins(list)
    }
}

/// The entry is refused wherever it stands beside `enforce`, and never corrected to something as open.
#[track_caller]
fn refused(entry: &str, lint: Lint) {
    let draft = enforced(&["https://a.example", entry]);
    assert_eq!(places(&draft), [(lint, Field::Origins, Some(1))], "{entry}");
    assert_eq!(correction(&check(&draft)), None, "{entry}");
    let dev = Draft {
        dev_origins: Some(vec![entry]),
        ..enforced(&["https://a.example"])
    };
    assert_eq!(
        places(&dev),
        [(lint, Field::DevOrigins, Some(0))],
        "{entry}"
    );
    assert_eq!(places(&origins(&[entry])), [], "{entry}");
}

#[test]
fn hosts_anybody_can_get() {
    for entry in [
        "https://*.run.app",
        "https://*.windows.net",
        "http://*.github.io",
        "https://*.com:*",
        "https://*.co.uk.",
    ] {
        refused(entry, Lint::PublicSuffixEnforce);
        let allowed = Draft {
            allow: Allowances {
                public_suffixes: true,
                ..Allowances::default()
            },
            ..enforced(&[entry])
        };
        assert_eq!(places(&allowed), [], "{entry}");
    }
}

#[test]
fn every_extension() {
    for entry in ["moz-extension://*", "safari-web-extension://*"] {
        refused(entry, Lint::ExtensionWildcardEnforce);
        let allow = |allowance| Draft {
            allow: Allowances::NONE.with(allowance),
            ..enforced(&[entry])
        };
        assert_eq!(
            places(&allow(Allowance::PublicSuffixes)),
            [(Lint::ExtensionWildcardEnforce, Field::Origins, Some(0))]
        );
        let mut allowed = allow(Allowance::ExtensionWildcard);
        assert_eq!(places(&allowed), []);
        // They would read what the user alone is to see, and nothing allows that.
        allowed.credentials = true;
        assert_eq!(
            places(&allowed),
            [(Lint::ExtensionWildcardCredentials, Field::Origins, Some(0))]
        );
    }
}

#[test]
fn hosts_of_the_author_are_kept() {
    let list = [
        "https://*.example.com",
        "https://run.app",
        "https://my-app.run.app",
        "http://example.com:8080",
        "http://*.localhost:*",
        "https://*.internal",
        "chrome-extension://abcdefghijklmnopabcdefghijklmnop",
    ];
    assert_eq!(places(&enforced(&list)), []);
}

#[test]
fn enforce_mistake_beside_credentials_is_one_mistake() {
    let draft = Draft {
        enforce: true,
        ..with_credentials(&["https://*.run.app", "moz-extension://*", "null"])
    };
    assert_eq!(
        places(&draft),
        [
            (Lint::PublicSuffixCredentials, Field::Origins, Some(0)),
            (Lint::ExtensionWildcardCredentials, Field::Origins, Some(1)),
            (Lint::NullCredentials, Field::Origins, Some(2)),
        ]
    );
}

#[test]
fn entry_is_not_corrected_to_one_that_enforce_refuses() {
    for entry in [
        "https://*.run.app/",
        "moz-extension://0b9a7f3e-0000-4000-8000-000000000000",
        "moz-extension://*/",
    ] {
        assert_eq!(correction(&check(&enforced(&[entry]))), None, "{entry}");
    }
}

#[test]
fn forwarded_host_without_enforce_is_refused() {
    let allow = Allowances {
        forwarded_host: true,
        ..Allowances::default()
    };
    let without = Draft {
        allow,
        ..origins(&["https://a.example"])
    };
    let found = check(&without);
    assert_eq!(
        places(&without),
        [(Lint::ForwardedHostEnforce, Field::Allow, None)]
    );
    assert_eq!(
        found[0].help(),
        "add `enforce`, or remove `allow(forwarded_host)`"
    );
    let with = Draft {
        allow,
        ..enforced(&["https://a.example"])
    };
    assert_eq!(places(&with), []);
    // `any` does not go with `enforce`, so adding that is no way out.
    for any in [Origins::Any, Origins::List(vec!["*"])] {
        let any = Draft {
            allow,
            origins: Some(any),
            ..Draft::default()
        };
        let help = check(&any)[0].help();
        assert!(help.starts_with("remove `allow(forwarded_host)`"), "{help}");
    }
}

#[test]
fn const_evaluation_finds_enforce_mistakes() {
    const CONTEXT: OriginContext = OriginContext {
        credentials: false,
        dev: false,
        enforce: true,
        allow: Allowances::NONE,
    };
    const CHECKED: [Result<(), Lint>; 4] = [
        check_origin("https://*.vercel.app", CONTEXT),
        check_origin("moz-extension://*", CONTEXT),
        check_origin("null", CONTEXT),
        check_origin("https://example.com", CONTEXT),
    ];
    assert_eq!(
        CHECKED,
        [
            Err(Lint::PublicSuffixEnforce),
            Err(Lint::ExtensionWildcardEnforce),
            Err(Lint::NullEnforce),
            Ok(())
        ]
    );
}
