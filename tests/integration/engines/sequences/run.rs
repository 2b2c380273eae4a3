//! Runs every sequence in one browser of an engine, and in our browser as each engine.

use std::{collections::BTreeMap, sync::Mutex};

use cors_runtime::testing::Engine;
use cors_webdriver::{Engine as RealEngine, Programs};

use super::{
    SEQUENCES,
    apps::Servers,
    calls::{Results, Sequence, origin},
    handled,
};
use crate::{
    case::{Outcome, Scenario},
    front::Front,
    ours,
    page::run_in_browser,
};

pub(super) const ENGINES: [Engine; 5] = [
    Engine::Chromium,
    Engine::Firefox,
    Engine::WebKit,
    Engine::Standard,
    Engine::Strictest,
];

/// The outcome of one sequence.
#[derive(Clone, Debug)]
pub(super) struct Ran {
    pub(super) real: (Outcome, Results),
    pub(super) ours: Vec<Ours>,
}

/// The outcome of one sequence in our browser.
#[derive(Clone, Debug)]
pub(super) struct Ours {
    pub(super) engine: Engine,
    pub(super) outcome: Outcome,
    pub(super) results: Results,
    pub(super) explanation: String,
}

/// Returns the outcome of a sequence. The first call for an engine runs all of them: a browser takes longer to start
/// than to run. The scenarios of two engines have the same numbers, so they do not run at once.
pub(super) fn of(sequence: &Sequence, programs: &Programs) -> Ran {
    static ALL: Mutex<Vec<(RealEngine, BTreeMap<usize, Ran>)>> = Mutex::new(Vec::new());
    let mut all = ALL.lock().expect("no panic");
    let engine = programs.engine();
    if !all.iter().any(|(other, _)| *other == engine) {
        let ran = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .expect("a runtime")
            .block_on(run_all(programs));
        all.push((engine, ran));
    }
    let mut all = all.iter();
    let (_, ran) = all.find(|(other, _)| *other == engine).expect("it ran");
    let id = sequences().position(|other| std::ptr::eq(other, sequence));
    ran[&id.expect("a sequence of the table")].clone()
}

/// The place of a sequence is the number of its scenario.
fn sequences() -> impl Iterator<Item = &'static Sequence> {
    SEQUENCES.iter().flat_map(|group| group.iter())
}

async fn run_all(programs: &Programs) -> BTreeMap<usize, Ran> {
    let servers = Servers::start().await;
    let front = Front::start(servers.addresses()).await;
    let at: Vec<_> = servers
        .addresses()
        .map(|(name, server)| (origin(name), server))
        .collect();
    let scenarios: Vec<Scenario> = sequences()
        .enumerate()
        .map(|(id, sequence)| sequence.scenario(id))
        .collect();
    let outcomes = run_in_browser(programs, &front, &at, &scenarios).await;
    let mut all = BTreeMap::new();
    for (id, outcome) in outcomes {
        let results = Results::of(&outcome, handled::take(id));
        let mut ours = Vec::new();
        for engine in ENGINES {
            let (outcome, explanation) = ours::run(&scenarios[id], engine, &at).await;
            let results = Results::of(&outcome, handled::take(id));
            ours.push(Ours {
                engine,
                outcome,
                results,
                explanation,
            });
        }
        let real = (outcome, results);
        all.insert(id, Ran { real, ours });
    }
    all
}
