//! The values that a server gets of a policy without findings.

use cors_rules::{Draft, Lint, MaxAge, Names, Origins, ResolvedNames, ResolvedOrigins, resolve};

fn list(entries: &[&str]) -> Vec<String> {
    entries.iter().copied().map(String::from).collect()
}

#[test]
fn everything_has_one_form() {
    let draft = Draft {
        origins: Some(Origins::List(vec![
            "https://b.example",
            "https://*.a.example",
            "https://b.example",
        ])),
        dev_origins: Some(vec!["http://localhost:*"]),
        credentials: true,
        methods: Some(Names::List(vec!["PUT", "GET", "PUT", "HEAD", "purge"])),
        headers: Some(Names::List(vec!["X-B", "content-type", "x-b"])),
        expose_headers: Some(Names::List(vec!["ETag"])),
        max_age: Some(MaxAge::Text("24h")),
        enforce: true,
        ..Draft::default()
    };
    let policy = resolve(&draft).expect("no findings");
    assert_eq!(
        policy.origins,
        ResolvedOrigins::List(list(&["https://b.example", "https://*.a.example"]))
    );
    assert_eq!(policy.dev_origins, ["http://localhost:*"]);
    assert_eq!(
        policy.methods,
        Some(ResolvedNames::List(list(&["PUT", "GET", "HEAD", "purge"])))
    );
    assert_eq!(
        policy.headers,
        Some(ResolvedNames::List(list(&["x-b", "content-type"])))
    );
    assert_eq!(
        policy.expose_headers,
        Some(ResolvedNames::List(list(&["etag"])))
    );
    assert_eq!(policy.max_age, Some(86_400));
    assert!(policy.credentials && policy.enforce);
}

#[test]
fn head_goes_with_get_and_not_the_other_way_round() {
    let methods = |methods: &[&'static str]| {
        let draft = Draft {
            origins: Some(Origins::Any),
            methods: Some(Names::List(methods.to_vec())),
            ..Draft::default()
        };
        resolve(&draft)
            .expect("no findings")
            .methods
            .expect("given")
            .header_value()
    };
    assert_eq!(methods(&["GET", "POST"]), "GET,HEAD,POST");
    assert_eq!(methods(&["HEAD", "GET"]), "HEAD,GET");
    assert_eq!(methods(&["HEAD"]), "HEAD");
    assert_eq!(methods(&["*"]), "*");
}

#[test]
fn star_is_any() {
    for (names, headers) in [
        (Names::Any, ResolvedNames::Any),
        (Names::List(vec!["*"]), ResolvedNames::Any),
        (
            Names::List(vec!["Authorization", "*"]),
            ResolvedNames::AnyAndAuthorization,
        ),
    ] {
        let draft = Draft {
            origins: Some(Origins::List(vec!["*"])),
            headers: Some(names),
            expose_headers: Some(Names::Any),
            ..Draft::default()
        };
        let policy = resolve(&draft).expect("no findings");
        assert_eq!(policy.origins, ResolvedOrigins::Any);
        assert_eq!(policy.headers, Some(headers));
        assert_eq!(policy.expose_headers, Some(ResolvedNames::Any));
    }
}

#[test]
fn absent_key_stays_absent() {
    let draft = Draft {
        dev_origins: Some(vec!["http://localhost:3000"]),
        headers: Some(Names::List(vec![])),
        expose_headers: Some(Names::List(vec![])),
        ..Draft::default()
    };
    let policy = resolve(&draft).expect("no findings");
    assert_eq!(policy.origins, ResolvedOrigins::List(vec![]));
    assert_eq!(
        (
            policy.methods,
            policy.headers,
            policy.expose_headers,
            policy.max_age
        ),
        (None, None, None, None)
    );
}

#[test]
fn findings_are_handed_back() {
    let findings = resolve(&Draft::default()).expect_err("no origins");
    assert_eq!(findings[0].lint(), Lint::OriginsMissing);
}
