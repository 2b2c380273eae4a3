//! Parses the command line.

use std::{path::PathBuf, time::Duration};

use clap::{Args, Parser, Subcommand, ValueEnum};
use cors_browser::Engine;
use url::Url;

use crate::{
    network::Page,
    transport::{Resolve, Settings},
};

const EXAMPLES: &str = "Examples:
  cors-check https://api.example.com/users --from https://app.example.com
  cors-check https://api.example.com/users --from https://app.example.com --credentials \\
      -X PUT -H 'content-type: application/json' -d '{\"name\":\"Ada\"}'
  cors-check from-curl     # then paste \"Copy as cURL\" of the developer tools
  cors-check audit https://api.example.com/users --from https://app.example.com";

/// Shows whether a browser would allow a request of a page, and what the server has to send.
///
/// The exit status is 0 if the script may read the response, 1 if the browser blocks the request, and 2 if no response
/// could be had.
#[derive(Debug, Parser)]
#[command(
    version,
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    arg_required_else_help = true,
    override_usage = "cors-check [OPTIONS] --from <ORIGIN> <URL>\n       cors-check <COMMAND>",
    after_help = EXAMPLES
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    #[command(flatten)]
    pub(crate) check: CheckArguments,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Searches the CORS policy of a URL for mistakes, as an attacker would.
    ///
    /// Sends only `GET` and `OPTIONS`, and with `--request` one request of that method, only to the host of the URL.
    /// The exit status is 0 without findings, 1 with a finding at or above `--fail-on`, and 2 if no response could be
    /// had.
    Audit(Box<AuditArguments>),
    /// Checks a request copied from the developer tools: "Copy as cURL" or "Copy as fetch".
    ///
    /// Without the text, stdin is read. A copied `curl` command can also follow as it is, behind the options of this
    /// program: `cors-check from-curl --engine all curl 'https://…' -H '…'`.
    FromCurl(Box<FromCurlArguments>),
}

#[derive(Args, Debug)]
pub(crate) struct CheckArguments {
    /// The URL that the script fetches.
    #[arg(required = true, value_parser = target)]
    pub(crate) url: Option<Url>,
    #[command(flatten)]
    pub(crate) browser: BrowserArguments,
    #[command(flatten)]
    pub(crate) request: RequestArguments,
    #[command(flatten)]
    pub(crate) output: OutputArguments,
    #[command(flatten)]
    pub(crate) connection: ConnectionArguments,
    #[command(flatten)]
    _ignored: IgnoredArguments,
}

/// Options of curl that change nothing here, so that `curl` can be replaced by `cors-check` in a command.
// One flag of curl each.
#[allow(clippy::struct_excessive_bools)]
#[derive(Args, Debug)]
struct IgnoredArguments {
    #[arg(short = 's', long, hide = true)]
    silent: bool,
    #[arg(short = 'S', long, hide = true)]
    show_error: bool,
    #[arg(short = 'L', long, hide = true)]
    location: bool,
    #[arg(short = 'i', long, hide = true)]
    include: bool,
    #[arg(short = 'f', long, hide = true)]
    fail: bool,
    #[arg(long, hide = true)]
    compressed: bool,
    #[arg(short = 'A', long, hide = true)]
    user_agent: Option<String>,
    #[arg(short = 'o', long = "output", hide = true)]
    output_file: Option<String>,
}

/// The request, in the words of curl.
#[derive(Args, Debug, Default)]
#[command(next_help_heading = "Request, as with curl")]
pub(crate) struct RequestArguments {
    /// The method. The default is GET, or POST with a body.
    #[arg(short = 'X', long = "request", value_name = "METHOD")]
    pub(crate) method: Option<String>,
    /// A header that the script sets, such as `content-type: application/json`.
    #[arg(short = 'H', long = "header", value_name = "NAME: VALUE")]
    pub(crate) headers: Vec<String>,
    /// The body, `@FILE`, or `@-` for stdin.
    #[arg(short, long, value_name = "BODY", allow_hyphen_values = true)]
    pub(crate) data: Vec<String>,
    /// The body as it is.
    #[arg(long, value_name = "BODY", allow_hyphen_values = true)]
    pub(crate) data_raw: Vec<String>,
    /// As `--data`, with the line breaks of a file.
    #[arg(long, value_name = "BODY", allow_hyphen_values = true)]
    pub(crate) data_binary: Vec<String>,
    /// Appends the body to the URL, as a query.
    #[arg(short = 'G', long)]
    pub(crate) get: bool,
    /// The method HEAD.
    #[arg(short = 'I', long, conflicts_with = "method")]
    pub(crate) head: bool,
    /// Cookies of the server, `name=value; …`. They are sent with `--credentials`, as `SameSite=None; Secure`.
    #[arg(short = 'b', long = "cookie", value_name = "COOKIES")]
    pub(crate) cookies: Vec<String>,
}

