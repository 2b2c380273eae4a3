//! Mistakes that do not compile, and that do not load as dynamic origins.

use std::{fs, path::Path};

use cors_rules::{OriginContext, check_loaded_origins, check_origin};
use cors_runtime::{LiveOrigins, WithCredentials};

/// Asserts that these files of `tests/ui` fail, with these words. The suite `ui` compiles them.
fn fail(files: &[(&str, &[&str])]) {
    for (file, texts) in files {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui").join(file);
        let source = fs::read_to_string(file.with_extension("rs")).expect("a file that fails");
        let output =
            fs::read_to_string(file.with_extension("stderr")).expect("the compiler output");
        assert!(source.contains("//~"), "{}", file.display());
        for text in *texts {
            assert!(
                output.contains(text),
                "{} does not say `{text}`",
                file.display()
            );
        }
    }
}

/// No set of a running server takes the entry either, with credentials or without.
fn no_set_takes(entries: &[&str]) {
    static OPEN: LiveOrigins = LiveOrigins::new();
    static WITH_CREDENTIALS: LiveOrigins<WithCredentials> = LiveOrigins::with_credentials();
    for entry in entries {
        assert!(OPEN.check([*entry]).is_err(), "{entry}");
        assert!(WITH_CREDENTIALS.check([*entry]).is_err(), "{entry}");
    }
}

/// See `reflection.rs` for the responses.
#[test]
fn cve_2018_20744_star_with_credentials() {
    fail(&[
        (
            "credentials/fail/wildcard_credentials",
            &[
                "`any` in `origins` cannot go with `credentials`",
                "`any` in `methods` cannot go with `credentials`",
                "`any` in `headers` cannot go with `credentials`",
                "`any` in `expose_headers` cannot go with `credentials`",
            ],
        ),
        (
            "credentials/fail/wildcard_spellings",
            &["`*` in `origins` cannot go with `credentials`"],
        ),
        (
            "dynamic_origins/fail/origin_loaded_wildcard",
            &["`*` cannot be an entry of a list that is loaded at run time"],
        ),
        (
            "dynamic_origins/fail/live_origins_credentials",
            &["is not declared for `credentials`"],
        ),
        ("dynamic_origins/fail/unchecked_origins", &["error"]),
    ]);
    no_set_takes(&["*", "any", "null"]);
}

/// A pattern that is almost a star went past the check for the star alone.
#[test]
fn rs_cors_197_almost_any() {
    let almost = [
        "h*",
        "https://*",
        "https://*.*",
        "*.com",
        "http*://example.com",
        "*://example.com",
    ];
    let quoted = almost.map(|entry| format!("`{entry}`"));
    fail(&[(
        "credentials/fail/wildcard_spellings",
        &quoted.each_ref().map(String::as_str),
    )]);
    for credentials in [true, false] {
        let context = OriginContext {
            credentials,
            ..OriginContext::default()
        };
        for entry in
            almost
                .iter()
                .chain(&["https://**", "https://*:*", "**", "https*", "https://*com"])
        {
            assert!(check_origin(entry, context).is_err(), "{entry}");
        }
    }
    no_set_takes(&almost);
}

#[test]
fn cve_2019_25211_star_anywhere_but_in_front_of_the_host() {
    fail(&[(
        "origins/fail/origin_misplaced_wildcard",
        &[
            "`https://*-preview.example.com` has a `*`",
            "`https://app.*.example.com` has a `*`",
        ],
    )]);
    no_set_takes(&[
        "https://example.com*",
        "https://example.com/*",
        "https://example.*",
        "https://exam*le.com",
        "https://*example.com",
        "https://a.*.example.com",
        "https://example.com:80*",
    ]);
}

/// An entry is no regular expression, and one that looks like one is refused.
#[test]
fn cve_2022_1996_entries_are_no_expressions() {
    fail(&[("origins/fail/origin_regular_expression", &["error"])]);
    no_set_takes(&[
        r"https://api\.example\.com",
        "https://.+.example.com",
        "^https://example.com$",
        "/example/",
        "https://(a|b).example.com",
        "https://[ab].example.com",
    ]);
}

/// Anyone can register a name below a public suffix.
#[test]
fn cve_2026_55438_controllable_subdomains() {
    fail(&[(
        "credentials/fail/public_suffix_credentials",
        &["`https://*.github.io` matches sites of other owners"],
    )]);
    let context = OriginContext {
        credentials: true,
        ..OriginContext::default()
    };
    for entry in [
        "https://*.com",
        "https://*.co.uk",
        "https://*.github.io",
        "https://*.run.app",
        "https://*.windows.net",
        // The Public Suffix List lacks these.
        "https://*.app.github.dev",
        "https://*.euw.devtunnels.ms",
        "https://*.loca.lt",
        "https://*.nip.io",
        "https://*.googleusercontent.com",
        "https://*.wordpress.com",
    ] {
        assert!(check_origin(entry, context).is_err(), "{entry}");
    }
    assert!(check_origin("https://*.example.com", context).is_ok());
}

#[test]
fn portswigger_2016_null_and_files() {
    fail(&[
        ("origins/fail/origin_null", &["error"]),
        ("origins/fail/origin_file", &["error"]),
        ("origins/fail/null_enforce", &["error"]),
        ("credentials/fail/null_credentials", &["error"]),
    ]);
    no_set_takes(&["null", "file://", "file:///", "about:blank", "data:"]);
}

/// A list that is loaded at run time is checked by the same rules.
#[test]
fn list_that_does_not_compile_does_not_load() {
    let context = OriginContext {
        credentials: true,
        ..OriginContext::default()
    };
    for entry in [
        "*",
        "h*",
        "https://*",
        "https://*.*",
        "*.com",
        "https://*.com",
        "null",
        "https://example.com/*",
    ] {
        let findings = check_loaded_origins(&[entry], cors_rules::Field::Origins, context);
        assert_eq!(findings.len(), 1, "{entry}");
    }
}
