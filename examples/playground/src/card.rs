//! The policy of each route: from the report of the running server, and its source text.

use cors_runtime::report::{Access, Entry, Granted, Report};
use serde::Serialize;

use crate::Framework;

/// The data of a route's card.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Card {
    #[serde(flatten)]
    pub(crate) entry: Entry,
    /// The source text of the attribute.
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
                    written: attribute_text(&entry, source),
                    entry,
                })
                .collect(),
        )
    }

    /// The index of the card whose policy applies to a call: that of the route, or of the default policy.
    pub(crate) fn index_for(&self, method: &str, path: &str) -> Option<usize> {
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

/// Cuts the attribute out of the source, from the line that the report names.
fn attribute_text(entry: &Entry, source: &str) -> Option<String> {
    if matches!(entry.access(), Access::Disabled) {
        return Some("#[cors(disabled)]".to_owned());
    }
    let place = entry.granted().and_then(Granted::location)?;
    let mut text = String::new();
    for line in source.lines().skip(place.line() as usize - 1) {
        text.push_str(line);
        if line.ends_with(")]") {
            return Some(text);
        }
        text.push('\n');
    }
    None
}
