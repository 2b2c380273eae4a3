//! The reader of origins and of the other values of a policy: it never panics, accepts nothing but what a
//! browser would send, and each correction it gives is accepted.

#![no_main]

use cors_rules::{
    Allowances, Draft, MaxAge, Message, Names, OriginContext, OriginPattern, Origins, check,
    check_exposed_header, check_loaded_origins, check_method, check_request_header,
    is_public_suffix_or_ancestor, parse_max_age, resolve,
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, &str)| {
    let (bits, text) = input;
    let bit = |index: u8| bits & (1 << index) != 0;
    let allow = Allowances {
        insecure_origins: bit(3),
        public_suffixes: bit(4),
        null_origin: bit(5),
        ..Allowances::default()
    };
    let context = OriginContext {
        credentials: bit(0),
        enforce: bit(1),
        dev: bit(2),
        allow,
    };

    accepted_is_canonical(text);
    corrections_are_accepted(text, context);

    let _ = is_public_suffix_or_ancestor(text);
    let draft = Draft {
        origins: Some(Origins::List(vec![text, "https://a.example"])),
        methods: Some(Names::List(vec![text])),
        headers: Some(Names::List(vec![text])),
        expose_headers: Some(Names::List(vec![text])),
        max_age: Some(MaxAge::Text(text)),
        credentials: context.credentials,
        allow,
        ..Draft::default()
    };
    match resolve(&draft) {
        Ok(_) => {
            assert!(check_method(text).is_ok() || text == "*");
            assert!(check_request_header(text).is_ok() || text == "*");
            assert!(check_exposed_header(text).is_ok() || text == "*");
            assert!(parse_max_age(text).is_ok());
        }
        Err(findings) => {
            assert!(!findings.is_empty());
            for finding in findings {
                let said = Message::with_correction(
                    finding.lint(),
                    finding.field(),
                    finding.entry(),
                    finding.correction(),
                );
                assert!(!said.as_str().is_empty());
                // Quoted text cannot move the cursor of a terminal.
                assert!(
                    !said
                        .as_str()
                        .contains(|c: char| c.is_control() && c != '\n')
                );
            }
        }
    }
});

fn accepted_is_canonical(text: &str) {
    let Ok(pattern) = OriginPattern::parse(text) else {
        return;
    };
    assert_eq!(pattern.as_str(), text);
    let sample = pattern.sample();
    assert!(
        pattern.matches(sample.as_bytes()),
        "{text} does not match {sample}"
    );
    if pattern.is_exact() {
        assert_eq!(sample, text);
    }
    if matches!(pattern.scheme(), "http" | "https") {
        match url::Url::parse(&sample) {
            Ok(url) => assert_eq!(url.origin().ascii_serialization(), sample),
            // The letter a label stands for may be one that a browser maps to another: only tables tell.
            Err(error) => assert!(sample.contains("xn--"), "{sample}: {error}"),
        }
    }
}

fn corrections_are_accepted(text: &str, context: OriginContext) {
    let field = if context.dev {
        cors_rules::Field::DevOrigins
    } else {
        cors_rules::Field::Origins
    };
    let draft = |entry| {
        let mut draft = Draft {
            credentials: context.credentials,
            enforce: context.enforce,
            allow: context.allow,
            ..Draft::default()
        };
        if context.dev {
            draft.dev_origins = Some(vec![entry]);
        } else {
            draft.origins = Some(Origins::List(vec![entry, "https://a.b"]));
        }
        draft
    };
    let written = check(&draft(text));
    assert!(written.len() <= 1, "{written:?}");
    if let Some(corrected) = written.first().and_then(|finding| finding.correction()) {
        assert_ne!(corrected, text);
        assert!(
            check(&draft(corrected)).is_empty(),
            "{corrected} for {text}"
        );
    }
    let loaded = check_loaded_origins(&[text], field, context);
    if let Some(corrected) = loaded.first().and_then(|finding| finding.correction()) {
        let again = check_loaded_origins(&[corrected], field, context);
        assert!(again.is_empty(), "{corrected} for {text}");
    }
}
