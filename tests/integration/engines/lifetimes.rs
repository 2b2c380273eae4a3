//! The lifetime of a cached preflight, and `*` in the cache, by responses that are written here: the library writes no
//! such response. The clocks of the browsers are moved.

use std::time::{Duration, Instant};

use axum::{
    Router,
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri},
};
use cors_tests::Server;
use cors_webdriver::{Browser, Engine, FakeClock, Programs, Settings, with_browser};

use crate::{
    case::{Outcome, Page, Scenario, Step, Verdict},
    front::Front,
    handler_response::parameter,
    ours, ours_as,
    page::{profile, run_in_browser, run_in_page, settings, visit},
};

const ENGINES: [Engine; 3] = [Engine::Chromium, Engine::Firefox, Engine::WebKit];
const HOST: &str = "https://written.other.example";
const PAGE: &str = "https://app.example.com";

/// An `Access-Control-Max-Age`, none if empty, and the seconds for which Chromium, Firefox and WebKit cache the
/// preflight response.
static MAX_AGES: [(&str, [u64; 3]); 14] = [
    ("", [5, 5, 5]),
    ("forever", [5, 0, 5]),
    ("-1", [0, 0, 0]),
    ("0", [0, 0, 0]),
    ("1", [1, 1, 1]),
    ("5", [5, 5, 5]),
    ("599", [599, 599, 599]),
    ("600", [600, 600, 600]),
    ("601", [601, 601, 600]),
    ("7199", [7199, 7199, 600]),
    ("7200", [7200, 7200, 600]),
    ("7201", [7200, 7201, 600]),
    ("86400", [7200, 86400, 600]),
    ("86401", [7200, 86400, 600]),
];

/// The longest time between two requests, beside that by which the clock is moved.
const MARGIN: Duration = Duration::from_secs(2);

/// Two requests under wildcards, and the number of preflights in Chromium, Firefox and WebKit.
static WILDCARDS: [(&str, Option<&str>, [usize; 3]); 6] = [
    ("PUT", None, [1, 2, 1]),
    ("HEAD", Some("x-a"), [1, 2, 1]),
    ("GET", Some("x-a"), [1, 2, 1]),
    ("GET", Some("authorization"), [2, 2, 1]),
    ("PUT", Some("authorization"), [2, 2, 1]),
    ("POST", Some("x-a"), [1, 2, 1]),
];

/// Responds as the query says.
async fn respond(method: Method, uri: Uri) -> (StatusCode, HeaderMap) {
    let mut headers = HeaderMap::new();
    let mut set = |name, value: &str| {
        let value = HeaderValue::from_str(value).expect("a value");
        headers.insert(HeaderName::from_static(name), value);
    };
    set("access-control-allow-origin", "*");
    if method != Method::OPTIONS {
        set("x-ran", "yes");
        return (StatusCode::OK, headers);
    }
    let query = uri.query().unwrap_or_default();
    let said = |name| parameter(query, name).expect("the URL says it");
    set("access-control-allow-methods", said("methods"));
    set("access-control-allow-headers", said("headers"));
    if !said("age").is_empty() {
        set("access-control-max-age", said("age"));
    }
    (StatusCode::NO_CONTENT, headers)
}

/// Two equal requests, the second after a time.
fn pair(
    id: usize,
    query: &str,
    method: &'static str,
    header: Option<&'static str>,
    wait: Duration,
) -> Scenario {
    let step = |wait| Step {
        method,
        url: format!("{HOST}/?case={id}&{query}"),
        headers: header
            .map(|name| (name, "1".to_owned()))
            .into_iter()
            .collect(),
        mode: "cors",
        credentials: "omit",
        body: None,
        upload: false,
        wait,
    };
    Scenario {
        id,
        page: Page::Of(PAGE),
        steps: vec![step(Duration::ZERO), step(wait)],
    }
}

