//! Each rule of an origin's value, by entries that break it, and what is written instead.

mod around;
mod expression;
mod host;
mod port;
mod scheme;

use cors_rules::{Draft, Finding, Lint, OriginPattern, Origins, check};

fn findings(entry: &str) -> Vec<Finding> {
    check(&Draft {
        origins: Some(Origins::List(vec![entry])),
        ..Draft::default()
    })
}

/// Each entry breaks the rule, once, and is corrected to the text beside it.
#[track_caller]
fn broken(lint: Lint, entries: &[(&str, Option<&str>)]) {
    for (entry, correction) in entries {
        assert_eq!(OriginPattern::parse(entry), Err(lint), "{entry:?}");
        let findings = findings(entry);
        assert_eq!(findings.len(), 1, "{entry:?}");
        assert_eq!(findings[0].lint(), lint, "{entry:?}");
        assert_eq!(findings[0].index(), Some(0), "{entry:?}");
        assert_eq!(findings[0].entry(), *entry);
        assert_eq!(findings[0].correction(), *correction, "{entry:?}");
    }
}

#[track_caller]
fn accepted(entries: &[&str]) {
    for entry in entries {
        assert!(
            OriginPattern::parse(entry).is_ok(),
            "{entry:?}: {:?}",
            OriginPattern::parse(entry)
        );
        assert_eq!(findings(entry), [], "{entry:?}");
    }
}

#[test]
fn origins_that_browsers_send_are_accepted() {
    accepted(&[
        "https://example.com",
        "http://example.com",
        "https://example.com:8443",
        "http://example.com:443",
        "https://example.com:80",
        "http://localhost:3000",
        "http://127.0.0.1:5173",
        "http://[::1]:3000",
        "https://[2001:db8::ff]",
        "http://foo_bar.test:8001",
        "http://example.test.:8001",
        "http://-foo.test:8001",
        "http://foo-.test",
        "https://xn--bcher-kva.example",
        "https://a.b.c.d.e",
        "https://1.example",
        "https://example.65535x",
        "https://x:65535",
    ]);
}

#[test]
fn schemes_of_extensions_and_web_views_are_accepted() {
    accepted(&[
        "chrome-extension://abcdefghijklmnopabcdefghijklmnop",
        "moz-extension://*",
        "safari-web-extension://*",
        "tauri://localhost",
        "http://tauri.localhost",
        "capacitor://localhost",
        "ionic://localhost",
        "app://my-app",
        "vscode-webview://0abc",
        "com.example.app+x-1://host:80",
    ]);
}

#[test]
fn patterns_are_accepted() {
    accepted(&[
        "https://*.example.com",
        "https://*.example.com:8443",
        "http://localhost:*",
        "http://127.0.0.1:*",
        "http://[::1]:*",
        "https://*.example.com:*",
        "http://*.localhost:*",
        "app://*.local",
    ]);
}

#[test]
fn misplaced_wildcard() {
    broken(
        Lint::OriginMisplacedWildcard,
        &[
            ("https://*", None),
            ("http://*:*", None),
            ("https://*.", None),
            ("https://*.*", None),
            ("https://*.*.example.com", None),
            ("https://a.*.com", None),
            ("https://*example.com", None),
            ("https://example.*", None),
            ("https://example*.com", None),
            ("https://app.*.example.com", None),
            ("https://app1.*.com", None),
            ("https://*.*.*", None),
            ("https://1*", None),
            ("https://*-preview.example.com", None),
            ("https://**.example.com", Some("https://*.example.com")),
            ("https://**.*.example.com", None),
            ("*://example.com", None),
            ("http*://example.com", None),
            ("https://example.com:80*", None),
            ("https://example.com:**", None),
            ("*.com*", None),
            ("h*", None),
            ("*.example.com", Some("https://*.example.com")),
            ("*.example.com:8443/x", Some("https://*.example.com:8443")),
            ("*.localhost:*", Some("http://*.localhost:*")),
            ("moz-extension://*:*", None),
            ("moz-extension://*.x", None),
            ("capacitor://*", Some("capacitor://localhost")),
            ("ionic://*:*", Some("ionic://localhost:*")),
            ("app://*", None),
        ],
    );
    assert_eq!(
        OriginPattern::parse("*"),
        Err(Lint::OriginMisplacedWildcard)
    );
}

#[test]
fn extension_ids() {
    broken(
        Lint::OriginExtensionId,
        &[
            (
                "moz-extension://0b9a7f3e-0000-4000-8000-000000000000",
                Some("moz-extension://*"),
            ),
            (
                "safari-web-extension://0B9A7F3E-0000-4000-8000-000000000000",
                Some("safari-web-extension://*"),
            ),
            (
                "moz-extension://my-addon/popup.html",
                Some("moz-extension://*"),
            ),
            ("chrome-extension://my-extension", None),
            ("chrome-extension://abcdefghijklmnopabcdefghijklmno", None),
            ("chrome-extension://abcdefghijklmnopabcdefghijklmnoq", None),
            ("chrome-extension://", None),
            ("chrome-extension://*", None),
            ("moz-extension://acme@acme.io", Some("moz-extension://*")),
        ],
    );
}

#[test]
fn first_fault_is_named_and_all_are_corrected() {
    for (entry, lint) in [
        ("HTTPS://EXAMPLE.com:443/x", Lint::OriginUpperCase),
        ("https://u@Example.com:443/", Lint::OriginUserinfo),
        ("https://example.com:443/", Lint::OriginDefaultPort),
        ("https://example.com:0443/", Lint::OriginPortMalformed),
        (" wss://Example.com:443/ ", Lint::OriginWhiteSpace),
    ] {
        broken(lint, &[(entry, Some("https://example.com"))]);
    }
}

#[test]
fn pattern_exposes_its_parts() -> Result<(), Lint> {
    use cors_rules::Port;
    const PATTERN: Result<OriginPattern<'_>, Lint> =
        OriginPattern::parse("https://*.example.com:8443");

    let pattern = PATTERN?;
    assert_eq!(pattern.as_str(), "https://*.example.com:8443");
    assert_eq!(
        (pattern.scheme(), pattern.host(), pattern.port()),
        ("https", "example.com", Port::Number(8443))
    );
    assert!(
        pattern.subdomains()
            && !pattern.is_exact()
            && !pattern.any_port()
            && !pattern.any_extension()
    );

    let local = OriginPattern::parse("http://[::1]:*")?;
    assert_eq!(
        (local.scheme(), local.host(), local.port()),
        ("http", "[::1]", Port::Any)
    );
    assert!(local.any_port() && !local.is_exact() && !local.subdomains());

    let extension = OriginPattern::parse("moz-extension://*")?;
    assert_eq!((extension.host(), extension.port()), ("*", Port::Default));
    assert!(extension.any_extension() && !extension.is_exact() && !extension.subdomains());

    assert!(OriginPattern::parse("https://example.com")?.is_exact());
    Ok(())
}
