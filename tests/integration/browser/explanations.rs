//! What the developer of a debug build learns about a blocked call: the same words in the event, in the response and in
//! `Blocked`.

use cors_runtime::{
    axum::{CorsRouter, routing::put},
    cors,
    testing::{Blocked, Browser, Reason, Request, put as fetch_put},
};
use cors_tests::Events;
use rocket::local::asynchronous::Client;
use tracing::Level;

use crate::{API, APP};

#[cors(origins = ["https://app.example.com"], headers = ["content-type"])]
async fn rename() {}

fn on_axum() -> CorsRouter {
    CorsRouter::new().route("/users/{id}", put(rename))
}

mod on_rocket {
    use cors_runtime::{
        cors,
        rocket::{Cors, routes},
    };
    use rocket::{Build, Config, Rocket, config::LogLevel, put};

    #[cors(origins = ["https://app.example.com"], headers = ["content-type"])]
    #[put("/users/<_id>")]
    fn rename(_id: u32) {}

    pub(super) fn rocket() -> Rocket<Build> {
        let config = Config {
            log_level: LogLevel::Off,
            ..Config::debug_default()
        };
        rocket::custom(config)
            .attach(Cors::fairing())
            .mount("/", routes![rename])
    }
}

/// A blocked call, the header `cors-explanation` of its response, and the events.
struct Outcome {
    blocked: Blocked,
    explanation: Option<String>,
    events: Vec<(Level, String)>,
}

async fn block(browser: &Browser, call: Request) -> Outcome {
    let events = Events::default();
    let _guard = tracing::subscriber::set_default(events.clone());
    let blocked = browser.fetch(call).await.expect_err("it is blocked");
    let last = browser.exchanges().pop().expect("a preflight");
    Outcome {
        blocked,
        explanation: last.response_header("cors-explanation"),
        events: events.take(),
    }
}

async fn browsers(page: &str) -> [(Browser, &'static str); 2] {
    let rocket = Client::untracked(on_rocket::rocket()).await;
    let rocket = rocket.expect("it launches");
    [
        (Browser::at(page).open_at(API, on_axum()), "/users/{id}"),
        (Browser::at(page).open_at(API, rocket), "/users/<_id>"),
    ]
}

fn call() -> Request {
    let call = fetch_put("/users/1").json("{}");
    call.header("x-trace", "1").header("x-a", "1")
}

#[rocket::async_test]
async fn missing_header_is_explained_with_the_line_to_write() {
    for (browser, route) in browsers(APP).await {
        let outcome = block(&browser, call()).await;
        assert_eq!(outcome.blocked.reason(), Reason::HeaderNotAllowed);
        if !cfg!(debug_assertions) {
            assert_eq!((outcome.explanation, outcome.events), (None, Vec::new()));
            continue;
        }
        let explanation = outcome.explanation.expect("a debug build");
        let problem = "the policy does not grant the headers `x-a`, `x-trace`";
        let help = "write `headers = [\"content-type\", \"x-a\", \"x-trace\"]`";
        let see = "cors_runtime::rules#header-not-granted";
        let expected = format!(
            "header-not-granted: {problem}; {help}; see {see} (a release build does not say so)"
        );
        assert_eq!(explanation, expected);
        let text = outcome.blocked.to_string();
        let line = format!("\n  the server says: {explanation}\n");
        assert!(text.contains(&line), "{text}");
        let [(Level::WARN, event)] = outcome.events.as_slice() else {
            panic!("{:#?}", outcome.events);
        };
        for part in [
            "warning=\"header-not-granted\";",
            &format!("route=\"{route}\";"),
            "policy=tests/integration/browser/explanations.rs:",
            &format!("help={help:?};"),
            &format!("see=\"{see}\";"),
            &format!("message={problem};"),
        ] {
            assert!(event.contains(part), "{part} is missing: {event}");
        }
        // Logged once, and explained each time.
        let again = block(&browser, call()).await;
        assert_eq!(again.explanation, Some(explanation));
        assert!(again.events.is_empty(), "{:#?}", again.events);
        let other = block(&browser, fetch_put("/users/1").header("x-b", "1")).await;
        assert_eq!(other.events.len(), 1, "{:#?}", other.events);
    }
}

#[rocket::async_test]
async fn missing_header_is_not_explained_as_in_a_release_build() {
    for (browser, _) in browsers(APP).await {
        let call = call().header("x-release", "1");
        let granted = fetch_put("/users/1").json("{}");
        let release = browser.as_release();
        release.fetch(granted).await.expect("it is granted");
        let expected = sent_headers(&release);
        let outcome = block(&release, call).await;
        assert_eq!((outcome.explanation, outcome.events), (None, Vec::new()));
        let text = outcome.blocked.to_string();
        assert!(!text.contains("the server says"), "{text}");
        assert_eq!(sent_headers(&release), expected);
    }
}

/// The headers of the last preflight response.
fn sent_headers(browser: &Browser) -> Vec<String> {
    let exchanges = browser.exchanges();
    let mut preflights = exchanges.iter().rev().filter(|one| one.is_preflight());
    let preflight = preflights.next().expect("a preflight").to_string();
    let lines = preflight.lines().filter(|line| line.starts_with("  < "));
    lines.map(str::to_owned).collect()
}
