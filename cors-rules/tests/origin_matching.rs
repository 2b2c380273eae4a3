//! Which `Origin` headers a pattern accepts, by the mistakes others have made.

use cors_rules::{Lint, OriginPattern};

#[track_caller]
fn matching(pattern: &str, accepted: &[&str], refused: &[&str]) {
    let parsed = OriginPattern::parse(pattern).expect(pattern);
    assert_eq!(OriginPattern::__known(pattern), parsed);
    for origin in accepted {
        assert!(
            parsed.matches(origin.as_bytes()),
            "{pattern} refuses {origin}"
        );
    }
    for origin in refused {
        assert!(
            !parsed.matches(origin.as_bytes()),
            "{pattern} accepts {origin}"
        );
    }
    assert!(
        parsed.matches(parsed.sample().as_bytes()),
        "{pattern} refuses its sample {}",
        parsed.sample()
    );
}

#[test]
fn exact_pattern_accepts_its_bytes_alone() {
    matching(
        "https://example.com",
        &["https://example.com"],
        &[
            "",
            "null",
            "*",
            "https://example.co",
            "https://example.com.",
            "https://example.com/",
            "https://example.com:443",
            "https://example.com:8080",
            "http://example.com",
            "HTTPS://example.com",
            "https://Example.com",
            "https://evil-example.com",
            "https://notexample.com",
            "https://example.com.evil.com",
            "https://example.com@evil.com",
            "https://example.community",
            "https://sub.example.com",
            "https://exampleXcom",
            "https://example.com,https://example.com",
            " https://example.com",
        ],
    );
    matching(
        "https://foo.com",
        &["https://foo.com"],
        &["https://barfoo.com", "https://bar.com"],
    );
    matching(
        "https://api.example.com",
        &[],
        &["https://apiXexample.com", "https://api-example.com"],
    );
}

#[test]
fn star_accepts_labels_and_never_the_apex() {
    matching(
        "https://*.example.com",
        &[
            "https://a.example.com",
            "https://a.b.example.com",
            "https://example.com.example.com",
            "https://foo_bar.example.com",
            "https://-x-.example.com",
            "https://0.example.com",
            "https://xn--bcher-kva.example.com",
        ],
        &[
            "https://example.com",
            "https://.example.com",
            "https://a..example.com",
            "https://.a.example.com",
            "https://evilexample.com",
            "https://evil-example.com",
            "https://a.example.com.evil.com",
            "https://a.example.com:443",
            "https://a.example.com:8080",
            "https://a.example.com:",
            "https://a.example.com.",
            "https://a.example.com/",
            "http://a.example.com",
            "https://A.example.com",
            "https://a.Example.com",
            "https://a@b.example.com",
            "https://evil.com/.example.com",
            "https://evil.com?.example.com",
            "https://evil.com#.example.com",
            "https://evil.com:80.example.com",
            "https://evil.com\\.example.com",
            "https://ü.example.com",
            "https://%61.example.com",
            "https://*.example.com",
            "https://a .example.com",
            "https://a\n.example.com",
            "https://a!b.example.com",
            "https://[::1].example.com",
        ],
    );
    matching(
        "https://*.example.com.",
        &["https://a.example.com."],
        &["https://a.example.com", "https://example.com."],
    );
}

#[test]
fn star_with_a_port_accepts_this_port() {
    matching(
        "https://*.example.com:8443",
        &["https://a.example.com:8443"],
        &[
            "https://a.example.com",
            "https://a.example.com:8444",
            "https://a.example.com:08443",
            "https://a.example.com:84430",
            "https://example.com:8443",
            "https://a.example.com:8443:8443",
        ],
    );
}

