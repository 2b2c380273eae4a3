//! Values that do not go with credentials.

use cors_rules::{Allowances, Draft, Field, Lint, Names, OriginContext, check, check_origin};

use crate::{any, correction, names, origins, places, with_credentials};

#[test]
fn any_is_wrong_with_credentials_in_each_field() {
    let words = Draft {
        credentials: true,
        methods: Some(Names::Any),
        headers: Some(Names::Any),
        expose_headers: Some(Names::Any),
        ..any()
    };
    let fields = [
        Field::Origins,
        Field::Methods,
        Field::Headers,
        Field::ExposeHeaders,
    ];
    assert_eq!(
        places(&words),
        fields.map(|field| (Lint::WildcardCredentials, field, None))
    );
    assert!(
        check(&words)
            .iter()
            .all(|finding| finding.entry() == "any" && finding.correction().is_none())
    );

    let stars = Draft {
        methods: Some(names(&["*"])),
        headers: Some(names(&["*"])),
        expose_headers: Some(names(&["*"])),
        ..with_credentials(&["*"])
    };
    assert_eq!(
        places(&stars),
        fields.map(|field| (Lint::WildcardCredentials, field, Some(0)))
    );
    assert!(check(&stars).iter().all(|finding| finding.entry() == "*"));
}

#[test]
fn any_with_credentials_is_one_mistake() {
    let draft = Draft {
        credentials: true,
        enforce: true,
        dev_origins: Some(vec!["http://localhost:3000"]),
        ..any()
    };
    let one = [(Lint::WildcardCredentials, Field::Origins, None)];
    assert_eq!(places(&draft), one);
    // The mistakes of the others are reported once there is a list for them to join.
    let draft = Draft {
        dev_origins: Some(vec!["http://localhost:3000/"]),
        ..draft
    };
    assert_eq!(places(&draft), one);
}

#[test]
fn plain_http_with_credentials() {
    for (entry, corrected) in [
        ("http://example.com", Some("https://example.com")),
        ("http://*.example.com", Some("https://*.example.com")),
        ("http://10.0.0.5", Some("https://10.0.0.5")),
        ("http://[2001:db8::1]", Some("https://[2001:db8::1]")),
        ("http://example.com:8080", None),
        ("http://example.com:443", None),
        ("http://10.0.0.5:3000", None),
        ("http://[2001:db8::1]:3000", None),
        ("http://foo.local:*", None),
    ] {
        let draft = with_credentials(&[entry]);
        assert_eq!(
            places(&draft),
            [(Lint::InsecureOriginCredentials, Field::Origins, Some(0))],
            "{entry}"
        );
        assert_eq!(correction(&check(&draft)), corrected, "{entry}");
        let allowed = Draft {
            allow: Allowances {
                insecure_origins: true,
                ..Allowances::default()
            },
            ..draft
        };
        assert_eq!(places(&allowed), [], "{entry}");
        assert_eq!(places(&origins(&[entry])), [], "{entry}");
        let dev = Draft {
            dev_origins: Some(vec![entry]),
            ..with_credentials(&["https://a.example"])
        };
        assert_eq!(places(&dev), [], "{entry}");
    }
    for entry in [
        "http://localhost:3000",
        "http://app.localhost.",
        "http://127.0.0.1",
        "http://[::1]:*",
        "tauri://localhost",
    ] {
        assert_eq!(places(&with_credentials(&[entry])), [], "{entry}");
    }
}

/// A proxy may resolve it, unlike `localhost`.
#[test]
fn unspecified_address_with_credentials_is_refused() {
    for (entry, corrected) in [
        ("http://0.0.0.0", "http://localhost"),
        ("http://0.0.0.0:8000", "http://localhost:8000"),
        ("http://0.0.0.0:*", "http://localhost:*"),
        ("http://[::]:3000", "http://localhost:3000"),
    ] {
        let draft = with_credentials(&[entry]);
        let place = (Lint::OriginUnspecifiedAddress, Field::Origins, Some(0));
        assert_eq!(places(&draft), [place], "{entry}");
        assert_eq!(correction(&check(&draft)), Some(corrected), "{entry}");
        let allowed = Draft {
            allow: Allowances {
                insecure_origins: true,
                ..Allowances::default()
            },
            ..draft
        };
        assert_eq!(places(&allowed), [], "{entry}");
        let dev = Draft {
            dev_origins: Some(vec![entry]),
            ..with_credentials(&["https://a.example"])
        };
        assert_eq!(places(&dev), [], "{entry}");
    }
    assert_eq!(places(&with_credentials(&["https://0.0.0.0:8443"])), []);
}

#[test]
fn corrected_entry_is_right_in_its_place() {
    for (entry, corrected) in [
        ("https://example.com/", Some("https://example.com")),
        ("wss://example.com", Some("https://example.com")),
        ("ws://localhost:3000", Some("http://localhost:3000")),
        ("moz-extension://0b9a7f3e-0000-4000-8000-000000000000", None),
        ("https://*.github.io/", None),
    ] {
        let draft = with_credentials(&[entry]);
        assert_eq!(correction(&check(&draft)), corrected, "{entry}");
    }
}

