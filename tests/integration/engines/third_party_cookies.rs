//! Cookies of another site than the page, with and without the protection of the browser.

use std::time::Duration;

use axum::{
    http::header::SET_COOKIE,
    response::{AppendHeaders, IntoResponse},
};
use cors_runtime::{
    axum::{CorsRouter, routing::get},
    cors,
};
use cors_tests::Server;
use cors_webdriver::{Engine, Settings, ThirdPartyCookies, with_browser};

use crate::{
    case::{Outcome, Page, Scenario, Step},
    front::Front,
    ours, ours_as,
    page::{profile, run_all, settings},
};

#[cors(origins = ["https://app.example.com"], credentials)]
async fn account() -> impl IntoResponse {
    // The first one is stored apart for each site of a page by Firefox alone, the second one by Chromium, too.
    AppendHeaders([
        (SET_COOKIE, "third=1; Path=/; SameSite=None; Secure"),
        (
            SET_COOKIE,
            "chips=1; Path=/; SameSite=None; Secure; Partitioned",
        ),
    ])
}

const OTHER_SITE: &str = "https://axum.other.example";
const SAME_SITE: &str = "https://axum.example.com";

/// Two equal requests with credentials.
fn scenario(id: usize, host: &str) -> Scenario {
    let step = Step {
        method: "GET",
        url: format!("{host}/account?case={id}"),
        headers: Vec::new(),
        mode: "cors",
        credentials: "include",
        body: None,
        upload: false,
        wait: Duration::ZERO,
    };
    Scenario {
        id,
        page: Page::Of("https://app.example.com"),
        steps: vec![step.clone(), step],
    }
}

/// Compares the cookies of two requests to another site, by their names: after a visit, and after the response to the
/// first one.
async fn assert_sent(engine: Engine, third_party_cookies: ThirdPartyCookies, sent: [&[&str]; 2]) {
    let Some(programs) = engine.installed() else {
        return;
    };
    let server = Server::start(CorsRouter::new().route("/account", get(account))).await;
    let front = Front::start([("axum", server.address())].into_iter()).await;
    let at = [OTHER_SITE, SAME_SITE].map(|host| (host.to_owned(), server.address()));
    let scenarios = [scenario(0, OTHER_SITE), scenario(1, SAME_SITE)];
    let profile = profile();
    let settings = Settings {
        third_party_cookies,
        ..settings(&profile, &front)
    };
    let verdicts = with_browser(&programs, &settings, async |browser| {
        run_all(browser, &at, &scenarios).await
    });
    let mut verdicts = verdicts.await.expect("every page runs its scenarios");
    let mut seen = front.take();
    let outcomes = scenarios.each_ref().map(|scenario| Outcome {
        verdicts: verdicts.remove(&scenario.id).expect("verdicts"),
        seen: seen.remove(&scenario.id).expect("requests"),
    });
    let names = |id: usize| {
        let cookies = outcomes[id]
            .seen
            .iter()
            .map(|seen| seen.headers.get("cookie"));
        let names = cookies.map(|cookies| {
            let pairs = cookies.map(String::as_str).unwrap_or_default().split("; ");
            let names = pairs.filter_map(|pair| Some(pair.split_once('=')?.0.to_owned()));
            names.collect::<Vec<_>>()
        });
        names.collect::<Vec<_>>()
    };
    let about = format!("{engine:?}, {third_party_cookies:?}");
    assert_eq!(names(0), sent, "{about}");
    let all = ["chips", "lax", "none", "strict", "third", "unsaid"];
    assert_eq!(names(1)[1], all, "{about}, in the same site");
    if is_modelled(engine, third_party_cookies) {
        for (scenario, real) in scenarios.iter().zip(outcomes) {
            let (ours, explanation) = ours::run_by_default(scenario, ours_as(engine), &at).await;
            assert_eq!(ours, real, "{about}\n{explanation}");
        }
    }
}

/// True for the defaults of Chrome, Firefox and Safari.
fn is_modelled(engine: Engine, third_party_cookies: ThirdPartyCookies) -> bool {
    third_party_cookies
        == match engine {
            Engine::Chromium => ThirdPartyCookies::Sent,
            Engine::Firefox => ThirdPartyCookies::ByDefault,
            Engine::WebKit => ThirdPartyCookies::Blocked,
        }
}

#[rocket::async_test]
async fn chromium_sends_third_party_cookies_unless_blocked() {
    let sent: [&[&str]; 2] = [&["none"], &["chips", "none", "third"]];
    assert_sent(Engine::Chromium, ThirdPartyCookies::Sent, sent).await;
    let sent: [&[&str]; 2] = [&[], &["chips"]];
    assert_sent(Engine::Chromium, ThirdPartyCookies::Blocked, sent).await;
}

// Cookies without `SameSite` are sent to other sites, too.
#[rocket::async_test]
async fn firefox_keeps_third_party_cookies_of_each_site_apart() {
    let sent: [&[&str]; 2] = [&[], &["chips", "third"]];
    assert_sent(Engine::Firefox, ThirdPartyCookies::ByDefault, sent).await;
}

// `MiniBrowser` stores none by default; Safari blocks them.
#[rocket::async_test]
async fn webkit_stores_no_third_party_cookies() {
    let visited: &[&str] = &["none", "unsaid"];
    assert_sent(Engine::WebKit, ThirdPartyCookies::ByDefault, [visited; 2]).await;
    assert_sent(Engine::WebKit, ThirdPartyCookies::Blocked, [&[]; 2]).await;
}
