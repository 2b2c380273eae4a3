//! The report for people.

use core::fmt::Write;

use url::Url;

use super::report::{
    BlockedReport, ExchangeReport, Fix, Report, ResponseReport, StepReport, Verdict,
};
use crate::{
    network::Page,
    style::{BAD, DIM, GOOD, HEAD, paint, printable, printable_up_to, sentence},
};

/// The headers printed without `--verbose`, besides `access-control-*`.
const SHOWN: [&str; 6] = [
    "origin",
    "cookie",
    "authorization",
    "content-type",
    "vary",
    "location",
];

/// The names of a list that are shown.
const NAMES: usize = 12;

pub(super) fn text(report: &Report, verbose: bool) -> String {
    let mut text = String::new();
    // Writing into a `String` does not fail.
    let _ = write(&mut text, report, verbose);
    text
}

fn write(text: &mut String, report: &Report, verbose: bool) -> core::fmt::Result {
    for verdict in &report.engines {
        write_verdict(text, report, verdict)?;
    }
    let target = Url::parse(&report.request.url).map(|url| Page::At(url).origin());
    if target.is_ok_and(|origin| origin == report.request.from) {
        writeln!(
            text,
            "  {}",
            paint(
                DIM,
                "the page and the URL have the same origin: no header of CORS is needed"
            )
        )?;
    }
    let is_insecure =
        report.request.from.starts_with("https://") && report.request.url.starts_with("http://");
    if is_insecure && report.allowed {
        // Allowed here, since such a server stands in for one of https.
        let note = "Safari lets no page of https call plain http, not even on this machine";
        writeln!(text, "  {}", paint(DIM, note))?;
    }
    writeln!(text, "\n{}", paint(HEAD, "The exchanges"))?;
    for step in &report.steps {
        match step {
            // The results, which follow below.
            StepReport::Note(note)
                if note.starts_with("blocked: ") || note.starts_with("the script may read") => {}
            StepReport::Note(note) => {
                writeln!(text, "  {}", paint(DIM, format!("= {}", printable(note))))?;
            }
            StepReport::Exchange(exchange) => write_exchange(text, exchange, verbose)?,
        }
    }
    let blocked = report.engines.iter().find_map(|it| it.blocked.as_ref());
    if let Some(blocked) = blocked {
        write_reason(text, blocked, report.fix.as_ref())?;
    } else if let Some(response) = report.engines.first().and_then(|it| it.response.as_ref()) {
        write_response(text, response)?;
    }
    Ok(())
}

fn write_verdict(text: &mut String, report: &Report, verdict: &Verdict) -> core::fmt::Result {
    let request = &report.request;
    let (style, result) = match &verdict.blocked {
        None if verdict.response.is_none() => (GOOD, "allowed by the preflight"),
        None => (GOOD, "allowed"),
        Some(blocked) => (
            BAD,
            match blocked.stage.as_str() {
                "request" => "blocked before it was sent",
                "preflight" => "blocked by the preflight",
                "redirect" => "blocked at a redirect",
                _ => "blocked at the response",
            },
        ),
    };
    writeln!(
        text,
        "{} {}: {} {} from {}",
        paint(style, result),
        paint(DIM, format!("({})", verdict.engine)),
        printable(&request.method),
        printable(&request.url),
        request.from
    )?;
    if let Some(console) = verdict.blocked.as_ref().and_then(|it| it.console.as_ref()) {
        for line in console.lines() {
            writeln!(text, "  {}", sentence(2, &printable_up_to(4000, line)))?;
        }
    }
    Ok(())
}

fn write_exchange(
    text: &mut String,
    exchange: &ExchangeReport,
    verbose: bool,
) -> core::fmt::Result {
    let is_shown = |name: &str| {
        let name = name.to_ascii_lowercase();
        verbose || name.starts_with("access-control-") || SHOWN.contains(&name.as_str())
    };
    writeln!(
        text,
        "  > {} {}",
        printable(&exchange.method),
        printable(&exchange.url)
    )?;
    for (name, value) in exchange
        .request_headers
        .iter()
        .filter(|(name, _)| is_shown(name))
    {
        writeln!(text, "  > {name}: {}", printable(value))?;
    }
    writeln!(text, "  < {}", exchange.status)?;
    for (name, value) in exchange
        .response_headers
        .iter()
        .filter(|(name, _)| is_shown(name))
    {
        writeln!(text, "  < {name}: {}", printable(value))?;
    }
    Ok(())
}

