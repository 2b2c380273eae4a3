//! A model of whole apps.

mod annotated;
mod browse;
mod build;
mod campaign;
mod composition;
mod generate;
mod handlers;
mod judge;
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
mod shrink;
mod text;

use crate::{on_axum::Axum, on_rocket::RocketFramework};

#[test]
fn apps_on_axum_do_what_their_policies_say() {
    campaign::run(&Axum, 400);
}

#[test]
fn apps_on_rocket_do_what_their_policies_say() {
    campaign::run(&RocketFramework::new(), 150);
}

#[test]
fn compositions_that_were_wrong_once_are_right() {
    pairs::run();
}

#[test]
fn plain_router_under_a_default_keeps_its_memory() {
    pairs::run_migrated();
}
