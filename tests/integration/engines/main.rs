//! Compares Chromium, Firefox and WebKit with the browser of `cors_runtime::testing` and a plain reading of each policy:
//! combinations of policy, page and request, from a fixed seed, against both frameworks, and `sequences` of requests
//! that follow each other.
//!
//! `ENGINES_SEED=7` gives other combinations, which have to pass as well; `ENGINES_ROUNDS=3` runs three seeds. Without a
//! browser and its driver a test says that it did not run; where `CI` is set it fails.

mod case;
mod defaults;
mod front;
mod generate;
mod handler_response;
mod lifetimes;
mod local_network;
mod ours;
mod page;
mod plain_reading;
mod policies;
mod report;
mod sequences;
mod text;
mod third_party_cookies;
mod upgrade;
mod websockets;

use std::{env, net::SocketAddr};

use cors_runtime::testing;
use cors_webdriver::{Engine, Programs};

use crate::{
    case::{Outcome, Scenario, Verdict},
    front::Front,
    generate::{SERVERS, SITES, nature, scenarios},
    page::run_in_browser,
    plain_reading::{expected, observed},
    report::{Counts, differences, requests},
};
use cors_tests::Server;

const SEED: u64 = 6;

#[rocket::async_test]
async fn chromium_agrees_with_our_browser_and_the_policy() {
    compare(Engine::Chromium).await;
}

#[rocket::async_test]
async fn firefox_agrees_with_our_browser_and_the_policy() {
    compare(Engine::Firefox).await;
}

#[rocket::async_test]
async fn webkit_agrees_with_our_browser_and_the_policy() {
    compare(Engine::WebKit).await;
}

/// Our browser as this engine.
const fn ours_as(engine: Engine) -> testing::Engine {
    match engine {
        Engine::Chromium => testing::Engine::Chromium,
        Engine::Firefox => testing::Engine::Firefox,
        Engine::WebKit => testing::Engine::WebKit,
    }
}

async fn compare(engine: Engine) {
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
    let number = |name: &str, default: u64| {
        env::var(name).map_or(default, |number| number.parse().expect("a number"))
    };
    let seed = number("ENGINES_SEED", SEED);
    for seed in seed..seed + number("ENGINES_ROUNDS", 1) {
        compare_scenarios(engine, &programs, &front, &servers, seed).await;
    }
}

async fn compare_scenarios(
    engine: Engine,
    programs: &Programs,
    front: &Front,
    servers: &[(String, SocketAddr)],
    seed: u64,
) {
    let all = scenarios(seed).into_iter();
    let scenarios: Vec<Scenario> = all.filter(|scenario| scenario.is_of(engine)).collect();
    let outcomes = run_in_browser(programs, front, servers, &scenarios).await;

    let mut disagreements = Vec::new();
    let mut counts = Counts::default();
    for scenario in &scenarios {
        let comparable = |outcome: Outcome| outcome.comparable(engine, scenario.page);
        let real = comparable(outcomes[&scenario.id].clone());
        let (ours, explanation) = ours::run(scenario, ours_as(engine), servers).await;
        let ours = comparable(ours);
        let (strictest, _) = ours::run(scenario, testing::Engine::Strictest, servers).await;
        let (text, cached) = expected(scenario, &nature, engine);
        counts.add(&text);
        counts.cached += cached;
        let is_as_the_text = text == observed(&real);
        let is_ours = ours == real && !is_too_lax(&strictest, &real);
        if !is_as_the_text || !(is_ours || scenario.is_blocked_by_webkit_alone(engine)) {
            let name = format!("{engine:?}");
            disagreements.push(format!(
                "{scenario:#?}\n{}\n{}\n--- {name}\n{}\n--- our browser\n{explanation}",
                differences("the text", &text, &name, &observed(&real)),
                differences("ours", &ours, &name, &real),
                requests(&real),
            ));
        }
    }
    eprintln!("seed {seed}, {} scenarios, {counts:?}", scenarios.len());
    counts.assert_that_they_show_something();
    let shown: Vec<_> = disagreements.iter().take(12).map(String::as_str).collect();
    assert!(
        disagreements.is_empty(),
        "{} of {} disagree:\n\n{}",
        disagreements.len(),
        scenarios.len(),
        shown.join("\n\n")
    );
}

/// True if the strictest engine allows what this one blocks.
fn is_too_lax(strictest: &Outcome, real: &Outcome) -> bool {
    let mut both = strictest.verdicts.iter().zip(&real.verdicts);
    both.any(|both| matches!(both, (Verdict::Readable { .. }, Verdict::Blocked)))
}
