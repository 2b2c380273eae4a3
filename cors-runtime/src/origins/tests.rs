//! The look-up allows the same origins as a comparison with each entry, for lists of every length.

use cors_rules::{OriginContext, OriginPattern, sort_exact, sort_patterns};
use proptest::{
    prelude::*,
    test_runner::{Config, TestRng, TestRunner},
};

use super::{OriginPatterns, Origins, set::OriginSet};

/// Few labels, so that origins differ in a letter, a dot, a port or a parent domain.
fn host() -> impl Strategy<Value = String> {
    let label = prop_oneof!["[ab]{1,2}", Just("foo".to_owned()), Just("bar".to_owned())];
    let domain = prop_oneof![
        Just("com"),
        Just("foo.com"),
        Just("b.co.uk"),
        Just("localhost")
    ];
    (prop::collection::vec(label, 0..4), domain).prop_map(|(mut labels, domain)| {
        labels.push(domain.to_owned());
        labels.join(".")
    })
}

fn port() -> impl Strategy<Value = &'static str> {
    prop_oneof![3 => Just(""), 1 => Just(":8080"), 1 => Just(":1")]
}

fn scheme() -> impl Strategy<Value = &'static str> {
    prop_oneof![3 => Just("https"), 1 => Just("http"), 1 => Just("app")]
}

fn entry() -> impl Strategy<Value = String> {
    let star = prop_oneof![3 => Just(""), 1 => Just("*.")];
    let port = prop_oneof![4 => port(), 1 => Just(":*")];
    prop_oneof![
        30 => (scheme(), star, host(), port).prop_map(|(scheme, star, host, port)| {
            format!("{scheme}://{star}{host}{port}")
        }),
        1 => Just("moz-extension://*".to_owned()),
        1 => Just("http://[::1]:8080".to_owned()),
        1 => Just("http://[::1]:*".to_owned()),
        1 => Just("http://10.0.0.5".to_owned()),
    ]
}

fn origin() -> impl Strategy<Value = String> {
    prop_oneof![
        30 => (scheme(), host(), port()).prop_map(|(scheme, host, port)| {
            format!("{scheme}://{host}{port}")
        }),
        1 => Just("moz-extension://0b9a7f3e-0000-4000-8000-000000000000".to_owned()),
        1 => (host(), host()).prop_map(|(one, two)| format!("https://{one}{two}")),
        1 => (host(), host()).prop_map(|(one, two)| format!("https://{one}.{two}:8080")),
        1 => host().prop_map(|host| format!("https://.{host}")),
        1 => host().prop_map(|host| format!("https://{host}.")),
        1 => host().prop_map(|host| format!("https://{host}:443")),
        1 => host().prop_map(|host| format!("https://{host}/https://foo.com")),
        1 => Just("http://[::1]:8080".to_owned()),
        1 => Just("http://[::1]".to_owned()),
        1 => Just("http://10.0.0.5".to_owned()),
        1 => "[ -~]{0,20}",
    ]
}

/// The list as a policy in the program has it.
fn literal(entries: &[String]) -> Origins {
    let patterns = entries
        .iter()
        .map(|entry| OriginPattern::parse(entry.clone().leak()));
    let (exact, mut patterns): (Vec<_>, Vec<_>) = patterns
        .map(|pattern| pattern.expect("an entry"))
        .partition(OriginPattern::is_exact);
    let mut exact: Vec<_> = exact.iter().map(OriginPattern::as_str).collect();
    sort_exact(&mut exact);
    sort_patterns(&mut patterns);
    Origins::Listed {
        exact: exact.leak(),
        patterns: OriginPatterns::of(patterns.leak()),
        sources: &[],
    }
}

fn check(entries: &[String], origins: &[String]) -> [usize; 2] {
    let naive: Vec<OriginPattern<'_>> = entries
        .iter()
        .map(|entry| OriginPattern::parse(entry).expect("an entry"))
        .collect();
    let (literal, live) = (
        literal(entries),
        OriginSet::of(entries.iter().map(String::as_str)),
    );
    let mut counts = [0, 0];
    for origin in origins {
        let bytes = origin.as_bytes();
        let expected = naive.iter().any(|pattern| pattern.matches(bytes));
        let context = OriginContext::default();
        assert_eq!(
            literal.allow(bytes, || context),
            expected,
            "{origin} literal in {entries:?}"
        );
        assert_eq!(live.allows(bytes), expected, "{origin} live in {entries:?}");
        counts[usize::from(expected)] += 1;
    }
    counts
}

