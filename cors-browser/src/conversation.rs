//! What was said, request by request.

use core::fmt::{self, Write};

use url::Url;

use crate::{
    bytes::{isomorphic, shown},
    headers::HeaderList,
};

/// One request on the wire, and what came back: what a server sees, not what a page may.
#[derive(Clone, Debug)]
pub struct Exchange {
    pub(crate) method: String,
    pub(crate) url: Url,
    pub(crate) sent: HeaderList,
    pub(crate) status: u16,
    pub(crate) received: HeaderList,
    /// The body of a preflight's answer, where the server says something in it.
    pub(crate) said: Option<String>,
}

impl Exchange {
    /// The method of the request.
    #[must_use]
    pub fn method(&self) -> &str {
        &self.method
    }

    /// The address of the request.
    #[must_use]
    pub fn url(&self) -> &str {
        self.url.as_str()
    }

    /// True if this is a CORS-preflight request.
    #[must_use]
    pub fn is_preflight(&self) -> bool {
        self.method == "OPTIONS" && self.sent.contains("access-control-request-method")
    }

    /// A header of the request, each byte a character.
    #[must_use]
    pub fn request_header(&self, name: &str) -> Option<String> {
        self.sent.get(name).map(|value| isomorphic(&value))
    }

    /// The status of the answer.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// A header of the answer, whether or not a page may read it.
    #[must_use]
    pub fn response_header(&self, name: &str) -> Option<String> {
        self.received.get(name).map(|value| isomorphic(&value))
    }
}

impl fmt::Display for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "  > {} {}", self.method, self.url)?;
        for (name, value) in self.sent.iter() {
            writeln!(f, "  > {name}: {}", shown(value))?;
        }
        writeln!(f, "  < {}", self.status)?;
        for (name, value) in self.received.iter() {
            writeln!(f, "  < {name}: {}", shown(value))?;
        }
        let said = self.said.iter().flat_map(|body| body.lines());
        said.into_iter()
            .try_for_each(|line| writeln!(f, "  < | {}", line.escape_debug()))
    }
}

#[derive(Clone, Debug)]
enum Entry {
    Heading(String),
    Note(String),
    Exchange(Exchange),
}

/// Fetches with what the browser thought of them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Conversation {
    entries: Vec<Entry>,
}

impl Conversation {
    pub(crate) fn head(&mut self, heading: String) {
        self.entries.push(Entry::Heading(heading));
    }

    pub(crate) fn note(&mut self, note: impl Into<String>) {
        self.entries.push(Entry::Note(note.into()));
    }

    pub(crate) fn add(&mut self, exchange: Exchange) {
        self.entries.push(Entry::Exchange(exchange));
    }

    pub(crate) fn extend(&mut self, other: &Self) {
        self.entries.extend_from_slice(&other.entries);
    }

    pub(crate) fn exchanges(&self) -> impl Iterator<Item = &Exchange> {
        self.entries.iter().filter_map(|entry| match entry {
            Entry::Exchange(exchange) => Some(exchange),
            Entry::Heading(_) | Entry::Note(_) => None,
        })
    }

    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        for entry in &self.entries {
            // Writing into a `String` does not fail.
            let _ = match entry {
                Entry::Heading(heading) => writeln!(text, "{heading}"),
                Entry::Note(note) => writeln!(text, "  = {note}"),
                Entry::Exchange(exchange) => write!(text, "{exchange}"),
            };
        }
        text
    }
}
