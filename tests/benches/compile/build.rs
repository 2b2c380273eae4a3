//! The cost of the crates for a whole program: a build from nothing, and the size of the program.

use core::fmt::Write;

use std::{fs, path::Path};

use cors_tests::Package;

use crate::{
    crates::{self, Crates},
    measured::Measure,
};

/// The number of builds that are timed.
const ROUNDS: usize = 2;

/// A program, and the libraries it adds to those of the first of its framework.
struct Program {
    title: &'static str,
    dependencies: &'static str,
    source: &'static str,
}

const AXUM: [Program; 3] = [
    Program {
        title: "axum alone",
        dependencies: "axum = \"0.8\"\ntokio = { version = \"1\", features = [\"full\"] }",
        source: include_str!("programs/axum.rs"),
    },
    Program {
        title: "with tower-http",
        dependencies: "tower-http = { version = \"0.7\", features = [\"cors\"] }",
        source: include_str!("programs/tower_http.rs"),
    },
    Program {
        title: "with ours",
        dependencies: "cors-runtime = { path = \"{workspace}/cors-runtime\", features = [\"axum\"] }",
        source: include_str!("programs/ours_axum.rs"),
    },
];

const ROCKET: [Program; 3] = [
    Program {
        title: "Rocket alone",
        dependencies: "rocket = \"0.5\"",
        source: include_str!("programs/rocket.rs"),
    },
    Program {
        title: "with rocket_cors",
        dependencies: "rocket_cors = { version = \"0.6\", default-features = false }",
        source: include_str!("programs/rocket_cors.rs"),
    },
    Program {
        title: "with ours",
        dependencies: "cors-runtime = { path = \"{workspace}/cors-runtime\", features = [\"rocket\"] }",
        source: include_str!("programs/ours_rocket.rs"),
    },
];

/// The cost of a program.
struct Cost {
    seconds: f64,
    crates: Crates,
    bytes: u64,
}

/// One line a program.
pub(crate) fn report() -> String {
    let mut out = String::from(
        "\n## A whole program\n\n\
        One handler that greets, with one policy of literals. The seconds are processor time of `cargo build` from\n\
        nothing, the less of two rounds; the bytes are the program of `cargo build --release`, stripped.\n\n\
        | program | seconds | added | bytes | added |\n|---|---:|---:|---:|---:|\n",
    );
    let mut added = String::new();
    for programs in [AXUM, ROCKET] {
        let [alone, others @ ..] = &programs;
        let least = cost(alone, alone);
        writeln!(
            out,
            "| {} | {:.1} |  | {} |  |",
            alone.title, least.seconds, least.bytes
        )
        .expect("text");
        for program in others {
            let cost = cost(alone, program);
            writeln!(
                out,
                "| {} | {:.1} | {:+.1} | {} | {:+} |",
                program.title,
                cost.seconds,
                cost.seconds - least.seconds,
                cost.bytes,
                cost.bytes.cast_signed() - least.bytes.cast_signed()
            )
            .expect("text");
            writeln!(
                added,
                "- {}, {}: {}",
                alone.title,
                program.title,
                crates::added(&least.crates, &cost.crates)
            )
            .expect("text");
        }
    }
    out.push_str(
        "\nThe crates that are added, in seconds; those of less than 0.05 are left out, and so is the program itself:\n\n",
    );
    out + &added
}

fn cost(alone: &Program, program: &Program) -> Cost {
    let rounds = (0..ROUNDS).map(|_| {
        let package = package(alone, program);
        let seconds = package.build();
        (
            seconds,
            crates::read(&package.target.join("target"), seconds),
        )
    });
    let least = rounds.min_by(|(one, _), (other, _)| one.total_cmp(other));
    let (seconds, crates) = least.expect("a round");
    let package = package(alone, program);
    package.release();
    let built = package.target.join("target/release").join(NAME);
    let bytes = fs::metadata(built).expect("a program").len();
    Cost {
        seconds,
        crates,
        bytes,
    }
}

const NAME: &str = "whole-program";

fn package(alone: &Program, program: &Program) -> Package {
    let added = if alone.title == program.title {
        ""
    } else {
        program.dependencies
    };
    let manifest = format!(
        "{}\n{added}\n\n[profile.release]\nstrip = true",
        alone.dependencies
    );
    let temporary = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let package = Package::new(temporary, NAME, &manifest, "");
    let source = package.directory.join("src/main.rs");
    fs::write(source, program.source).expect("a source file");
    package.apart()
}
