//! One request, allowed and blocked.

use axum::{Json, Router};
use cors_runtime::{
    axum::{CorsRouter, routing::put},
    cors,
};
use tokio::net::TcpListener;

use crate::support::{APP, Server, allow, allow_all, run, run_with};

/// The address of an axum app with a policy, as in the quickstart.
pub(crate) fn app() -> String {
    #[cors(origins = ["https://app.example.com"], credentials, headers = ["content-type"], max_age = "1h")]
    async fn rename(Json(name): Json<String>) -> String {
        name
    }

    #[cors(
        origins = ["https://app.example.com"],
        credentials,
        headers = ["authorization", "content-type"],
        max_age = "1h"
    )]
    async fn list() -> &'static str {
        "Ada"
    }

    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        runtime.expect("a runtime").block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
            sender
                .send(listener.local_addr().expect("an address"))
                .expect("the test waits");
            let app: Router = CorsRouter::new()
                .route("/users", put(rename).get(list))
                .into();
            axum::serve(listener, app).await.expect("the server runs");
        });
    });
    format!("http://{}/users", receiver.recv().expect("an address"))
}

const JSON: [&str; 6] = [
    "-X",
    "PUT",
    "-H",
    "content-type: application/json",
    "-d",
    "\"Ada\"",
];

fn check(url: &str, more: &[&str]) -> crate::support::Output {
    run(&[&[url, "--from", APP], more].concat())
}

#[test]
fn app_of_cors_runtime_allows_its_origin() {
    let url = app();
    for engine in ["chromium", "firefox", "webkit", "strictest", "all"] {
        let more = [&JSON[..], &["--credentials", "--engine", engine]].concat();
        let text = check(&url, &more).expect(0);
        assert!(text.contains("allowed"), "{text}");
        assert!(text.contains("status 200, 3 bytes of the body"), "{text}");
    }
}

#[test]
fn app_of_cors_runtime_blocks_other_origins() {
    let url = app();
    let arguments = [&[url.as_str(), "--from", "https://evil.example"], &JSON[..]].concat();
    let text = run(&arguments).expect(1);
    assert!(text.contains("blocked by the preflight"), "{text}");
    assert!(
        text.contains(
            "#[cors(origins = [\"https://evil.example\"], headers = [\"content-type\"])]"
        ),
        "{text}"
    );
}

#[test]
fn blocked_request_is_not_sent() {
    let server = Server::responding(|_| (204, allow(APP)));
    let text = check(&server.url("/"), &JSON).expect(1);
    assert!(text.contains("Access-Control-Allow-Methods: PUT"), "{text}");
    assert_eq!(server.methods(), ["OPTIONS"]);
}

#[test]
fn preflight_only_sends_no_request() {
    let server = Server::responding(|_| (204, allow_all(APP)));
    let more = [&JSON[..], &["--preflight-only"]].concat();
    let text = check(&server.url("/"), &more).expect(0);
    assert!(text.contains("allowed by the preflight"), "{text}");
    assert_eq!(server.methods(), ["OPTIONS"]);
}

#[test]
fn several_engines_share_one_request() {
    let server = Server::responding(|_| (200, allow_all(APP)));
    check(
        &server.url("/"),
        &[&JSON[..], &["--engine", "all"]].concat(),
    )
    .expect(0);
    assert_eq!(server.methods(), ["OPTIONS", "PUT"]);
    assert_eq!(server.requests()[1].body, "\"Ada\"");
}

#[test]
fn wildcard_allows_authorization_in_every_engine() {
    let server = Server::responding(|_| {
        let mut lines = allow("*");
        lines.push("Access-Control-Allow-Headers: *".to_owned());
        (200, lines)
    });
    let url = server.url("/");
    let with = |engine| check(&url, &["-H", "authorization: Bearer a", "--engine", engine]);
    with("chromium").expect(0);
    with("firefox").expect(0);
    with("webkit").expect(0);
    let text = with("strictest").expect(1);
    assert!(text.contains("which the standard does not"), "{text}");
    assert!(!text.contains("blocked by CORS policy"), "{text}");
    let text = with("all").expect(0);
    for engine in ["chromium", "firefox", "webkit"] {
        assert!(text.contains(&format!("allowed ({engine})")), "{text}");
    }
}

