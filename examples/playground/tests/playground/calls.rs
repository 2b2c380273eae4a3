//! `POST /calls`: our client's results, the recorded exchanges, and invalid input.

use playground::{CALLS, Framework, PAGES};
use serde_json::json;

use crate::{
    BOTH, call_body,
    support::{self, Running},
};

/// The result of each call by page: the status if the script can read it, `-` if the preflight fails, and `?` if the
/// response is hidden.
const EXPECTED: [(&str, [&str; 7]); 14] = [
    // app, admin, dev, partner, other site, by number, null
    ("public", ["200"; 7]),
    ("cookies", ["200", "?", "?", "?", "?", "?", "?"]),
    ("readable-error", ["401", "?", "?", "?", "?", "?", "?"]),
    ("list", ["200", "200", "?", "?", "?", "?", "?"]),
    ("write", ["201", "-", DEV, "-", "-", "-", "-"]),
    ("clear", ["-", "200", "-", "-", "-", "-", "-"]),
    ("simple-post", ["200"; 7]),
    ("missing-header", ["-"; 7]),
    ("pattern", ["?", "?", "?", "200", "?", "?", "?"]),
    ("hidden", ["200", "?", "?", "?", "?", "?", "?"]),
    ("enforce", ["200", "?", "?", "?", "?", "?", "?"]),
    ("disabled", ["?"; 7]),
    ("default", ["200", "?", "?", "?", "?", "?", "?"]),
    ("not-found", ["404", "?", "?", "?", "?", "?", "?"]),
];

/// A release build rejects the development server.
const DEV: &str = if cfg!(debug_assertions) { "201" } else { "-" };

#[tokio::test]
async fn client_results_match_the_expected_matrix() {
    let running = Running::anywhere().await;
    assert_eq!(EXPECTED.map(|(id, _)| id), CALLS.map(|call| call.id));
    for server in BOTH {
        for (id, expected) in EXPECTED {
            for (page, expected) in PAGES.iter().zip(expected) {
                let (_, seen) = running.call(call_body(server, page.origin, id)).await;
                let client = &seen["client"];
                let verdict = match client["stage"].as_str() {
                    None => client["status"].to_string(),
                    Some("preflight") => "-".to_owned(),
                    Some("response") => "?".to_owned(),
                    Some(other) => panic!("{other}"),
                };
                assert_eq!(verdict, expected, "{server:?} {id} {}", page.origin);
            }
        }
    }
    running.stop().await;
}

#[tokio::test]
async fn recorder_returns_the_exchanges_of_a_call() {
    let running = Running::anywhere().await;
    for server in BOTH {
        // The preflight that a browser would send for a page of another site.
        let address = running.api(server);
        let preflight = [
            ("origin", "http://localhost:4103"),
            ("access-control-request-method", "POST"),
            ("access-control-request-headers", "content-type"),
        ];
        let body = call_body(server, "http://localhost:4103", "write");
        let target = format!("/orders?call={}", body["call"].as_str().expect("a name"));
        let refused = support::send(address, "OPTIONS", &target, &preflight, "").await;
        assert_eq!(refused.status, 403);

        let (_, seen) = running.call(body).await;
        let [recorded] = &seen["exchanges"].as_array().expect("exchanges")[..] else {
            panic!("one exchange: {seen}")
        };
        assert_eq!(
            (&recorded["method"], &recorded["target"]),
            (&json!("OPTIONS"), &json!("/orders"))
        );
        assert_eq!(recorded["status"], 403);
        for (name, value) in preflight {
            let sent = recorded["sent"].as_array().expect("headers");
            assert!(sent.contains(&json!([name, value])), "{recorded}");
        }
        // The exchanges of our client are listed separately.
        let ours = seen["client_exchanges"].as_array().expect("exchanges");
        assert_eq!(ours.len(), 1);

        let (_, seen) = running
            .call(call_body(server, "http://localhost:4100", "write"))
            .await;
        let ours = seen["client_exchanges"].as_array().expect("exchanges");
        let statuses: Vec<_> = ours
            .iter()
            .map(|exchange| (&exchange["method"], exchange["status"].as_u64()))
            .collect();
        assert_eq!(
            statuses,
            [(&json!("OPTIONS"), Some(204)), (&json!("POST"), Some(201))]
        );
        let received = ours.last().expect("a response")["received"]
            .as_array()
            .expect("headers");
        assert!(
            received.contains(&json!([
                "access-control-allow-origin",
                "http://localhost:4100"
            ])),
            "{received:?}"
        );
    }
    running.stop().await;
}

#[tokio::test]
async fn calls_with_invalid_input_are_rejected() {
    let running = Running::anywhere().await;
    let request = |method: &str, path: &str| {
        let headers = [["x y", "\u{1}"]];
        json!({ "method": method, "path": path, "headers": headers, "body": null })
    };
    for (origin, request, status) in [
        ("https://app.example.com", request("GET", "/menu"), 200),
        ("https://app.example.com", request("a b", "/menu"), 200),
        ("tauri://localhost", request("GET", "/menu"), 200),
        ("https://app.example.com/path", request("GET", "/menu"), 422),
        ("file:///tmp", request("GET", "/menu"), 422),
        ("app.example.com", request("GET", "/menu"), 422),
        ("", request("GET", "/menu"), 422),
        ("null", request("GET", "menu"), 422),
        ("null", request("GET", "/menu?a=b"), 422),
        ("null", request("GET", "/ menu"), 422),
    ] {
        let called = json!({ "call": "t", "server": "axum", "origin": origin, "request": request });
        let (got, seen) = running.call(called).await;
        assert_eq!(got, status, "{origin} {request} {seen}");
    }
    // The recorder limits the length of a name.
    for (length, status) in [(57, 200), (58, 422)] {
        let mut called = call_body(Framework::Axum, "null", "public");
        called["call"] = "n".repeat(length).into();
        let (got, seen) = running.call(called).await;
        assert_eq!(got, status, "{length} {seen}");
    }
    // `text/plain` would need no preflight from a page of another origin.
    let body = call_body(Framework::Axum, "null", "public").to_string();
    let plain = [("content-type", "text/plain")];
    let response = support::send(running.page(), "POST", "/calls", &plain, &body).await;
    assert_eq!(response.status, 415);
    running.stop().await;
}
