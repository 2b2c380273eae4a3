//! Who may change the list, and what may be on it.

use serde_json::{Value, json};

use crate::{
    database::File,
    server::{Server, TOKEN},
};

const ROUTES: [(&str, &str); 4] = [
    ("GET", "/admin/partners"),
    ("POST", "/admin/partners"),
    ("DELETE", "/admin/partners/1"),
    ("POST", "/admin/partners/1/sessions"),
];

#[tokio::test]
async fn the_administration_needs_the_token() {
    let file = File::new();
    let server = Server::start(&file.url()).await;
    let id = server.add("A", "https://a.example").await;
    assert_eq!(id, 1);
    let almost = format!("Bearer {}!", &TOKEN[1..]);
    let more = format!("Bearer {TOKEN}s");
    let less = format!("Bearer {}", &TOKEN[..5]);
    let other_scheme = format!("Digest {TOKEN}");
    let wrong = [
        "",
        "Bearer ",
        "Bearer",
        TOKEN,
        &almost,
        &more,
        &less,
        &other_scheme,
    ];
    let body = r#"{"name":"B","origin":"https://b.example"}"#;
    for (method, path) in ROUTES {
        for authorization in wrong {
            let headers = [
                ("authorization", authorization),
                ("content-type", "application/json"),
            ];
            let answer = server.send(method, path, &headers, body).await;
            assert_eq!(answer.status, 401, "{method} {path} with `{authorization}`");
            assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
        }
        let answer = server.send(method, path, &[], body).await;
        assert_eq!(answer.status, 401, "{method} {path}");
    }
    assert!(server.lets_in("https://a.example").await);
    assert!(!server.lets_in("https://b.example").await);

    let lower = format!("bearer {TOKEN}");
    let headers = [("authorization", lower.as_str())];
    let answer = server.send("GET", "/admin/partners", &headers, "").await;
    assert_eq!(answer.status, 200);
}

#[tokio::test]
async fn no_page_calls_the_administration() {
    let file = File::new();
    let server = Server::start(&file.url()).await;
    server.add("A", "https://a.example").await;
    for (method, path) in ROUTES {
        for origin in ["https://a.example", "https://evil.example", "null"] {
            let headers = [
                ("origin", origin),
                ("access-control-request-method", method),
                ("access-control-request-headers", "authorization"),
            ];
            let answer = server.send("OPTIONS", path, &headers, "").await;
            assert_eq!(answer.header("access-control-allow-origin"), None, "{path}");
            assert_eq!(answer.header("access-control-allow-headers"), None);
        }
    }
}

#[tokio::test]
async fn a_bad_origin_is_refused_with_its_reason_and_not_stored() {
    let file = File::new();
    let server = Server::start(&file.url()).await;
    let cases = [
        (
            "https://a.example/",
            "origin-trailing-slash",
            "origin `https://a.example/` ends in a slash",
            json!("https://a.example"),
        ),
        (
            "a.example",
            "origin-scheme-missing",
            "origin `a.example` has no scheme",
            json!("https://a.example"),
        ),
        (
            "http://a.example",
            "insecure-origin-credentials",
            "`http://a.example` is plain http and cannot go with `credentials`",
            json!("https://a.example"),
        ),
        (
            "https://*.a.example",
            "one-origin",
            "`https://*.a.example` is a pattern, and a partner has one origin",
            Value::Null,
        ),
    ];
    for (entry, rule, reason, correction) in cases {
        let body = json!({ "name": "A", "origin": entry }).to_string();
        let answer = server.admin("POST", "/admin/partners", &body).await;
        assert_eq!(answer.status, 422, "{entry}");
        let expected = json!({
            "entry": entry,
            "rule": rule,
            "reason": reason,
            "correction": correction,
        });
        assert_eq!(answer.json(), expected);
    }
    let nameless = r#"{"name":" ","origin":"https://a.example"}"#;
    let answer = server.admin("POST", "/admin/partners", nameless).await;
    assert_eq!(answer.status, 422);
    assert_eq!(answer.json()["error"], "a partner needs a name");

    let partners = server.admin("GET", "/admin/partners", "").await;
    assert_eq!(partners.json(), json!([]));
    // What was written by way of a correction is taken.
    server.add("A", "https://a.example").await;
}
