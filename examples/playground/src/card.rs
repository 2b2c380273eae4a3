//! The policy of each route, from the report of the running server, and as it is written.

use cors_runtime::report::{Access, Entry, Granted, Report};
use serde::Serialize;

use crate::Framework;

/// What stands on the card of a route.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Card {
    #[serde(flatten)]
    pub(crate) entry: Entry,
    /// The attribute, line by line.
    written: Option<String>,
}

/// The cards of one server.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Cards(Vec<Card>);

impl Cards {
    pub(crate) fn of(server: Framework, report: &Report) -> Self {
        let source = match server {
            Framework::Axum => include_str!("axum_api.rs"),
            Framework::Rocket => include_str!("rocket_api.rs"),
        };
        let entries = report.entries().iter().cloned();
        Self(
            entries
                .map(|entry| Card {
                    written: written(&entry, source),
                    entry,
                })
                .collect(),
        )
    }

    /// The card that a call is judged by, by its place: that of the route, or that of the router where
    /// there is no such route.
    pub(crate) fn judging(&self, method: &str, path: &str) -> Option<usize> {
        let find = |method: &str, path: &str| {
            let mut cards = self.0.iter();
            cards.position(|card| {
                card.entry.path() == path && card.entry.methods().contains(&method)
            })
        };
        find(method, path).or_else(|| find("GET", "/help"))
    }

    pub(crate) fn get(&self, index: usize) -> Option<&Card> {
        self.0.get(index)
    }
}

/// From the line that the report names to the end of the attribute.
fn written(entry: &Entry, source: &str) -> Option<String> {
    if matches!(entry.access(), Access::Disabled) {
        return Some("#[cors(disabled)]".to_owned());
    }
    let place = entry.granted().and_then(Granted::location)?;
    let mut written = String::new();
    for line in source.lines().skip(place.line() as usize - 1) {
        written.push_str(line);
        if line.ends_with(")]") {
            return Some(written);
        }
        written.push('\n');
    }
    None
}
