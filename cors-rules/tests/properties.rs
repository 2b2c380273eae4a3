//! Properties of every policy, compared with a second, naive implementation, and on generated texts.

use cors_rules::{
    Allowances, Draft, Lint, MaxAge, Message, Names, OriginContext, OriginPattern, Origins, Port,
    check, check_exposed_header, check_method, check_origin, check_request_header,
    is_public_suffix_or_ancestor, parse_max_age, resolve,
};
use proptest::{collection::vec, option, prelude::*, sample::select};

mod naive;

use naive::naive;

fn scheme() -> impl Strategy<Value = &'static str> {
    select(vec!["https", "http", "tauri"])
}

fn host() -> impl Strategy<Value = String> {
    let label = select(vec![
        "a",
        "b",
        "example",
        "com",
        "evil-example",
        "x_y",
        "-",
        "xn--p1ai",
        "www",
    ]);
    prop_oneof![
        8 => vec(label, 1..4).prop_map(|labels| labels.join(".")),
        1 => select(vec!["localhost", "127.0.0.1", "[::1]", "a.example.", "10.0.0.5", "0.0.0.0", "[::]"]).prop_map(String::from),
        1 => "xn--[a-c0-9-]{0,5}(\\.example)?",
    ]
}

fn port() -> impl Strategy<Value = &'static str> {
    select(vec![
        "", "", ":3000", ":8443", ":80", ":443", ":65535", ":1",
    ])
}

fn pattern() -> impl Strategy<Value = String> {
    (
        scheme(),
        select(vec!["", "*."]),
        host(),
        prop_oneof![port(), Just(":*")],
    )
        .prop_map(|(scheme, star, host, port)| format!("{scheme}://{star}{host}{port}"))
}

/// Origins near those of `pattern`: sometimes one, often nearly one.
fn origin() -> impl Strategy<Value = String> {
    let odd = select(vec![
        ":",
        ":0",
        ":080",
        ":65536",
        ":+1",
        "/",
        ".",
        "@evil.example",
        ".evil.example",
        " ",
    ]);
    let head = select(vec![
        "", "", "", "a.", "b.www.", ".", "a..", "evil", "A.", "ü.",
    ]);
    (scheme(), head, host(), port(), option::weighted(0.1, odd)).prop_map(
        |(scheme, head, host, port, odd)| {
            format!("{scheme}://{head}{host}{port}{}", odd.unwrap_or_default())
        },
    )
}

/// Text as people type it.
fn typed() -> impl Strategy<Value = String> {
    let before = select(vec!["", "", "", " ", "\"", "user@"]);
    let scheme = select(vec![
        "https://",
        "http://",
        "HTTP://",
        "ws://",
        "wss://",
        "",
        "//",
        "https:/",
        "htps://",
        "tauri://",
        "file://",
        "chrome-extension://",
        "moz-extension://",
        "*://",
        "https://http://",
        "wss://https://",
    ]);
    let user = select(vec!["", "", "", "user:pass@"]);
    let star = select(vec!["", "", "", "*.", "*"]);
    let name = prop_oneof![
        4 => host(),
        1 => select(vec![
            "Example.COM", "127.1", "0x7f.1", "[0:0::1]", "[::FFFF:1.2.3.4]", "bücher.example", "github.io", "null", "*",
            "0.0.0.0", "[::]", "abcdefghijklmnopabcdefghijklmnop", "", "a..b", "foo.0x", "::1", "https",
        ])
        .prop_map(String::from),
    ];
    let port = select(vec![
        "", "", ":3000", ":443", ":80", ":0443", ":", ":*", ":x", ":99999", ":6000", ":0",
    ]);
    let tail = select(vec![
        "",
        "",
        "/",
        "/path",
        "?q",
        "#f",
        "/*",
        " ",
        ",",
        "/|https://b.z/",
        "/, b.z",
    ]);
    (before, scheme, user, star, name, port, tail).prop_map(
        |(before, scheme, user, star, name, port, tail)| {
            format!("{before}{scheme}{user}{star}{name}{port}{tail}")
        },
    )
}

