//! Lists and patterns against a naive twin, which reads them as they are written.

#![no_main]

use cors_rules::OriginPattern;
use cors_runtime::LiveOrigins;
use libfuzzer_sys::fuzz_target;
use naive::naive;

#[path = "../../cors-rules/tests/naive/mod.rs"]
mod naive;

// An origin on the first line, and entries on the others.
fuzz_target!(|input: &[u8]| {
    let mut lines = input.split(|&byte| byte == b'\n');
    let origin = lines.next().unwrap_or_default();
    let entries: Vec<&str> = lines.filter_map(|line| str::from_utf8(line).ok()).collect();
    let text = str::from_utf8(origin).ok();

    if let Some(text) = text {
        let read = OriginPattern::parse(text);
        assert_eq!(OriginPattern::parse_likely(text), read, "{text}");
    }

    let mut listed = false;
    let mut accepted = Vec::new();
    for entry in entries {
        let Ok(pattern) = OriginPattern::parse(entry) else {
            continue;
        };
        let expected = if pattern.any_extension() {
            is_extension(pattern.scheme(), text)
        } else {
            text.is_some_and(|origin| naive(entry, origin))
        };
        assert_eq!(pattern.matches(origin), expected, "{entry}");
        assert_eq!(pattern.into_owned().borrow(), pattern, "{entry}");
        // Sets refuse what they would refuse a policy with `enforce`.
        if LiveOrigins::new()
            .allow_public_suffixes()
            .check([entry])
            .is_ok()
        {
            accepted.push(entry);
            listed |= expected;
        }
    }
    let set = LiveOrigins::new().allow_public_suffixes();
    set.replace(&accepted).expect("each alone is accepted");
    assert_eq!(set.allows(origin), listed, "{accepted:?}");
});

/// True if an id has the form of a UUID, in lower case but for Safari's.
fn is_extension(scheme: &str, origin: Option<&str>) -> bool {
    let id = origin
        .and_then(|origin| origin.strip_prefix(scheme))
        .and_then(|rest| rest.strip_prefix("://"));
    let upper = scheme == "safari-web-extension";
    id.is_some_and(|id| {
        let parts: Vec<&str> = id.split('-').collect();
        let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
        let digit = |c: char| {
            c.is_ascii_digit() || ('a'..='f').contains(&c) || upper && ('A'..='F').contains(&c)
        };
        lengths == [8, 4, 4, 4, 12] && parts.concat().chars().all(digit)
    })
}
