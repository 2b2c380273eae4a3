//! Compares headless Chromium, the browser of `cors_runtime::testing` and a plain reading of each policy: combinations of
//! policy, page and request, from a fixed seed, against both frameworks, and `sequences` of requests that follow each
//! other.
//!
//! Without Chromium and its driver each test says that it did not run; where `CI` is set it fails.

mod case;
mod defaults;
mod front;
mod generate;
mod handler_response;
mod ours;
mod page;
mod plain_reading;
mod policies;
mod sequences;
mod text;

use std::env;

use cors_runtime::testing::Engine;

use crate::{
    case::{Outcome, Verdict},
    front::Front,
    generate::{SERVERS, SITES, nature, scenarios},
    page::run_in_browser,
    plain_reading::{ExpectedVerdict, expected, observed},
};
use cors_tests::Server;

/// Another seed is another set of combinations, which have to pass as well: `CHROMIUM_SEED=7`.
const SEED: u64 = 6;

#[rocket::async_test]
async fn chromium_agrees_with_our_browser_and_the_policy() {
    compare(cors_webdriver::Engine::Chromium, Engine::Chromium).await;
}

async fn compare(engine: cors_webdriver::Engine, our_engine: Engine) {
    let Some(programs) = engine.installed() else {
        return;
    };
    let axum = Server::start(policies::on_axum()).await;
    let rocket = Server::launch(policies::on_rocket()).await;
    let axum_default = Server::start(defaults::on_axum::router()).await;
    let rocket_default = Server::launch(defaults::on_rocket::rocket()).await;
    let servers = [&axum, &rocket, &axum_default, &rocket_default].map(Server::address);
    let front = Front::start(SERVERS.into_iter().zip(servers)).await;
    let at = |name: &str, server| SITES.map(|site| (site.replace("{}", name), server));
    let named = SERVERS.into_iter().zip(servers);
    let servers: Vec<_> = named.flat_map(|(name, server)| at(name, server)).collect();
    let seed = env::var("CHROMIUM_SEED").map_or(SEED, |seed| seed.parse().expect("a number"));
    let scenarios = scenarios(seed);
    let of_chromium = run_in_browser(&programs, &front, &servers, &scenarios).await;

    let mut disagreements = Vec::new();
    let mut counts = Counts::default();
    for scenario in &scenarios {
        let chromium = &of_chromium[&scenario.id];
        let (ours, explanation) = ours::run(scenario, our_engine, &servers).await;
        let (strictest, _) = ours::run(scenario, Engine::Strictest, &servers).await;
        let (text, remembered) = expected(scenario, &nature);
        counts.add(&text);
        counts.remembered += remembered;
        let of_text = text == observed(chromium);
        // A request that the strictest engine allows is allowed here.
        let mut both = strictest.verdicts.iter().zip(&chromium.verdicts);
        let is_too_lax =
            both.any(|both| matches!(both, (Verdict::Readable { .. }, Verdict::Blocked)));
        if !of_text || ours != *chromium || is_too_lax {
            disagreements.push(format!(
                "{scenario:#?}\n{}\n{}\n--- {engine:?}\n{}\n--- our browser\n{explanation}",
                differences("the text", &text, "Chromium", &observed(chromium)),
                differences("ours", &ours, "Chromium", chromium),
                requests(chromium),
            ));
        }
    }
    eprintln!("{} scenarios, {counts:?}", scenarios.len());
    // Or the agreement would be one about nothing.
    let Counts {
        readable,
        blocked,
        preflights,
        permitted,
        remembered,
        ran,
    } = counts;
    for count in [readable, blocked, preflights, ran] {
        assert!(count > 500, "{counts:?}");
    }
    assert!(remembered > 30, "{counts:?}");
    // Chromium keeps 1024 of them, and drops one by chance for each beyond.
    assert!(permitted < 1000, "{counts:?}");
    let shown: Vec<_> = disagreements.iter().take(12).map(String::as_str).collect();
    assert!(
        disagreements.is_empty(),
        "{} of {} disagree:\n\n{}",
        disagreements.len(),
        scenarios.len(),
        shown.join("\n\n")
    );
}

#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    readable: usize,
    blocked: usize,
    preflights: usize,
    permitted: usize,
    /// Requests that would have needed a preflight, but for an earlier one.
    remembered: usize,
    ran: usize,
}

impl Counts {
    fn add(&mut self, expected: &plain_reading::Expected) {
        for verdict in &expected.responses {
            match verdict {
                ExpectedVerdict::Blocked => self.blocked += 1,
                ExpectedVerdict::Readable(..) => self.readable += 1,
            }
        }
        let requests = &expected.requests;
        for pair in requests.windows(2) {
            let is_permitted = pair[0].preflight_for.is_some() && pair[1].preflight_for.is_none();
            self.permitted += usize::from(is_permitted);
        }
        for request in requests {
            self.preflights += usize::from(request.preflight_for.is_some());
            self.ran += usize::from(request.ran);
        }
    }
}

/// The requests with the headers that are about CORS.
fn requests(outcome: &Outcome) -> String {
    let lines = outcome.seen.iter().map(|seen| {
        let headers = seen.headers.iter().filter(|(name, _)| {
            [
                "origin",
                "access-control-",
                "referer",
                "cookie",
                "sec-fetch-site",
                "authorization",
            ]
            .iter()
            .any(|start| name.starts_with(start))
        });
        let headers: Vec<String> = headers
            .map(|(name, value)| format!("{name}: {value}"))
            .collect();
        format!(
            "  > {} {} {} ({})",
            seen.method,
            seen.url,
            seen.status,
            headers.join("; ")
        )
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The lines that differ.
fn differences(
    one: &str,
    first: &impl std::fmt::Debug,
    other: &str,
    second: &impl std::fmt::Debug,
) -> String {
    let (first, second) = (format!("{first:#?}"), format!("{second:#?}"));
    let mut lines = vec![format!("--- {one} (-) and {other} (+)")];
    let only = |all: &str, others: &str, sign: char| {
        let others: Vec<&str> = others.lines().collect();
        all.lines()
            .filter(|line| !others.contains(line))
            .map(|line| format!("{sign}{line}"))
            .collect::<Vec<_>>()
    };
    lines.extend(only(&first, &second, '-'));
    lines.extend(only(&second, &first, '+'));
    lines.join("\n")
}
