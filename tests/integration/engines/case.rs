//! Calls of a page, their results, and the requests that the servers received.

use std::{collections::BTreeMap, time::Duration};

use cors_webdriver::Engine;
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
    /// The time before the call, by which clocks are moved.
    #[serde(skip)]
    pub(crate) wait: Duration,
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

impl Scenario {
    /// False for what an engine's port to Linux does, not the engine: libsoup, which `WebKitGTK` loads with, makes a
    /// `DELETE` that is redirected to another origin a `GET`.
    pub(crate) fn is_of(&self, engine: Engine) -> bool {
        let mut steps = self.steps.iter();
        engine != Engine::WebKit
            || !steps.any(|step| step.method == "DELETE" && leaves_its_origin(&step.url))
    }

    /// True if a page of https calls this machine over plain http. WebKit blocks it as mixed content, and our browser
    /// does not.
    pub(crate) fn is_blocked_by_webkit_alone(&self, engine: Engine) -> bool {
        let mut steps = self.steps.iter();
        engine == Engine::WebKit
            && self.page.origin().starts_with("https:")
            && steps.any(|step| step.url.starts_with("http://") && step.url.contains("localhost"))
    }
}

impl Outcome {
    /// Leaves out what our browser does not model. In WebKitGTK a frame with `sandbox` is of the site of the page around
    /// it for cookies, and some of its requests have the referrer of that page; all hosts of this machine are of one site
    /// for cookies, and `Secure` ones are not stored over plain http.
    #[must_use]
    pub(crate) fn comparable(mut self, engine: Engine, page: Page) -> Self {
        if engine == Engine::WebKit {
            let around = match page {
                Page::Sandboxed(around) => Some(around),
                Page::Of(_) | Page::Data(_) => None,
            };
            for seen in &mut self.seen {
                if around.is_some() {
                    seen.headers.remove("referer");
                }
                let is_of_site = around.is_some_and(|around| domain(around) == domain(&seen.url));
                if is_of_site || seen.url.contains("localhost") {
                    seen.headers.remove("cookie");
                }
            }
        }
        self
    }
}

/// True if a redirect, of those that the query requests, leads to another origin.
fn leaves_its_origin(url: &str) -> bool {
    let origin = |url: &str| url.split('/').take(3).collect::<String>();
    let mut origins = url.split("&to=").map(origin);
    let first = origins.next();
    origins.any(|next| Some(next) != first)
}

/// The last two labels of the host.
fn domain(url: &str) -> Option<&str> {
    let host = url.split('/').nth(2)?;
    let last = host.rfind('.')?;
    Some(&host[host[..last].rfind('.').map_or(0, |dot| dot + 1)..])
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