#[derive(Args, Debug)]
#[command(next_help_heading = "Page and browser")]
pub(crate) struct BrowserArguments {
    /// The page whose script fetches, such as `https://app.example.com`, or `null`.
    #[arg(long, value_name = "ORIGIN")]
    pub(crate) from: Option<Page>,
    /// Fetches with `credentials: "include"`.
    #[arg(long)]
    pub(crate) credentials: bool,
    /// The browser. `strictest` allows what the standard and all of them allow, `all` compares them.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) engine: EngineChoice,
    /// Sends no request but the preflight.
    #[arg(long)]
    pub(crate) preflight_only: bool,
}

#[derive(Args, Debug)]
#[command(next_help_heading = "Output")]
pub(crate) struct OutputArguments {
    /// Prints JSON, whose format is in the README.
    #[arg(long)]
    pub(crate) json: bool,
    /// Shows all headers, instead of those about CORS.
    #[arg(short, long)]
    pub(crate) verbose: bool,
}

/// The connection, in the words of curl.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Connection, as with curl")]
pub(crate) struct ConnectionArguments {
    /// Accepts any certificate.
    #[arg(short = 'k', long)]
    pub(crate) insecure: bool,
    /// Trusts the authorities of this PEM file, instead of those of the system.
    #[arg(long, value_name = "FILE")]
    pub(crate) cacert: Option<PathBuf>,
    /// Connects to this address for a host and port.
    #[arg(long, value_name = "HOST:PORT:ADDRESS")]
    pub(crate) resolve: Vec<Resolve>,
    /// The proxy, of http or socks5. The default is that of `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy`.
    #[arg(short = 'x', long, value_name = "URL")]
    pub(crate) proxy: Option<String>,
    /// The limit on the time for a connection.
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = seconds)]
    pub(crate) connect_timeout: Duration,
    /// The limit on the time for a response, redirects included.
    #[arg(short = 'm', long, value_name = "SECONDS", default_value = "30", value_parser = seconds)]
    pub(crate) max_time: Duration,
}

#[derive(Args, Debug)]
pub(crate) struct FromCurlArguments {
    /// The copied text. Without it, or with `-`, stdin is read.
    #[arg(value_name = "COMMAND")]
    pub(crate) text: Option<String>,
    #[command(flatten)]
    pub(crate) browser: BrowserArguments,
    #[command(flatten)]
    pub(crate) output: OutputArguments,
    #[command(flatten)]
    pub(crate) connection: ConnectionArguments,
}

#[derive(Args, Debug)]
pub(crate) struct AuditArguments {
    /// The URL of a resource that pages of `--from` read.
    #[arg(value_parser = target)]
    pub(crate) url: Url,
    /// The origin that the policy is meant to allow.
    #[arg(long, value_name = "ORIGIN")]
    pub(crate) from: Page,
    /// A method other than GET, HEAD and OPTIONS: it is really sent, from `--from`.
    #[arg(short = 'X', long = "request", value_name = "METHOD")]
    pub(crate) method: Option<String>,
    /// A header of all requests, such as `authorization: Bearer …`.
    #[arg(short = 'H', long = "header", value_name = "NAME: VALUE")]
    pub(crate) headers: Vec<String>,
    /// The least severity that makes the exit status 1.
    #[arg(long, value_enum, value_name = "SEVERITY", default_value_t)]
    pub(crate) fail_on: FailOn,
    /// Prints JSON, whose format is in the README.
    #[arg(long, conflicts_with = "sarif")]
    pub(crate) json: bool,
    /// Prints SARIF 2.1.0, for code scanning.
    #[arg(long)]
    pub(crate) sarif: bool,
    #[command(flatten)]
    pub(crate) connection: ConnectionArguments,
}

