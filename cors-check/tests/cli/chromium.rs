//! The messages of the console, as Chromium writes them.

use std::{env, io::Write, process::Command};

use crate::support::{Request, Server, run};

/// The path of a case, the options of `fetch`, the same for the command, and the headers of the response.
pub(crate) type Case = (
    &'static str,
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
);

/// `ORIGIN` is replaced by the page's.
pub(crate) const CASES: [Case; 15] = [
    ("none", "{}", &[], &[]),
    (
        "other",
        "{}",
        &[],
        &["Access-Control-Allow-Origin: https://x.example"],
    ),
    (
        "slash",
        "{}",
        &[],
        &["Access-Control-Allow-Origin: ORIGIN/"],
    ),
    (
        "invalid",
        "{}",
        &[],
        &["Access-Control-Allow-Origin: app.example.com"],
    ),
    ("empty", "{}", &[], &["Access-Control-Allow-Origin:"]),
    ("null", "{}", &[], &["Access-Control-Allow-Origin: null"]),
    (
        "list",
        "{}",
        &[],
        &["Access-Control-Allow-Origin: ORIGIN, https://b.example"],
    ),
    (
        "doubled",
        "{}",
        &[],
        &[
            "Access-Control-Allow-Origin: ORIGIN",
            "Access-Control-Allow-Origin: ORIGIN",
        ],
    ),
    (
        "wildcard",
        "{credentials: 'include'}",
        &["--credentials"],
        &["Access-Control-Allow-Origin: *"],
    ),
    (
        "credentials",
        "{credentials: 'include'}",
        &["--credentials"],
        &[
            "Access-Control-Allow-Origin: ORIGIN",
            "Access-Control-Allow-Credentials: True",
        ],
    ),
    (
        "preflight-404",
        "{method: 'PUT'}",
        &["-X", "PUT"],
        &["Access-Control-Allow-Origin: ORIGIN"],
    ),
    (
        "preflight-302",
        "{method: 'PUT'}",
        &["-X", "PUT"],
        &["Access-Control-Allow-Origin: ORIGIN", "Location: /a"],
    ),
    (
        "method",
        "{method: 'PUT'}",
        &["-X", "PUT"],
        &["Access-Control-Allow-Origin: ORIGIN"],
    ),
    (
        "header",
        "{headers: {'x-a': '1', 'x-b': '2'}}",
        &["-H", "x-a: 1", "-H", "x-b: 2"],
        &[
            "Access-Control-Allow-Origin: ORIGIN",
            "Access-Control-Allow-Headers: X-A",
        ],
    ),
    (
        "malformed",
        "{method: 'PUT'}",
        &["-X", "PUT"],
        &[
            "Access-Control-Allow-Origin: ORIGIN",
            "Access-Control-Allow-Methods: @@",
        ],
    ),
];

pub(crate) fn respond(request: &Request) -> (u16, Vec<String>) {
    let case = CASES
        .iter()
        .find(|(path, ..)| request.path.trim_start_matches('/') == *path);
    let lines = case.map_or(&[][..], |(.., lines)| *lines);
    let status = match (request.is_preflight(), request.path.as_str()) {
        (true, "/preflight-404") => 404,
        (true, "/preflight-302") => 302,
        _ => 200,
    };
    (
        status,
        lines
            .iter()
            .map(|line| line.replace("ORIGIN", request.origin()))
            .collect(),
    )
}

/// Serves a page that fetches all cases, and then runs a script.
pub(crate) fn page(api: &Server, then: &'static str) -> Server {
    let calls = CASES.map(|(path, options, ..)| {
        let url = api.url(&format!("/{path}"));
        format!("await fetch('{url}', {options}).catch(() => {{}});\n")
    });
    let script = calls.concat();
    let html = format!("<script>(async () => {{\n{script}{then}}})()</script>");
    Server::raw(move |_, stream| {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n";
        let _ = stream.write_all(format!("{head}{html}").as_bytes());
    })
}

#[test]
fn console_messages_are_those_of_chromium() {
    let api = Server::responding(respond);
    let page = page(&api, "");
    let profile = tempfile::tempdir().expect("a folder");
    let chromium = Command::new("chromium")
        .args([
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--no-proxy-server",
            "--enable-logging=stderr",
        ])
        .args(["--virtual-time-budget=20000", "--dump-dom"])
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .arg(page.url("/"))
        .output();
    let Ok(chromium) = chromium else {
        assert!(env::var_os("CI").is_none(), "Chromium is missing");
        eprintln!("**** THE CONSOLE OF CHROMIUM WAS NOT COMPARED: Chromium is missing ****");
        return;
    };
    let log = String::from_utf8_lossy(&chromium.stderr);
    let origin = page.url("");
    for (path, _, options, _) in CASES {
        let url = api.url(&format!("/{path}"));
        let mut lines = log
            .lines()
            .filter_map(|line| line.split_once("\"Access to fetch at ").map(|it| it.1));
        let message = lines.find(|line| line.starts_with(&format!("'{url}'")));
        let message = message.unwrap_or_else(|| panic!("Chromium allows {path}:\n{log}"));
        let message = message.split_once("\", source:").map_or(message, |it| it.0);
        let arguments = [
            &[url.as_str(), "--from", &origin, "--engine", "chromium"],
            options,
        ]
        .concat();
        let text = run(&arguments).expect(1);
        assert!(
            text.contains(&format!("Access to fetch at {message}\n")),
            "{path}\n{message}\n{text}"
        );
    }
}