/// A server, options, and texts of the report.
type Case = (
    fn(&crate::support::Request) -> (u16, Vec<String>),
    &'static [&'static str],
    &'static [&'static str],
);

#[test]
fn classic_mistakes_have_their_reason_and_fix() {
    let credentials: &[&str] = &["--credentials"];
    let json: &[&str] = &["-H", "content-type: application/json"];
    let cases: &[Case] = &[
        (
            |_| (200, vec![]),
            &[],
            &[
                "blocked at the response",
                "No 'Access-Control-Allow-Origin' header is present",
            ],
        ),
        (
            |_| (200, allow("*")),
            credentials,
            &[
                "must not be the wildcard '*'",
                "Access-Control-Allow-Credentials: true",
            ],
        ),
        (
            |_| (200, [allow(APP), allow(APP)].concat()),
            &[],
            &["contains multiple values", "is sent twice"],
        ),
        (
            |_| (200, allow("https://app.example.com/")),
            &[],
            &["not equal to the supplied origin"],
        ),
        (
            |it| (if it.is_preflight() { 404 } else { 200 }, allow(APP)),
            json,
            &["HTTP ok status", "No route"],
        ),
        (
            |it| (if it.is_preflight() { 405 } else { 200 }, allow(APP)),
            json,
            &["HTTP ok status", "No route"],
        ),
        (
            |it| (if it.is_preflight() { 401 } else { 200 }, allow(APP)),
            json,
            &["turns the preflight away"],
        ),
        (
            |_| (307, [allow(APP), vec!["Location: /b".to_owned()]].concat()),
            json,
            &["Redirect is not allowed", "final URL"],
        ),
        (
            |_| (204, allow(APP)),
            json,
            &["content-type is not allowed by Access-Control-Allow-Headers"],
        ),
        (|_| (500, vec![]), &[], &["whatever the status is"]),
    ];
    for (respond, options, texts) in cases {
        let server = Server::responding(*respond);
        let text = check(&server.url("/"), options).expect(1);
        for expected in *texts {
            assert!(text.contains(expected), "{expected}\n{text}");
        }
    }
}

#[test]
fn text_of_a_refusing_server_is_quoted() {
    let server = Server::responding(|_| (403, vec!["Content-Type: text/plain".to_owned()]));
    let text = check(&server.url("/"), &[]).expect(1);
    assert!(text.contains("the server says:\n    ok\n"), "{text}");
}

#[test]
fn allowed_response_shows_hidden_headers() {
    let server =
        Server::responding(|_| (404, [allow("*"), vec!["ETag: \"1\"".to_owned()]].concat()));
    let text = check(&server.url("/"), &[]).expect(0);
    assert!(text.contains("status 404"), "{text}");
    assert!(
        text.contains("`Access-Control-Expose-Headers: etag` makes them readable"),
        "{text}"
    );
}

#[test]
fn redirect_to_another_origin_sends_null() {
    let last = Server::responding(|_| (200, allow("null")));
    let location = format!("Location: {}", last.url("/b"));
    let first = Server::responding(move |_| (302, [allow("*"), vec![location.clone()]].concat()));
    let text = check(&first.url("/a"), &[]).expect(0);
    assert!(text.contains("redirected to"), "{text}");
    assert_eq!(last.requests()[0].origin(), "null");
}

#[test]
fn cookies_are_sent_with_credentials_alone() {
    let server = Server::responding(|_| (200, allow_all("http://127.0.0.1:9")));
    let url = server.url("/");
    let from = ["--from", "http://127.0.0.1:9", "-b", "a=1; b=2"];
    run(&[&[url.as_str()], &from[..]].concat()).expect(0);
    run(&[&[url.as_str()], &from[..], &["--credentials"]].concat()).expect(0);
    let cookies: Vec<String> = server
        .requests()
        .iter()
        .map(|it| it.header("cookie").to_owned())
        .collect();
    assert_eq!(cookies, ["", "a=1; b=2"]);
}