fn sample<T>(strategy: impl Strategy<Value = T>, runner: &mut TestRunner) -> T {
    let tree = strategy.new_tree(runner).expect("a value");
    proptest::strategy::ValueTree::current(&tree)
}

/// Compares origins with `rounds` lists of about this length.
fn compare(length: usize, rounds: usize, origins: usize) {
    let rng = TestRng::deterministic_rng(Config::default().rng_algorithm);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let mut counts = [0, 0];
    let tried: Vec<String> = (0..origins)
        .map(|_| sample(origin(), &mut runner))
        .collect();
    for _ in 0..rounds {
        let entries: Vec<String> = (0..length)
            .map(|i| {
                let entry = sample(entry(), &mut runner);
                // There are not so many names.
                if length > 100
                    && !entry.contains("://*")
                    && entry.starts_with("https://")
                    && i % 4 > 0
                {
                    entry.replacen("https://", &format!("https://n{i}."), 1)
                } else {
                    entry
                }
            })
            .filter(|entry| OriginPattern::parse(entry).is_ok())
            .collect();
        let [refused, allowed] = check(&entries, &tried);
        counts[0] += refused;
        counts[1] += allowed;
    }
    assert!(counts.iter().all(|count| *count > rounds), "{counts:?}");
}

#[test]
fn list_of_one_matches_like_its_entry() {
    compare(1, 4_000, 200);
}

#[test]
fn list_of_ten_matches_like_each_entry() {
    compare(10, 2_000, 200);
}

#[test]
fn list_of_a_thousand_matches_like_each_entry() {
    compare(1_000, 4, 1_000);
}

#[test]
fn list_of_ten_thousand_matches_like_each_entry() {
    compare(10_000, 1, 500);
}

#[test]
fn look_alike_of_an_entry_is_rejected() {
    let entries: Vec<String> = ["https://foo.com", "https://bar.com", "https://*.baz.com"]
        .iter()
        .map(ToString::to_string)
        .chain((0..20).map(|i| format!("https://*.n{i}.example")))
        .collect();
    for (origin, allowed) in [
        ("https://foo.com", true),
        ("https://barfoo.com", false),
        ("https://foobar.com", false),
        ("https://foo.com.bar.com", false),
        ("https://a.baz.com", true),
        ("https://baz.com", false),
        ("https://abaz.com", false),
        ("https://a.baz.com.n1.example.com", false),
        ("https://a.n19.example", true),
        ("https://a.n19.example:8443", false),
        ("https://n19.example", false),
        ("http://a.n19.example", false),
    ] {
        assert_eq!(
            check(&entries, &[origin.to_owned()])[1] == 1,
            allowed,
            "{origin}"
        );
    }
}

fn listed(entries: &[&str]) -> Origins {
    let entries: Vec<_> = entries.iter().map(ToString::to_string).collect();
    literal(&entries)
}

fn allow(origins: Origins, origin: &[u8]) -> bool {
    origins.allow(origin, OriginContext::default)
}

#[test]
fn exact_origins_match_byte_for_byte() {
    let origins = listed(&[
        "https://foo.com",
        "https://bar.com",
        "http://localhost:3000",
    ]);
    assert!(allow(origins, b"https://foo.com"));
    assert!(allow(origins, b"http://localhost:3000"));
    for refused in [
        &b"https://barfoo.com"[..],
        b"https://foo.com/",
        b"https://FOO.com",
        b"https://foo.co",
        b"http://localhost:30000",
        b"null",
        b"",
        b"\xff",
    ] {
        assert!(!allow(origins, refused), "{}", refused.escape_ascii());
    }
}

#[test]
fn patterns_stand_beside_exact_origins() {
    let origins = listed(&["https://example.com", "https://*.example.com"]);
    assert!(allow(origins, b"https://example.com"));
    assert!(allow(origins, b"https://a.example.com"));
    assert!(!allow(origins, b"https://evil-example.com"));
    assert!(!allow(origins, b"https://a.example.com.evil.com"));
}

