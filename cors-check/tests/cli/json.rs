//! The formats that scripts read: a change of these snapshots is a change of the format.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::support::{APP, Server, allow, allow_all, run};

/// The output with the port and the version of the crate replaced.
fn stable(text: &str, server: &Server) -> String {
    text.replace(&format!(":{}", server.port), ":PORT")
        .replace(env!("CARGO_PKG_VERSION"), "VERSION")
}

#[test]
fn json_of_a_blocked_request() {
    let server = Server::responding(|_| (204, allow(APP)));
    let url = server.url("/users");
    let arguments = [
        "-X",
        "PUT",
        "-H",
        "content-type: application/json",
        "--credentials",
        "--json",
    ];
    let text = run(&[&[url.as_str(), "--from", APP], &arguments[..]].concat()).expect(1);
    insta::assert_snapshot!(stable(&text, &server));
}

#[test]
fn json_of_an_allowed_request() {
    let server = Server::responding(|_| (200, allow_all(APP)));
    let text = run(&[&server.url("/users"), "--from", APP, "--json"]).expect(0);
    insta::assert_snapshot!(stable(&text, &server));
}

#[test]
fn json_of_an_error() {
    let server = Server::raw(|_, _| {});
    let output = run(&[&server.url("/"), "--from", APP, "--json"]);
    assert_eq!(output.status, 2);
    insta::assert_snapshot!(stable(&output.stdout, &server));
}

#[test]
fn json_and_sarif_of_an_audit() {
    let server = Server::responding(|request| {
        let allowed = [APP, "null"].contains(&request.origin());
        (
            200,
            if allowed {
                allow_all(request.origin())
            } else {
                vec!["Vary: Origin".to_owned()]
            },
        )
    });
    let url = server.url("/users");
    let audit = |format| run(&["audit", &url, "--from", APP, format]).expect(1);
    insta::assert_snapshot!("audit_json", stable(&audit("--json"), &server));
    insta::assert_snapshot!("audit_sarif", stable(&audit("--sarif"), &server));
}

/// The names of all fields.
fn fields(value: &Value, names: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            for (name, value) in map {
                names.insert(name.clone());
                fields(value, names);
            }
        }
        Value::Array(values) => values.iter().for_each(|value| fields(value, names)),
        _ => {}
    }
}

#[test]
fn fields_of_json_are_in_the_readme() {
    let server = Server::responding(|_| (204, allow("null")));
    let url = server.url("/users");
    let blocked = ["-X", "PUT", "--credentials", "--json"];
    let outputs = [
        run(&[&[url.as_str(), "--from", APP], &blocked[..]].concat()),
        run(&[&url, "--from", "null", "--json"]),
        run(&["audit", &url, "--from", APP, "--json"]),
    ];
    let mut names = BTreeSet::new();
    for output in outputs {
        let value = serde_json::from_str(&output.stdout).expect("JSON");
        fields(&value, &mut names);
    }
    assert!(names.len() > 40, "{names:?}");
    let readme = include_str!("../../README.md");
    let (_, section) = readme.split_once("## JSON").expect("a section");
    let is_missing = |name: &String| {
        let forms = [
            format!("`{name}`"),
            format!("`{name}[]`"),
            format!(".{name}`"),
            format!("\"{name}\""),
        ];
        !forms.iter().any(|form| section.contains(form))
    };
    let missing: Vec<String> = names.into_iter().filter(is_missing).collect();
    assert_eq!(missing, [""; 0]);
}

#[test]
fn ids_of_findings_are_in_the_readme() {
    let readme = include_str!("../../README.md");
    let sources = [
        include_str!("../../src/audit/policy.rs"),
        include_str!("../../src/audit/preflights.rs"),
    ];
    let of_fields = sources
        .iter()
        .flat_map(|source| source.split("id: \"").skip(1));
    let of_rules = include_str!("../../src/audit/finding.rs")
        .split("=> rule(")
        .skip(1);
    let of_rules = of_rules.map(|rule| rule.trim_start().trim_start_matches('"'));
    let ids: Vec<&str> = of_fields
        .chain(of_rules)
        .filter_map(|rest| rest.split_once('"').map(|it| it.0))
        .collect();
    assert_eq!(ids.len(), 25);
    for id in ids {
        assert!(readme.contains(&format!("`{id}`")), "{id}");
    }
}
