//! Both quickstarts under a load of good and hostile requests, beside twins without CORS: does every
//! request get the response it should, does memory stay where it is, and what is left of the throughput?
//!
//! ```sh
//! cargo bench -p cors-tests --bench endurance               # half a minute a load
//! cargo bench -p cors-tests --bench endurance -- --write    # and into tests/benches/ENDURANCE.md
//! cargo bench -p cors-tests --bench endurance -- --smoke    # a second a load
//! ```
//!
//! All on the loopback interface, bounded in time, and it stops by itself.

// It is there to print.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod load;
mod requests;
mod servers;

use core::{fmt::Write, time::Duration};
use std::{fs, path::Path};

use cors_tests::{arguments, machine};

use self::{
    load::{Load, Result},
    servers::{SERVERS, Server},
};

/// The measurements of one server.
struct Row {
    name: &'static str,
    good: Result,
    mixed: Result,
    /// Resident memory in KiB after a tenth of the mixed load, and at its end.
    memory: [u64; 2],
}

fn main() {
    if let Ok(name) = std::env::var(servers::CHILD) {
        return servers::run(&name);
    }
    let arguments = arguments(&["--write", "--smoke"]);
    let has = |name: &str| arguments.iter().any(|argument| argument == name);
    let time = Duration::from_secs(if has("--smoke") { 1 } else { 30 });
    let rows: Vec<_> = SERVERS.iter().map(|name| endure(name, time)).collect();
    let wrong: usize = rows
        .iter()
        .map(|row| row.good.wrong + row.mixed.wrong)
        .sum();
    let report = report(&rows, time);
    println!("{report}");
    if has("--write") {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/ENDURANCE.md");
        fs::write(file, report).expect("the file is written");
    }
    if wrong > 0 {
        eprintln!("{wrong} requests did not get the response they should");
        std::process::exit(1);
    }
}

fn endure(name: &'static str, time: Duration) -> Row {
    let server = Server::start(name);
    let checked = !name.starts_with("bare");
    let load = |requests, time| {
        Load {
            address: server.address,
            requests,
            checked,
            time,
        }
        .run()
    };
    let good = load(requests::good(), time);
    // Buffers and arenas have their size by then.
    let first = load(requests::mixed(), time / 10);
    let before = server.memory();
    let mut mixed = load(requests::mixed(), time);
    mixed.wrong += first.wrong;
    Row {
        name,
        good,
        mixed,
        memory: [before, server.memory()],
    }
}

fn report(rows: &[Row], time: Duration) -> String {
    let mut out = String::from(
        "# Under load\n\nMade by\n\n```sh\ncargo bench -p cors-tests --bench endurance -- --write\n```\n\n",
    );
    let machine = machine(&["axum", "rocket", "tokio", "hyper"], None);
    writeln!(out, "on {machine}, shared by servers and clients.\n").expect("text");
    writeln!(
        out,
        "Each server serves {} connections for {} seconds, first `GET /notes` of an allowed page, then a\n\
        mixture of {} requests, most of them hostile: forged, endless and broken origins, preflights with 8 KiB\n\
        of commas, paths that look like others, bodies without permission. Every response is compared with what\n\
        the policy says. `bare` is the same app without CORS.\n\n\
        | server | good, a second | mixed, a second | requests | wrong responses | memory after a tenth | at the end |\n\
        |---|---:|---:|---:|---:|---:|---:|",
        load::CONNECTIONS,
        time.as_secs(),
        requests::mixed().len(),
    )
    .expect("text");
    for Row {
        name,
        good,
        mixed,
        memory: [before, after],
    } in rows
    {
        let wrong = if name.starts_with("bare") {
            "–".to_owned()
        } else {
            (good.wrong + mixed.wrong).to_string()
        };
        writeln!(
            out,
            "| {name} | {:.0} | {:.0} | {} | {wrong} | {before} KiB | {after} KiB |",
            good.a_second(),
            mixed.a_second(),
            good.responses + mixed.responses,
        )
        .expect("text");
    }
    out
}
