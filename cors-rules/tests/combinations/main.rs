//! Whole policies: entries that are right alone and wrong beside others, and the number of findings.

mod arguments;
mod credentials;
mod enforce;
mod loaded;

use cors_rules::{Allowances, Draft, Field, Finding, Lint, MaxAge, Names, Origins, check};

type Place = (Lint, Field, Option<usize>);

fn places(draft: &Draft<'_>) -> Vec<Place> {
    check(draft)
        .iter()
        .map(|finding| (finding.lint(), finding.field(), finding.index()))
        .collect()
}

fn origins<'a>(list: &[&'a str]) -> Draft<'a> {
    Draft {
        origins: Some(Origins::List(list.to_vec())),
        ..Draft::default()
    }
}

fn with_credentials<'a>(list: &[&'a str]) -> Draft<'a> {
    Draft {
        credentials: true,
        ..origins(list)
    }
}

fn names<'a>(list: &[&'a str]) -> Names<'a> {
    Names::List(list.to_vec())
}

fn any() -> Draft<'static> {
    Draft {
        origins: Some(Origins::Any),
        ..Draft::default()
    }
}

fn correction(findings: &[Finding]) -> Option<&str> {
    findings.first().and_then(Finding::correction)
}

#[test]
fn origins_have_to_be_given() {
    assert_eq!(
        places(&Draft::default()),
        [(Lint::OriginsMissing, Field::Origins, None)]
    );
    assert_eq!(
        places(&origins(&[])),
        [(Lint::OriginsEmpty, Field::Origins, None)]
    );
    let dev = Draft {
        dev_origins: Some(vec!["http://localhost:3000"]),
        ..Draft::default()
    };
    assert_eq!(places(&dev), []);
    let empty = Draft {
        dev_origins: Some(vec![]),
        ..origins(&["https://a.example"])
    };
    assert_eq!(
        places(&empty),
        [(Lint::OriginsEmpty, Field::DevOrigins, None)]
    );
}

#[test]
fn any_is_right_without_credentials() {
    let draft = Draft {
        methods: Some(Names::Any),
        headers: Some(Names::Any),
        expose_headers: Some(Names::Any),
        ..any()
    };
    assert_eq!(places(&draft), []);
    let stars = Draft {
        methods: Some(names(&["*"])),
        headers: Some(names(&["*"])),
        expose_headers: Some(names(&["*"])),
        ..origins(&["*"])
    };
    assert_eq!(places(&stars), []);
}

#[test]
fn any_contradicts_dev_origins_and_enforce() {
    for draft in [any(), origins(&["*"])] {
        let dev = Draft {
            dev_origins: Some(vec!["http://localhost:3000/"]),
            ..draft.clone()
        };
        assert_eq!(
            places(&dev),
            [(Lint::AnyDevOrigins, Field::DevOrigins, None)]
        );
        let enforce = Draft {
            enforce: true,
            ..draft
        };
        assert_eq!(places(&enforce), [(Lint::AnyEnforce, Field::Enforce, None)]);
    }
}

#[test]
fn star_beside_others_is_one_mistake() {
    let mixed = with_credentials(&["https://a.example", "*", "https://b.example/", "*"]);
    assert_eq!(
        places(&mixed),
        [
            (Lint::OriginMixedWildcard, Field::Origins, Some(1)),
            (Lint::OriginTrailingSlash, Field::Origins, Some(2))
        ]
    );
    let null = origins(&["*", "null"]);
    assert_eq!(
        places(&null)[0],
        (Lint::OriginMixedWildcard, Field::Origins, Some(0))
    );

    for credentials in [false, true] {
        let draft = Draft {
            credentials,
            methods: Some(names(&["GET", "*"])),
            headers: Some(names(&["*", "x-a", "authorization"])),
            expose_headers: Some(names(&["etag", "*"])),
            ..origins(&["https://a.example"])
        };
        assert_eq!(
            places(&draft),
            [
                (Lint::MethodMixedWildcard, Field::Methods, Some(1)),
                (Lint::HeaderMixedWildcard, Field::Headers, Some(0)),
                (
                    Lint::ExposedHeaderMixedWildcard,
                    Field::ExposeHeaders,
                    Some(1)
                ),
            ]
        );
    }
}

