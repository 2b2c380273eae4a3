//! The cost of the crates in a build from nothing.

use core::fmt::Write;

use std::path::Path;

use cors_tests::Package;

use crate::measured::Measure;

const AXUM: &str = "axum = \"0.8\"\ntokio = { version = \"1\", features = [\"full\"] }";
const TOWER_HTTP: &str = "tower-http = { version = \"0.7\", features = [\"cors\"] }";
const ON_AXUM: &str =
    "cors-runtime = { path = \"{workspace}/cors-runtime\", features = [\"axum\"] }";
const ROCKET: &str = "rocket = \"0.5\"";
const ROCKET_CORS: &str = "rocket_cors = { version = \"0.6\", default-features = false }";
const ON_ROCKET: &str =
    "cors-runtime = { path = \"{workspace}/cors-runtime\", features = [\"rocket\"] }";

/// The number of builds of each.
const ROUNDS: usize = 2;

/// One line a framework and library.
pub(crate) fn report() -> String {
    let mut out = String::from(
        "\n## A clean build\n\n\
        Seconds of processor time of `cargo build` from nothing, the less of two rounds.\n\n\
        | app | alone | with the peer | with ours |\n|---|---:|---:|---:|\n",
    );
    for (framework, peer, dependencies) in [
        ("axum", "tower-http", [AXUM, TOWER_HTTP, ON_AXUM]),
        ("Rocket", "rocket_cors", [ROCKET, ROCKET_CORS, ON_ROCKET]),
    ] {
        let [alone, with_peer, with_ours] = least(dependencies);
        writeln!(
            out,
            "| {framework} | {alone:.1} | {peer}: {:+.1} | {:+.1} |",
            with_peer - alone,
            with_ours - alone
        )
        .expect("text");
    }
    out
}

/// By turns, as the handlers are.
fn least([alone, with_peer, with_ours]: [&str; 3]) -> [f64; 3] {
    let mut least = [f64::INFINITY; 3];
    for _ in 0..ROUNDS {
        for (least, added) in least.iter_mut().zip(["", with_peer, with_ours]) {
            let dependencies = format!("{alone}\n{added}");
            let package = Package::new(
                Path::new(env!("CARGO_TARGET_TMPDIR")),
                "clean",
                &dependencies,
                "",
            )
            .apart();
            *least = least.min(package.build());
        }
    }
    least
}
