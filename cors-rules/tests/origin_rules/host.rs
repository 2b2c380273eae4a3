//! Names and addresses.

use cors_rules::{Lint, OriginPattern};

use crate::{accepted, broken};

#[test]
fn unicode_host() {
    let corrected = cfg!(feature = "punycode").then_some("https://xn--bcher-kva.example:8443");
    broken(
        Lint::OriginUnicodeHost,
        &[
            ("https://Bücher.example:8443/", corrected),
            ("https://☃.example", None),
        ],
    );
}

#[test]
fn host_malformed() {
    let label = "a".repeat(64);
    let host = format!("{}a", "a.".repeat(127));
    broken(
        Lint::OriginHostMalformed,
        &[
            ("https://", None),
            ("https:///", None),
            ("https://:3000", None),
            ("https://.example.com", None),
            ("https://example..com", None),
            ("https://example.com..", None),
            ("https://.", None),
            ("https://ex%61mple.com", None),
            ("https://a!b.test", None),
            ("https://a~b", None),
            ("https://[::1", None),
            ("https://a]b", None),
            ("https://example.com,", Some("https://example.com")),
            (&format!("https://{label}.example"), None),
            (&format!("https://{host}"), None),
            (&format!("https://*.{}", &host[2..]), None),
            (&format!("https://*.b{}", &host[4..]), None),
        ],
    );
    accepted(&[
        &format!("https://*.{}", &host[4..]),
        &format!("https://{}.example", &label[1..]),
        &format!("https://{}", &host[2..]),
    ]);
}

#[test]
fn ipv4_not_canonical() {
    broken(
        Lint::OriginIpv4NotCanonical,
        &[
            ("http://127.1", Some("http://127.0.0.1")),
            ("http://127.0.0.1.", Some("http://127.0.0.1")),
            ("http://0x7f000001:3000", Some("http://127.0.0.1:3000")),
            ("http://0177.0.0.1", Some("http://127.0.0.1")),
            ("http://2130706433", Some("http://127.0.0.1")),
            ("http://192.168.001.010", Some("http://192.168.1.8")),
            ("http://256.0.0.1", None),
            ("http://1.2.3.4.5", None),
            ("http://example.123", None),
            ("http://foo.0x", None),
            ("http://0", Some("http://0.0.0.0")),
        ],
    );
}

#[test]
fn ipv6_not_canonical() {
    broken(
        Lint::OriginIpv6NotCanonical,
        &[
            ("http://[1:0:0:2:0:0:3:4]", Some("http://[1::2:0:0:3:4]")),
            (
                "http://[::ffff:192.168.0.255]",
                Some("http://[::ffff:c0a8:ff]"),
            ),
            ("https://[1:2:3:4:5:6:7:8:]", None),
            ("http://[::ffff:192.168.0.256]", None),
            ("http://[0:0:0:0:0:0:0:1]", Some("http://[::1]")),
            (
                "http://[2001:DB8::1]:8080",
                Some("http://[2001:db8::1]:8080"),
            ),
            ("http://[::ffff:1.2.3.4]", Some("http://[::ffff:102:304]")),
            (
                "http://[2001:db8:0:0:1::1]",
                Some("http://[2001:db8::1:0:0:1]"),
            ),
            ("http://::1", Some("http://[::1]")),
            ("http://2001:db8::ff", Some("http://[2001:db8::ff]")),
            ("http://2001:db8::1:ff", Some("http://[2001:db8::1:ff]")),
            // The end could be a port.
            ("http://::1:3000", None),
            ("http://2001:db8::1:80/", None),
            ("http://[fe80::1%eth0]", None),
            ("http://[::g]", None),
            ("http://[]", None),
            ("http://[0::0]", Some("http://[::]")),
        ],
    );
}

#[test]
fn wildcard_over_an_address() {
    broken(
        Lint::OriginIpWildcard,
        &[
            ("http://*.127.0.0.1", None),
            ("http://*.1", None),
            ("http://*.[::1]", None),
            ("http://*.10.0.0.5:*", None),
            ("http://192.168.1.*", None),
            ("http://192.168.*.*:3000", None),
            ("http://10.0.0.1*/", None),
            ("http://[fe80::*]:3000", None),
            ("192.168.1.*", None),
            ("192.168.1.*:3000", None),
            ("http://192.168.0.0/16", None),
            ("192.168.0.0/16", None),
            ("http://[fd00::]/8", None),
            ("fd00::/8", None),
        ],
    );
}