fn write_reason(
    text: &mut String,
    blocked: &BlockedReport,
    fix: Option<&Fix>,
) -> core::fmt::Result {
    writeln!(text, "\n{}", paint(HEAD, "Why"))?;
    writeln!(text, "  {}", sentence(2, &printable(&blocked.problem)))?;
    writeln!(text, "  {}", paint(DIM, &blocked.specification))?;
    if let Some(says) = &blocked.server_text {
        writeln!(text, "  the server says:")?;
        for line in says.lines() {
            writeln!(text, "    {}", sentence(4, &printable(line)))?;
        }
    }
    let Some(fix) = fix else {
        writeln!(text, "\n{}", paint(HEAD, "What would pass"))?;
        return writeln!(text, "  {}", printable(&blocked.would_pass));
    };
    writeln!(text, "\n{}", paint(HEAD, "What to change"))?;
    if let Some(hint) = &fix.hint {
        writeln!(text, "  {}", sentence(2, &printable_up_to(1000, hint)))?;
    }
    if let Some(preflight) = &fix.preflight {
        writeln!(
            text,
            "  send with the preflight response, of status 200 to 299:"
        )?;
        write_headers(text, preflight)?;
    }
    if !fix.response.is_empty() {
        writeln!(text, "  send with the response, whatever the status is:")?;
        write_headers(text, &fix.response)?;
    }
    if let Some(attribute) = &fix.attribute {
        writeln!(text, "  with cors-runtime, above the handler:")?;
        writeln!(text, "    {}", paint(GOOD, printable(attribute)))?;
    }
    Ok(())
}

fn write_headers(text: &mut String, headers: &[(&'static str, String)]) -> core::fmt::Result {
    for (name, value) in headers {
        writeln!(
            text,
            "    {}",
            paint(GOOD, format!("{name}: {}", printable(value)))
        )?;
    }
    Ok(())
}

fn write_response(text: &mut String, response: &ResponseReport) -> core::fmt::Result {
    writeln!(text, "\n{}", paint(HEAD, "What the script reads"))?;
    writeln!(
        text,
        "  status {}, {} bytes of the body",
        response.status, response.body_length
    )?;
    for (name, value) in &response.headers {
        writeln!(text, "  {}: {}", printable(name), printable(value))?;
    }
    if response.hidden.is_empty() {
        return Ok(());
    }
    writeln!(text, "  not readable: {}", list(&response.hidden))?;
    let exposable = response.hidden.iter().filter(|name| is_exposable(name));
    let exposable: Vec<String> = exposable.cloned().collect();
    if response.kind == "cors" && !exposable.is_empty() {
        let line = format!("Access-Control-Expose-Headers: {}", list(&exposable));
        writeln!(
            text,
            "  {}",
            paint(DIM, format!("`{line}` makes them readable"))
        )?;
    }
    Ok(())
}

/// Names, up to a number that fits into two lines.
fn list(names: &[String]) -> String {
    let shown = names.iter().take(NAMES).map(|name| printable(name));
    let shown = shown.collect::<Vec<_>>().join(", ");
    match names.len().checked_sub(NAMES) {
        None | Some(0) => shown,
        Some(more) => format!("{shown} and {more} more"),
    }
}

/// True for headers that a script has a use for, other than those of the connection and of the server itself.
fn is_exposable(name: &str) -> bool {
    let is_of_server = matches!(
        name,
        "alt-svc"
            | "connection"
            | "date"
            | "keep-alive"
            | "nel"
            | "report-to"
            | "server"
            | "set-cookie"
            | "strict-transport-security"
            | "transfer-encoding"
            | "vary"
            | "via"
            | "x-content-type-options"
            | "x-frame-options"
            | "x-powered-by"
            | "content-security-policy"
    );
    !is_of_server && !name.starts_with("access-control-") && !name.starts_with("cf-")
}
