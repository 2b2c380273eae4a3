//! The messages in the console of Firefox, as in its source, and of WebKit where WebKitGTK is missing.

use crate::support::{APP, Output, Server, allow, run};

fn check(url: &str, more: &[&str]) -> Output {
    run(&[&[url, "--from", APP], more].concat())
}

#[test]
fn console_messages_of_firefox_have_its_form() {
    let resource = "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at";
    for (origin, credentials, expected) in [
        (
            "",
            false,
            "{resource} {url}. (Reason: CORS header ‘Access-Control-Allow-Origin’ missing). Status code: 200.",
        ),
        (
            "https://x.example",
            false,
            "{resource} {url}. (Reason: CORS header ‘Access-Control-Allow-Origin’ does not match ‘https://x.example’).",
        ),
        (
            "*",
            true,
            "{resource} ‘{url}’. (Reason: Credential is not supported if the CORS header ‘Access-Control-Allow-Origin’ \
             is ‘*’).",
        ),
    ] {
        let lines = if origin.is_empty() {
            Vec::new()
        } else {
            allow(origin)
        };
        let server = Server::responding(move |_| (200, lines.clone()));
        let url = server.url("/");
        let credentials: &[&str] = if credentials { &["--credentials"] } else { &[] };
        let text = check(&url, &[&["--engine", "firefox"], credentials].concat()).expect(1);
        let expected = expected
            .replace("{resource}", resource)
            .replace("{url}", &url);
        assert!(
            text.contains(&format!("  {expected}\n")),
            "{expected}\n{text}"
        );
    }
}

#[test]
fn console_messages_of_webkit_have_its_form() {
    let server = Server::responding(|_| (200, Vec::new()));
    let text = check(&server.url("/"), &["--engine", "webkit"]).expect(1);
    let expected = "Origin https://app.example.com is not allowed by Access-Control-Allow-Origin. Status code: 200";
    assert!(text.contains(&format!("  {expected}\n")), "{text}");
    let server = Server::responding(|_| (404, Vec::new()));
    let text = check(&server.url("/"), &["--engine", "webkit", "-X", "PUT"]).expect(1);
    assert!(
        text.contains("  Preflight response is not successful. Status code: 404\n"),
        "{text}"
    );
}
