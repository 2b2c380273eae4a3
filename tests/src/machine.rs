//! A description of the machine, for the tables of the benchmarks.

use std::{fs, path::Path, process::Command};

/// The processor, the compiler, and the versions of the measured packages.
#[must_use]
pub fn machine(packages: &[&str], valgrind: Option<&str>) -> String {
    let cpus = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpus
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(": "))
        .map_or("an unknown processor", |(_, model)| model.trim());
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let rustc = Command::new("rustc").arg("-V").output();
    let rustc = rustc.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
    let lock = fs::read_to_string(lock).unwrap_or_default();
    let versions: Vec<_> = packages
        .iter()
        .map(|name| format!("{name} {}", version(&lock, name)))
        .collect();
    format!(
        "{model}, {cores} cores, {}; {}{}; {}",
        std::env::consts::OS,
        rustc.unwrap_or_default(),
        valgrind.map_or_else(String::new, |version| format!(", {version}")),
        versions.join(", ")
    )
}

fn version<'l>(lock: &'l str, name: &str) -> &'l str {
    lock.split_once(&format!("name = \"{name}\"\nversion = \""))
        .and_then(|(_, rest)| rest.split_once('"'))
        .map_or("?", |(version, _)| version)
}
