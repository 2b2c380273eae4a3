//! The sentences that explain the result of a call.

use playground::MAIN;
use serde_json::{Value, json};

use crate::{BOTH, call_body, support::Running};

fn why(seen: &Value) -> String {
    let sentences = seen["why"].as_array().expect("sentences").iter();
    let sentences = sentences.map(|sentence| sentence.as_str().expect("a sentence"));
    sentences.collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn explanation_names_the_decisive_key() {
    let running = Running::anywhere().await;
    for server in BOTH {
        for (id, origin, sentence) in [
            ("public", "null", "`origins = any`"),
            ("public", "null", "`x-total-count` can be read because"),
            ("public", "null", "`etag` is in the response but hidden"),
            (
                "cookies",
                "http://localhost:4100",
                "The cookie `playground_visitor=ada` was sent",
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
                "allows `http://localhost:4100`, and in debug builds `http://localhost:4102`.",
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
                "matches the pattern `http://*.partner.localhost:4100`",
            ),
            ("hidden", "http://localhost:4103", "But the handler ran!"),
            (
                "hidden",
                "http://127.0.0.1:4100",
                "`http://localhost:4100` is listed and reaches the same machine",
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
                "allows `http://localhost:4100`.",
            ),
            ("not-found", "null", "has the origin `null`"),
            ("simple-post", "null", "A form could send this POST"),
            ("public", "null", "A link or a form could send this GET"),
        ] {
            let of_debug = ["dev_origins", "debug builds"];
            if !cfg!(debug_assertions) && of_debug.iter().any(|of| sentence.contains(of)) {
                continue;
            }
            let (_, seen) = running.call(call_body(server, origin, id)).await;
            let why = why(&seen);
            assert!(why.contains(sentence), "{server:?} {id} {origin}: {why}");
        }
        let (_, seen) = running
            .call(call_body(server, "http://localhost:4103", "enforce"))
            .await;
        assert!(!why(&seen).contains("But the handler ran"));
        let (_, seen) = running.call(call_body(server, MAIN, "public")).await;
        assert!(!why(&seen).contains("`x-total-count` is in the response but"));
        // A form cannot send `HEAD`, which still needs no preflight.
        let mut head = call_body(server, "http://localhost:4103", "hidden");
        head["request"] = json!({ "method": "HEAD", "path": "/sales" });
        let (_, seen) = running.call(head).await;
        let why = why(&seen);
        assert!(why.contains("A HEAD asks for no more than"), "{why}");
        assert!(!why.contains("form could send"), "{why}");
    }
    running.stop().await;
}