#[test]
fn no_correction_turns_http_into_https_without_a_word() {
    for (entry, lint, plain) in [
        (
            "http://app.example.com/",
            Lint::OriginTrailingSlash,
            "http://app.example.com",
        ),
        (
            "HTTP://App.example.com:80/",
            Lint::OriginUpperCase,
            "http://app.example.com",
        ),
        (
            "http://*.example.com/path",
            Lint::OriginPath,
            "http://*.example.com",
        ),
        (
            "ws://example.com",
            Lint::OriginSchemeNeverSent,
            "http://example.com",
        ),
        (
            "ws://example.com:8080",
            Lint::OriginSchemeNeverSent,
            "http://example.com:8080",
        ),
        (
            "10.0.0.5:3000",
            Lint::OriginSchemeMissing,
            "http://10.0.0.5:3000",
        ),
    ] {
        let draft = with_credentials(&[entry]);
        assert_eq!(places(&draft), [(lint, Field::Origins, Some(0))], "{entry}");
        assert_eq!(correction(&check(&draft)), None, "{entry}");

        let allow = Allowances {
            insecure_origins: true,
            ..Allowances::default()
        };
        let allowed = Draft { allow, ..draft };
        assert_eq!(correction(&check(&allowed)), Some(plain), "{entry}");
    }
}

#[test]
fn public_suffixes_with_credentials() {
    for entry in [
        "https://*.run.app",
        "https://*.windows.net",
        "https://*.com:*",
        "https://*.github.io",
        "https://*.co.uk.",
        // Not on the list, and yet anybody's.
        "https://*.app.github.dev",
        "https://*.github.dev",
        "https://*.ws-eu1.gitpod.io:*",
        "https://*.10-0-0-5.nip.io",
        "https://*.sharepoint.com.",
    ] {
        let draft = with_credentials(&[entry]);
        assert_eq!(
            places(&draft),
            [(Lint::PublicSuffixCredentials, Field::Origins, Some(0))],
            "{entry}"
        );
        assert_eq!(correction(&check(&draft)), None);
        let allow = Allowances {
            public_suffixes: true,
            ..Allowances::default()
        };
        assert_eq!(places(&Draft { allow, ..draft }), [], "{entry}");
        assert_eq!(places(&origins(&[entry])), [], "{entry}");
        let dev = Draft {
            dev_origins: Some(vec![entry]),
            ..with_credentials(&["https://a.example"])
        };
        assert_eq!(
            places(&dev),
            [(Lint::PublicSuffixCredentials, Field::DevOrigins, Some(0))],
            "{entry}"
        );
    }
    for entry in [
        "https://*.example.com",
        "https://run.app",
        "http://*.localhost:*",
        "https://*.internal",
        "https://app.github.dev",
        "https://*.my-codespace-3000.app.github.dev",
        "https://my.sharepoint.com:8443",
        // Only the browser's own machine can serve a page there.
        "https://*.lvh.me",
    ] {
        assert_eq!(places(&with_credentials(&[entry])), [], "{entry}");
    }
}

#[test]
fn every_extension_with_credentials() {
    for entry in ["moz-extension://*", "safari-web-extension://*"] {
        let draft = with_credentials(&[entry]);
        assert_eq!(
            places(&draft),
            [(Lint::ExtensionWildcardCredentials, Field::Origins, Some(0))]
        );
    }
}

#[test]
fn null_is_refused_with_credentials_or_enforce() {
    let allow = Allowances {
        null_origin: true,
        ..Allowances::default()
    };
    for allow in [allow, Allowances::default()] {
        let draft = Draft {
            allow,
            ..with_credentials(&["null"])
        };
        assert_eq!(
            places(&draft),
            [(Lint::NullCredentials, Field::Origins, Some(0))]
        );
        let draft = Draft {
            allow,
            enforce: true,
            ..origins(&["null"])
        };
        assert_eq!(
            places(&draft),
            [(Lint::NullEnforce, Field::Origins, Some(0))]
        );
    }
    assert_eq!(
        places(&origins(&["null"])),
        [(Lint::OriginNull, Field::Origins, Some(0))]
    );
    assert_eq!(
        places(&Draft {
            allow,
            ..origins(&["null"])
        }),
        []
    );

    let shouted = Draft {
        allow,
        ..origins(&["NULL"])
    };
    assert_eq!(
        places(&shouted),
        [(Lint::OriginUpperCase, Field::Origins, Some(0))]
    );
    assert_eq!(correction(&check(&shouted)), Some("null"));
    assert_eq!(correction(&check(&origins(&["NULL"]))), None);
}

#[test]
fn allowances_help_their_own_rule_alone() {
    let allow = Allowances {
        null_origin: true,
        unchecked_origins: true,
        ..Allowances::default()
    };
    let draft = Draft {
        allow,
        ..with_credentials(&["http://a.example", "https://*.com", "https://a.example/"])
    };
    assert_eq!(
        places(&draft),
        [
            (Lint::InsecureOriginCredentials, Field::Origins, Some(0)),
            (Lint::PublicSuffixCredentials, Field::Origins, Some(1)),
            (Lint::OriginTrailingSlash, Field::Origins, Some(2)),
        ]
    );
}

#[test]
fn origin_is_checked_in_its_context_by_const_evaluation() {
    const CONTEXT: OriginContext = OriginContext {
        credentials: true,
        dev: false,
        enforce: false,
        allow: Allowances::NONE,
    };
    const CHECKED: [Result<(), Lint>; 4] = [
        check_origin("https://*.vercel.app", CONTEXT),
        check_origin("http://example.com", CONTEXT),
        check_origin("null", CONTEXT),
        check_origin("https://example.com", CONTEXT),
    ];
    assert_eq!(
        CHECKED,
        [
            Err(Lint::PublicSuffixCredentials),
            Err(Lint::InsecureOriginCredentials),
            Err(Lint::NullCredentials),
            Ok(())
        ]
    );
}