fn allowances() -> impl Strategy<Value = Allowances> {
    any::<[bool; 4]>().prop_map(
        |[
            insecure_origins,
            public_suffixes,
            null_origin,
            unchecked_origins,
        ]| Allowances {
            insecure_origins,
            public_suffixes,
            null_origin,
            unchecked_origins,
            ..Allowances::default()
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn pattern_matches_as_its_definition(pattern in pattern(), origin in origin()) {
        if let Ok(parsed) = OriginPattern::parse(&pattern) {
            prop_assert_eq!(parsed.matches(origin.as_bytes()), naive(&pattern, &origin));
        }
    }

    #[test]
    fn pattern_matches_the_origins_below_it(pattern in pattern(), labels in "[a-z0-9_-]{1,8}(\\.[a-z0-9_-]{1,8}){0,2}", number in 1_u16..) {
        if let Ok(parsed) = OriginPattern::parse(&pattern) {
            let mut origin = parsed.as_str().replace("*.", &format!("{labels}."));
            if parsed.any_port() {
                origin = origin.replace(":*", &format!(":{number}"));
            }
            prop_assert_eq!(parsed.matches(origin.as_bytes()), naive(&pattern, &origin));
            prop_assert!(parsed.matches(parsed.sample().as_bytes()));
            prop_assert!(naive(&pattern, &parsed.sample()));
        }
    }

    #[test]
    fn accepted_entry_is_canonical(text in prop_oneof![pattern(), origin(), typed(), "https?://[a-z0-9.:\\[\\]_x-]{1,24}"]) {
        prop_assert_eq!(OriginPattern::parse_likely(&text), OriginPattern::parse(&text));
        let Ok(parsed) = OriginPattern::parse(&text) else { return Ok(()) };
        prop_assert_eq!(OriginPattern::__known(&text), parsed);
        prop_assert_eq!(text.contains('*'), !parsed.is_exact());
        let owned = parsed.into_owned();
        prop_assert_eq!(owned.borrow(), parsed);
        let sample = parsed.sample();
        if parsed.is_exact() {
            prop_assert_eq!(&sample, &text);
        }
        if matches!(parsed.scheme(), "https" | "http") {
            match url::Url::parse(&sample) {
                Ok(url) => prop_assert_eq!(url.origin().ascii_serialization(), sample),
                // The letter a label stands for may be one that a browser maps to another: only tables tell.
                Err(error) => prop_assert!(sample.contains("xn--"), "{}: {}", sample, error),
            }
        }
        match parsed.port() {
            Port::Default | Port::Any => {}
            Port::Number(port) => { let end = format!(":{port}"); prop_assert!(text.ends_with(&end)); }
            _ => unreachable!(),
        }
    }

    #[test]
    fn correction_is_accepted_in_place_of_the_entry(
        entry in typed(),
        [credentials, enforce, dev] in any::<[bool; 3]>(),
        allow in allowances(),
    ) {
        let draft = |entry| {
            let mut draft = Draft { credentials, enforce, allow, ..Draft::default() };
            if dev { draft.dev_origins = Some(vec![entry]) } else { draft.origins = Some(Origins::List(vec![entry, "https://a.b"])) }
            draft
        };
        let findings = check(&draft(&entry));
        prop_assert!(findings.len() <= 1);
        if let Some(corrected) = findings.first().and_then(|finding| finding.correction()) {
            prop_assert_ne!(corrected, &entry);
            prop_assert_eq!(check(&draft(corrected)), vec![]);
            prop_assert!(findings[0].help().contains(corrected));
            prop_assert!(!entry.contains("b.z"));
        }
    }

    #[test]
    fn origins_of_other_sites_are_rejected(
        entry in prop_oneof![pattern(), typed(), select(vec!["https://*.run.app", "moz-extension://*", "null"]).prop_map(String::from)],
        [credentials, enforce, dev] in any::<[bool; 3]>(),
        allow in allowances(),
    ) {
        let context = OriginContext { credentials, enforce, dev, allow };
        if (credentials || enforce) && check_origin(&entry, context).is_ok() {
            let parsed = OriginPattern::parse(&entry).expect("no `null`");
            prop_assert!(!parsed.any_extension());
            prop_assert!(allow.public_suffixes || !parsed.subdomains() || !is_public_suffix_or_ancestor(parsed.host()));
        }
    }

    #[test]
    fn other_corrections_are_accepted(method in "[A-Za-z-]{1,9}|[Pp][Aa][Tt][Cc][Hh]", age in any::<i64>(), text in "-?[0-9]{0,6} ?[a-zA-Z]{0,7}") {
        for max_age in [MaxAge::Seconds(age), MaxAge::Text(&text)] {
            let draft = Draft {
                origins: Some(Origins::Any),
                methods: Some(Names::List(vec![&method])),
                max_age: Some(max_age),
                ..Draft::default()
            };
            for finding in check(&draft) {
                let Some(corrected) = finding.correction() else { continue };
                match finding.lint() {
                    Lint::MethodWrongCase => prop_assert_eq!(check_method(corrected), Ok(())),
                    _ => prop_assert!(parse_max_age(corrected).is_ok()),
                }
            }
        }
    }

    /// A policy is kept as a text of words, in which a value has to stay one.
    #[test]
    fn accepted_entry_is_one_word(text in prop_oneof![any::<String>(), pattern(), "[!-~]{0,3}[ ;,*a-z]{0,2}[!-~]{0,3}", "https?://[a-z.;, *:]{1,9}"], allow in allowances()) {
        let context = OriginContext { allow, ..OriginContext::default() };
        let accepted = [check_origin(&text, context).is_ok(), check_method(&text).is_ok(), check_request_header(&text).is_ok(), check_exposed_header(&text).is_ok()];
        if accepted.contains(&true) {
            prop_assert!(!text.is_empty() && !text.contains([' ', ';', ',', '"', '\\']));
        }
    }

    #[test]
    fn nothing_panics(text in any::<String>(), bytes in any::<Vec<u8>>(), allow in allowances(), credentials in any::<bool>()) {
        for text in [text.clone(), format!("https://{text}"), format!("https://[{text}]:*"), format!("http://*.{text}:1"), format!("{text}:{text}")] {
            let _ = check_origin(&text, OriginContext { credentials, allow, ..OriginContext::default() });
            let _ = (check_method(&text), check_request_header(&text), check_exposed_header(&text), parse_max_age(&text));
            let _ = is_public_suffix_or_ancestor(&text);
            let names = || Some(Names::List(vec![&*text, "*"]));
            let draft = Draft {
                origins: Some(Origins::List(vec![&text])),
                dev_origins: Some(vec![&text]),
                methods: names(),
                headers: names(),
                expose_headers: names(),
                max_age: Some(MaxAge::Text(&text)),
                credentials,
                allow,
                ..Draft::default()
            };
            for finding in resolve(&draft).expect_err("stars beside others") {
                prop_assert!(!finding.to_string().contains('\r'));
                let message = Message::with_correction(finding.lint(), finding.field(), finding.entry(), finding.correction());
                prop_assert!(!message.as_str().is_empty());
            }
        }
        for pattern in ["https://*.a.com:*", "http://[::1]:*", "moz-extension://*", "https://a.com"] {
            let pattern = OriginPattern::parse(pattern).expect("a pattern");
            prop_assert!(!pattern.matches(&bytes));
            let origin = [b"https://", &*bytes, b".a.com"].concat();
            let expected = core::str::from_utf8(&origin).is_ok_and(|origin| naive(pattern.as_str(), origin));
            prop_assert_eq!(pattern.matches(&origin), expected);
        }
    }
}
