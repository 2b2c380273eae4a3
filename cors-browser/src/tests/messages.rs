//! The text of `Blocked`.

use super::{
    super::{delete, get, put},
    *,
};

const APP_ONLY: [(&str, &str); 1] = [("access-control-allow-origin", APP)];

/// The message of a blocked `GET`, whose response has this type and body.
fn message(content_type: &str, body: &str) -> String {
    let script = TestServer::new(&[
        (":status", "403"),
        ("content-type", content_type),
        (":body", body),
    ]);
    let blocked = open(EVIL, &script).fetch_blocking(get("/"));
    blocked.expect_err("no origin is allowed").to_string()
}

#[test]
fn blocked_quotes_short_plain_text() {
    for content_type in ["text/plain", "Text/Plain; charset=utf-8"] {
        let text = message(content_type, "not \"allowed\"\nask \x1b[1mAda\u{202e}\n");
        let line =
            "\n  the server says: not \"allowed\"\n    ask \\u{1b}[1mAda\\u{202e}\n  see https";
        assert!(text.contains(line), "{text}");
    }
    for (content_type, body) in [
        ("text/html", "refused"),
        ("text/plain", ""),
        ("text/plain", "a".repeat(2049).as_str()),
    ] {
        let text = message(content_type, body);
        assert!(!text.contains("the server says"), "{text}");
    }
    assert!(message("text/plain", &"a".repeat(2048)).contains("the server says: aaa"));
}

#[test]
fn blocked_does_not_quote_the_body_of_a_success() {
    let response = [
        ("content-type", "text/plain"),
        (":body", "Ada"),
        ("cors-explanation", "unknown origin"),
    ];
    for (response, quotes) in [(&response[..2], false), (&response[..], true)] {
        let script = TestServer::new(response);
        let blocked = open(EVIL, &script).fetch_blocking(get("/"));
        let text = blocked.expect_err("no origin is allowed").to_string();
        assert_eq!(text.contains("the server says: unknown origin"), quotes);
        assert!(!text.contains("Ada"), "{text}");
    }
}

#[test]
fn blocked_quotes_the_preflight_response() {
    let script = TestServer::new(&[
        (":status", "403"),
        ("content-type", "text/plain"),
        (":body", "unknown origin"),
    ]);
    let blocked = open(EVIL, &script)
        .fetch_blocking(put("/"))
        .expect_err("the status is 403");
    let text = blocked.to_string();
    assert!(
        text.contains("\n  the server says: unknown origin\n"),
        "{text}"
    );
    assert!(blocked.explain().contains("  < | unknown origin\n"));
}

#[test]
fn blocked_quotes_the_explanation_of_a_preflight_response() {
    let says = |explanation: &str| {
        let script = TestServer::new(&[
            ("access-control-allow-origin", APP),
            ("access-control-allow-methods", "PUT"),
            ("cors-explanation", explanation),
        ]);
        let call = put("/").header("x-trace", "1");
        let blocked = open(APP, &script).fetch_blocking(call);
        let blocked = blocked.expect_err("the header is not listed");
        assert_eq!(blocked.reason(), Reason::HeaderNotAllowed);
        blocked.to_string()
    };
    let text = says("the policy does not grant `x-trace`");
    let line = "\n  the server says: the policy does not grant `x-trace`\n";
    assert!(text.contains(line), "{text}");
    let text = says(&"a".repeat(2049));
    assert!(!text.contains("the server says"), "{text}");
}

#[test]
fn explain_quotes_the_blocked_response() {
    let script = TestServer::new(&[
        (":status", "403"),
        ("content-type", "text/plain"),
        (":body", "unknown origin"),
    ]);
    let browser = open(EVIL, &script);
    browser
        .fetch_blocking(get("/"))
        .expect_err("no origin is allowed");
    let log = browser.explain();
    assert!(
        log.contains("  = the server says: unknown origin\n"),
        "{log}"
    );
}

#[test]
fn blocked_does_not_quote_an_earlier_response() {
    let script = TestServer::new(&[
        ("access-control-allow-origin", "*"),
        (":status", "302"),
        ("location", "http://plain.example/"),
        ("content-type", "text/plain"),
    ]);
    let blocked = open(EVIL, &script)
        .fetch_blocking(get("/"))
        .expect_err("mixed content");
    assert_eq!(blocked.reason(), Reason::MixedContent);
    assert!(
        !blocked.to_string().contains("the server says"),
        "{blocked}"
    );
}

#[test]
fn blocked_display_and_explain() {
    let script = TestServer::new(&APP_ONLY);
    let browser = open(EVIL, &script);
    let blocked = browser
        .fetch_blocking(delete("/users/1"))
        .expect_err("it is blocked");
    assert_eq!(format!("{blocked}"), format!("{blocked:?}"));
    assert_eq!(
        blocked.to_string(),
        "`DELETE https://api.example.com/users/1` from origin `https://evil.example` was blocked by the \
         preflight: `Access-Control-Allow-Origin: https://app.example.com` is not the page's \
         origin\n  what would pass: `Access-Control-Allow-Origin: \
         https://evil.example`\n  see https://fetch.spec.whatwg.org/#concept-cors-check"
    );
    let log = browser.explain();
    assert_eq!(log, blocked.explain());
    for line in [
        "https://evil.example: fetch DELETE /users/1 (mode cors, credentials same-origin)\n",
        "  = a preflight, because of the method `DELETE`\n",
        "  > OPTIONS https://api.example.com/users/1\n",
        "  > access-control-request-method: DELETE\n",
        "  < 204\n",
        "  < access-control-allow-origin: https://app.example.com\n",
        "  = blocked: ",
    ] {
        assert!(log.contains(line), "{line} is missing:\n{log}");
    }
}