/// The severity of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Severity {
    /// Hardening, or a cost.
    Low,
    /// Pages fail, or a mistake that needs another one to be used.
    Medium,
    /// Other sites read what is not meant for them.
    High,
}

/// The findings that fail an audit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    Low,
    #[default]
    Medium,
    High,
    Never,
}

impl FailOn {
    pub(crate) fn includes(self, severity: Severity) -> bool {
        match self {
            Self::Low => true,
            Self::Medium => severity >= Severity::Medium,
            Self::High => severity >= Severity::High,
            Self::Never => false,
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum EngineChoice {
    #[value(alias = "chrome", alias = "edge")]
    Chromium,
    Firefox,
    #[value(alias = "safari")]
    Webkit,
    #[default]
    Strictest,
    All,
}

impl EngineChoice {
    /// The engines with their names in the output.
    pub(crate) fn engines(self) -> &'static [(&'static str, Engine)] {
        const CHROMIUM: (&str, Engine) = ("chromium", Engine::Chromium);
        const FIREFOX: (&str, Engine) = ("firefox", Engine::Firefox);
        const WEBKIT: (&str, Engine) = ("webkit", Engine::WebKit);
        match self {
            Self::Chromium => &[CHROMIUM],
            Self::Firefox => &[FIREFOX],
            Self::Webkit => &[WEBKIT],
            Self::Strictest => &[("strictest", Engine::Strictest)],
            Self::All => &[CHROMIUM, FIREFOX, WEBKIT],
        }
    }
}

impl ConnectionArguments {
    pub(crate) fn settings(self) -> Settings {
        Settings {
            resolve: self.resolve,
            proxy: self.proxy,
            insecure: self.insecure,
            cacert: self.cacert,
            connect_timeout: self.connect_timeout,
            max_time: self.max_time,
        }
    }
}

/// A header of the command line.
pub(crate) fn header(line: &str) -> Result<(String, String), String> {
    match line.split_once(':') {
        Some((name, value)) if !name.trim().is_empty() => {
            Ok((name.trim().to_ascii_lowercase(), value.trim().to_owned()))
        }
        // curl sends a header without a value for `name;`.
        _ => match line.strip_suffix(';') {
            Some(name) => Ok((name.trim().to_ascii_lowercase(), String::new())),
            None => Err(format!(
                "`{line}` is not a header, such as `x-request-id: 7`"
            )),
        },
    }
}

/// A URL of http or https. As with curl, the scheme can be left out.
pub(crate) fn target(text: &str) -> Result<Url, String> {
    let url = if text.contains("://") {
        Url::parse(text)
    } else {
        Url::parse(&format!("http://{text}"))
    };
    let url = url.map_err(|error| format!("not a URL: {error}"))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(format!("CORS does not allow the scheme `{}`", url.scheme()));
    }
    Ok(url)
}

fn seconds(text: &str) -> Result<Duration, String> {
    let number = text
        .parse()
        .map_err(|_| "not a number of seconds".to_owned())?;
    match Duration::try_from_secs_f64(number) {
        Ok(time) if !time.is_zero() => Ok(time),
        _ => Err("not a positive number of seconds".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn arguments_are_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn header_takes_the_forms_of_curl() {
        let pair = |name: &str, value: &str| Ok((name.to_owned(), value.to_owned()));
        assert_eq!(header("X-A: b: c"), pair("x-a", "b: c"));
        assert_eq!(header("X-A;"), pair("x-a", ""));
        assert!(header("x-a").is_err());
        assert!(header(": b").is_err());
    }

    #[test]
    fn target_without_scheme_is_http() {
        assert_eq!(
            target("localhost:3000/a").expect("a URL").as_str(),
            "http://localhost:3000/a"
        );
        assert!(target("ftp://a").is_err());
        assert!(target("").is_err());
    }
}
