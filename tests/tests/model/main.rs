//! A model of whole apps.

mod annotated;
mod browse;
mod build;
mod composition;
mod generate;
mod handlers;
mod judge;
mod on_axum;
mod owners;
mod paths;
mod policies;
mod quiet;
mod sequence;
mod shrink;
mod text;

use std::{collections::BTreeMap, env, time::Instant};

use fastrand::Rng;

use crate::{
    composition::Router,
    judge::{Counts, Failure, Fault},
    on_axum::{NoApp, examine},
    sequence::{Sequence, sequence},
};

fn setting(name: &str, default: u64) -> u64 {
    env::var(name).map_or(default, |value| value.parse().expect("a number"))
}

/// The failure of a case, if it fails.
fn failure(router: &Router, sequence: &Sequence) -> Option<Failure> {
    match examine(router) {
        Err(NoApp::Failed(failure)) => Some(failure),
        Err(_) => None,
        Ok(examined) => {
            if sequence
                .requests
                .iter()
                .any(|request| !examined.paths.contains(&request.path))
            {
                return None;
            }
            let failed = examined.run(sequence, &mut Counts::default());
            failed.map(|(_, failure)| failure)
        }
    }
}

fn report(router: &Router, sequence: &Sequence, fault: Fault) -> (String, String) {
    let fails = |router: &Router, sequence: &Sequence| {
        failure(router, sequence).is_some_and(|failure| failure.fault == fault)
    };
    let (router, sequence) = shrink::shrink(router.clone(), sequence.clone(), fails);
    let failure = failure(&router, &sequence).expect("it failed before");
    let explained = examine(&router).map_or(String::new(), |app| app.explain(&sequence));
    let shape = format!("{fault:?}\n{}", shape(&router.to_string()));
    (
        shape,
        format!(
            "{fault:?}: {}\n{router}\n{sequence}\n{explained}",
            failure.text
        ),
    )
}

/// The text of a case without the names of policies and the numbers of handlers.
fn shape(text: &str) -> String {
    let mut shape = String::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest
            .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
            .unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        let base = word
            .trim_end_matches(|c: char| c.is_ascii_digit())
            .trim_end_matches('_');
        if policies::POLICIES
            .iter()
            .any(|policy| policy.name == base && base != word)
        {
            shape.push_str("own");
        } else if policies::POLICIES
            .iter()
            .any(|policy| policy.name == word && word != "disabled")
        {
            shape.push_str("policy");
        } else if base == "plain" || base == "service" {
            shape.push_str(base);
        } else {
            shape.push_str(word);
        }
        let Some(c) = after.chars().next() else { break };
        shape.push(c);
        rest = &after[c.len_utf8()..];
    }
    shape
}

#[test]
fn apps_on_axum_do_what_their_policies_say() {
    let seed = setting("MODEL_SEED", 1);
    let apps = setting("MODEL_APPS", 200);
    let requests = setting("MODEL_REQUESTS", 60);
    let limit = setting("MODEL_FAILURES", 10);
    let started = Instant::now();
    let mut counts = Counts::default();
    let (mut sent, mut whole, mut built) = (0, 0, 0);
    let mut refused: BTreeMap<String, usize> = BTreeMap::new();
    let mut failures: BTreeMap<String, (usize, u64, String)> = BTreeMap::new();
    for app in 0..apps {
        let seed = seed.wrapping_add(app);
        let mut rng = Rng::with_seed(seed);
        let router = generate::composition(&mut rng);
        let examined = match examine(&router) {
            Ok(examined) => examined,
            Err(NoApp::Refused(message)) => {
                *refused.entry(message).or_default() += 1;
                continue;
            }
            Err(NoApp::RefusedByAxum(message)) => {
                *refused
                    .entry(format!("axum alone: {message}\n{router}"))
                    .or_default() += 1;
                continue;
            }
            Err(NoApp::Failed(failure)) => {
                let any = Sequence {
                    page: policies::EVIL,
                    engine: cors_runtime::testing::Engine::Standard,
                    requests: Vec::new(),
                };
                let (shape, text) = report(&router, &any, failure.fault);
                failures.entry(shape).or_insert((0, seed, text)).0 += 1;
                continue;
            }
        };
        built += 1;
        whole += usize::from(examined.is_whole());
        let mut of_app = 0;
        while of_app < requests {
            let sequence = sequence(&mut rng, &examined.paths);
            of_app += sequence.requests.len() as u64;
            if let Some((_, failure)) = examined.run(&sequence, &mut counts) {
                let (shape, text) = report(&router, &sequence, failure.fault);
                failures.entry(shape).or_insert((0, seed, text)).0 += 1;
                break;
            }
        }
        sent += of_app;
        if failures.len() as u64 >= limit {
            break;
        }
    }
    eprintln!(
        "{built} apps of {apps}, {whole} whole, {sent} requests, {:?}, {counts:?}",
        started.elapsed()
    );
    for (message, count) in &refused {
        eprintln!("{count:6} {}", message);
    }
    for (count, seed, text) in failures.values() {
        eprintln!("\n=== {count} times, first with MODEL_SEED={seed}\n{text}");
    }
    assert!(failures.is_empty(), "{} kinds of failure", failures.len());
}
