//! Explanations of a blocked call in a debug build: the same words in the event, in the response and in
//! `Blocked`.

use axum::{
    Router, extract,
    http::{StatusCode, header},
    middleware::{self, Next},
    response::Response,
};
use cors_runtime::{
    axum::{
        CorsRouter,
        routing::{any, post, put},
    },
    cors,
    testing::{
        Blocked, Browser, Reason, Request, Stage, patch as fetch_patch, post as fetch_post,
        put as fetch_put, request,
    },
};
use cors_tests::Events;
use rocket::local::asynchronous::Client;
use tracing::Level;

use crate::{API, APP};

#[cors(origins = ["https://app.example.com"], headers = ["content-type"])]
async fn rename() {}

#[cors(origins = ["https://app.example.com"], methods = [PUT])]
async fn only_put() {}

#[cors(origins = ["https://app.example.com"], enforce)]
async fn transfer() {}

fn on_axum() -> CorsRouter {
    CorsRouter::new()
        .route("/users/{id}", put(rename))
        .route("/put", any(only_put))
        .route("/transfer", post(transfer))
}

mod on_rocket {
    use cors_runtime::{
        cors,
        rocket::{Cors, routes},
    };
    use rocket::{Build, Config, Rocket, config::LogLevel, post, put};

    #[cors(origins = ["https://app.example.com"], headers = ["content-type"])]
    #[put("/users/<_id>")]
    fn rename(_id: u32) {}

    #[cors(origins = ["https://app.example.com"], enforce)]
    #[post("/transfer")]
    fn transfer() {}

    pub(super) fn rocket() -> Rocket<Build> {
        let config = Config {
            log_level: LogLevel::Off,
            ..Config::debug_default()
        };
        rocket::custom(config)
            .attach(Cors::fairing())
            .mount("/", routes![rename, transfer])
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
            "header-not-granted: {problem}; {help}; see {see} (release builds omit this header)"
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

/// Asserts that the event of a refusal has these fields, and that `Blocked` quotes the same texts.
#[cfg(debug_assertions)]
#[track_caller]
fn assert_same_words(outcome: &Outcome, reason: &str, fields: &[(&str, &str)]) {
    let [(Level::DEBUG, event)] = outcome.events.as_slice() else {
        panic!("{:#?}", outcome.events);
    };
    assert!(event.contains(&format!("reason={reason:?};")), "{event}");
    let text = outcome.blocked.to_string();
    assert!(
        text.contains(&format!("\n  the server says: {reason}: ")),
        "{text}"
    );
    for (field, words) in fields {
        assert!(
            event.contains(&format!("{field}={words:?};")),
            "{field}: {event}"
        );
        assert!(text.contains(words), "{words}: {text}");
    }
}

// A release build explains nothing to the client.
#[cfg(debug_assertions)]
#[rocket::async_test]
async fn refusal_has_the_same_words_everywhere() {
    const SHOP: &str = "https://shop.example";
    let near = "`https://app.example.com:8443` is not allowed, `https://app.example.com` is: the ports differ";
    for (browser, _) in browsers("https://app.example.com:8443").await {
        let outcome = block(&browser, call()).await;
        assert_eq!(outcome.blocked.reason(), Reason::OriginNotAllowed);
        let why = "the policy does not allow this origin";
        assert_same_words(
            &outcome,
            "origin-not-allowed",
            &[("why", why), ("hint", near)],
        );
    }
    for (browser, _) in browsers(APP).await {
        let outcome = block(&browser, fetch_patch("/users/1")).await;
        let why = "no handler with a policy serves the requested method here";
        assert_same_words(&outcome, "no-policy", &[("why", why)]);
        let outcome = block(&browser, request("patch", "/users/1")).await;
        let hint = "the script wrote the method `patch`, and methods are case-sensitive: write `PATCH` in the script";
        assert_same_words(&outcome, "no-policy", &[("why", why), ("hint", hint)]);
    }
    let [(axum, _), _] = browsers(APP).await;
    let outcome = block(&axum, fetch_patch("/put")).await;
    let why = "the policy allows PUT, and not the requested method";
    assert_same_words(&outcome, "method-not-allowed", &[("why", why)]);
    for (browser, _) in browsers(SHOP).await {
        let outcome = block(&browser, fetch_post("/transfer")).await;
        assert_eq!(outcome.blocked.stage(), Stage::Response);
        let why = "the browser says that the page is of another site";
        assert_same_words(&outcome, "foreign-site", &[("why", why)]);
    }
}

/// The app behind a layer that changes the response to each preflight.
fn behind(change: fn(&mut Response)) -> Router {
    let layer = middleware::from_fn(move |request: extract::Request, next: Next| async move {
        let is_preflight = request.method() == "OPTIONS";
        let mut response = next.run(request).await;
        if is_preflight {
            change(&mut response);
        }
        response
    });
    on_axum().into_router().layer(layer)
}

/// The server receives a good preflight and no more, so only the client finds the mistake. `verify` finds these layers.
#[tokio::test]
async fn failure_that_the_server_cannot_see_is_explained_by_blocked() {
    let put = || fetch_put("/users/1").json("{}");
    for (app, call, reason, problem) in [
        (
            behind(|_| {}),
            put().credentials(),
            Reason::CredentialsNotAllowed,
            "the response has no `Access-Control-Allow-Credentials`",
        ),
        (
            behind(|response| *response.status_mut() = StatusCode::TEMPORARY_REDIRECT),
            put(),
            Reason::PreflightStatus,
            "the status is 307, and redirects of a preflight are not followed",
        ),
        (
            behind(|response| *response.status_mut() = StatusCode::UNAUTHORIZED),
            put(),
            Reason::PreflightStatus,
            "the status is 401, and a preflight has no credentials",
        ),
        (
            behind(|response| {
                let name = header::ACCESS_CONTROL_ALLOW_ORIGIN;
                let value = response.headers()[&name].clone();
                response.headers_mut().append(name, value);
            }),
            put(),
            Reason::OtherOriginAllowed,
            "`Access-Control-Allow-Origin: https://app.example.com, https://app.example.com` is not the page's origin",
        ),
    ] {
        let browser = Browser::at(APP).open_at(API, app);
        let outcome = block(&browser, call).await;
        assert_eq!(outcome.blocked.reason(), reason);
        assert_eq!(outcome.blocked.stage(), Stage::Preflight);
        let text = outcome.blocked.to_string();
        assert!(text.contains(problem), "{text}");
        assert!(!text.contains("the server says"), "{text}");
        assert_eq!((outcome.explanation, outcome.events), (None, Vec::new()));
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
