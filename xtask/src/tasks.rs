//! The tasks that run other programs.

use std::{error::Error, fs, path::Path, process::Command};

use crate::{Bench, Mutated};

type TaskResult = Result<(), Box<dyn Error>>;

pub(crate) fn script(path: &str) -> TaskResult {
    run(&mut Command::new(root().join(path)))
}

pub(crate) fn bless() -> TaskResult {
    let ui = [
        "test",
        "-p",
        "cors-tests",
        "--test",
        "ui",
        "--test",
        "twins",
    ];
    let macros = ["test", "-p", "cors-macros", "--lib"];
    // The first run writes the snapshots while other tests read them, so only the second run counts.
    let _ = run(cargo(&ui).env("TRYBUILD", "overwrite"));
    run(cargo(&macros).env("INSTA_UPDATE", "always"))?;
    run(&mut cargo(&ui))
}

pub(crate) fn bench(kind: Bench, write: bool, smoke: bool, options: &[String]) -> TaskResult {
    let name = match kind {
        Bench::Cost => "cost",
        Bench::Compile => "compile",
        Bench::Endurance => "endurance",
    };
    let mut bench = cargo(&["bench", "-p", "cors-tests", "--bench", name]);
    if smoke {
        // Nothing is measured, so nothing needs to be optimised.
        bench.args(["--profile", "dev"]);
    }
    bench.arg("--");
    if write {
        bench.arg("--write");
    }
    if smoke {
        bench.arg("--smoke");
    }
    bench.args(options);
    run(&mut bench)
}

pub(crate) fn mutants(part: Mutated) -> TaskResult {
    install("cargo-mutants", "mutants")?;
    let mut mutants = cargo(&["mutants", "--all-features"]);
    match part {
        Mutated::Rules => mutants.args(["-p", "cors-rules", "-e", "**/text/**", "--", "--tests"]),
        Mutated::Runtime => mutants.args([
            "-p",
            "cors-runtime",
            "-f",
            "cors-runtime/src/{decision,route,origins}/*.rs",
            "--",
            "--lib",
        ]),
    };
    run(&mut mutants)
}

pub(crate) fn fuzz(seconds: u32, targets: &[String]) -> TaskResult {
    let mut fuzz = Command::new(root().join("fuzz/run"));
    run(fuzz.arg(seconds.to_string()).args(targets))
}

pub(crate) fn screenshots(folder: &Path) -> TaskResult {
    let folder = root().join(folder);
    fs::create_dir_all(&folder)?;
    let mut test = cargo(&["test", "-p", "playground", "--test", "browsers"]);
    // The test passes without a browser unless `CI` is set.
    run(test.env("PLAYGROUND_SCREENSHOTS", folder).env("CI", "true"))
}

/// Compares `cors-runtime` and `cors-browser`: the two others have no API that users name.
pub(crate) fn semver(since: Option<&str>) -> TaskResult {
    install("cargo-semver-checks", "semver-checks")?;
    let mut checks = cargo(&["semver-checks", "-p", "cors-runtime", "-p", "cors-browser"]);
    checks.arg("--all-features");
    if let Some(commit) = since {
        checks.args(["--baseline-rev", commit]);
    }
    run(&mut checks)
}

pub(crate) fn root() -> &'static Path {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask)
}

/// Prints a command and runs it in the root of the workspace.
pub(crate) fn run(command: &mut Command) -> TaskResult {
    eprintln!("$ {}", shown(command));
    let status = command.current_dir(root()).status()?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("{}: {status}", command.get_program().display()).into())
    }
}

fn shown(command: &Command) -> String {
    let variables = command
        .get_envs()
        .filter_map(|(name, value)| Some(format!("{}={}", name.display(), value?.display())));
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let words = words.map(|word| word.display().to_string());
    variables.chain(words).collect::<Vec<_>>().join(" ")
}

fn cargo(arguments: &[&str]) -> Command {
    let mut cargo = Command::new("cargo");
    cargo.args(arguments);
    cargo
}

fn install(package: &str, subcommand: &str) -> TaskResult {
    if cargo(&[subcommand, "--version"]).output()?.status.success() {
        return Ok(());
    }
    run(&mut cargo(&["install", "--locked", package]))
}
