//! Schemes, and texts without one.

use cors_rules::Lint;

use crate::{accepted, broken};

#[test]
fn malformed() {
    broken(
        Lint::OriginMalformed,
        &[
            ("my-app", None),
            ("databases", None),
            ("localhosts", None),
            ("any", None),
            ("https:example.com", Some("https://example.com")),
            ("https:/example.com/", Some("https://example.com")),
            ("https:\\\\example.com", Some("https://example.com")),
            ("::1", Some("http://[::1]")),
            ("::1:3000", None),
            ("foo:bar", None),
        ],
    );
}

#[test]
fn scheme_before_a_scheme_is_refused() {
    broken(
        Lint::OriginMalformed,
        &[
            ("https://https://example.com", Some("https://example.com")),
            ("http://https://example.com", Some("https://example.com")),
            (
                "https://http://localhost:3000/",
                Some("http://localhost:3000"),
            ),
            ("https://htps://Example.com", Some("https://example.com")),
            (
                "https://chrome-extension://abcdefghijklmnopabcdefghijklmnop",
                Some("chrome-extension://abcdefghijklmnopabcdefghijklmnop"),
            ),
            ("http://https://", None),
            ("https://https://a..b", None),
            ("https://https://https://example.com", None),
            ("https://https://a.example/https://b.example", None),
            ("https://example.com://x", None),
            ("app://https://example.com", None),
        ],
    );
    broken(Lint::OriginPath, &[("https://https//example.com", None)]);
    broken(
        Lint::OriginSchemeNeverSent,
        &[("wss://https://example.com", Some("https://example.com"))],
    );
    broken(
        Lint::OriginUpperCase,
        &[("HTTPS://https://example.com", Some("https://example.com"))],
    );
    broken(
        Lint::OriginPortMalformed,
        &[
            ("https://https:/example.com", None),
            ("https://https:", None),
        ],
    );
}

#[test]
fn scheme_missing() {
    broken(
        Lint::OriginSchemeMissing,
        &[
            ("example.com", Some("https://example.com")),
            ("Example.com/", Some("https://example.com")),
            ("example.com:8443", Some("https://example.com:8443")),
            ("example.com:443", Some("https://example.com")),
            ("example.com:80", Some("http://example.com")),
            ("localhost", Some("http://localhost")),
            ("localhost:3000", Some("http://localhost:3000")),
            ("localhost:443", Some("https://localhost")),
            ("app.localhost:3000", Some("http://app.localhost:3000")),
            ("127.0.0.1:3000", Some("http://127.0.0.1:3000")),
            ("[::1]:3000", Some("http://[::1]:3000")),
            ("localhost:*", Some("http://localhost:*")),
            ("//x", Some("https://x")),
            ("://example.com", Some("https://example.com")),
            ("https//example.com", Some("https://example.com")),
            ("backend:3000", None),
            // This is a scheme, or a host and its port: nothing distinguishes them.
            ("http:3000", None),
            ("https:*", None),
        ],
    );
}

#[test]
fn scheme_never_sent() {
    broken(
        Lint::OriginSchemeNeverSent,
        &[
            ("ws://example.com", Some("http://example.com")),
            ("wss://example.com", Some("https://example.com")),
            ("WSS://Example.com:443/socket", Some("https://example.com")),
            ("ws://localhost:3000", Some("http://localhost:3000")),
            ("ws://a.example:443", None),
            ("wss://a.example:80", None),
            ("ws://a.example:80", Some("http://a.example")),
            ("wss://a.example:3000", Some("https://a.example:3000")),
            ("htps://a.example:80", None),
            ("ftp://example.com", None),
            ("data:text/html,x", None),
            ("blob:https://example.com", None),
            ("blob://example.com", None),
            ("about:blank", None),
            ("javascript:alert", None),
            ("htps://example.com", Some("https://example.com")),
            ("htpps://example.com", Some("https://example.com")),
            ("httpss://example.com", Some("https://example.com")),
            ("hhttp://example.com", Some("http://example.com")),
            ("htt://example.com", Some("http://example.com")),
            ("htpt://example.com", Some("http://example.com")),
        ],
    );
    accepted(&["attps2://x", "httpx2://x", "tps://x", "xhtp://x"]);
}

#[test]
fn scheme_malformed() {
    broken(
        Lint::OriginSchemeMalformed,
        &[
            ("my_app://localhost", None),
            ("1app://localhost", None),
            ("-app://localhost", None),
            ("äpp://localhost", None),
            ("\"https://example.com\"", Some("https://example.com")),
            ("\u{feff}https://example.com", Some("https://example.com")),
        ],
    );
    let long = format!("{}://x", "a".repeat(65));
    broken(Lint::OriginSchemeMalformed, &[(&long, None)]);
    accepted(&[&long[1..]]);
}

#[test]
fn file() {
    broken(
        Lint::OriginFile,
        &[
            ("file://", None),
            ("file:///home/x.html", None),
            ("FILE:///x", None),
            ("file:", None),
        ],
    );
}
