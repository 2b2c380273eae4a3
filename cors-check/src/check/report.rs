//! The report as JSON has it. Its format is documented in the README; fields are only added.

use cors_browser::{Blocked, Exchange, Kind, Response, Step};
use serde::Serialize;

use super::Call;
use crate::network::Page;

#[derive(Debug, Serialize)]
pub(crate) struct Report {
    /// The version of the format.
    pub(crate) format: u32,
    /// True if all engines allow the request.
    pub(crate) allowed: bool,
    pub(crate) request: RequestReport,
    pub(crate) engines: Vec<Verdict>,
    /// Those of the first engine, or of the first that blocks the request.
    pub(crate) steps: Vec<StepReport>,
    pub(crate) fix: Option<Fix>,
}

#[derive(Debug, Serialize)]
pub(crate) struct RequestReport {
    pub(crate) from: String,
    pub(crate) method: String,
    pub(crate) url: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) credentials: bool,
}

#[derive(Debug, Serialize)]
pub(crate) struct Verdict {
    pub(crate) engine: &'static str,
    pub(crate) allowed: bool,
    /// The response as the script reads it. `None` if the request is blocked, or not sent because of `--preflight-only`.
    pub(crate) response: Option<ResponseReport>,
    pub(crate) blocked: Option<BlockedReport>,
}

#[derive(Debug, Serialize)]
pub(crate) struct ResponseReport {
    /// `basic` or `cors`, as `response.type`.
    #[serde(rename = "type")]
    pub(crate) kind: &'static str,
    pub(crate) status: u16,
    pub(crate) url: String,
    pub(crate) redirected: bool,
    /// The headers that the script can read.
    pub(crate) headers: Vec<(String, String)>,
    /// The names of the others.
    pub(crate) hidden: Vec<String>,
    pub(crate) body_length: usize,
}

#[derive(Debug, Serialize)]
pub(crate) struct BlockedReport {
    /// The name of a variant of `cors_browser::Reason`.
    pub(crate) reason: String,
    /// `request`, `preflight`, `redirect` or `response`.
    pub(crate) stage: String,
    pub(crate) problem: String,
    pub(crate) would_pass: String,
    /// The step of the Fetch standard.
    pub(crate) specification: String,
    /// The body of the blocked response, if it is a short text: servers explain there why they refused.
    pub(crate) server_text: Option<String>,
    /// The message of the engine's console, where it is known.
    pub(crate) console: Option<String>,
    #[serde(skip)]
    pub(crate) kind: cors_browser::Reason,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum StepReport {
    Note(String),
    Exchange(ExchangeReport),
}

#[derive(Debug, Serialize)]
pub(crate) struct ExchangeReport {
    pub(crate) preflight: bool,
    pub(crate) method: String,
    pub(crate) url: String,
    pub(crate) request_headers: Vec<(String, String)>,
    pub(crate) status: u16,
    pub(crate) response_headers: Vec<(String, String)>,
}

/// Headers with which the request passes.
#[derive(Debug, Serialize)]
pub(crate) struct Fix {
    /// The change to make, where headers alone are not enough.
    pub(crate) hint: Option<String>,
    /// The headers of the preflight response, whose status has to be 200 to 299. `None` without a preflight.
    pub(crate) preflight: Option<Vec<(&'static str, String)>>,
    /// The headers of the response, whatever its status is; empty where no headers should make the request pass.
    pub(crate) response: Vec<(&'static str, String)>,
    /// The attribute of a handler with `cors-runtime`. `None` where no policy should allow the origin.
    pub(crate) attribute: Option<String>,
}

impl RequestReport {
    pub(super) fn new(call: &Call, page: &Page, credentials: bool) -> Self {
        Self {
            from: page.origin(),
            method: call.method.clone(),
            url: call.url.to_string(),
            headers: call.headers.clone(),
            credentials,
        }
    }
}

impl ResponseReport {
    pub(super) fn new(response: &Response) -> Self {
        let header = |name: &str| {
            let value = response.header(name).unwrap_or_default();
            (name.to_owned(), value.to_owned())
        };
        Self {
            kind: if response.kind() == Kind::Basic {
                "basic"
            } else {
                "cors"
            },
            status: response.status(),
            url: response.url().to_owned(),
            redirected: response.is_redirected(),
            headers: response.header_names().map(header).collect(),
            hidden: response.hidden_header_names().map(str::to_owned).collect(),
            body_length: response.bytes().len(),
        }
    }
}

impl BlockedReport {
    pub(super) fn new(blocked: &Blocked, console: Option<String>) -> Self {
        let reason = blocked.reason();
        Self {
            reason: format!("{reason:?}"),
            stage: format!("{:?}", blocked.stage()).to_ascii_lowercase(),
            problem: blocked.problem().to_owned(),
            would_pass: blocked.would_pass().to_owned(),
            specification: format!("https://fetch.spec.whatwg.org/#{}", reason.section()),
            server_text: blocked.server_text().map(str::to_owned),
            console,
            kind: reason,
        }
    }
}

/// The notes and exchanges, without the heading.
pub(super) fn steps(steps: &[Step]) -> Vec<StepReport> {
    let step = |step: &Step| match step {
        Step::Note(note) => Some(StepReport::Note(note.clone())),
        Step::Exchange(exchange) => Some(StepReport::Exchange(ExchangeReport::new(exchange))),
        _ => None,
    };
    steps.iter().filter_map(step).collect()
}

impl ExchangeReport {
    fn new(exchange: &Exchange) -> Self {
        let owned = |(name, value): (&str, String)| (name.to_owned(), value);
        Self {
            preflight: exchange.is_preflight(),
            method: exchange.method().to_owned(),
            url: exchange.url().to_owned(),
            request_headers: exchange.request_headers().map(owned).collect(),
            status: exchange.status(),
            response_headers: exchange.response_headers().map(owned).collect(),
        }
    }
}
