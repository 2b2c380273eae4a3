//! Searches a CORS policy for mistakes from outside.

mod finding;
mod observe;
mod origins;
mod output;
mod policy;
mod preflights;
mod sarif;

use std::rc::Rc;

use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use url::{Position, Url};

use self::{
    finding::AuditFinding,
    observe::{Access, Call, Observation, Seen, fetch, send},
    origins::{Mistake, TriedOrigin},
};
use crate::{
    cli::{AuditArguments, header},
    network::{Network, Page, Rules},
    style,
    transport::Transport,
};

/// The result of an audit, as JSON has it. Its format is documented in the README; fields are only added.
#[derive(Debug, Serialize)]
pub(super) struct AuditReport {
    /// The version of the format.
    format: u32,
    url: String,
    from: String,
    /// The number of requests that were sent.
    requests: usize,
    /// From severe to less severe.
    findings: Vec<AuditFinding>,
    origins: Vec<OriginResult>,
}

/// The result of one origin.
#[derive(Debug, Serialize)]
struct OriginResult {
    origin: String,
    looks_for: Mistake,
    /// `None` if there was no response.
    access: Option<Access>,
}

/// An audit ends after this number of origins in a row without a response.
const FAILURES: usize = 3;

/// The requests besides those of the probes.
const OTHER_REQUESTS: usize = 12;

/// All responses that findings are about.
struct Observed {
    /// From the origin that is meant to be allowed.
    from: Observation,
    without_origin: Option<Seen>,
    probes: Vec<(TriedOrigin, Option<Observation>)>,
}

/// Runs the command `audit`.
pub(crate) async fn run(arguments: Box<AuditArguments>) -> Result<u8, String> {
    let url = &arguments.url;
    let Page::At(from) = &arguments.from else {
        return Err(
            "`--from` needs the origin that the policy is meant to allow, such as \
                    `https://app.example.com`"
                .to_owned(),
        );
    };
    if !url.username().is_empty() || url.password().is_some() {
        return Err("the URL has a user name or a password".to_owned());
    }
    if from.origin() == url.origin() {
        return Err(
            "the URL and `--from` have the same origin, for which there is no CORS: name the origin of other pages"
                .to_owned(),
        );
    }
    let headers = arguments.headers.iter().map(|line| header(line));
    let headers = headers.collect::<Result<Vec<_>, _>>()?;
    let probes = origins::probes(from, url);
    let expected = probes.len() + OTHER_REQUESTS;
    let authority = url[Position::BeforeHost..Position::BeforePath].to_owned();
    // Redirects on the same host and preflights add to the expected number.
    let limit = 2 * expected;
    announce(&authority, expected, limit, arguments.method.as_deref());
    let transport = Transport::new(&arguments.connection.clone().settings())?;
    let rules = Rules::Audit {
        authority,
        method: arguments.method.clone(),
        limit,
    };
    let network = Network::new(transport, rules);
    let progress = progress(probes.len() as u64 + 3);
    let result = search(&network, &arguments, from, &headers, probes, &progress).await;
    progress.finish_and_clear();
    let report = result?;
    if arguments.json {
        let json = serde_json::to_string_pretty(&report).map_err(|error| error.to_string())?;
        style::print(&format!("{json}\n"));
    } else if arguments.sarif {
        style::print(&format!("{:#}\n", sarif::sarif(&report)));
    } else {
        style::print(&output::text(&report));
    }
    let fails = report
        .findings
        .iter()
        .any(|finding| arguments.fail_on.includes(finding.severity));
    Ok(u8::from(fails))
}

fn announce(authority: &str, expected: usize, limit: usize, method: Option<&str>) {
    let also = method.map_or_else(String::new, |method| format!(", and `{method}` once"));
    style::print_note(&format!(
        "sends about {expected} requests to {}, at most {limit}: GET and OPTIONS{}\n",
        style::printable(authority),
        style::printable(&also)
    ));
}

fn progress(steps: u64) -> ProgressBar {
    let progress = ProgressBar::new(steps);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}") {
        progress.set_style(style);
    }
    progress
}

async fn search(
    network: &Rc<Network>,
    arguments: &AuditArguments,
    from: &Url,
    headers: &[(String, String)],
    probes: Vec<TriedOrigin>,
    progress: &ProgressBar,
) -> Result<AuditReport, String> {
    let url = &arguments.url;
    let call = Call {
        method: "GET",
        url,
        headers: headers.to_vec(),
        credentials: true,
    };
    let from_page = Page::At(from.clone());
    // Without this response there is nothing to audit.
    let from = fetch(network, &from_page, &call).await?;
    if let Some(status @ (429 | 503)) = from.status() {
        return Err(format!(
            "the status of the first response is {status}, so the audit ends: try again when the server takes requests"
        ));
    }
    progress.inc(1);
    let mut observed = Observed {
        from,
        without_origin: send(network, url, None, headers).await.ok(),
        probes: Vec::new(),
    };
    progress.inc(1);
    let mut failures = 0;
    for probe in probes {
        progress.set_message(style::printable(&probe.origin));
        let observation = match &probe.page {
            Some(page) => fetch(network, page, &call).await,
            None => fetch_without_browser(network, &probe, url, headers).await,
        };
        let observation = observation.and_then(|it| it.unless_limited(&observed.from));
        failures = if observation.is_ok() { 0 } else { failures + 1 };
        if let (Err(error), FAILURES) = (&observation, failures) {
            return Err(format!(
                "{FAILURES} requests in a row failed, the last one: {error}"
            ));
        }
        observed.probes.push((probe, observation.ok()));
        progress.inc(1);
    }
    let mut findings = policy::findings(&observed, &from_page.origin());
    progress.set_message("preflights");
    let method = arguments.method.as_deref();
    findings.extend(preflights::findings(network, &from_page, &call, method, &observed).await);
    // The sort is stable: findings of one severity keep their order.
    findings.sort_by_key(|finding| core::cmp::Reverse(finding.severity));
    let result = |(probe, observation): (TriedOrigin, Option<Observation>)| OriginResult {
        origin: probe.origin,
        looks_for: probe.mistake,
        access: observation.map(|it| it.access),
    };
    Ok(AuditReport {
        format: 1,
        url: url.to_string(),
        from: from_page.origin(),
        requests: network.sent(),
        findings,
        origins: observed.probes.into_iter().map(result).collect(),
    })
}

/// Tries an origin that no browser sends: the response alone shows whether it is allowed.
async fn fetch_without_browser(
    network: &Network,
    probe: &TriedOrigin,
    url: &Url,
    headers: &[(String, String)],
) -> Result<Observation, String> {
    let seen = send(network, url, Some(&probe.origin), headers).await?;
    let is_echoed = seen
        .lines("access-control-allow-origin")
        .eq([probe.origin.as_str()]);
    let access = match (is_echoed, seen.first("access-control-allow-credentials")) {
        (true, Some("true")) => Access::WithCredentials,
        (true, _) => Access::WithoutCredentials,
        (false, _) => Access::Blocked,
    };
    Ok(Observation {
        access,
        preflight: None,
        response: Some(seen),
        blocked: None,
    })
}