#[test]
fn any_port_accepts_ports_as_browsers_write_them() {
    matching(
        "http://localhost:*",
        &[
            "http://localhost",
            "http://localhost:1",
            "http://localhost:5173",
            "http://localhost:65535",
            "http://localhost:443",
        ],
        &[
            "http://localhost:",
            "http://localhost:0",
            "http://localhost:80",
            "http://localhost:080",
            "http://localhost:05173",
            "http://localhost:65536",
            "http://localhost:99999",
            "http://localhost:100000",
            "http://localhost:*",
            "http://localhost:+1",
            "http://localhost:1a",
            "http://localhost:5173/",
            "http://localhost.evil.com",
            "http://localhost:5173.evil.com",
            "http://localhost:5173@evil.com",
            "http://localhost:1:2",
            "http://localhosts",
            "http://local",
            "http://a.localhost",
            "https://localhost",
        ],
    );
    matching(
        "https://example.com:*",
        &["https://example.com:80"],
        &["https://example.com:443"],
    );
    matching(
        "tauri://localhost:*",
        &["tauri://localhost:80", "tauri://localhost:443"],
        &[],
    );
    matching(
        "http://[::1]:*",
        &["http://[::1]", "http://[::1]:3000"],
        &[
            "http://[::1",
            "http://[::1]:",
            "http://[::1]3000",
            "http://[::2]:3000",
            "http://::1",
            "http://[:3000",
        ],
    );
    matching(
        "https://*.example.com:*",
        &["https://a.example.com", "https://a.b.example.com:8443"],
        &[
            "https://example.com",
            "https://example.com:8443",
            "https://a.example.com:443",
            "https://a:1.example.com",
        ],
    );
}

#[test]
fn extensions_are_accepted_by_the_form_of_their_id() {
    matching(
        "moz-extension://*",
        &["moz-extension://0b9a7f3e-1234-4abc-8def-0123456789ab"],
        &[
            "moz-extension://",
            "moz-extension://*",
            "moz-extension://0B9A7F3E-1234-4ABC-8DEF-0123456789AB",
            "moz-extension://0b9a7f3e-1234-4abc-8def-0123456789a",
            "moz-extension://0b9a7f3e-1234-4abc-8def-0123456789abc",
            "moz-extension://0b9a7f3e01234-4abc-8def-0123456789ab",
            "moz-extension://0b9a7f3e-1234-4abc-8def-0123456789ag",
            "moz-extension://0b9a7f3e-1234-4abc-8def-0123456789ab/",
            "safari-web-extension://0b9a7f3e-1234-4abc-8def-0123456789ab",
            "https://0b9a7f3e-1234-4abc-8def-0123456789ab",
        ],
    );
    matching(
        "safari-web-extension://*",
        &[
            "safari-web-extension://0b9a7f3e-1234-4abc-8def-0123456789ab",
            "safari-web-extension://0B9A7F3E-1234-4ABC-8DEF-0123456789AB",
        ],
        &["moz-extension://0b9a7f3e-1234-4abc-8def-0123456789ab"],
    );
}

#[test]
fn names_have_their_lengths() {
    let pattern = "https://*.example.com";
    let label = "a".repeat(63);
    matching(
        pattern,
        &[&format!("https://{label}.example.com")],
        &[&format!("https://{label}a.example.com")],
    );
    let longest = "a.".repeat((253 - "example.com".len()) / 2);
    matching(
        pattern,
        &[&format!("https://{longest}example.com")],
        &[
            &format!("https://a.{longest}example.com"),
            &format!("https://{}example.com", "a.".repeat(8192)),
        ],
    );
    matching(
        "https://*.example.com:*",
        &[
            &format!("https://{label}.example.com:65535"),
            &format!("https://{longest}example.com:65535"),
        ],
        &[
            &format!("https://{label}a.example.com:65535"),
            &format!("https://a.{longest}example.com:1"),
        ],
    );
    let scheme = "a".repeat(64);
    let origin = format!("{scheme}://{longest}example.com:65535");
    assert_eq!(origin.len(), OriginPattern::LONGEST_ORIGIN);
    matching(
        &format!("{scheme}://*.example.com:*"),
        &[&origin],
        &[&format!("{scheme}://a.{longest}example.com:1")],
    );
}

#[test]
fn bytes_that_are_no_text_are_refused() -> Result<(), Lint> {
    for pattern in [
        "https://*.a.com",
        "http://localhost:*",
        "https://a.com",
        "moz-extension://*",
    ] {
        let pattern = OriginPattern::parse(pattern)?;
        for origin in [
            &b"https://\xff.a.com"[..],
            b"\xff",
            b"http://localhost:\xff",
            b"\0",
            &[b'h'; 16_384],
        ] {
            assert!(!pattern.matches(origin));
        }
    }
    Ok(())
}

#[test]
fn const_evaluation_matches() {
    const ALLOWED: bool = match OriginPattern::parse("https://*.example.com:*") {
        Ok(pattern) => {
            pattern.matches(b"https://shop.example.com:8443")
                && !pattern.matches(b"https://example.com")
        }
        Err(_) => false,
    };
    const { assert!(ALLOWED) }
}
