//! Calls of one page that follow each other, with the expected results.

use std::time::Duration;

use crate::case::{Outcome, Page, Scenario, Step, Verdict};

/// Calls of one page to one URL, one after the other. The browser may cache the preflights of earlier calls.
#[derive(Debug)]
pub(super) struct Sequence {
    /// The first label of the server's host.
    pub(super) server: &'static str,
    /// The origin of the page.
    pub(super) page: &'static str,
    pub(super) calls: &'static [Call],
}

/// A call with credentials, and its expected result.
#[derive(Clone, Copy, Debug)]
pub(super) struct Call {
    method: &'static str,
    header: Option<(&'static str, &'static str)>,
    has_preflight: bool,
    /// The name of the handler that runs.
    handler: Option<&'static str>,
    is_readable: bool,
}

/// A call that needs no request header.
pub(super) const fn bare(method: &'static str) -> Call {
    Call {
        method,
        header: None,
        has_preflight: false,
        handler: None,
        is_readable: false,
    }
}

/// A call that sends JSON, or says so: `GET` has no body.
pub(super) const fn json(method: &'static str) -> Call {
    with_header(method, "content-type", "application/json")
}

/// A call with a request header.
pub(super) const fn with_header(
    method: &'static str,
    name: &'static str,
    value: &'static str,
) -> Call {
    Call {
        header: Some((name, value)),
        ..bare(method)
    }
}

impl Call {
    /// The call is preflighted and allowed.
    pub(super) const fn permitted(self, handler: &'static str) -> Self {
        Self {
            has_preflight: true,
            ..self.readable(handler)
        }
    }

    /// The call is preflighted and blocked, and no handler runs.
    pub(super) const fn blocked(self) -> Self {
        Self {
            has_preflight: true,
            ..self
        }
    }

    /// The call is allowed without a preflight.
    pub(super) const fn readable(self, handler: &'static str) -> Self {
        Self {
            is_readable: true,
            ..self.hidden(handler)
        }
    }

    /// The handler runs without a preflight, and the page cannot read the response.
    pub(super) const fn hidden(self, handler: &'static str) -> Self {
        Self {
            handler: Some(handler),
            ..self
        }
    }

    fn step(&self, url: &str) -> Step {
        let has_body = self.header == json(self.method).header && self.method != "GET";
        Step {
            method: self.method,
            url: url.to_owned(),
            headers: self
                .header
                .iter()
                .map(|(name, value)| (*name, (*value).to_owned()))
                .collect(),
            mode: "cors",
            credentials: "include",
            body: has_body.then_some("{}"),
            upload: false,
            wait: Duration::ZERO,
        }
    }
}

/// The results of a sequence's calls.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Results {
    /// For each call: the page could read the response.
    readable: Vec<bool>,
    /// The requests that the server received, such as `preflight PUT` and `PUT`.
    requests: Vec<String>,
    /// The handlers that ran, each after the method of its request.
    ran: Vec<String>,
}

impl Results {
    pub(super) fn of(outcome: &Outcome, ran: Vec<String>) -> Self {
        let is_readable = |verdict: &Verdict| matches!(verdict, Verdict::Readable { .. });
        let requests = outcome.seen.iter().map(|seen| {
            match seen.headers.get("access-control-request-method") {
                Some(method) => format!("preflight {method}"),
                None => seen.method.clone(),
            }
        });
        Self {
            readable: outcome.verdicts.iter().map(is_readable).collect(),
            requests: requests.collect(),
            ran,
        }
    }
}

impl Sequence {
    pub(super) fn scenario(&self, id: usize) -> Scenario {
        let url = format!("{}/doc?case={id}", origin(self.server));
        Scenario {
            id,
            page: Page::Of(self.page),
            steps: self.calls.iter().map(|call| call.step(&url)).collect(),
        }
    }

    pub(super) fn expected(&self) -> Results {
        let mut results = Results::default();
        for call in self.calls {
            results.readable.push(call.is_readable);
            if call.has_preflight {
                results.requests.push(format!("preflight {}", call.method));
            }
            if let Some(handler) = call.handler {
                results.requests.push(call.method.to_owned());
                results.ran.push(format!("{} {handler}", call.method));
            }
        }
        results
    }
}

/// The address of a server.
pub(super) fn origin(server: &str) -> String {
    format!("https://{server}.example.com")
}
