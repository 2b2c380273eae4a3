//! Ports.

use cors_rules::{Lint, OriginPattern};

use crate::{accepted, broken};

#[test]
fn default_port() {
    broken(
        Lint::OriginDefaultPort,
        &[
            ("https://example.com:443", Some("https://example.com")),
            ("http://example.com:80", Some("http://example.com")),
            ("https://*.example.com:443", Some("https://*.example.com")),
        ],
    );
    accepted(&["tauri://localhost:80"]);
}

#[test]
fn port_malformed() {
    broken(
        Lint::OriginPortMalformed,
        &[
            ("https://example.com:", Some("https://example.com")),
            (
                "https://example.com:08443",
                Some("https://example.com:8443"),
            ),
            ("https://example.com:0443", Some("https://example.com")),
            ("https://example.com:http", None),
            ("https://example.com:80a", None),
            ("https://example.com:-1", None),
            ("https://example.com:8080:9090", None),
            ("https://example.com:00", None),
        ],
    );
}

#[test]
fn port_out_of_range() {
    broken(
        Lint::OriginPortOutOfRange,
        &[
            ("https://example.com:0", None),
            ("https://example.com:65536", None),
            ("https://example.com:99999999999", None),
        ],
    );
}

#[test]
fn port_blocked() {
    // Fetch, "bad port", without 0.
    let bad = "1 7 9 11 13 15 17 19 20 21 22 23 25 37 42 43 53 69 77 79 87 95 101 102 103 104 109 110 111 113 115 117 \
        119 123 135 137 139 143 161 179 389 427 465 512 513 514 515 526 530 531 532 540 548 554 556 563 587 601 636 989 \
        990 993 995 1719 1720 1723 2049 3659 4045 4190 5060 5061 6000 6566 6665 6666 6667 6668 6669 6679 6697 10080";
    let bad: Vec<u16> = bad
        .split_whitespace()
        .map(|port| port.parse().expect("a number"))
        .collect();
    for port in 1..=u16::MAX {
        for scheme in ["http", "https"] {
            let blocked = OriginPattern::parse(&format!("{scheme}://a.b:{port}"))
                == Err(Lint::OriginPortBlocked);
            assert_eq!(blocked, bad.contains(&port), "{port}");
        }
    }
    broken(Lint::OriginPortBlocked, &[("http://localhost:6000", None)]);
    accepted(&["tauri://localhost:6000"]);
}