#[test]
fn two_stars_are_one_mistake() {
    let draft = Draft {
        methods: Some(names(&["*", "*"])),
        headers: Some(names(&["*", "x-a", "*"])),
        expose_headers: Some(names(&["x-a", "*", "*"])),
        ..origins(&["*", "*"])
    };
    assert_eq!(
        places(&draft),
        [
            (Lint::OriginMixedWildcard, Field::Origins, Some(0)),
            (Lint::MethodMixedWildcard, Field::Methods, Some(0)),
            (Lint::HeaderMixedWildcard, Field::Headers, Some(0)),
            (
                Lint::ExposedHeaderMixedWildcard,
                Field::ExposeHeaders,
                Some(1)
            ),
        ]
    );
}

#[test]
fn authorization_may_stand_beside_the_star() {
    for list in [["*", "authorization"], ["Authorization", "*"]] {
        let draft = Draft {
            headers: Some(names(&list)),
            ..any()
        };
        assert_eq!(places(&draft), []);
        let star = list.iter().position(|name| *name == "*");
        let draft = Draft {
            headers: Some(names(&list)),
            ..with_credentials(&["https://a.example"])
        };
        assert_eq!(
            places(&draft),
            [(Lint::WildcardCredentials, Field::Headers, star)]
        );
    }
    let exposed = Draft {
        expose_headers: Some(names(&["*", "authorization"])),
        ..any()
    };
    assert_eq!(
        places(&exposed),
        [(
            Lint::ExposedHeaderMixedWildcard,
            Field::ExposeHeaders,
            Some(0)
        )]
    );
}

#[test]
fn star_in_dev_origins_is_never_right() {
    for list in [vec!["*"], vec!["*", "http://localhost:3000"]] {
        let draft = Draft {
            dev_origins: Some(list),
            ..origins(&["https://a.example"])
        };
        assert_eq!(
            places(&draft),
            [(Lint::DevOriginsWildcard, Field::DevOrigins, Some(0))]
        );
    }
}

#[test]
fn everything_is_found_at_once_in_order() {
    let draft = Draft {
        origins: Some(Origins::List(vec![
            "https://a.example/",
            "https://b.example",
            "B.example",
        ])),
        dev_origins: Some(vec!["localhost:3000"]),
        matching: None,
        credentials: true,
        methods: Some(names(&["patch", "GET", "TRACE", "no method"])),
        headers: Some(names(&["cookie", "x-a", "content type"])),
        expose_headers: Some(names(&["set-cookie", "origin"])),
        max_age: Some(MaxAge::Seconds(100_000)),
        enforce: true,
        allow: Allowances::default(),
        route_method: None,
        incomplete: vec![],
        inherits: false,
    };
    assert_eq!(
        places(&draft),
        [
            (Lint::OriginTrailingSlash, Field::Origins, Some(0)),
            (Lint::OriginSchemeMissing, Field::Origins, Some(2)),
            (Lint::OriginSchemeMissing, Field::DevOrigins, Some(0)),
            (Lint::MethodWrongCase, Field::Methods, Some(0)),
            (Lint::MethodForbidden, Field::Methods, Some(2)),
            (Lint::MethodNotToken, Field::Methods, Some(3)),
            (Lint::HeaderForbidden, Field::Headers, Some(0)),
            (Lint::HeaderNotToken, Field::Headers, Some(2)),
            (Lint::ExposedHeaderForbidden, Field::ExposeHeaders, Some(0)),
            (
                Lint::ExposedHeaderCorsProtocol,
                Field::ExposeHeaders,
                Some(1)
            ),
            (Lint::MaxAgeTooLong, Field::MaxAge, None),
        ]
    );
}

