//! The arguments of the benchmarks.

/// The arguments that were given. One that is not known stops the program, which would else measure for
/// minutes what nobody asked for.
pub(crate) fn arguments(known: &[&str]) -> Vec<String> {
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
