//! Text around or in place of scheme, host and port.

use cors_rules::Lint;

use crate::broken;

#[test]
fn empty() {
    broken(
        Lint::OriginEmpty,
        &[("", None), (" ", None), ("\t\n", None)],
    );
}

#[test]
fn several() {
    broken(
        Lint::OriginSeveral,
        &[
            ("https://a.example,https://b.example", None),
            ("https://a.example, https://b.example", None),
            ("https://a.example https://b.example", None),
            ("https://a.example;https://b.example", None),
            ("https://a.example|https://b.example", None),
            ("https://a.example/|https://b.example/", None),
            ("https://a.example/, https://b.example/", None),
            ("https://https://a.example, https://b.example", None),
            ("https://https://a.example,", None),
        ],
    );
}

#[test]
fn first_of_perhaps_several_is_not_taken_for_all() {
    for (entry, lint) in [
        ("https://a.example/,b.example", Lint::OriginPath),
        ("https://a.example/;b.example", Lint::OriginPath),
        ("https://a.example/|b.example", Lint::OriginPath),
        ("https://a.example/ b.example", Lint::OriginWhiteSpace),
        ("https://a.example/https://b.example", Lint::OriginPath),
        ("https://a.example?to=https://b.example", Lint::OriginPath),
    ] {
        broken(lint, &[(entry, None)]);
    }
}

#[test]
fn null() {
    broken(Lint::OriginNull, &[("null", None)]);
}

#[test]
fn trailing_slash() {
    broken(
        Lint::OriginTrailingSlash,
        &[
            ("https://example.com/", Some("https://example.com")),
            ("http://localhost:3000/", Some("http://localhost:3000")),
            ("https://*.example.com/", Some("https://*.example.com")),
            ("http://localhost:*/", Some("http://localhost:*")),
            (
                "chrome-extension://abcdefghijklmnopabcdefghijklmnop/",
                Some("chrome-extension://abcdefghijklmnopabcdefghijklmnop"),
            ),
            ("moz-extension://*/", Some("moz-extension://*")),
        ],
    );
}

#[test]
fn path_query_and_fragment() {
    broken(
        Lint::OriginPath,
        &[
            ("https://example.com/app", Some("https://example.com")),
            ("https://example.com//", Some("https://example.com")),
            ("https://example.com?x", Some("https://example.com")),
            ("https://example.com#x", Some("https://example.com")),
            ("https://example.com\\", Some("https://example.com")),
            ("https://example.com/*", Some("https://example.com")),
            (
                "https://example.com/@evil.example",
                Some("https://example.com"),
            ),
        ],
    );
}

#[test]
fn userinfo() {
    broken(
        Lint::OriginUserinfo,
        &[
            ("https://user@example.com", Some("https://example.com")),
            (
                "https://user:secret@example.com:8443/",
                Some("https://example.com:8443"),
            ),
            ("https://@example.com", Some("https://example.com")),
        ],
    );
}

#[test]
fn white_space() {
    broken(
        Lint::OriginWhiteSpace,
        &[
            (" https://example.com", Some("https://example.com")),
            ("https://example.com\n", Some("https://example.com")),
            ("\u{b}https://example.com", Some("https://example.com")),
            ("https://exam ple.com", None),
            ("https:// example.com", None),
        ],
    );
}

#[test]
fn upper_case() {
    broken(
        Lint::OriginUpperCase,
        &[
            ("HTTPS://Example.com:443/", Some("https://example.com")),
            ("https://Example.com", Some("https://example.com")),
            ("http://Example.com:443", Some("http://example.com:443")),
            ("Tauri://localhost", Some("tauri://localhost")),
            (
                "chrome-extension://ABCDEFGHIJKLMNOPabcdefghijklmnop",
                Some("chrome-extension://abcdefghijklmnopabcdefghijklmnop"),
            ),
            // Its help would not say that the star allows every extension.
            ("Moz-Extension://0b9a7f3e-0000-4000-8000-000000000000", None),
            ("Moz-Extension://*", Some("moz-extension://*")),
            ("https://EXAMPLE..com", None),
            ("NULL", None),
        ],
    );
}