#[test]
fn longest_origin_is_allowed_by_few_and_many_patterns() {
    let scheme = "a".repeat(64);
    let labels = "a.".repeat((253 - "example.com".len()) / 2);
    let origin = format!("{scheme}://{labels}example.com:65535");
    assert_eq!(origin.len(), OriginPattern::LONGEST_ORIGIN);
    let others = (0..20).map(|i| format!("https://*.{i}.example.org"));
    let entries: Vec<_> = others
        .chain([format!("{scheme}://*.example.com:*")])
        .collect();
    for entries in [&entries[..], &entries[20..]] {
        let set = OriginSet::of(entries.iter().map(String::as_str));
        assert!(set.allows(origin.as_bytes()));
        assert!(!set.allows(format!("{origin}5").as_bytes()));
    }
}

/// Each way to make a list sorts it for one look-up. A list in another order would reject origins without an error.
mod order {
    use cors_rules::OriginPattern;
    use proptest::prelude::*;

    use super::{super::set::OriginSet, entry, literal};
    use crate::{
        LiveOrigins, Policy, policy,
        policy::const_eval::{exact, patterns},
    };

    macro_rules! lists {
        ($($entry:literal)*) => {
            const CONSTANT: &[&str] = &[$($entry),*];
            /// Up to sixteen entries are encoded as text.
            static ENCODED: Policy = policy!(origins = [$($entry),*]);
            /// More entries are written as slices.
            static SLICES: Policy = policy!(origins = [$($entry,)* "https://n1.example", "https://n2.example",
                "https://n3.example", "https://n4.example", "https://n5.example", "https://n6.example",
                "https://n7.example", "https://n8.example", "https://n9.example", "https://n10.example"]);
        };
    }

    lists! {
        "https://*.b.example:8443" "https://long.example" "https://b.io" "http://b.example" "https://*.b.example"
        "http://*.b.example" "https://a.io" "https://*.a.example" "https://a.b.example:8000" "https://zz.io"
    }
    static TABLE: Policy = policy!(origins = [CONSTANT]);
    static LIVE: LiveOrigins = LiveOrigins::new();

    #[test]
    fn lists_of_every_form_have_one_order() {
        LIVE.replace(CONSTANT).expect("valid origins");
        let expected = LIVE.origins();
        let origins = |policy: &Policy| policy.origins().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(origins(&TABLE), expected);
        assert_eq!(origins(&ENCODED), expected);
        let mut slices = origins(&SLICES);
        slices.retain(|origin| !origin.starts_with("https://n"));
        assert_eq!(slices, expected);
        for origin in [
            "https://b.io",
            "https://zz.io",
            "https://long.example",
            "https://a.b.example",
            "https://x.b.example:8443",
            "http://x.b.example",
        ] {
            for policy in [&ENCODED, &SLICES, &TABLE] {
                assert!(policy.allows_origin(origin.as_bytes()), "{origin}");
            }
        }
    }

    const EXACT: usize = 6;
    const PATTERNS: usize = 12;

    proptest! {
        #[test]
        fn tables_and_sets_have_one_order(
            all in prop::collection::hash_set(entry(), 60..120)
        ) {
            let is_pattern = |entry: &&String| entry.contains('*');
            let is_valid = |entry: &&String| OriginPattern::parse(entry).is_ok();
            let starred = all.iter().filter(is_valid).filter(is_pattern).take(PATTERNS);
            let others = all.iter().filter(is_valid).filter(|entry| !is_pattern(entry)).take(EXACT);
            let entries: Vec<String> = others.chain(starred).cloned().collect();
            prop_assume!(entries.len() == EXACT + PATTERNS);
            let texts: Vec<&'static str> = entries.iter().map(|entry| &*entry.clone().leak()).collect();
            let lists: &'static [&'static [&'static str]] = vec![&*texts.leak()].leak();
            let exact: [&str; EXACT] = exact(lists);
            let patterns: [_; PATTERNS] = patterns(lists);
            let table = exact.into_iter().chain(patterns.iter().map(OriginPattern::as_str));
            let table: Vec<&str> = table.collect();
            let set = OriginSet::of(entries.iter().map(String::as_str));
            prop_assert_eq!(&table, &set.entries().collect::<Vec<_>>());
            let literal = literal(&entries);
            prop_assert_eq!(&table, &literal.exact().chain(literal.patterns()).collect::<Vec<_>>());
        }
    }
}
