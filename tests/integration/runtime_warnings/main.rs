//! What a running debug build says of answers that will not do what they were made for: once for each route,
//! with the line to write, on both frameworks alike.

// Handlers are async functions whether they wait for something or not.
#![allow(clippy::unused_async)]

mod axum;
mod rocket;

use cors_tests::Events;
use tracing::Level;

/// Who asks, unless a test says something else: a script of a listed page of the same site.
const APP: (&str, &str) = ("origin", "https://app.example.com");
const HOST: (&str, &str) = ("host", "api.example.com");

/// A listed page of another site.
const PARTNER: (&str, &str) = ("origin", "https://partner.example.org");

/// The warnings that were told while something ran, each as its fields. A release build tells none, and there
/// nothing here runs.
fn warnings(events: &Events) -> Vec<String> {
    let events = events.take().into_iter();
    events
        // A refusal is told at another level, and each time.
        .filter(|(level, _)| *level == Level::WARN)
        .map(|(_, fields)| fields)
        .collect()
}

/// True if these are the warnings, by their names.
#[track_caller]
fn assert_names(told: &[String], names: &[&str]) {
    let found: Vec<&str> = told
        .iter()
        .filter_map(|fields| fields.split("warning=\"").nth(1)?.split('"').next())
        .collect();
    let names: &[&str] = if cfg!(debug_assertions) { names } else { &[] };
    assert_eq!(found, names, "{told:#?}");
    assert_eq!(found.len(), told.len());
}