// Firefox has no `SameSite` by default, and keeps third-party cookies apart; the page of the call has this one.
#[test]
fn third_party_cookies_of_a_call_are_sent() {
    let page = "https://app.example.com";
    let server = Server::responding(move |_| (200, allow_all(page)));
    let url = server.url("/");
    let call = [&url, "--from", page, "-b", "a=1", "--credentials"];
    run(&[&call[..], &["--engine", "firefox"]].concat()).expect(0);
    assert_eq!(server.requests()[0].header("cookie"), "a=1");
}

#[test]
fn invalid_requests_are_blocked_before_they_are_sent() {
    let server = Server::responding(|_| (200, allow("*")));
    let url = server.url("/");
    assert!(
        check(&url, &["-X", "TRACE"])
            .expect(1)
            .contains("blocked before it was sent")
    );
    assert!(
        check("http://api.example.com/", &[])
            .expect(1)
            .contains("mixed content")
    );
    assert_eq!(server.methods(), [""; 0]);
}

#[test]
fn texts_of_a_server_cannot_control_the_terminal() {
    let server = Server::responding(|_| (200, allow("\x1b[31mred")));
    // hyper accepts no such bytes; a tab and others of Latin-1 pass.
    let output = check(&server.url("/"), &[]);
    assert!(
        !output.stdout.contains('\x1b') && !output.stderr.contains('\x1b'),
        "{output:?}"
    );
    let server = Server::responding(|_| (200, allow("\u{9b}31mred")));
    let text = check(&server.url("/"), &[]).expect(1);
    assert!(!text.contains('\u{9b}'), "{text}");
}

#[test]
fn plain_http_on_this_machine_is_noted() {
    let server = Server::responding(|_| (200, allow("*")));
    let note = "Safari lets no page of https call plain http";
    assert!(check(&server.url("/"), &[]).expect(0).contains(note));
    let text = run(&[&server.url("/"), "--from", "http://app.example.com"]).expect(0);
    assert!(!text.contains(note), "{text}");
}

#[test]
fn page_of_the_same_origin_needs_no_headers() {
    let server = Server::responding(|_| (200, Vec::new()));
    let text = run(&[&server.url("/"), "--from", &server.url("/page")]).expect(0);
    assert!(text.contains("no header of CORS is needed"), "{text}");
}

/// The report of a blocked request fits into a screen.
#[test]
fn report_fits_into_a_screen() {
    let server = Server::responding(|_| (204, allow_all("https://other.example.com")));
    let more = [&JSON[..], &["--credentials"]].concat();
    let text = check(&server.url("/"), &more).expect(1);
    assert!(text.lines().count() <= 40, "{text}");
    let server = Server::responding(|_| {
        let lines = (0..60).map(|number| format!("X-A{number}: aaaaaaaaaaaaaaa"));
        (200, allow(APP).into_iter().chain(lines).collect())
    });
    let text = check(&server.url("/"), &[]).expect(0);
    assert!(text.contains("and 50 more"), "{text}");
    assert!(text.lines().all(|line| line.len() < 300), "{text}");
}

#[test]
fn sentences_fit_into_a_narrow_terminal() {
    let server = Server::responding(|it| (if it.is_preflight() { 403 } else { 200 }, Vec::new()));
    let url = server.url("/");
    let narrow = [("COLUMNS", "60")];
    let text = run_with(&[&url, "--from", APP, "-X", "PUT"], "", &narrow).expect(1);
    let is_long = |line: &&str| line.chars().count() > 60 && line.trim().contains(' ');
    let long: Vec<&str> = text.lines().filter(is_long).collect();
    // The verdict, whose end a terminal breaks, and the attribute, which is copied.
    assert_eq!(long.len(), 1, "{long:?}");
    let piped = run(&[&url, "--from", APP, "-X", "PUT"]).expect(1);
    assert!(
        piped.contains(
            "The server refuses the preflight: its policy does not allow the origin, or a layer"
        ),
        "{piped}"
    );
}
