//! Requests copied from the developer tools of a browser.

mod ansi_c;
mod curl;
mod fetch;

use std::io::{IsTerminal, Read, stdin};

use crate::{
    check::{self, Call},
    cli::FromCurlArguments,
    network::Page,
    style,
};

/// The limit on the copied text, in bytes.
const LIMIT: u64 = 16 * 1024 * 1024;

/// A copied request.
#[derive(Debug, PartialEq, Eq)]
struct Pasted {
    call: Call,
    /// The page that made it, if the text has it.
    from: Option<String>,
    credentials: bool,
    insecure: bool,
}

/// Runs the command `from-curl`.
pub(crate) async fn run(arguments: Box<FromCurlArguments>) -> Result<u8, String> {
    let FromCurlArguments {
        text,
        mut browser,
        output,
        mut connection,
    } = *arguments;
    let text = match text {
        Some(text) if text != "-" => text,
        _ => from_stdin()?,
    };
    let pasted = parse(&text)?;
    browser.credentials |= pasted.credentials;
    connection.insecure |= pasted.insecure;
    let page = match (&browser.from, &pasted.from) {
        (Some(page), _) => page.clone(),
        (None, Some(from)) => from.parse::<Page>()?,
        (None, None) => {
            return Err(
                "the copied request has neither `Origin` nor a referrer: add `--from ORIGIN`"
                    .to_owned(),
            );
        }
    };
    check::check(&pasted.call, &page, browser, &output, connection).await
}

fn parse(text: &str) -> Result<Pasted, String> {
    let text = text.trim();
    if text.contains("fetch(") && !text.starts_with("curl") {
        return fetch::parse(text);
    }
    curl::parse(text)
}

fn from_stdin() -> Result<String, String> {
    let stdin = stdin();
    if stdin.is_terminal() {
        style::print_note("Paste the copied request, then press Ctrl-D.\n");
    }
    let mut text = String::new();
    let read = stdin.lock().take(LIMIT).read_to_string(&mut text);
    read.map_err(|error| format!("stdin was not read: {error}"))?;
    Ok(text)
}

/// The headers that scripts did not set: the browser or its developer tools added them.
fn is_added_by_browser(name: &str, value: &str) -> bool {
    match name {
        "accept-encoding"
        | "accept-language"
        | "connection"
        | "content-length"
        | "cookie"
        | "dnt"
        | "host"
        | "origin"
        | "priority"
        | "referer"
        | "te"
        | "upgrade-insecure-requests"
        | "user-agent" => true,
        // The setting "disable cache" of the developer tools.
        "cache-control" | "pragma" => value == "no-cache",
        _ => name.starts_with("sec-") || name.starts_with(':'),
    }
}
