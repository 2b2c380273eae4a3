//! The commands for work on this repository: `cargo xtask --help` lists them.
//!
//! Each prints the commands it runs, which can be run without it.

mod suffixes;
mod tasks;

use std::{error::Error, path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand, ValueEnum};

/// The commands for work on this repository.
#[derive(Parser)]
#[command(bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Runs all checks that a change has to pass (`.ci/run`)
    Ci,
    /// Writes the compiler output of `tests/ui` and the expansions of `cors-macros` anew, then tests them
    Bless,
    /// Measures what the crates cost
    Bench {
        kind: Bench,
        /// Writes the results to `tests/benches`
        #[arg(long)]
        write: bool,
        /// Runs each contender once, for seconds, and checks its responses
        #[arg(long, conflicts_with = "write")]
        smoke: bool,
        /// Further options of the benchmark, after `--`
        #[arg(last = true)]
        options: Vec<String>,
    },
    /// Changes the code in many places, one at a time, and lists the changes that no test detects
    Mutants { part: Mutated },
    /// Fuzzes each target, or the given ones
    Fuzz {
        /// Seconds for each target
        #[arg(default_value_t = 30)]
        seconds: u32,
        targets: Vec<String>,
    },
    /// Writes pictures of the playground's page, taken in Chromium
    Screenshots {
        /// The folder for the pictures
        #[arg(default_value = "target/screenshots")]
        folder: PathBuf,
    },
    /// Generates the table of public suffixes of `cors-rules`
    Suffixes {
        /// A copy of `public_suffix_list.dat`; downloaded from publicsuffix.org if absent
        list: Option<PathBuf>,
    },
    /// Lints and documents the crates with each feature alone (`.ci/features`)
    Features,
    /// Checks licences, sources, advisories and the oldest versions of dependencies (`.ci/dependencies`)
    Dependencies,
    /// Compiles the crates with the oldest Rust they support (`.ci/oldest-rust`)
    OldestRust,
    /// Packs the crates, compiles the packages, and a program that depends on them (`.ci/packages`)
    Packages,
    /// Lists retired words in names and prose (`.ci/words`)
    Words,
    /// Compares the public API with the last release on crates.io, or with a commit
    Semver {
        /// The commit or tag to compare with
        #[arg(long)]
        since: Option<String>,
    },
}

#[derive(Clone, Copy, ValueEnum)]
enum Bench {
    /// A request, beside other libraries, code by hand and no CORS
    Cost,
    /// `cargo check` of annotated handlers
    Compile,
    /// The quickstarts under load, for five minutes
    Endurance,
}

#[derive(Clone, Copy, ValueEnum)]
enum Mutated {
    /// `cors-rules`, without its texts
    Rules,
    /// The decision, the routes and the origins of `cors-runtime`
    Runtime,
}

fn main() -> ExitCode {
    match run(Arguments::parse().task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> Result<(), Box<dyn Error>> {
    match task {
        Task::Ci => tasks::script(".ci/run"),
        Task::Bless => tasks::bless(),
        Task::Bench {
            kind,
            write,
            smoke,
            options,
        } => tasks::bench(kind, write, smoke, &options),
        Task::Mutants { part } => tasks::mutants(part),
        Task::Fuzz { seconds, targets } => tasks::fuzz(seconds, &targets),
        Task::Screenshots { folder } => tasks::screenshots(&folder),
        Task::Suffixes { list } => suffixes::refresh(list.as_deref()),
        Task::Features => tasks::script(".ci/features"),
        Task::Dependencies => tasks::script(".ci/dependencies"),
        Task::OldestRust => tasks::script(".ci/oldest-rust"),
        Task::Packages => tasks::script(".ci/packages"),
        Task::Words => tasks::script(".ci/words"),
        Task::Semver { since } => tasks::semver(since.as_deref()),
    }
}
