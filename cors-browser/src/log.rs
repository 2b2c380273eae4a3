//! The HTTP exchanges of a browser, with notes about each step.

use core::fmt::{self, Write};

use url::Url;

use crate::{
    bytes::{isomorphic, printable},
    headers::HeaderList,
};

/// A request and its response as they were sent, preflights included, before any filtering.
#[derive(Clone, Debug)]
pub struct Exchange {
    pub(crate) method: String,
    pub(crate) url: Url,
    pub(crate) sent: HeaderList,
    pub(crate) status: u16,
    pub(crate) received: HeaderList,
    /// The body of a preflight response, cut at 4 KiB.
    pub(crate) preflight_body: Option<String>,
}

impl Exchange {
    /// The method of the request.
    #[must_use]
    pub fn method(&self) -> &str {
        &self.method
    }

    /// The URL of the request.
    #[must_use]
    pub fn url(&self) -> &str {
        self.url.as_str()
    }

    /// True if this is a CORS-preflight request.
    #[must_use]
    pub fn is_preflight(&self) -> bool {
        self.method == "OPTIONS" && self.sent.contains("access-control-request-method")
    }

    /// A header of the request, isomorphic decoded.
    #[must_use]
    pub fn request_header(&self, name: &str) -> Option<String> {
        self.sent.get(name).map(|value| isomorphic(&value))
    }

    /// The headers of the request, isomorphic decoded, in the order they were sent.
    pub fn request_headers(&self) -> impl Iterator<Item = (&str, String)> {
        self.sent
            .iter()
            .map(|(name, value)| (name, isomorphic(value)))
    }

    /// The headers of the response, isomorphic decoded, one item per line.
    pub fn response_headers(&self) -> impl Iterator<Item = (&str, String)> {
        self.received
            .iter()
            .map(|(name, value)| (name, isomorphic(value)))
    }

    /// The status of the response.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// A header of the response, isomorphic decoded, even if a script may not read it.
    #[must_use]
    pub fn response_header(&self, name: &str) -> Option<String> {
        self.received.get(name).map(|value| isomorphic(&value))
    }
}

impl fmt::Display for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "  > {} {}", self.method, self.url)?;
        for (name, value) in self.sent.iter() {
            writeln!(f, "  > {name}: {}", printable(value))?;
        }
        writeln!(f, "  < {}", self.status)?;
        for (name, value) in self.received.iter() {
            writeln!(f, "  < {name}: {}", printable(value))?;
        }
        let mut lines = self.preflight_body.iter().flat_map(|body| body.lines());
        lines.try_for_each(|line| writeln!(f, "  < | {}", line.escape_debug()))
    }
}

/// A step of a fetch, in the order in which they happen.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Step {
    /// A fetch starts: the page's origin, the request and its modes.
    Start(String),
    /// The reason for the next exchange, or the result of the previous one.
    Note(String),
    /// A request and its response.
    Exchange(Exchange),
}

/// The steps of all fetches.
#[derive(Clone, Debug, Default)]
pub(crate) struct ExchangeLog {
    steps: Vec<Step>,
}

impl ExchangeLog {
    pub(crate) fn heading(&mut self, heading: String) {
        self.steps.push(Step::Start(heading));
    }

    pub(crate) fn note(&mut self, note: impl Into<String>) {
        self.steps.push(Step::Note(note.into()));
    }

    pub(crate) fn add(&mut self, exchange: Exchange) {
        self.steps.push(Step::Exchange(exchange));
    }

    pub(crate) fn extend(&mut self, other: &Self) {
        self.steps.extend_from_slice(&other.steps);
    }

    pub(crate) fn steps(&self) -> &[Step] {
        &self.steps
    }

    pub(crate) fn exchanges(&self) -> impl Iterator<Item = &Exchange> {
        self.steps.iter().filter_map(|step| match step {
            Step::Exchange(exchange) => Some(exchange),
            Step::Start(_) | Step::Note(_) => None,
        })
    }

    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        for step in &self.steps {
            // Writing into a `String` does not fail.
            let _ = match step {
                Step::Start(fetch) => writeln!(text, "{fetch}"),
                Step::Note(note) => writeln!(text, "  = {note}"),
                Step::Exchange(exchange) => write!(text, "{exchange}"),
            };
        }
        text
    }
}
