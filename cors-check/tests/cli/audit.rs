//! Audits of servers with one mistake each.

use crate::{
    check::app,
    support::{APP, Request, Server, allow, allow_all, run},
};

/// The ids and severities of the findings, from severe to less severe.
pub(crate) fn findings(server: &Server) -> Vec<String> {
    findings_of(&server.url("/users"))
}

fn findings_of(url: &str) -> Vec<String> {
    let output = run(&["audit", url, "--from", APP, "--json"]);
    assert!(output.status < 2, "{}", output.stderr);
    // The findings come before the origins.
    let (findings, _) = output.stdout.split_once("\"origins\"").expect("origins");
    let value = |line: &str, key: &str| {
        Some(
            line.trim()
                .strip_prefix(key)?
                .trim_matches([' ', '"', ','])
                .to_owned(),
        )
    };
    let ids = findings.lines().filter_map(|line| value(line, "\"id\":"));
    let severities = findings
        .lines()
        .filter_map(|line| value(line, "\"severity\":"));
    ids.zip(severities)
        .map(|(id, severity)| format!("{severity} {id}"))
        .collect()
}

/// A server that allows the origins of a predicate, with everything else right.
pub(crate) fn allowing(allows: impl Fn(&str) -> bool + Send + Sync + 'static) -> Server {
    Server::responding(move |request| {
        let status = if request.path == "/users" { 200 } else { 404 };
        let status = if request.is_preflight() { 204 } else { status };
        if !request.origin().is_empty() && allows(request.origin()) {
            (status, allow_all(request.origin()))
        } else {
            (status, vec!["Vary: Origin".to_owned()])
        }
    })
}

#[test]
fn right_server_has_no_finding() {
    let server = allowing(|origin| origin == APP);
    assert_eq!(findings(&server), [""; 0]);
    let output = run(&[
        "audit",
        &server.url("/users"),
        "--from",
        APP,
        "--fail-on",
        "low",
    ]);
    assert!(
        output
            .stderr
            .contains("sends about 53 requests to 127.0.0.1"),
        "{}",
        output.stderr
    );
    output.expect(0);
}

#[test]
fn app_of_cors_runtime_has_no_severe_finding() {
    let found = findings_of(&app());
    // Unknown paths have no policy.
    assert_eq!(found, ["low error-without-headers"]);
}

#[test]
fn wrong_comparison_of_origins_is_found() {
    for (allows, expected) in [
        ((|_| true) as fn(&str) -> bool, "high any-origin"),
        (
            |origin| origin == APP || origin == "null",
            "high null-origin",
        ),
        (
            |origin| origin.ends_with("example.com"),
            "high suffix-match",
        ),
        (|origin| origin.starts_with(APP), "high prefix-match"),
        (
            |origin| origin == APP || origin == "https://appxexample.com",
            "high unescaped-dot",
        ),
        (
            |origin| origin.ends_with(".example.com"),
            "medium any-subdomain",
        ),
        (
            |origin| origin.ends_with("://app.example.com"),
            "medium insecure-origin",
        ),
        (
            |origin| origin == APP || origin == "https://app.example.com:8443",
            "low other-port",
        ),
        (
            |origin| origin == APP || origin.ends_with(".github.io"),
            "high third-party-host",
        ),
        (
            |origin| origin == APP || origin.starts_with("http://localhost"),
            "medium localhost",
        ),
        (
            |origin| origin == APP || origin.starts_with("https://app.example.com_"),
            "high special-characters",
        ),
        (
            |origin| origin == APP || origin.contains('@'),
            "low userinfo",
        ),
        (
            |origin| origin == APP || origin.starts_with("https://app.example.com,"),
            "high special-characters",
        ),
        (
            |origin| origin == APP || origin == "http://127.0.0.1:3000",
            "medium localhost",
        ),
        // `includes` of JavaScript on a text, with the whole origin and with its host.
        (
            |origin| "https://app.example.com,https://example.org".contains(origin),
            "high part-of-origin",
        ),
        (
            |origin| {
                origin
                    .strip_prefix("https://")
                    .is_some_and(|host| "app.example.com".contains(host))
            },
            "high part-of-origin",
        ),
    ] {
        let found = findings(&allowing(allows));
        assert!(
            found.iter().any(|it| it == expected),
            "{expected}: {found:?}"
        );
    }
}

#[test]
fn reflection_is_one_finding() {
    assert_eq!(findings(&allowing(|_| true)), ["high any-origin"]);
}

