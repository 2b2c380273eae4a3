//! The crates of a build, and the time that each took.

use std::{collections::BTreeMap, fs, path::Path};

use serde_json::Value;

/// The processor time of each crate of a build, in seconds.
pub(crate) type Crates = BTreeMap<String, f64>;

/// Reads the report of `cargo build --timings`, which took this processor time. The report has times by the clock, so they
/// are scaled.
pub(crate) fn read(target: &Path, seconds: f64) -> Crates {
    let report = target.join("cargo-timings/cargo-timing.html");
    let report = fs::read_to_string(report).expect("a report");
    let (_, units) = report.split_once("const UNIT_DATA = ").expect("the units");
    let (units, _) = units.split_once("\n];").expect("the end of the units");
    let units: Vec<Value> = serde_json::from_str(&format!("{units}]")).expect("JSON");
    let mut crates = Crates::new();
    for unit in &units {
        let name = unit["name"].as_str().expect("a name");
        let duration = unit["duration"].as_f64().expect("a duration");
        *crates.entry(name.to_owned()).or_default() += duration;
    }
    let sum: f64 = crates.values().sum();
    for duration in crates.values_mut() {
        *duration *= seconds / sum;
    }
    crates
}

/// The crates that only the second build has, the longest first, as a sentence.
pub(crate) fn added(alone: &Crates, with: &Crates) -> String {
    let mut added: Vec<_> = with
        .iter()
        .filter(|(name, seconds)| !alone.contains_key(*name) && **seconds >= 0.05)
        .collect();
    added.sort_by(|one, other| other.1.total_cmp(one.1));
    let added = added
        .iter()
        .map(|(name, seconds)| format!("`{name}` {seconds:.1}"));
    added.collect::<Vec<_>>().join(", ")
}
