//! The reading of likely origins, against the rules it leaves out.

use cors_rules::OriginPattern;

#[track_caller]
fn same(text: &str) {
    assert_eq!(
        OriginPattern::parse_likely(text),
        OriginPattern::parse(text),
        "{text}"
    );
}

#[test]
fn every_short_text_is_read_as_the_rules_read_it() {
    const HEADS: [&str; 9] = [
        "https://", "http://", "tauri://", "HTTPS://", "https:/", "https", "ws://", "http://[", "",
    ];
    const SIGNS: [&str; 18] = [
        "a", "x", "f", "0", "7", "-", "_", ".", ":", "*", "A", "/", "[", "]", "%", "@", " ", "é",
    ];
    let mut tails = vec![String::new()];
    for _ in 0..4 {
        let longer: Vec<_> = tails
            .iter()
            .flat_map(|tail| SIGNS.map(|sign| format!("{tail}{sign}")))
            .collect();
        for head in HEADS {
            for tail in &tails {
                same(&format!("{head}{tail}"));
            }
        }
        tails = longer;
    }
    // Of the longest, what goes on behind the two likely heads.
    for tail in &tails {
        same(&format!("https://{tail}"));
        same(&format!("http://a.{tail}"));
    }
}

#[test]
fn each_byte_is_taken_wherever_the_rules_take_it() {
    for byte in (0..=0x7f_u8).map(char::from) {
        for (before, behind) in [
            ("", ""),
            ("", "example.com"),
            ("exam", "ple.com"),
            ("example.com", ""),
            ("example.", ""),
            ("example.", "om"),
            ("example.com:", ""),
            ("127.0.0.", ""),
            ("0x", ""),
            ("a.0", ""),
        ] {
            same(&format!("https://{before}{byte}{behind}"));
            same(&format!("http://{before}{byte}{behind}"));
        }
    }
}

#[test]
fn names_are_as_long_as_the_rules_allow() {
    for label in 60..=66 {
        for labels in 1..=5 {
            for last in ["", "c", "com", "0"] {
                let name = format!("{}.", "a".repeat(label)).repeat(labels);
                same(&format!("https://{name}{last}"));
            }
        }
    }
    for rest in 180..=200 {
        let name = format!("{}.{}.", "a".repeat(63), "b".repeat(63));
        let tail = format!("{}.{}", "c".repeat(63), "d".repeat(rest - 128));
        same(&format!("https://{name}{tail}"));
    }
}

#[test]
fn pattern_with_an_owned_text_is_the_same_pattern() {
    for text in [
        "https://example.com",
        "https://*.example.com",
        "https://*.example.com:*",
        "https://*.example.com:8443",
        "http://localhost:*",
        "http://[::1]:*",
        "tauri://localhost",
        "moz-extension://*",
        "chrome-extension://abcdefghijklmnopabcdefghijklmnop",
    ] {
        let pattern = OriginPattern::parse(text).expect(text);
        let owned = pattern.into_owned();
        assert_eq!(owned.borrow(), pattern);
        assert_eq!((owned.as_str(), owned.host()), (text, pattern.host()));
    }
}
