//! The change with which a blocked request passes.

use crate::support::{APP, Server, allow, allow_all, run};

/// The part of the report that says what to change.
#[track_caller]
fn change(url: &str, more: &[&str]) -> String {
    let text = run(&[&[url], more].concat()).expect(1);
    let (_, change) = text.split_once("What to change\n").expect("a change");
    change.to_owned()
}

fn from_app(server: &Server, more: &[&str]) -> String {
    change(&server.url("/"), &[&["--from", APP], more].concat())
}

#[test]
fn lists_of_the_response_are_extended() {
    let server = Server::responding(|_| (204, allow_all(APP)));
    let text = from_app(&server, &["-X", "PATCH", "-H", "x-a: 1"]);
    for expected in [
        "Access-Control-Allow-Methods: GET, PUT, PATCH\n",
        "Access-Control-Allow-Headers: content-type, authorization, x-a\n",
        "headers = [\"content-type\", \"authorization\", \"x-a\"]",
    ] {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
}

#[test]
fn policy_for_public_data_stays() {
    let server = Server::responding(|_| {
        let mut lines = allow("*");
        lines.push("Access-Control-Allow-Headers: *".to_owned());
        (204, lines)
    });
    let text = from_app(&server, &["-H", "authorization: a"]);
    assert!(
        text.contains("Access-Control-Allow-Headers: *, authorization\n"),
        "{text}"
    );
    assert!(
        text.contains("#[cors(origins = any, headers = [\"*\", \"authorization\"])]"),
        "{text}"
    );
}

#[test]
fn wildcards_are_replaced_with_credentials() {
    let server = Server::responding(|_| {
        let mut lines = allow_all(APP);
        lines.push("Access-Control-Allow-Headers: *".to_owned());
        (204, lines)
    });
    let text = from_app(&server, &["--credentials", "-H", "x-a: 1"]);
    assert!(
        text.contains("Access-Control-Allow-Headers: content-type, authorization, x-a\n"),
        "{text}"
    );
}

/// Sends the headers of the fix, as a server that follows it.
#[test]
fn server_that_follows_the_fix_passes() {
    for (method, header, credentials) in [
        ("PUT", "x-a: 1", true),
        ("DELETE", "authorization: a", false),
        ("POST", "content-type: application/json", true),
    ] {
        let mut more = vec!["-X", method, "-H", header];
        if credentials {
            more.push("--credentials");
        }
        let text = from_app(&Server::responding(|_| (404, Vec::new())), &more);
        let of = |start: &str| {
            let lines = text
                .lines()
                .skip_while(|line| !line.contains(start))
                .skip(1);
            let lines = lines.take_while(|line| line.starts_with("    "));
            lines.map(|line| line.trim().to_owned()).collect::<Vec<_>>()
        };
        let (preflight, response) = (of("preflight response"), of("with the response"));
        let server = Server::responding(move |request| {
            let lines = if request.is_preflight() {
                &preflight
            } else {
                &response
            };
            (200, lines.clone())
        });
        let fixed = run(&[&[&server.url("/"), "--from", APP][..], &more].concat());
        fixed.expect(0);
    }
}

#[test]
fn mistakes_of_the_script_are_named() {
    let server = Server::responding(|_| (204, allow_all(APP)));
    let text = from_app(&server, &["-X", "patch"]);
    assert!(text.contains("write `PATCH` in the script"), "{text}");
    assert!(
        text.contains("Access-Control-Allow-Methods: GET, PUT, PATCH\n"),
        "{text}"
    );
    let text = from_app(&server, &["-H", "Access-Control-Allow-Origin: *"]);
    assert!(
        text.contains("`access-control-allow-origin` is a header of responses"),
        "{text}"
    );
    assert!(
        !text.contains("authorization, access-control-allow-origin"),
        "{text}"
    );
}

#[test]
fn null_is_never_recommended() {
    let server = Server::responding(|_| (200, Vec::new()));
    let text = change(&server.url("/"), &["--from", "null"]);
    assert!(text.contains("Access-Control-Allow-Origin: *\n"), "{text}");
    let text = change(&server.url("/"), &["--from", "null", "--credentials"]);
    assert!(!text.contains("Access-Control-Allow-Origin"), "{text}");
    let last = server.url("/b");
    let location = format!("Location: {last}");
    let first = Server::responding(move |_| (302, [allow("*"), vec![location.clone()]].concat()));
    let text = from_app(&first, &[]);
    assert!(
        text.contains(&format!("request `{last}` directly")),
        "{text}"
    );
    assert!(
        text.contains("Access-Control-Allow-Origin: https://app.example.com\n"),
        "{text}"
    );
}

#[test]
fn status_of_a_blocked_response_is_named() {
    let failing = Server::responding(|_| (502, Vec::new()));
    assert!(from_app(&failing, &[]).contains("fails with status 502"));
    let login = Server::responding(|_| (302, vec!["Location: /login".to_owned()]));
    let text = from_app(&login, &[]);
    assert!(
        text.contains(&format!("a redirect to `{}`", login.url("/login"))),
        "{text}"
    );
}

#[test]
fn attribute_allows_local_pages_in_development() {
    let server = Server::responding(|_| (200, Vec::new()));
    for (origin, attribute) in [
        (
            "http://localhost:5173",
            "#[cors(dev_origins = [\"http://localhost:5173\"], credentials)]",
        ),
        (
            "http://app.localhost",
            "#[cors(dev_origins = [\"http://app.localhost\"], credentials)]",
        ),
        (
            "tauri://localhost",
            "#[cors(origins = [\"tauri://localhost\"], credentials)]",
        ),
        (
            "http://192.168.1.5:3000",
            "#[cors(origins = [\"http://192.168.1.5:3000\"], credentials, allow(insecure_origins))]",
        ),
    ] {
        let text = change(&server.url("/"), &["--from", origin, "--credentials"]);
        assert!(text.contains(attribute), "{text}");
    }
}
