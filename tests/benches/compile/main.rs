//! The cost of the attribute for the compiler, beside attributes that users know: `#[axum::debug_handler]`,
//! `#[tracing::instrument]`, and Rocket's own attributes.
//!
//! ```sh
//! cargo bench -p cors-tests --bench compile               # the table
//! cargo bench -p cors-tests --bench compile -- --build    # and the cost of whole programs; takes a quarter of an hour
//! cargo bench -p cors-tests --bench compile -- --write    # into tests/benches/COMPILE.md, too
//! cargo bench -p cors-tests --bench compile -- --smoke    # do the handlers still compile?
//! ```

// It is there to print.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod build;
mod crates;
mod handlers;
mod measured;

use core::fmt::Write;
use std::{fs, path::Path};

use cors_tests::{Package, arguments, machine};

use self::{
    handlers::{HANDLERS, Handlers, KINDS},
    measured::Measure,
};

/// The number of checks of each kind. The least time counts, since the rest is other work of the machine.
const ROUNDS: usize = 7;

fn main() {
    let arguments = arguments(&["--build", "--write", "--smoke"]);
    let has = |name: &str| arguments.iter().any(|argument| argument == name);
    if has("--smoke") {
        for kind in KINDS {
            handlers_of(kind, 2).check();
        }
        println!("{} kinds of handlers compile", KINDS.len());
        return;
    }
    let mut report = report(&costs());
    if has("--build") {
        report.push_str(&build::report());
    }
    println!("{report}");
    if has("--write") {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/COMPILE.md");
        fs::write(file, report).expect("the file is written");
    }
}

fn handlers_of(kind: &Handlers, count: usize) -> Package {
    Package::new(
        Path::new(env!("CARGO_TARGET_TMPDIR")),
        &format!("handlers-{}", kind.name),
        kind.dependencies,
        &kind.source(count),
    )
}

/// The milliseconds of one handler, in the order of the kinds.
fn costs() -> Vec<f64> {
    let packages: Vec<_> = KINDS
        .iter()
        .map(|kind| handlers_of(kind, HANDLERS))
        .collect();
    // Their dependencies, once.
    for package in &packages {
        package.check();
    }
    let mut least = vec![f64::INFINITY; packages.len()];
    // By turns, so that a busy minute touches all of them.
    for _ in 0..ROUNDS {
        for (least, package) in least.iter_mut().zip(&packages) {
            package.touch();
            *least = least.min(package.check());
        }
    }
    #[allow(clippy::cast_precision_loss)] // Some hundred.
    let handlers = HANDLERS as f64;
    least.iter().map(|s| s * 1000.0 / handlers).collect()
}

fn report(costs: &[f64]) -> String {
    let mut out = String::from(
        "# What the attribute costs the compiler\n\nMade by\n\n```sh\ncargo bench -p cors-tests --bench compile -- --write\n```\n\n",
    );
    let machine = machine(&["axum", "rocket", "tracing"], None);
    writeln!(out, "on {machine}.\n").expect("text");
    writeln!(
        out,
        "## A handler\n\n\
        Milliseconds of processor time, of `cargo check` over a crate of {HANDLERS} handlers with two arguments\n\
        each, the least of {ROUNDS} rounds taken by turns. What is added is what the attribute costs beyond\n\
        the handler itself.\n\n\
        | handlers | a handler | added |\n|---|---:|---:|"
    )
    .expect("text");
    for (kind, cost) in KINDS.iter().zip(costs) {
        let beside = KINDS.iter().position(|other| other.name == kind.beside);
        let added = match beside {
            Some(beside) if kind.beside != kind.name => format!("+{:.2}", cost - costs[beside]),
            _ => String::new(),
        };
        writeln!(out, "| {} | {cost:.2} | {added} |", kind.title).expect("text");
    }
    out
}