#[test]
fn methods_and_ages_are_corrected() {
    let policy = |methods, max_age| Draft {
        methods,
        max_age,
        ..any()
    };
    assert_eq!(
        correction(&check(&policy(Some(names(&["patch"])), None))),
        Some("PATCH")
    );
    assert_eq!(
        places(&policy(Some(names(&[])), None)),
        [(Lint::MethodsEmpty, Field::Methods, None)]
    );
    for (age, lint, entry, corrected) in [
        (
            MaxAge::Seconds(100_000),
            Lint::MaxAgeTooLong,
            "100000",
            Some("86400"),
        ),
        (MaxAge::Seconds(-1), Lint::MaxAgeNegative, "-1", Some("0")),
        (MaxAge::Text("-5m"), Lint::MaxAgeNegative, "-5m", Some("0")),
        (MaxAge::Text("2d"), Lint::MaxAgeTooLong, "2d", Some("24h")),
        (
            MaxAge::Text("24 hours"),
            Lint::MaxAgeUnreadable,
            "24 hours",
            Some("24h"),
        ),
        (
            MaxAge::Text("a while"),
            Lint::MaxAgeUnreadable,
            "a while",
            None,
        ),
    ] {
        let findings = check(&policy(None, Some(age)));
        assert_eq!(findings.len(), 1);
        assert_eq!(
            (findings[0].lint(), findings[0].field()),
            (lint, Field::MaxAge)
        );
        assert_eq!(findings[0].entry(), entry);
        assert_eq!(correction(&findings), corrected);
    }
    for age in [
        MaxAge::Seconds(0),
        MaxAge::Seconds(86_400),
        MaxAge::Text("24h"),
        MaxAge::Text("0"),
    ] {
        assert_eq!(places(&policy(None, Some(age))), []);
    }
}

#[test]
fn method_of_the_route_has_to_be_among_the_methods() {
    let found = |list: &[&'static str], method| {
        let draft = Draft {
            methods: Some(names(list)),
            route_method: Some(method),
            ..origins(&["https://a.example"])
        };
        let findings = check(&draft);
        let rules: Vec<_> = findings.iter().map(Finding::lint).collect();
        let corrections = findings.iter().filter_map(|finding| finding.correction());
        (rules, corrections.map(str::to_owned).collect::<Vec<_>>())
    };
    let missing = |correction: &str| (vec![Lint::RouteMethodMissing], vec![correction.to_owned()]);
    let nothing = (vec![], vec![]);
    assert_eq!(found(&["POST"], "GET"), missing("[POST, GET]"));
    assert_eq!(found(&["HEAD"], "GET"), missing("[HEAD, GET]"));
    assert_eq!(found(&["GET"], "HEAD"), nothing);
    assert_eq!(found(&["POST", "PUT"], "PUT"), nothing);
    assert_eq!(found(&["*"], "PUT"), nothing);
    // One mistake: what is written wrongly is the method of the route.
    let wrong_case = (vec![Lint::MethodWrongCase], vec!["PUT".to_owned()]);
    assert_eq!(found(&["put"], "PUT"), wrong_case);
}

#[test]
fn policy_with_a_base_needs_no_origins() {
    let inherits = Draft {
        inherits: true,
        ..Draft::default()
    };
    assert_eq!(places(&inherits), []);
    let without_dev_origins = Draft {
        dev_origins: Some(vec![]),
        ..inherits.clone()
    };
    assert_eq!(places(&without_dev_origins), []);
    // A list that lets no page in is no smaller than the base's: it is a mistake.
    let without_origins = Draft {
        origins: Some(Origins::List(vec![])),
        ..inherits
    };
    assert_eq!(
        places(&without_origins),
        [(Lint::OriginsEmpty, Field::Origins, None)]
    );
}
