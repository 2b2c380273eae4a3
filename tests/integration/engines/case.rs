//! Calls of a page, their results, and the requests that the servers received.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A page that runs scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Page {
    /// A page of this origin.
    Of(&'static str),
    /// A frame with `sandbox` in a page of this origin.
    Sandboxed(&'static str),
    /// A frame with a `data:` address in a page of this origin.
    Data(&'static str),
}

impl Page {
    /// The origin as the page's requests carry it.
    pub(crate) fn origin(self) -> &'static str {
        match self {
            Self::Of(origin) => origin,
            Self::Sandboxed(_) | Self::Data(_) => "null",
        }
    }
}

/// A call of `fetch`, or of `XMLHttpRequest` where an upload is listened to.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Step {
    pub(crate) method: &'static str,
    pub(crate) url: String,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) mode: &'static str,
    pub(crate) credentials: &'static str,
    pub(crate) body: Option<&'static str>,
    pub(crate) upload: bool,
}

/// Calls of one page, one after the other.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Scenario {
    pub(crate) id: usize,
    #[serde(skip)]
    pub(crate) page: Page,
    pub(crate) steps: Vec<Step>,
}

/// The result that a script gets.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(tag = "verdict", rename_all = "lowercase")]
pub(crate) enum Verdict {
    Blocked,
    Readable {
        /// `basic`, `cors` or `opaque`.
        kind: String,
        status: u16,
        url: String,
        redirected: bool,
        headers: BTreeMap<String, String>,
        body: String,
    },
}

/// A request as a server received it, and its response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) method: String,
    pub(crate) url: String,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) status: u16,
    /// True if the handler ran.
    pub(crate) ran: bool,
}

/// The outcome of a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Outcome {
    /// One of each step.
    pub(crate) verdicts: Vec<Verdict>,
    pub(crate) seen: Vec<Seen>,
}

/// Request headers of which neither pages nor servers with a policy know anything: of the connection,
/// and of the browser's own taste.
const OF_NO_INTEREST: [&str; 8] = [
    "accept-encoding",
    "cache-control",
    "connection",
    "pragma",
    "priority",
    "sec-fetch-storage-access",
    "upgrade-insecure-requests",
    "user-agent",
];

/// The headers of a request that are compared.
pub(crate) fn compared(headers: &http::HeaderMap) -> BTreeMap<String, String> {
    let names = headers.keys().map(http::HeaderName::as_str);
    names
        .filter(|name| !OF_NO_INTEREST.contains(name) && !name.starts_with("sec-ch-"))
        .map(|name| {
            let lines: Vec<String> = headers
                .get_all(name)
                .iter()
                .map(|line| line.as_bytes().escape_ascii().to_string())
                .collect();
            let mut value = lines.join(", ");
            if name == "cookie" {
                let mut cookies: Vec<&str> = value.split("; ").collect();
                cookies.sort_unstable();
                value = cookies.join("; ");
            }
            // WebKitGTK has the language of the machine, which is set to this one.
            if name == "accept-language" && value == "en-US" {
                "en".clone_into(&mut value);
            }
            (name.to_owned(), value)
        })
        .collect()
}