#[test]
fn any_origin_without_credentials_is_low() {
    let server = Server::responding(|request| {
        let status = if request.is_preflight() { 204 } else { 200 };
        let more = [
            "Access-Control-Allow-Headers: authorization, content-type",
            "Access-Control-Max-Age: 60",
        ];
        (
            status,
            [allow("*"), more.map(str::to_owned).to_vec()].concat(),
        )
    });
    assert_eq!(findings(&server), ["low any-origin"]);
}

/// The right response of a server that allows one origin.
fn right(request: &Request) -> (u16, Vec<String>) {
    let status = if request.is_preflight() { 204 } else { 200 };
    if request.origin() == APP {
        (status, allow_all(APP))
    } else {
        (status, vec!["Vary: Origin".to_owned()])
    }
}

#[test]
// A table.
#[allow(clippy::too_many_lines)]
fn mistakes_besides_the_origin_are_found() {
    type Respond = fn(&Request) -> (u16, Vec<String>);
    for (respond, expected) in [
        (
            (|it| {
                (
                    right(it).0,
                    right(it)
                        .1
                        .into_iter()
                        .filter(|line| !line.starts_with("Vary"))
                        .collect(),
                )
            }) as Respond,
            "medium missing-vary",
        ),
        (
            |it| {
                (
                    right(it).0,
                    [
                        allow("*"),
                        vec!["Access-Control-Allow-Credentials: true".to_owned()],
                    ]
                    .concat(),
                )
            },
            "medium wildcard-with-credentials",
        ),
        (
            |it| (right(it).0, [allow(APP), allow(APP)].concat()),
            "medium doubled-headers",
        ),
        (
            |it| (if it.is_preflight() { 404 } else { 200 }, right(it).1),
            "medium preflight-fails",
        ),
        (
            |it| (if it.is_preflight() { 405 } else { 200 }, right(it).1),
            "medium preflight-fails",
        ),
        (
            |it| (if it.is_preflight() { 401 } else { 200 }, right(it).1),
            "medium preflight-fails",
        ),
        (
            |it| (if it.is_preflight() { 308 } else { 200 }, right(it).1),
            "medium preflight-fails",
        ),
        (
            |it| {
                let lines = right(it)
                    .1
                    .into_iter()
                    .filter(|line| !line.contains("Allow-Headers"));
                (right(it).0, lines.collect())
            },
            "low header-not-granted",
        ),
        (
            |it| {
                let lines = right(it)
                    .1
                    .into_iter()
                    .filter(|line| !line.contains("Max-Age"));
                (right(it).0, lines.collect())
            },
            "low max-age",
        ),
        (
            |it| {
                if it.path == "/users" {
                    right(it)
                } else {
                    (404, vec![])
                }
            },
            "low error-without-headers",
        ),
        (
            |it| {
                if it.header("authorization").is_empty() {
                    right(it)
                } else {
                    (401, vec![])
                }
            },
            "medium error-without-headers",
        ),
        (
            |it| {
                if it.is_preflight() {
                    (204, allow_all(it.origin()))
                } else {
                    right(it)
                }
            },
            "high preflight-for-any-origin",
        ),
        (|_| (200, vec![]), "medium from-blocked"),
    ] {
        let found = findings(&Server::responding(respond));
        assert!(
            found.iter().any(|it| it == expected),
            "{expected}: {found:?}"
        );
    }
}

#[test]
fn blocked_response_is_no_failed_preflight() {
    let server = Server::responding(|request| match request.header("content-type") {
        "" => right(request),
        _ => (415, Vec::new()),
    });
    assert_eq!(findings(&server), [""; 0]);
}

#[test]
fn audit_fails_from_the_chosen_severity_on() {
    let server = allowing(|origin| origin.ends_with(".example.com"));
    for (severity, status) in [("low", 1), ("medium", 1), ("high", 0), ("never", 0)] {
        run(&[
            "audit",
            &server.url("/users"),
            "--from",
            APP,
            "--fail-on",
            severity,
        ])
        .expect(status);
    }
}

#[test]
fn audit_behind_authentication_says_how() {
    let audit = |server: &Server, more: &[&str]| {
        run(&[&["audit", &server.url("/users"), "--from", APP], more].concat()).stdout
    };
    let token = ["-H", "authorization: Bearer a"];
    // The preflight has no token, so that a server behind authentication turns it away.
    for (preflights_pass, expected) in [
        (true, "no findings"),
        (false, "fix: Respond to preflights before authentication"),
    ] {
        let server = Server::responding(move |request| {
            let is_known = !request.header("authorization").is_empty();
            if is_known || (preflights_pass && request.is_preflight()) {
                right(request)
            } else {
                (401, Vec::new())
            }
        });
        let text = audit(&server, &[]);
        assert!(text.contains("add `-H 'authorization: …'`"), "{text}");
        let text = audit(&server, &token);
        assert!(text.contains(expected), "{text}");
    }
}
