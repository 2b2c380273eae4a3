//! Requests copied from the developer tools of a browser.

mod ansi_c;
mod cmd;
mod curl;
mod fetch;

use std::{
    ffi::OsString,
    io::{IsTerminal, Read, stdin},
    path::PathBuf,
};

use crate::{
    check::{self, Call},
    cli::FromCurlArguments,
    network::Page,
    style,
    transport::Resolve,
};

/// The limit on the copied text, in bytes.
const LIMIT: u64 = 16 * 1024 * 1024;

const NOT_A_REQUEST: &str = "the copied text is neither a `curl` command nor a call of `fetch`: in the developer \
                             tools, tab \"Network\", choose \"Copy as cURL\" or \"Copy as fetch\"";

/// A copied request.
#[derive(Debug, PartialEq, Eq)]
struct Pasted {
    call: Call,
    /// The page that made it, if the text has it.
    from: Option<String>,
    credentials: bool,
    /// `Sec-Fetch-Mode`.
    mode: Option<String>,
    connection: Connection,
}

/// The options of the connection that a copied command has.
#[derive(Debug, Default, PartialEq, Eq)]
struct Connection {
    insecure: bool,
    resolve: Vec<Resolve>,
    cacert: Option<PathBuf>,
    proxy: Option<String>,
}

/// Joins the words of a command that follows `from-curl` without quotes around it, so that the text of the developer
/// tools can be pasted behind `cors-check from-curl`.
pub(crate) fn joined(mut words: Vec<OsString>) -> Vec<OsString> {
    let is_pasted = words.get(1).is_some_and(|word| word == "from-curl");
    let is_curl = |word: &OsString| word == "curl" || word == "curl.exe";
    let Some(start) = words.iter().position(is_curl).filter(|_| is_pasted) else {
        return words;
    };
    let command: Option<Vec<&str>> = words[start..].iter().map(|word| word.to_str()).collect();
    if let Some(text) = command.and_then(|command| shlex::try_join(command).ok()) {
        words.truncate(start);
        words.push(text.into());
    }
    words
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
    connection.insecure |= pasted.connection.insecure;
    connection.resolve.extend(pasted.connection.resolve);
    connection.cacert = connection.cacert.or(pasted.connection.cacert);
    connection.proxy = connection.proxy.or(pasted.connection.proxy);
    let page = match (&browser.from, &pasted.from) {
        (Some(page), _) => page.clone(),
        (None, Some(from)) => from.parse::<Page>()?,
        (None, None) => {
            return Err(
                "the copied request has neither `Origin` nor a referrer: add the page that makes it, such as \
                 `--from https://app.example.com`"
                    .to_owned(),
            );
        }
    };
    if let Some(mode) = pasted.mode.as_ref().filter(|mode| *mode != "cors") {
        style::print_note(&format!(
            "note: the copied request has the mode `{}`, to which CORS does not apply; it is checked as a call of `fetch`\n",
            style::printable(mode)
        ));
    }
    check::check(&pasted.call, &page, browser, &output, connection).await
}

fn parse(text: &str) -> Result<Pasted, String> {
    let text = text.trim();
    if text.contains("fetch(") && !text.trim_start_matches("$ ").starts_with("curl") {
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
        // Of "Copy as fetch (Node.js)".
        | "referrer-policy"
        | "te"
        | "upgrade-insecure-requests"
        | "user-agent" => true,
        // The setting "disable cache" of the developer tools.
        "cache-control" | "pragma" => value == "no-cache",
        _ => name.starts_with("sec-") || name.starts_with(':'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_behind_from_curl_are_joined() {
        let joined = |words: &[&str]| joined(words.iter().map(OsString::from).collect());
        assert_eq!(
            joined(&[
                "cors-check",
                "from-curl",
                "--json",
                "curl",
                "a",
                "-H",
                "b: c"
            ]),
            ["cors-check", "from-curl", "--json", "curl a -H 'b: c'"]
        );
        let other = ["cors-check", "curl", "--from", "null"];
        assert_eq!(joined(&other), other);
    }
}
