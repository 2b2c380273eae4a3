//! Runs compositions one after the other and collects their failures.

use core::fmt::Display;
use std::{collections::BTreeMap, env, time::Instant};

use cors_runtime::testing::Engine;
use fastrand::Rng;

use crate::{
    comparison::{Counts, Failure},
    policies::{EVIL, POLICIES},
    sequence::{Sequence, sequence},
    shrink::shrink,
};

/// A framework, as far as the model needs it.
pub(crate) trait Framework {
    type Composition: Clone + PartialEq + Display;
    type App;

    fn compose(&self, rng: &mut Rng) -> Self::Composition;
    /// The compositions that have a part less.
    fn smaller(&self, composition: &Self::Composition) -> Vec<Self::Composition>;
    fn examine(&self, composition: &Self::Composition) -> Result<Self::App, NoApp>;
    fn paths<'a>(&self, app: &'a Self::App) -> &'a [String];
    /// True if whatever the policies permit has to work.
    fn is_whole(&self, app: &Self::App) -> bool;
    fn run(&self, app: &Self::App, sequence: &Sequence, counts: &mut Counts) -> Option<Failure>;
    /// The exchanges of a sequence, for people to read.
    fn explain(&self, app: &Self::App, sequence: &Sequence) -> String;
}

/// Why there is no app.
#[derive(Debug)]
pub(crate) enum NoApp {
    /// The library or the framework refused it, with this message.
    Refused(String),
    Failed(Failure),
}

fn setting(name: &str, default: u64) -> u64 {
    env::var(name).map_or(default, |value| value.parse().expect("a number"))
}

/// Each kind of failure: how often it was seen, by which seed first, and the smallest case.
type Failures = BTreeMap<String, (usize, u64, String)>;

/// Runs `apps` compositions, or as many as `MODEL_APPS` says, and fails if anything is wrong.
pub(crate) fn run(framework: &impl Framework, apps: u64) {
    let seed = setting("MODEL_SEED", 1);
    let apps = setting("MODEL_APPS", apps);
    let requests = setting("MODEL_REQUESTS", 60);
    let limit = setting("MODEL_FAILURES", 10);
    let started = Instant::now();
    let mut counts = Counts::default();
    let (mut sent, mut whole, mut built, mut tried) = (0, 0, 0_u64, 0_u64);
    let mut refused: BTreeMap<String, usize> = BTreeMap::new();
    let mut failures = Failures::new();
    while built < apps && (failures.len() as u64) < limit {
        let seed = seed.wrapping_add(tried);
        tried += 1;
        let mut rng = Rng::with_seed(seed);
        let composition = framework.compose(&mut rng);
        let app = match framework.examine(&composition) {
            Ok(app) => app,
            Err(NoApp::Refused(message)) => {
                *refused.entry(message).or_default() += 1;
                continue;
            }
            Err(NoApp::Failed(failure)) => {
                note(
                    framework,
                    seed,
                    &composition,
                    &nothing(),
                    &failure,
                    &mut failures,
                );
                continue;
            }
        };
        built += 1;
        whole += u64::from(framework.is_whole(&app));
        let mut of_app = 0;
        let mut failed: Vec<Failure> = Vec::new();
        while of_app < requests {
            let sequence = sequence(&mut rng, framework.paths(&app));
            of_app += sequence.requests.len() as u64;
            if let Some(failure) = framework.run(&app, &sequence, &mut counts)
                && !failed.iter().any(|other| other.is_like(&failure))
            {
                note(
                    framework,
                    seed,
                    &composition,
                    &sequence,
                    &failure,
                    &mut failures,
                );
                failed.push(failure);
            }
        }
        sent += of_app;
    }
    eprintln!(
        "{built} apps of {tried} compositions, {whole} of them open as a whole; {sent} requests; {:?}\n{counts:?}",
        started.elapsed()
    );
    for (message, count) in &refused {
        eprintln!("refused {count} times: {message}");
    }
    for (count, seed, text) in failures.values() {
        eprintln!("\n=== {count} times, first with MODEL_SEED={seed}\n{text}");
    }
    assert!(failures.is_empty(), "{} kinds of failure", failures.len());
    // Or the agreement would be one about nothing.
    assert!(built < 100 || counts.is_about_something(), "{counts:?}");
}

/// For what fails before a request is sent.
fn nothing() -> Sequence {
    Sequence {
        page: EVIL,
        engine: Engine::Standard,
        requests: Vec::new(),
    }
}

fn failure<F: Framework>(
    framework: &F,
    composition: &F::Composition,
    sequence: &Sequence,
) -> Option<Failure> {
    match framework.examine(composition) {
        Err(NoApp::Failed(failure)) => Some(failure),
        Err(NoApp::Refused(_)) => None,
        Ok(app) => {
            let paths = framework.paths(&app);
            let mut requests = sequence.requests.iter();
            // The address of a removed part is gone, too.
            if !requests.all(|request| paths.contains(&request.path)) {
                return None;
            }
            framework.run(&app, sequence, &mut Counts::default())
        }
    }
}

fn note<F: Framework>(
    framework: &F,
    seed: u64,
    composition: &F::Composition,
    sequence: &Sequence,
    found: &Failure,
    failures: &mut Failures,
) {
    let (composition, sequence) = shrink(
        composition.clone(),
        sequence.clone(),
        |composition| framework.smaller(composition),
        |composition, sequence| {
            failure(framework, composition, sequence).is_some_and(|failure| failure.is_like(found))
        },
    );
    let text = failure(framework, &composition, &sequence).map_or(String::new(), |it| it.text);
    let exchanges = framework
        .examine(&composition)
        .map_or(String::new(), |app| framework.explain(&app, &sequence));
    let Failure { fault, method, .. } = found;
    let kind = format!(
        "{fault:?} {method} {}",
        without_names(&composition.to_string())
    );
    let text = format!("{fault:?}: {text}\n{composition}\n{sequence}\n{exchanges}");
    failures.entry(kind).or_insert((0, seed, text)).0 += 1;
}

/// The text of a composition without the names of policies and the numbers of handlers, so that failures
/// of one kind are counted together.
fn without_names(text: &str) -> String {
    let mut kind = String::new();
    for word in text.split_inclusive(|c: char| !(c.is_ascii_alphanumeric() || c == '_')) {
        let end = word.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
        let (name, after) = word.split_at(end.unwrap_or(word.len()));
        let base = name.trim_end_matches(|c: char| c.is_ascii_digit());
        let base = base.strip_suffix('_').unwrap_or(base);
        let is_policy = POLICIES.iter().any(|policy| policy.name == base);
        kind.push_str(match (is_policy, base) {
            (true, "disabled") => "disabled",
            (true, _) if base == name => "policy",
            (true, _) => "own",
            (false, _) => base,
        });
        kind.push_str(after);
    }
    kind
}
