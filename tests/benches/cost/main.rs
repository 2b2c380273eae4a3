//! The cost of CORS for a request: ours, the peers', code written by hand, and none.
//!
//! ```sh
//! cargo bench -p cors-tests --bench cost               # the tables
//! cargo bench -p cors-tests --bench cost -- --write    # and into tests/benches/RESULTS.md
//! cargo bench -p cors-tests --bench cost -- --smoke    # does every contender still respond correctly?
//! ```

// It is there to print.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod apps;
mod callgrind;
mod child;
mod plan;
mod request;
mod table;

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use cors_tests::arguments;

use self::{
    callgrind::Cost,
    plan::{App, Table},
    request::origin,
    table::Cell,
};

const CHILD: &str = "CORS_COST_CHILD";

fn main() {
    let tables = plan::tables();
    let apps = distinct(&tables);
    if let Ok(task) = std::env::var(CHILD) {
        return run_child(&task, &tables, &apps);
    }
    let arguments = arguments(&["--write", "--smoke"]);
    let has = |name: &str| arguments.iter().any(|argument| argument == name);

    if has("--smoke") {
        let requests: usize = measure(&apps, |app| time(app, 1).len()).into_iter().sum();
        println!(
            "{} apps respond to {requests} requests as expected",
            apps.len()
        );
        return;
    }
    let valgrind = callgrind::version();
    if valgrind.is_none() {
        eprintln!("valgrind is not installed: no instructions and no allocations, time alone");
    }
    let costs: Option<Vec<_>> = valgrind.as_ref().map(|_| {
        measure(&apps, |app| {
            let requests = child::requests(&tables, apps[app]).len();
            callgrind::count(app, |command| as_child(command, "count", app, 0), requests)
        })
    });
    // One after the other: they would disturb each other.
    let times: Vec<_> = (0..apps.len()).map(|app| time(app, 21)).collect();

    let cells = cells(&tables, &apps, costs.as_deref(), &times);
    let report = table::report(&tables, &cells, valgrind.as_deref());
    println!("{report}");
    if has("--write") {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/RESULTS.md");
        fs::write(file, report).expect("the file is written");
    }
}

/// The apps of the tables, each once.
fn distinct(tables: &[Table]) -> Vec<App> {
    let mut apps: Vec<App> = Vec::new();
    let rows = tables.iter().flat_map(|table| &table.rows);
    for app in rows.flat_map(|row| row.apps) {
        if !apps.iter().any(|other| other.is(app)) {
            apps.push(app);
        }
    }
    apps
}

fn is_bare(tables: &[Table], app: App) -> bool {
    let mut rows = tables.iter().flat_map(|table| &table.rows);
    rows.any(|row| row.apps[0].is(app))
}

fn run_child(task: &str, tables: &[Table], apps: &[App]) {
    let mut words = task.split(' ');
    let mut next = || words.next().expect("a whole task");
    let kind = next();
    let app = apps[next().parse::<usize>().expect("the number of an app")];
    let loops = next().parse().expect("a number of loops");
    let requests = child::requests(tables, app);
    let is_bare = is_bare(tables, app);
    if kind == "count" {
        child::count(app, &requests, is_bare);
    } else {
        for time in child::time(app, &requests, is_bare, loops) {
            println!("{time}");
        }
    }
}

fn as_child(command: &mut Command, kind: &str, app: usize, loops: usize) {
    let origins: Vec<_> = (0..10).map(origin).collect();
    command
        .env(CHILD, format!("{kind} {app} {loops}"))
        .env(apps::lists::VARIABLE, origins.join(" "));
}

/// Nanoseconds for each request of an app.
fn time(app: usize, loops: usize) -> Vec<u128> {
    let mut command = Command::new(std::env::current_exe().expect("the path of this program"));
    as_child(&mut command, "time", app, loops);
    let done = command.stderr(Stdio::inherit()).output();
    let done = done.expect("this program runs");
    assert!(done.status.success(), "app {app} failed");
    let numbers = String::from_utf8(done.stdout).expect("numbers");
    numbers
        .lines()
        .map(|line| line.parse().expect("a number"))
        .collect()
}

/// Does something for each app, as many at once as there are cores.
fn measure<T: Send>(apps: &[App], what: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let results = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                loop {
                    let app = next.fetch_add(1, Ordering::Relaxed);
                    if app >= apps.len() {
                        return;
                    }
                    let result = what(app);
                    let mut results = results.lock().unwrap_or_else(PoisonError::into_inner);
                    results.push((app, result));
                }
            });
        }
    });
    let mut results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
    results.sort_by_key(|(app, _)| *app);
    results.into_iter().map(|(_, result)| result).collect()
}

/// Puts what was measured where it is shown.
fn cells(
    tables: &[Table],
    apps: &[App],
    costs: Option<&[Vec<Cost>]>,
    times: &[Vec<u128>],
) -> Vec<Vec<[Cell; 4]>> {
    // Each app got its requests in the order of the tables.
    let mut asked = vec![0; apps.len()];
    let mut cell = |app: App| {
        let at = apps.iter().position(|other| other.is(app));
        let at = at.expect("one of the apps");
        let request = asked[at];
        asked[at] += 1;
        Cell {
            cost: costs.map(|costs| costs[at][request]),
            nanoseconds: times[at][request],
        }
    };
    tables
        .iter()
        .map(|table| {
            table
                .rows
                .iter()
                .map(|row| row.apps.map(&mut cell))
                .collect()
        })
        .collect()
}
