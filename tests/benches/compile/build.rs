//! What the crates cost a build from nothing.

use core::fmt::Write;

use crate::package::Package;

const AXUM: &str = "axum = \"0.8\"\ntokio = { version = \"1\", features = [\"full\"] }";
const TOWER_HTTP: &str = "tower-http = { version = \"0.7\", features = [\"cors\"] }";
const ON_AXUM: &str =
    "cors-runtime = { path = \"{workspace}/cors-runtime\", features = [\"axum\"] }";
const ROCKET: &str = "rocket = \"0.5\"";
const ROCKET_CORS: &str = "rocket_cors = { version = \"0.6\", default-features = false }";
const ON_ROCKET: &str =
    "cors-runtime = { path = \"{workspace}/cors-runtime\", features = [\"rocket\"] }";

/// One line a framework and library.
pub(crate) fn report() -> String {
    let mut out = String::from(
        "\n## A clean build\n\n\
        Seconds of processor time of `cargo build` from nothing.\n\n\
        | app | alone | with the peer | with ours |\n|---|---:|---:|---:|\n",
    );
    for (framework, peer, dependencies) in [
        ("axum", "tower-http", [AXUM, TOWER_HTTP, ON_AXUM]),
        ("Rocket", "rocket_cors", [ROCKET, ROCKET_CORS, ON_ROCKET]),
    ] {
        let [alone, with_peer, with_ours] = dependencies;
        let alone_took = clean(alone, "");
        let peer_took = clean(alone, with_peer);
        let ours_took = clean(alone, with_ours);
        writeln!(
            out,
            "| {framework} | {alone_took:.1} | {peer}: +{:.1} | +{:.1} |",
            peer_took - alone_took,
            ours_took - alone_took
        )
        .expect("text");
    }
    out
}

fn clean(framework: &str, added: &str) -> f64 {
    let dependencies = format!("{framework}\n{added}");
    Package::new("clean", &dependencies, "").apart().build()
}
