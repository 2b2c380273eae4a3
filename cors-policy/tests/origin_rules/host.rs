//! Names and addresses.

use cors_policy::{OriginPattern, Rule};

use crate::{accepted, broken};

#[test]
fn unicode_host() {
    let corrected = cfg!(feature = "punycode").then_some("https://xn--bcher-kva.example:8443");
    broken(
        Rule::OriginUnicodeHost,
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
        Rule::OriginHostMalformed,
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
        Rule::OriginIpv4NotCanonical,
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
            ("http://0", None),
        ],
    );
}

#[test]
fn ipv6_not_canonical() {
    broken(
        Rule::OriginIpv6NotCanonical,
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
            ("http://[0::0]", None),
        ],
    );
}

#[test]
fn wildcard_over_an_address() {
    broken(
        Rule::OriginIpWildcard,
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
        ],
    );
}

#[test]
fn unspecified_address() {
    broken(
        Rule::OriginUnspecifiedAddress,
        &[
            ("http://0.0.0.0", None),
            ("http://0.0.0.0:3000", None),
            ("http://[::]:3000", None),
            ("http://0.0.0.0:*", None),
        ],
    );
}

#[test]
fn loopback_is_what_browsers_trust_without_tls() -> Result<(), Rule> {
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
