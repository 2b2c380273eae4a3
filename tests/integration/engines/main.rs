//! Chromium, the browser that the runtime crate has for tests, and a plain reading of each policy agree on
//! what pages may do: combinations of policy, page and request, from a fixed seed, against both frameworks,
//! and `sequences` of requests that follow each other.
//!
//! Without Chromium and its driver each test says that it did not run; where `CI` is set it fails.

mod answer;
mod case;
mod chromium;
mod defaults;
mod front;
mod generate;
mod ours;
mod plain_reading;
mod policies;
mod sequences;
mod text;

use std::{
    collections::BTreeMap,
    env,
    io::{self, Write},
    net::SocketAddr,
};

use cors_runtime::testing::Engine;

use crate::{
    case::{Outcome, Page, Scenario, Verdict},
    chromium::{Chromium, Failed, Programs},
    front::Front,
    generate::{SERVERS, SITES, nature, scenarios},
    plain_reading::{Told, expected, told_by},
};
use cors_tests::Server;

/// Another seed is another set of combinations, which have to pass as well: `CHROMIUM_SEED=7`.
const SEED: u64 = 6;

const NOT_RUN: &[u8] = b"
!!! NOT RUN: there is no `chromium` and `chromedriver` (Debian: apt-get install chromium chromium-driver).
!!! Nothing was compared with a real browser.
";

/// Finds Chromium and its driver. Without them the test did not run, and this says so.
///
/// # Panics
///
/// If they are missing in CI.
fn installed() -> Option<Programs> {
    let programs = Programs::find();
    if programs.is_none() {
        assert!(
            env::var_os("CI").is_none(),
            "CI has no `chromium` and `chromedriver`"
        );
        // Not by a macro, whose output is shown of tests that fail.
        io::stderr().write_all(NOT_RUN).expect("somebody reads");
    }
    programs
}

/// Runs all scenarios in one Chromium, after a visit to the origin of each server.
async fn ask_chromium(
    programs: &Programs,
    front: &Front,
    servers: &[(String, SocketAddr)],
    scenarios: &[Scenario],
) -> BTreeMap<usize, Outcome> {
    // A browser that is slow to end may leave some of it behind, which `cargo clean` takes away.
    let profile = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let chromium = Chromium::start(programs, front.address(), profile.path()).await;
    let verdicts = run_in(&chromium, servers, scenarios).await;
    chromium.close().await;
    let verdicts = verdicts.expect("every page runs its scenarios");
    let mut seen = front.take();
    verdicts
        .into_iter()
        .map(|(id, verdicts)| {
            let seen = seen.remove(&id).unwrap_or_default();
            (id, Outcome { verdicts, seen })
        })
        .collect()
}

async fn run_in(
    chromium: &Chromium,
    servers: &[(String, SocketAddr)],
    scenarios: &[Scenario],
) -> Result<BTreeMap<usize, Vec<Verdict>>, Failed> {
    eprintln!("{}", chromium.version().await?);
    for (origin, _) in servers {
        chromium.visit(origin).await?;
    }
    let mut by_page: BTreeMap<Page, Vec<&Scenario>> = BTreeMap::new();
    for scenario in scenarios {
        by_page.entry(scenario.page).or_default().push(scenario);
    }
    let mut verdicts = BTreeMap::new();
    for (page, scenarios) in by_page {
        verdicts.extend(chromium.run(page, &scenarios).await?);
    }
    Ok(verdicts)
}

#[rocket::async_test]
async fn chromium_our_browser_and_the_text_of_the_policy_agree() {
    let Some(programs) = installed() else {
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
    let of_chromium = ask_chromium(&programs, &front, &servers, &scenarios).await;

    let mut disagreements = Vec::new();
    let mut counts = Counts::default();
    for scenario in &scenarios {
        let chromium = &of_chromium[&scenario.id];
        let (ours, explanation) = ours::run(scenario, Engine::Chromium, &servers).await;
        let (strictest, _) = ours::run(scenario, Engine::Strictest, &servers).await;
        let (text, remembered) = expected(scenario, &nature);
        counts.add(&text);
        counts.remembered += remembered;
        let of_text = text == told_by(chromium);
        // What passes by the strictest of all engines passes here.
        let mut both = strictest.verdicts.iter().zip(&chromium.verdicts);
        let is_too_lax =
            both.any(|both| matches!(both, (Verdict::Readable { .. }, Verdict::Blocked)));
        if !of_text || ours != *chromium || is_too_lax {
            disagreements.push(format!(
                "{scenario:#?}\n{}\n{}\n--- our browser\n{explanation}",
                differences("the text", &text, "Chromium", &told_by(chromium)),
                differences("ours", &ours, "Chromium", chromium),
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
        for answer in &expected.answers {
            match answer {
                Told::Blocked => self.blocked += 1,
                Told::Readable(..) => self.readable += 1,
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
