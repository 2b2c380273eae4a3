//! The access to the admin routes, and the validation of new origins.

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
async fn admin_routes_need_the_token() {
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
            let response = server.send(method, path, &headers, body).await;
            assert_eq!(
                response.status, 401,
                "{method} {path} with `{authorization}`"
            );
            assert_eq!(response.header("www-authenticate"), Some("Bearer"));
        }
        let response = server.send(method, path, &[], body).await;
        assert_eq!(response.status, 401, "{method} {path}");
    }
    assert!(server.is_allowed("https://a.example").await);
    assert!(!server.is_allowed("https://b.example").await);

    let lower = format!("bearer {TOKEN}");
    let headers = [("authorization", lower.as_str())];
    let response = server.send("GET", "/admin/partners", &headers, "").await;
    assert_eq!(response.status, 200);
}

#[tokio::test]
async fn admin_routes_reject_all_origins() {
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
            let response = server.send("OPTIONS", path, &headers, "").await;
            assert_eq!(
                response.header("access-control-allow-origin"),
                None,
                "{path}"
            );
            assert_eq!(response.header("access-control-allow-headers"), None);
        }
    }
}

#[tokio::test]
async fn invalid_origin_is_not_stored_and_reason_returned() {
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
        let response = server.admin("POST", "/admin/partners", &body).await;
        assert_eq!(response.status, 422, "{entry}");
        let expected = json!({
            "entry": entry,
            "rule": rule,
            "reason": reason,
            "correction": correction,
        });
        assert_eq!(response.json(), expected);
    }
    let nameless = r#"{"name":" ","origin":"https://a.example"}"#;
    let response = server.admin("POST", "/admin/partners", nameless).await;
    assert_eq!(response.status, 422);
    assert_eq!(response.json()["error"], "a partner needs a name");

    let partners = server.admin("GET", "/admin/partners", "").await;
    assert_eq!(partners.json(), json!([]));
    // The correction is valid.
    server.add("A", "https://a.example").await;
}
