//! Lists with entries that are known later: no rule takes the known entries for the whole list.

use cors_rules::{
    Draft, Field, Finding, Lint, Names, Origins, ResolvedNames, ResolvedOrigins, check, resolve,
    warnings,
};

fn lints(findings: &[Finding]) -> Vec<Lint> {
    findings.iter().map(Finding::lint).collect()
}

fn incomplete(field: Field, origins: Vec<&str>) -> Draft<'_> {
    Draft {
        origins: Some(Origins::List(origins)),
        incomplete: vec![field],
        ..Draft::default()
    }
}

#[test]
fn incomplete_list_without_known_entries_is_not_empty() {
    assert_eq!(check(&incomplete(Field::Origins, vec![])), []);
    let dev_origins = Draft {
        dev_origins: Some(vec![]),
        ..incomplete(Field::DevOrigins, vec!["https://a.example"])
    };
    assert_eq!(check(&dev_origins), []);
    let methods = Draft {
        methods: Some(Names::List(vec![])),
        ..incomplete(Field::Methods, vec!["https://a.example"])
    };
    assert_eq!(check(&methods), []);
    // The empty list of another field is still a mistake.
    let other = check(&incomplete(Field::Methods, vec![]));
    assert_eq!(lints(&other), [Lint::OriginsEmpty]);
}

#[test]
fn star_in_an_incomplete_list_does_not_mean_any() {
    let origins = check(&incomplete(Field::Origins, vec!["*"]));
    assert_eq!(lints(&origins), [Lint::OriginMixedWildcard]);
    for (field, list, lint) in [
        (Field::Methods, vec!["*"], Lint::MethodMixedWildcard),
        (Field::Headers, vec!["*"], Lint::HeaderMixedWildcard),
        (
            Field::Headers,
            vec!["*", "authorization"],
            Lint::HeaderMixedWildcard,
        ),
        (
            Field::ExposeHeaders,
            vec!["*"],
            Lint::ExposedHeaderMixedWildcard,
        ),
    ] {
        let mut draft = incomplete(field, vec!["https://a.example"]);
        match field {
            Field::Methods => draft.methods = Some(Names::List(list)),
            Field::Headers => draft.headers = Some(Names::List(list)),
            _ => draft.expose_headers = Some(Names::List(list)),
        }
        assert_eq!(lints(&check(&draft)), [lint], "{field}");
    }
}

#[test]
fn incomplete_methods_may_hold_the_route_method() {
    let draft = |fields| Draft {
        methods: Some(Names::List(vec!["GET"])),
        route_method: Some("PUT"),
        incomplete: fields,
        ..incomplete(Field::Methods, vec!["https://a.example"])
    };
    assert_eq!(check(&draft(vec![Field::Methods])), []);
    let complete = check(&draft(vec![]));
    assert_eq!(lints(&complete), [Lint::RouteMethodMissing]);
}

#[test]
fn incomplete_origins_may_hold_the_other_webview() {
    let complete = Draft {
        origins: Some(Origins::List(vec!["tauri://localhost"])),
        ..Draft::default()
    };
    assert_eq!(lints(&warnings(&complete)), [Lint::WebviewOrigins]);
    let draft = incomplete(Field::Origins, vec!["tauri://localhost"]);
    assert_eq!(warnings(&draft), []);
}

#[test]
fn inherited_dev_origins_stay_if_an_entry_is_known_later() {
    let draft = |incomplete| Draft {
        origins: Some(Origins::Any),
        dev_origins: Some(vec![]),
        inherits: true,
        incomplete,
        ..Draft::default()
    };
    assert_eq!(check(&draft(vec![])), []);
    let added = check(&draft(vec![Field::DevOrigins]));
    assert_eq!(lints(&added), [Lint::AnyDevOrigins]);
}

#[test]
fn resolved_lists_hold_the_known_entries_alone() {
    let draft = Draft {
        methods: Some(Names::List(vec![])),
        headers: Some(Names::List(vec!["X-A"])),
        incomplete: vec![Field::Origins, Field::Methods, Field::Headers],
        ..incomplete(Field::Origins, vec!["https://a.example"])
    };
    let policy = resolve(&draft).expect("no findings");
    let origins = vec!["https://a.example".to_owned()];
    assert_eq!(policy.origins, ResolvedOrigins::List(origins));
    // A list that is known later is not an absent one.
    assert_eq!(policy.methods, Some(ResolvedNames::List(vec![])));
    let headers = ResolvedNames::List(vec!["x-a".to_owned()]);
    assert_eq!(policy.headers, Some(headers));
}
