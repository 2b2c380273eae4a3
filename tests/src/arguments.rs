//! The arguments of the benchmarks.

/// The arguments of this process. Exits on an unknown one, before minutes of unwanted measurements.
#[must_use]
pub fn arguments(known: &[&str]) -> Vec<String> {
    let given: Vec<_> = std::env::args().skip(1).collect();
    // `cargo bench` passes `--bench`.
    let is_known = |argument: &String| argument == "--bench" || known.contains(&argument.as_str());
    if let Some(unknown) = given.iter().find(|argument| !is_known(argument)) {
        eprintln!(
            "unknown argument `{unknown}`; there are `{}`",
            known.join("`, `")
        );
        std::process::exit(2);
    }
    given
}
