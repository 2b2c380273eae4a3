//! The cards of the routes.

use serde_json::json;

use crate::support::Running;

#[tokio::test]
async fn cards_show_the_source_of_each_policy() {
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
