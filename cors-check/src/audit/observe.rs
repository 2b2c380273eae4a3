//! The requests of an audit, and what their responses have.

use std::rc::Rc;

use cors_browser::{Blocked, Credentials, Engine, Exchange, Reason, Response, Stage, request};
use http::{HeaderMap, Request};
use tokio::time::timeout;
use url::{Position, Url};

use crate::{
    network::{Network, Page, no_response},
    transport::no_response_within,
};

/// The requests and responses that a page of an origin can make and read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Access {
    Blocked,
    /// Scripts read responses to requests without cookies.
    WithoutCredentials,
    /// Scripts read responses that are made for the user's cookies.
    WithCredentials,
}

/// A response, as far as an audit looks at it.
#[derive(Clone, Debug, Default)]
pub(super) struct Seen {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
}

impl Seen {
    fn of_exchange(exchange: &Exchange) -> Self {
        let headers = exchange.response_headers();
        Self {
            status: exchange.status(),
            headers: headers
                .map(|(name, value)| (name.to_ascii_lowercase(), value))
                .collect(),
        }
    }

    fn of_parts(status: u16, headers: &HeaderMap) -> Self {
        let text = |bytes: &[u8]| bytes.iter().copied().map(char::from).collect::<String>();
        Self {
            status,
            headers: headers
                .iter()
                .map(|(name, value)| (name.to_string(), text(value.as_bytes())))
                .collect(),
        }
    }

    /// The status line and the lines of these headers.
    pub(super) fn evidence(&self, names: &[&str]) -> Vec<String> {
        let mut lines = vec![format!("< {}", self.status)];
        let shown = self.headers.iter();
        let shown = shown.filter(|(name, _)| names.contains(&name.as_str()));
        lines.extend(shown.map(|(name, value)| format!("< {name}: {value}")));
        lines
    }

    /// The lines of a header.
    pub(super) fn lines<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'s str> {
        let lines = self.headers.iter().filter(move |(other, _)| other == name);
        lines.map(|(_, value)| value.trim())
    }

    pub(super) fn first(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(other, _)| other == name)
            .map(|(_, value)| value.trim())
    }

    /// True if a list in a header has this element, in any case.
    pub(super) fn lists(&self, name: &str, element: &str) -> bool {
        self.lines(name)
            .flat_map(|line| line.split(','))
            .any(|it| it.trim().eq_ignore_ascii_case(element))
    }
}

/// The result of a fetch.
#[derive(Clone, Debug)]
pub(super) struct Observation {
    pub(super) access: Access,
    /// The last response to a preflight.
    pub(super) preflight: Option<Seen>,
    /// The last other response.
    pub(super) response: Option<Seen>,
    /// Why the fetch is blocked.
    pub(super) blocked: Option<(Reason, Stage, String)>,
}

impl Observation {
    /// Fails if the server stopped to respond as it did to the first request: the response says nothing about the
    /// origin.
    pub(super) fn unless_limited(self, first: &Self) -> Result<Self, String> {
        match self.status() {
            Some(status @ (429 | 503)) if first.status() != Some(status) => Err(format!(
                "the server limits requests: its status is {status}"
            )),
            _ => Ok(self),
        }
    }

    pub(super) fn status(&self) -> Option<u16> {
        let seen = self.response.as_ref().or(self.preflight.as_ref())?;
        Some(seen.status)
    }
}

/// A fetch of the audit.
#[derive(Clone, Debug)]
pub(super) struct Call<'c> {
    pub(super) method: &'c str,
    pub(super) url: &'c Url,
    pub(super) headers: Vec<(String, String)>,
    /// True for `credentials: "include"`.
    pub(super) credentials: bool,
}

/// Fetches from a page.
pub(super) async fn fetch(
    network: &Rc<Network>,
    page: &Page,
    call: &Call<'_>,
) -> Result<Observation, String> {
    let browser = network.browser(page, Engine::Standard);
    let (credentials, granted) = if call.credentials {
        (Credentials::Include, Access::WithCredentials)
    } else {
        (Credentials::Omit, Access::WithoutCredentials)
    };
    let mut request = request(call.method, call.url.as_str()).credentials_mode(credentials);
    for (name, value) in &call.headers {
        request = request.header(name, value);
    }
    let max_time = network.transport().max_time();
    let fetched = timeout(max_time, browser.fetch(request)).await;
    let fetched = fetched.map_err(|_| no_response_within(max_time))?;
    let exchanges = browser.exchanges();
    let last = |is_preflight| {
        let mut exchanges = exchanges.iter().rev();
        exchanges
            .find(|it| it.is_preflight() == is_preflight)
            .map(Seen::of_exchange)
    };
    let (preflight, response) = (last(true), last(false));
    let has_exchange = preflight.is_some() || response.is_some();
    let access = access(&fetched, granted, network.was_refused() && has_exchange)?;
    let blocked = fetched.err().filter(|_| access == Access::Blocked);
    Ok(Observation {
        access,
        preflight,
        response,
        blocked: blocked.map(|it| (it.reason(), it.stage(), it.problem().to_owned())),
    })
}

/// The access by the result of a fetch. `granted` is that of a success.
fn access(
    fetched: &Result<Response, Blocked>,
    granted: Access,
    refused: bool,
) -> Result<Access, String> {
    let Err(blocked) = fetched else {
        return Ok(granted);
    };
    match blocked.reason() {
        // The CORS check comes last: without credentials it would have passed.
        Reason::WildcardWithCredentials | Reason::CredentialsNotAllowed => {
            Ok(Access::WithoutCredentials)
        }
        // Everything passed, up to a request that an audit does not send.
        Reason::ServerFailed if refused => Ok(granted),
        Reason::ServerFailed => Err(no_response(blocked)),
        _ => Ok(Access::Blocked),
    }
}

/// Sends a request as it is, for what no browser sends.
pub(super) async fn send(
    network: &Network,
    url: &Url,
    origin: Option<&str>,
    headers: &[(String, String)],
) -> Result<Seen, String> {
    let mut builder = Request::builder()
        .method("GET")
        .uri(&url[..Position::AfterQuery])
        .header("host", &url[Position::BeforeHost..Position::BeforePath])
        .header("accept", "*/*")
        .header("user-agent", "Mozilla/5.0 (cors-check)");
    for (name, value) in headers {
        builder = builder.header(name, value);
    }
    if let Some(origin) = origin {
        builder = builder.header("origin", origin);
    }
    let request = builder
        .body(Vec::new())
        .map_err(|error| error.to_string())?;
    let response = network.respond(request).await?;
    Ok(Seen::of_parts(
        response.status().as_u16(),
        response.headers(),
    ))
}
