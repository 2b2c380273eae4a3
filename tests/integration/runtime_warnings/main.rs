//! Runtime warnings: a debug build logs responses that will not work as intended, once per route and with a fix.

// Handlers are async functions, with or without `.await`.
#![allow(clippy::unused_async)]

mod axum;
mod methods;
mod rocket;

use cors_tests::Events;
use tracing::Level;

/// The usual caller: a script of a listed page of the same site.
const APP: (&str, &str) = ("origin", "https://app.example.com");
const HOST: (&str, &str) = ("host", "api.example.com");

/// A listed page of another site.
const PARTNER: (&str, &str) = ("origin", "https://partner.example.org");

/// The warnings logged so far, each as its fields. A release build logs none.
fn warnings(events: &Events) -> Vec<String> {
    let events = events.take().into_iter();
    events
        // A refusal has another level, and is logged each time.
        .filter(|(level, _)| *level == Level::WARN)
        .map(|(_, fields)| fields)
        .collect()
}

/// True if these are the warnings, by their names.
#[track_caller]
fn assert_names(warnings: &[String], names: &[&str]) {
    let found: Vec<&str> = warnings
        .iter()
        .filter_map(|fields| fields.split("warning=\"").nth(1)?.split('"').next())
        .collect();
    let names: &[&str] = if cfg!(debug_assertions) { names } else { &[] };
    assert_eq!(found, names, "{warnings:#?}");
    assert_eq!(found.len(), warnings.len());
}
