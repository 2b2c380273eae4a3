//! Apps composed at random, compared with a plain reading of their policies that shares no code with the library.
//!
//! Each app is put together from every kind of router, route, default, layer and fallback of axum, or from
//! routes, mounts, catchers and a default of Rocket. Pages of several origins send it sequences of up to four
//! requests, from a browser that caches preflights. For each request the test knows which handler should run, as
//! in plain axum, and which policy applies: the handler's own, or that of the innermost router around it. It checks:
//!
//! * A request that needs permission runs a handler only if the policy of that handler allows its origin, method,
//!   headers and credentials. A page reads a response, and its headers, only if that policy allows it.
//! * If the library sees every handler, or if one default is around plain handlers, everything that the policy
//!   allows works, and a browser with a cached preflight sends no second one.
//! * A request reaches the handler that it reaches in plain axum. If the library refuses an app, it does so at the
//!   line that adds the refused part, with a message that is listed here. Nothing panics later.
//!
//! The seed is fixed, so CI runs are reproducible. By hand, fifty thousand apps of axum with three million requests
//! take about ten minutes:
//!
//! ```sh
//! MODEL_APPS=50000 MODEL_SEED=1 cargo test -p cors-tests --test model on_axum
//! MODEL_APPS=5000 MODEL_SEED=1 cargo test -p cors-tests --test model on_rocket
//! ```
//!
//! App `n` has the seed `MODEL_SEED + n`, which a failure names: `MODEL_SEED=4711 MODEL_APPS=1` repeats it.
//! `MODEL_REQUESTS` is the number of requests to an app. The test ends after `MODEL_FAILURES` different failures. A
//! failing app is reduced by removing parts, and printed as code.
//!
//! A long campaign also reports limits that the guide names: a policy inside a plain router that is used as a service,
//! below a layer that responds to preflights; two finished routes on one path of a plain router; and fallbacks of plain
//! routers that were merged or nested, which axum merges when the router is finished.
//!
//! `policies.rs` and `owners.rs` are the reading, `comparison.rs` compares. A composition that was wrong once goes
//! to `once.rs`.

mod annotated;
mod browse;
mod build;
mod campaign;
mod comparison;
mod composition;
mod generate;
mod handlers;
mod mounted;
mod on_axum;
mod on_rocket;
mod once;
mod owners;
mod pairs;
mod paths;
mod policies;
mod quiet;
mod rocket_routes;
mod sequence;
mod shorthand;
mod shrink;
mod text;

use crate::{on_axum::Axum, on_rocket::RocketFramework};

#[test]
fn apps_on_axum_follow_their_policies() {
    campaign::run(&Axum, 400);
}

#[test]
fn apps_on_rocket_follow_their_policies() {
    campaign::run(&RocketFramework::new(), 100);
}

#[test]
fn compositions_that_were_wrong_once_are_right() {
    pairs::run();
}

#[test]
fn plain_router_under_a_default_keeps_its_memory() {
    pairs::run_migrated();
}
