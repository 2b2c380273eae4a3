//! The time to build an app of many routes, and the memory it takes, beside the same app of plain axum.
//!
//! ```sh
//! cargo bench -p cors-tests --bench routes               # 3,000 routes
//! cargo bench -p cors-tests --bench routes -- --write    # and into tests/benches/ROUTES.md
//! cargo bench -p cors-tests --bench routes -- --smoke    # 30 routes
//! ```
//!
//! Each app is built in a process of its own, so that its memory is its own.

// It is there to print.
#![allow(clippy::print_stdout)]

mod apps;

use core::fmt::Write;
use std::{env, fs, path::Path, process::Command};

use cors_tests::{arguments, machine};

use self::apps::APPS;

/// The variable that makes this program build one app: its index and the number of routes.
const CHILD: &str = "CORS_ROUTES_APP";

/// Repetitions, of which the fastest counts.
const RUNS: usize = 5;

/// The measurements of one app.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
struct Measured {
    /// Milliseconds on a processor.
    adding: f64,
    finishing: f64,
    /// Resident memory of the finished app, in KiB.
    memory: f64,
}

fn main() {
    if let Ok(app) = env::var(CHILD) {
        let (index, routes) = app.split_once(' ').expect("two numbers");
        let index: usize = index.parse().expect("a number");
        return apps::measure(APPS[index].1, routes.parse().expect("a number"));
    }
    let arguments = arguments(&["--write", "--smoke"]);
    let has = |name: &str| arguments.iter().any(|argument| argument == name);
    let sizes: &[usize] = if has("--smoke") { &[30] } else { &[3_000] };
    let report = report(sizes);
    println!("{report}");
    if has("--write") {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/ROUTES.md");
        fs::write(file, report).expect("the file is written");
    }
}

fn report(sizes: &[usize]) -> String {
    let mut report = format!(
        "# Many routes\n\nMade by\n\n```sh\ncargo bench -p cors-tests --bench routes -- --write\n```\n\non {}.\n\n\
         Each route has a `GET` and a `POST` handler. A nested app has 100 routes in each inner router, with a layer \
         around\nit. Times are those on a processor, of the fastest of {RUNS} runs. Memory is the resident memory \
         that the finished\napp adds.\n\n\
         | app | routes | adding routes | finishing | memory |\n|---|---:|---:|---:|---:|\n",
        machine(&["axum"], None),
    );
    for routes in sizes {
        for (index, (name, _)) in APPS.iter().enumerate() {
            let Measured {
                adding,
                finishing,
                memory,
            } = fastest(index, *routes);
            let _ = writeln!(
                report,
                "| {name} | {routes} | {adding:.1} ms | {finishing:.1} ms | {memory:.0} KiB |"
            );
        }
    }
    report
}

fn fastest(index: usize, routes: usize) -> Measured {
    (0..RUNS)
        .map(|_| run(index, routes))
        .min_by(|one, other| {
            let total = |measured: &Measured| measured.adding + measured.finishing;
            total(one).total_cmp(&total(other))
        })
        .expect("at least one run")
}

fn run(index: usize, routes: usize) -> Measured {
    let output = Command::new(env::current_exe().expect("the path of this program"))
        .env(CHILD, format!("{index} {routes}"))
        .output()
        .expect("it starts");
    assert!(output.status.success(), "{output:?}");
    let output = String::from_utf8(output.stdout).expect("it prints numbers");
    let numbers: Vec<f64> = output.split_whitespace().flat_map(str::parse).collect();
    let [adding, finishing, memory] = numbers[..] else {
        panic!("three numbers: {output}");
    };
    Measured {
        adding,
        finishing,
        memory,
    }
}