/// Python's `http.server` prints `http://0.0.0.0:8000/`, and a page that is opened there has that origin.
#[test]
fn unspecified_address_without_credentials_is_accepted() {
    accepted(&[
        "https://0.0.0.0",
        "http://0.0.0.0:*",
        "http://0.0.0.0",
        "http://[::]",
    ]);
    for entry in ["http://0.0.0.0:8000", "https://[::]:*", "app://[::]"] {
        assert!(OriginPattern::parse(entry).is_ok_and(|pattern| pattern.is_unspecified()));
    }
    for entry in ["http://0.0.0.0.example", "http://10.0.0.0", "http://[::1]"] {
        assert!(OriginPattern::parse(entry).is_ok_and(|pattern| !pattern.is_unspecified()));
    }
}

#[test]
fn punycode_that_stands_for_nothing_is_refused() {
    broken(
        Lint::OriginPunycode,
        &[
            ("https://xn--", None),
            ("https://xn--a", None),
            ("http://xn--f", None),
            ("https://xn--example-", None),
            ("https://xn--99999999", None),
            ("https://*.xn--a.example:*", None),
            ("https://app.xn--a.example.:8443", None),
            // `a` and a letter for private use.
            ("https://xn--a-so7g", None),
        ],
    );
    broken(
        Lint::OriginUpperCase,
        &[
            ("https://XN--A.example", None),
            (
                "https://XN--BCHER-KVA.example",
                Some("https://xn--bcher-kva.example"),
            ),
        ],
    );
    accepted(&[
        "https://xn--bcher-kva.example",
        "https://*.xn--p1ai",
        "https://xn--ls8h.la:8443",
        "https://xn--80akhbyknj4f.xn--e1afmkfd.",
        "https://ab--cd.example",
        "https://xn-a.example",
        "https://axn--a.example",
    ]);
}

/// The host of such an origin is not looked up in DNS: the app chose it.
#[test]
fn hosts_that_an_app_names_itself_are_accepted() {
    accepted(&[
        // Electron.
        "app://.",
        "app://-",
        "app://localhost",
        "app://obsidian.md",
        "capacitor-electron://-",
        "tauri://localhost",
        "capacitor://localhost",
        "ionic://localhost",
        "app://..",
        "app://a..b",
        "app://1",
        "app://127.1",
        "app://xn--a",
        "app://-:8080",
        "app://*.local",
        &format!("app://{}", "a".repeat(100)),
        &format!("vscode-webview://{}", "1".repeat(52)),
        "chrome-extension://abcdefghijklmnopabcdefghijklmnop",
    ]);
    broken(
        Lint::OriginHostMalformed,
        &[
            ("app://", None),
            ("app://:80", None),
            ("app://*..", None),
            ("app://a%20b", None),
            (&format!("app://{}", "a".repeat(254)), None),
        ],
    );
    broken(
        Lint::OriginIpv6NotCanonical,
        &[("app://[0::1]", Some("app://[::1]"))],
    );
    broken(Lint::OriginUpperCase, &[("app://A", Some("app://a"))]);
    broken(Lint::OriginTrailingSlash, &[("app://./", Some("app://."))]);
    broken(Lint::OriginPath, &[("app://./index.html", Some("app://."))]);
}

#[test]
fn loopback_hosts_are_those_browsers_trust_without_tls() -> Result<(), Lint> {
    for origin in [
        "http://localhost",
        "http://localhost.:3000",
        "http://app.localhost",
        "http://app.localhost.",
        "http://*.localhost:*",
        "http://127.0.0.1",
        "http://127.255.0.3:8080",
        "http://[::1]:5173",
    ] {
        assert!(OriginPattern::parse(origin)?.is_loopback(), "{origin}");
    }
    for origin in [
        "http://10.0.0.5",
        "http://foo.local",
        "http://127.example",
        "http://notlocalhost",
        "http://localhost.example.com",
        "http://[::2]",
        "http://128.0.0.1",
        "http://[::ffff:7f00:1]",
    ] {
        assert!(!OriginPattern::parse(origin)?.is_loopback(), "{origin}");
    }
    Ok(())
}