/// Compares the preflights of a pair with the expected number, and the outcome with that of our browser.
async fn assert_preflights(
    engine: Engine,
    pair: &Scenario,
    real: &Outcome,
    expected: usize,
    server: &Server,
) {
    let at = [(HOST.to_owned(), server.address())];
    let (ours, explanation) = ours::run(pair, ours_as(engine), &at).await;
    let about = format!("{engine:?}, {pair:#?}\n{explanation}");
    let mut verdicts = real.verdicts.iter();
    assert!(
        verdicts.all(|verdict| matches!(verdict, Verdict::Readable { .. })),
        "{about}"
    );
    let preflights = real.seen.iter().filter(|seen| seen.method == "OPTIONS");
    assert_eq!(preflights.count(), expected, "{about}");
    assert_eq!(ours, *real, "{about}");
}

async fn start() -> (Server, Front) {
    let server = Server::start_plain(Router::new().fallback(respond)).await;
    let front = Front::start([("written", server.address())].into_iter()).await;
    (server, front)
}

#[rocket::async_test]
async fn cached_preflights_live_as_long_as_in_our_browser() {
    if !cfg!(target_os = "linux") {
        eprintln!("not run: the clock of a browser can be moved on Linux alone");
        return;
    }
    for (place, engine) in ENGINES.into_iter().enumerate() {
        let Some(programs) = engine.installed() else {
            continue;
        };
        let lifetimes = MAX_AGES.map(|(max_age, lifetimes)| (max_age, lifetimes[place]));
        check_lifetimes(&programs, &lifetimes).await;
    }
}

async fn check_lifetimes(programs: &Programs, lifetimes: &[(&str, u64)]) {
    let profile = profile();
    let clock = FakeClock::start(profile.path());
    let (server, front) = start().await;
    let settings = Settings {
        clock: Some(&clock),
        ..settings(&profile, &front)
    };
    with_browser(programs, &settings, async |browser| {
        visit(browser, HOST).await.expect("the server");
        visit(browser, PAGE).await.expect("the page");
        for (id, (max_age, lifetime)) in lifetimes.iter().enumerate() {
            let query = format!("age={max_age}&methods=PUT&headers=x-a");
            let end = Duration::from_secs(*lifetime);
            let moments = [(end.checked_sub(MARGIN), 1), (Some(end), 2)];
            for (wait, preflights) in moments {
                let Some(wait) = wait else { continue };
                let pair = pair(2 * id + preflights, &query, "PUT", Some("x-a"), wait);
                let real = run_on_clock(browser, &clock, &front, &pair).await;
                assert_preflights(browser.engine(), &pair, &real, preflights, &server).await;
            }
        }
    })
    .await;
}

/// Runs the steps in the open page, each as a script of its own: the clock may not move while one runs.
async fn run_on_clock(
    browser: &Browser,
    clock: &FakeClock,
    front: &Front,
    pair: &Scenario,
) -> Outcome {
    let mut verdicts = Vec::new();
    let start = Instant::now();
    for step in &pair.steps {
        clock.advance(step.wait);
        let scenario = Scenario {
            steps: vec![step.clone()],
            ..*pair
        };
        let mut all = run_in_page(browser, pair.page, &[&scenario])
            .await
            .expect("a verdict");
        verdicts.append(all.get_mut(&pair.id).expect("that of the step"));
    }
    let elapsed = start.elapsed();
    assert!(elapsed < MARGIN, "the machine is too slow: {elapsed:?}");
    let seen = front.take().remove(&pair.id).unwrap_or_default();
    Outcome { verdicts, seen }
}

#[rocket::async_test]
async fn cached_wildcards_serve_the_requests_of_our_browser() {
    for (place, engine) in ENGINES.into_iter().enumerate() {
        let Some(programs) = engine.installed() else {
            continue;
        };
        let (server, front) = start().await;
        let at = [(HOST.to_owned(), server.address())];
        let query = "age=600&methods=*&headers=*";
        let pairs: Vec<Scenario> = WILDCARDS
            .iter()
            .enumerate()
            .map(|(id, (method, header, _))| pair(id, query, method, *header, Duration::ZERO))
            .collect();
        let outcomes = run_in_browser(&programs, &front, &at, &pairs).await;
        for (pair, (_, _, preflights)) in pairs.iter().zip(&WILDCARDS) {
            let real = &outcomes[&pair.id];
            assert_preflights(engine, pair, real, preflights[place], &server).await;
        }
    }
}
