//! The lifetime of a cached preflight, and `*` in the cache, by responses that are written here: the library writes no
//! such response. Our browser moves its clock where the page waits.

use std::time::Duration;

use axum::{
    Router,
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri},
};
use cors_tests::Server;
use cors_webdriver::Engine;

use crate::{
    case::{Page, Scenario, Step, Verdict},
    front::Front,
    handler_response::parameter,
    ours, ours_as,
    page::run_in_browser,
};

const HOST: &str = "https://written.other.example";
const PAGE: &str = "https://app.example.com";

/// The times between two requests.
const SHORT: Duration = Duration::from_millis(1500);
const LONG: Duration = Duration::from_millis(5600);

/// Two requests to one URL.
struct Pair {
    /// `Access-Control-Max-Age`; none if empty.
    max_age: &'static str,
    /// `Access-Control-Allow-Methods` and `Access-Control-Allow-Headers`.
    allows: (&'static str, &'static str),
    /// Method and header of both.
    request: (&'static str, Option<&'static str>),
    wait: Duration,
    /// The number of preflights in Chromium, Firefox and WebKit.
    preflights: [usize; 3],
}

const LISTS: (&str, &str) = ("PUT", "x-a");
const STARS: (&str, &str) = ("*", "*");

/// A pair of `PUT` requests under lists.
const fn age(max_age: &'static str, wait: Duration, preflights: [usize; 3]) -> Pair {
    Pair {
        max_age,
        allows: LISTS,
        request: ("PUT", Some("x-a")),
        wait,
        preflights,
    }
}

/// A pair under wildcards, at once.
const fn star(method: &'static str, header: Option<&'static str>, preflights: [usize; 3]) -> Pair {
    Pair {
        max_age: "600",
        allows: STARS,
        request: (method, header),
        wait: Duration::ZERO,
        preflights,
    }
}

static PAIRS: [Pair; 20] = [
    age("", Duration::ZERO, [1, 1, 1]),
    age("", LONG, [2, 2, 2]),
    age("0", Duration::ZERO, [2, 2, 2]),
    age("-1", Duration::ZERO, [2, 2, 2]),
    age("1", SHORT, [2, 2, 2]),
    age("5", SHORT, [1, 1, 1]),
    age("5", LONG, [2, 2, 2]),
    age("600", LONG, [1, 1, 1]),
    age("601", LONG, [1, 1, 1]),
    age("7200", LONG, [1, 1, 1]),
    age("7201", LONG, [1, 1, 1]),
    age("86400", LONG, [1, 1, 1]),
    age("forever", Duration::ZERO, [1, 2, 1]),
    age("forever", LONG, [2, 2, 2]),
    star("PUT", None, [1, 2, 1]),
    star("HEAD", Some("x-a"), [1, 2, 1]),
    star("GET", Some("x-a"), [1, 2, 1]),
    star("GET", Some("authorization"), [2, 2, 1]),
    star("PUT", Some("authorization"), [2, 2, 1]),
    star("POST", Some("x-a"), [1, 2, 1]),
];

/// Responds as the pair that the query names.
async fn respond(method: Method, uri: Uri) -> (StatusCode, HeaderMap) {
    let case = parameter(uri.query().unwrap_or_default(), "case");
    let pair = case.and_then(|case| PAIRS.get(case.parse::<usize>().ok()?));
    let pair = pair.expect("the URL names its pair");
    let mut lines = vec![("access-control-allow-origin", "*"), ("x-ran", "yes")];
    let mut status = StatusCode::OK;
    if method == Method::OPTIONS {
        status = StatusCode::NO_CONTENT;
        lines.truncate(1);
        lines.push(("access-control-allow-methods", pair.allows.0));
        lines.push(("access-control-allow-headers", pair.allows.1));
        if !pair.max_age.is_empty() {
            lines.push(("access-control-max-age", pair.max_age));
        }
    }
    let lines = lines.into_iter().map(|(name, value)| {
        (
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        )
    });
    (status, lines.collect())
}

fn scenario((id, pair): (usize, &Pair)) -> Scenario {
    let (method, header) = pair.request;
    let step = |wait: Duration| Step {
        method,
        url: format!("{HOST}/?case={id}"),
        headers: header
            .map(|name| (name, "1".to_owned()))
            .into_iter()
            .collect(),
        mode: "cors",
        credentials: "omit",
        body: None,
        upload: false,
        wait: u64::try_from(wait.as_millis()).expect("a short time"),
    };
    Scenario {
        id,
        page: Page::Of(PAGE),
        steps: vec![step(Duration::ZERO), step(pair.wait)],
    }
}

#[rocket::async_test]
async fn cached_preflights_live_as_long_as_in_our_browser() {
    for (place, engine) in [Engine::Chromium, Engine::Firefox, Engine::WebKit]
        .into_iter()
        .enumerate()
    {
        let Some(programs) = engine.installed() else {
            continue;
        };
        let server = Server::start_plain(Router::new().fallback(respond)).await;
        let front = Front::start([("written", server.address())].into_iter()).await;
        let at = [(HOST.to_owned(), server.address())];
        let scenarios: Vec<Scenario> = PAIRS.iter().enumerate().map(scenario).collect();
        let outcomes = run_in_browser(&programs, &front, &at, &scenarios).await;
        for (scenario, pair) in scenarios.iter().zip(&PAIRS) {
            let real = &outcomes[&scenario.id];
            let (ours, explanation) = ours::run(scenario, ours_as(engine), &at).await;
            let about = format!(
                "{engine:?}, {:?} {:?} max-age `{}` after {:?}\n{explanation}",
                pair.request, pair.allows, pair.max_age, pair.wait
            );
            let mut verdicts = real.verdicts.iter();
            assert!(
                verdicts.all(|verdict| matches!(verdict, Verdict::Readable { .. })),
                "{about}"
            );
            let preflights = real.seen.iter().filter(|seen| seen.method == "OPTIONS");
            assert_eq!(preflights.count(), pair.preflights[place], "{about}");
            assert_eq!(ours, *real, "{about}");
        }
    }
}
