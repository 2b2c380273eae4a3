//! The cards, the side channel, and our client's verdicts, on both servers. No browser is needed.

mod support;

use std::sync::atomic::{AtomicUsize, Ordering};

use playground::{CALLS, Call, Framework, MAIN, PAGES};
use serde_json::{Value, json};

use crate::support::Running;

/// What becomes of each call, page by page: a status that is read, `-` for a preflight that was refused,
/// `?` for an answer that is kept from the page.
const EXPECTED: [(&str, [&str; 7]); 14] = [
    // app, admin, dev, partner, stranger, by number, null
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

/// A release build does not let the development server in.
const DEV: &str = if cfg!(debug_assertions) { "201" } else { "-" };

const BOTH: [Framework; 2] = [Framework::Axum, Framework::Rocket];

fn story(id: &str) -> Call {
    let mut calls = CALLS.into_iter();
    calls.find(|call| call.id == id).expect(id)
}

/// Each with a name of its own, as the page gives it.
fn asked(server: Framework, origin: &str, id: &str) -> Value {
    static CALL: AtomicUsize = AtomicUsize::new(0);
    let call = CALL.fetch_add(1, Ordering::Relaxed).to_string();
    json!({ "call": call, "server": server, "origin": origin, "request": story(id) })
}

fn why(seen: &Value) -> String {
    let sentences = seen["why"].as_array().expect("sentences").iter();
    let sentences = sentences.map(|sentence| sentence.as_str().expect("a sentence"));
    sentences.collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn our_client_sees_what_the_policies_say_on_both_servers() {
    let running = Running::anywhere().await;
    assert_eq!(EXPECTED.map(|(id, _)| id), CALLS.map(|call| call.id));
    for server in BOTH {
        for (id, expected) in EXPECTED {
            for (page, expected) in PAGES.iter().zip(expected) {
                let (_, seen) = running.call(asked(server, page.origin, id)).await;
                let client = &seen["client"];
                let verdict = match client["stage"].as_str() {
                    None => client["status"].to_string(),
                    Some("preflight") => "-".to_owned(),
                    Some("answer") => "?".to_owned(),
                    Some(other) => panic!("{other}"),
                };
                assert_eq!(verdict, expected, "{server:?} {id} {}", page.origin);
            }
        }
    }
    running.stop().await;
}

#[tokio::test]
async fn every_route_has_a_card_with_its_policy_as_it_is_written() {
    let running = Running::anywhere().await;
    let state = running.state().await;
    for (server, file) in state["servers"]
        .as_array()
        .expect("two")
        .iter()
        .zip(["axum_api.rs", "rocket_api.rs"])
    {
        let cards = server["cards"].as_array().expect("cards");
        let routes: Vec<_> = cards
            .iter()
            .map(|card| {
                (
                    card["path"].as_str().expect("a path"),
                    card["methods"][0].as_str().expect("a method"),
                )
            })
            .collect();
        let expected = [
            ("/account", "GET"),
            ("/feedback", "POST"),
            ("/help", "GET"),
            ("/menu", "GET"),
            ("/metrics", "GET"),
            ("/newsletter", "POST"),
            ("/orders", "GET"),
            ("/orders", "POST"),
            ("/orders", "DELETE"),
            ("/sales", "GET"),
            ("/transfer", "POST"),
        ];
        let mut sorted = routes.clone();
        sorted.sort_unstable();
        let mut all = expected;
        all.sort_unstable();
        assert_eq!(sorted, all);
        for card in cards {
            let written = card["written"].as_str().expect("an attribute");
            assert!(
                written.starts_with("#[cors(") && written.ends_with(")]"),
                "{written}"
            );
            let granted = &card["access"]["granted"];
            if granted.is_null() {
                assert_eq!(card["access"], "disabled");
                continue;
            }
            assert!(granted["policy"].as_str().expect("a place").contains(file));
            for origin in granted["origins"].as_array().expect("origins") {
                assert!(
                    written.contains(origin.as_str().expect("an origin")),
                    "{written}: {origin}"
                );
            }
        }
        let write = cards
            .iter()
            .find(|card| card["path"] == "/orders" && card["methods"][0] == "POST");
        let write = &write.expect("it is there");
        assert_eq!(
            write["written"],
            "#[cors(\n    origins = [\"http://localhost:4100\"],\n    dev_origins = [\"http://localhost:4102\"],\n    \
             headers = [\"content-type\"],\n)]"
        );
        assert_eq!(
            write["access"]["granted"]["dev_origins"],
            if cfg!(debug_assertions) {
                json!(["http://localhost:4102"])
            } else {
                json!([])
            }
        );
    }
    running.stop().await;
}

#[tokio::test]
async fn the_side_channel_tells_what_was_said_on_the_wire() {
    let running = Running::anywhere().await;
    for server in BOTH {
        // As a page of the stranger's browser would do.
        let address = running.api(server);
        let preflight = [
            ("origin", "http://localhost:4103"),
            ("access-control-request-method", "POST"),
            ("access-control-request-headers", "content-type"),
        ];
        let asked_for = asked(server, "http://localhost:4103", "write");
        let target = format!(
            "/orders?call={}",
            asked_for["call"].as_str().expect("a name")
        );
        let (status, _) = support::send(address, "OPTIONS", &target, &preflight, "").await;
        assert_eq!(status, 403);

        let (_, seen) = running.call(asked_for).await;
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
        // What the client sent is kept apart.
        let ours = seen["client_exchanges"].as_array().expect("exchanges");
        assert_eq!(ours.len(), 1);

        let (_, seen) = running
            .call(asked(server, "http://localhost:4100", "write"))
            .await;
        let ours = seen["client_exchanges"].as_array().expect("exchanges");
        let said: Vec<_> = ours
            .iter()
            .map(|exchange| (&exchange["method"], exchange["status"].as_u64()))
            .collect();
        assert_eq!(
            said,
            [(&json!("OPTIONS"), Some(204)), (&json!("POST"), Some(201))]
        );
        let received = ours.last().expect("the answer")["received"]
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
async fn it_says_why() {
    let running = Running::anywhere().await;
    for server in BOTH {
        for (id, origin, sentence) in [
            ("public", "null", "`origins = any`"),
            ("public", "null", "`x-total-count` can be read because"),
            (
                "public",
                "null",
                "`etag` came back as well and stays hidden",
            ),
            (
                "cookies",
                "http://localhost:4100",
                "The cookie `playground_visitor=ada` went along",
            ),
            (
                "readable-error",
                "http://localhost:4100",
                "an error, 401, and still readable",
            ),
            (
                "write",
                "http://localhost:4100",
                "No form can send `content-type: application/json`",
            ),
            ("write", "http://localhost:4102", "one of the `dev_origins`"),
            (
                "write",
                "http://localhost:4103",
                "The request itself was never sent",
            ),
            (
                "write",
                "http://localhost:4103",
                "lets in `http://localhost:4100`, and in debug builds `http://localhost:4102`.",
            ),
            (
                "clear",
                "http://localhost:4101",
                "`DELETE` with `authorization`",
            ),
            (
                "missing-header",
                "http://localhost:4100",
                "would need `headers = [\"content-type\"]`",
            ),
            (
                "pattern",
                "http://eu.partner.localhost:4100",
                "fits the pattern `http://*.partner.localhost:4100`",
            ),
            ("hidden", "http://localhost:4103", "But the handler ran!"),
            (
                "hidden",
                "http://127.0.0.1:4100",
                "`http://localhost:4100` is listed, and reaches the same machine",
            ),
            (
                "enforce",
                "http://localhost:4103",
                "refused before the handler ran: 403",
            ),
            ("disabled", "http://localhost:4100", "`#[cors(disabled)]`"),
            (
                "not-found",
                "http://localhost:4103",
                "lets in `http://localhost:4100`.",
            ),
            ("not-found", "null", "has the origin `null`"),
            ("simple-post", "null", "A form could send this POST"),
            ("public", "null", "A link or a form could send this GET"),
        ] {
            let of_debug = ["dev_origins", "debug builds"];
            if !cfg!(debug_assertions) && of_debug.iter().any(|of| sentence.contains(of)) {
                continue;
            }
            let (_, seen) = running.call(asked(server, origin, id)).await;
            let why = why(&seen);
            assert!(why.contains(sentence), "{server:?} {id} {origin}: {why}");
        }
        let (_, seen) = running
            .call(asked(server, "http://localhost:4103", "enforce"))
            .await;
        assert!(!why(&seen).contains("But the handler ran"));
        let (_, seen) = running.call(asked(server, MAIN, "public")).await;
        assert!(!why(&seen).contains("`x-total-count` came back"));
        // No form knows `HEAD`, and it asks for no more than a link does.
        let mut head = asked(server, "http://localhost:4103", "hidden");
        head["request"] = json!({ "method": "HEAD", "path": "/sales" });
        let (_, seen) = running.call(head).await;
        let why = why(&seen);
        assert!(why.contains("A HEAD asks for no more than"), "{why}");
        assert!(!why.contains("form could send"), "{why}");
    }
    running.stop().await;
}

#[tokio::test]
async fn whatever_the_form_sends_is_answered() {
    let running = Running::anywhere().await;
    let request = |method: &str, path: &str| json!({ "method": method, "path": path, "headers": [["x y", "\u{1}"]], "body": null });
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
        let (answered, seen) = running.call(called).await;
        assert_eq!(answered, status, "{origin} {request} {seen}");
    }
    // No name is so long on the page, and what nobody would find again is not kept.
    for (length, status) in [(57, 200), (58, 422)] {
        let mut called = asked(Framework::Axum, "null", "public");
        called["call"] = "n".repeat(length).into();
        let (answered, seen) = running.call(called).await;
        assert_eq!(answered, status, "{length} {seen}");
    }
    // Pages of other origins can ask for nothing by the user's browser.
    let body = asked(Framework::Axum, "null", "public").to_string();
    let plain = [("content-type", "text/plain")];
    let (status, _) = support::send(running.page(), "POST", "/calls", &plain, &body).await;
    assert_eq!(status, 415);
    running.stop().await;
}

#[tokio::test]
async fn the_page_is_at_one_origin_and_loads_nothing_from_elsewhere() {
    let running = Running::anywhere().await;
    for page in PAGES {
        let host = page.frame.trim_start_matches("http://");
        let answer = support::say(running.page(), "GET", "/", &[("host", host)], "").await;
        if page.frame == MAIN {
            assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
            assert!(
                answer.contains("\r\nset-cookie: playground_visitor=ada;"),
                "{answer}"
            );
        } else {
            assert!(answer.starts_with("HTTP/1.1 307"), "{answer}");
            assert!(
                answer.contains(&format!("\r\nlocation: {MAIN}\r\n")),
                "{answer}"
            );
        }
        let answer = support::say(running.page(), "GET", "/caller", &[("host", host)], "").await;
        assert!(
            answer.contains("\r\ncontent-security-policy: default-src 'none';"),
            "{answer}"
        );
        assert!(
            answer.contains(&format!("frame-ancestors {MAIN}\r\n")),
            "{answer}"
        );
    }
    let (_, script) = support::send(running.page(), "GET", "/caller.js", &[], "").await;
    assert!(script.contains(&format!("const playground = \"{MAIN}\";")));
    running.stop().await;
}

#[tokio::test]
async fn names_of_others_that_lead_here_get_nothing() {
    let running = Running::anywhere().await;
    let asked = asked(Framework::Axum, "null", "public").to_string();
    let own = running.page().to_string();
    let by_name = format!("localhost:{}", running.page().port());
    let pages = PAGES.map(|page| page.frame.trim_start_matches("http://"));
    let ours = pages.iter().copied().chain([&own[..]]);
    // A name whose owner lets it lead to this machine makes its pages those of one origin with ours.
    let theirs = [
        "evil.example:4100",
        "localhost",
        "localhost:4100.evil.example",
        &by_name,
        "",
    ];
    for (host, status) in ours
        .map(|host| (host, 200))
        .chain(theirs.map(|host| (host, 421)))
    {
        let headers = [("host", host), ("content-type", "application/json")];
        for (method, target, body) in [
            ("GET", "/state", ""),
            ("GET", "/caller", ""),
            ("POST", "/calls", &asked),
        ] {
            let (answered, _) = support::send(running.page(), method, target, &headers, body).await;
            assert_eq!(answered, status, "{method} {target} of `{host}`");
        }
    }
    running.stop().await;
}

#[tokio::test]
async fn a_port_that_is_taken_is_named() {
    use playground::{Playground, Ports};

    let taken = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let port = taken.local_addr().expect("an address").port();
    let free = Ports {
        pages: [0; 4],
        axum: 0,
        rocket: 0,
    };
    for ports in [
        Ports { axum: port, ..free },
        Ports {
            rocket: port,
            ..free
        },
        Ports {
            pages: [0, 0, 0, port],
            ..free
        },
    ] {
        let error = Playground::start(ports)
            .await
            .expect_err("it is taken")
            .to_string();
        assert!(
            error.starts_with(&format!("port {port} of 127.0.0.1 is taken\n  ")),
            "{error}"
        );
    }
}
