//! One request, as a browser makes it.

mod console;
mod fix;
mod hint;
mod report;
mod text;

use cors_browser::{Blocked, Browser, Credentials, Reason, Response};
use tokio::time::timeout;
use url::Url;

use self::report::{BlockedReport, Report, RequestReport, ResponseReport, Verdict};
use crate::{
    cli::{
        BrowserArguments, CheckArguments, ConnectionArguments, OutputArguments, RequestArguments,
        header,
    },
    network::{Network, Page, Rules, no_response},
    style,
    transport::{Transport, no_response_within},
};

/// The limit on a body that is read from a file, in bytes.
const FILE_LIMIT: u64 = 16 * 1024 * 1024;

/// The request of a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Call {
    pub(crate) url: Url,
    pub(crate) method: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Option<Vec<u8>>,
    /// `name=value`.
    pub(crate) cookies: Vec<String>,
    /// True if a preflight alone was asked for.
    pub(crate) preflight_only: bool,
}

/// Runs the command without a subcommand.
pub(crate) async fn run(arguments: CheckArguments) -> Result<u8, String> {
    let url = arguments.url.ok_or("no URL")?;
    let mut call = call(url, arguments.request)?;
    // A command of curl names the page in `Origin`, which a script may not set.
    let is_origin = |(name, _): &(String, String)| name == "origin";
    let origin = call.headers.iter().position(is_origin);
    let origin = origin.map(|index| call.headers.remove(index).1);
    let page = match (&arguments.browser.from, origin) {
        (Some(page), _) => page.clone(),
        (None, Some(origin)) => origin.parse::<Page>()?,
        (None, None) => {
            return Err(
                "`--from ORIGIN` is missing: the page whose script fetches, such as \
                 `--from https://app.example.com`"
                    .to_owned(),
            );
        }
    };
    check(
        &call,
        &page,
        arguments.browser,
        &arguments.output,
        arguments.connection,
    )
    .await
}

/// Makes the call from the page, prints the report and returns the exit status.
pub(crate) async fn check(
    call: &Call,
    page: &Page,
    options: BrowserArguments,
    output: &OutputArguments,
    connection: ConnectionArguments,
) -> Result<u8, String> {
    let transport = Transport::new(&connection.settings())?;
    let report = report(call, page, &options, transport).await?;
    if output.json {
        let json = serde_json::to_string_pretty(&report).map_err(|error| error.to_string())?;
        style::print(&format!("{json}\n"));
    } else {
        style::print(&text::text(&report, output.verbose));
    }
    Ok(u8::from(!report.allowed))
}

async fn report(
    call: &Call,
    page: &Page,
    options: &BrowserArguments,
    transport: Transport,
) -> Result<Report, String> {
    let rules = if options.preflight_only || call.preflight_only {
        Rules::Preflights
    } else {
        Rules::All
    };
    if !options.credentials && !call.cookies.is_empty() && !is_same_origin(call, page) {
        style::print_note("note: the cookies are not sent without `--credentials`\n");
    }
    let network = Network::new(transport, rules);
    let mut verdicts = Vec::new();
    let mut shown = None;
    for (name, engine) in options.engine.engines() {
        let browser = network.browser(page, *engine);
        set_cookies(&browser, call);
        let max_time = network.transport().max_time();
        let fetched = timeout(max_time, browser.fetch(request(call, options.credentials))).await;
        let fetched = fetched.map_err(|_| no_response_within(max_time))?;
        let credentials = options.credentials;
        let verdict = verdict(name, call, page, &browser, &network, fetched, credentials)?;
        // The steps of the first engine, or of the first that blocks.
        let is_first_block = !verdict.allowed && verdicts.iter().all(|it: &Verdict| it.allowed);
        if shown.is_none() || is_first_block {
            shown = Some(browser);
        }
        verdicts.push(verdict);
    }
    let steps = shown.map(|browser| browser.steps()).unwrap_or_default();
    let allowed = verdicts.iter().all(|verdict| verdict.allowed);
    let blocked = verdicts.iter().find_map(|verdict| verdict.blocked.as_ref());
    let fix = blocked.and_then(|blocked| fix::fix(blocked, &steps, page, options.credentials));
    Ok(Report {
        format: 1,
        allowed,
        request: RequestReport::new(call, page, options.credentials),
        engines: verdicts,
        steps: report::steps(&steps),
        fix,
    })
}

fn is_same_origin(call: &Call, page: &Page) -> bool {
    page.origin() == Page::At(call.url.clone()).origin()
}

/// The verdict of one engine, or the reason why there is none.
fn verdict(
    name: &'static str,
    call: &Call,
    page: &Page,
    browser: &Browser,
    network: &Network,
    fetched: Result<Response, Blocked>,
    credentials: bool,
) -> Result<Verdict, String> {
    let verdict = |response, blocked: Option<BlockedReport>| Verdict {
        engine: name,
        allowed: blocked.is_none(),
        response,
        blocked,
    };
    match fetched {
        Ok(response) => Ok(verdict(Some(ResponseReport::new(&response)), None)),
        Err(blocked) if blocked.reason() == Reason::ServerFailed => {
            if network.was_refused() {
                // `--preflight-only`: everything up to the request has passed.
                return Ok(verdict(None, None));
            }
            Err(no_response(&blocked))
        }
        Err(blocked) => {
            let exchanges = browser.exchanges();
            let console = console::message(name, call, page, &blocked, &exchanges, credentials);
            Ok(verdict(None, Some(BlockedReport::new(&blocked, console))))
        }
    }
}

fn request(call: &Call, credentials: bool) -> cors_browser::Request {
    let mut request = cors_browser::request(call.method.clone(), call.url.as_str());
    for (name, value) in &call.headers {
        request = request.header(name, value);
    }
    if let Some(body) = &call.body {
        request = request.bytes(body.clone());
    }
    request.credentials_mode(if credentials {
        Credentials::Include
    } else {
        Credentials::SameOrigin
    })
}

/// Stores the cookies as a server that serves other sites sets them.
fn set_cookies(browser: &Browser, call: &Call) {
    let attributes = if call.url.scheme() == "https" {
        "; SameSite=None; Secure"
    } else {
        ""
    };
    for cookie in &call.cookies {
        if let Err(why) = browser.try_set_cookie(call.url.as_str(), format!("{cookie}{attributes}"))
        {
            style::print_note(&format!(
                "the cookie `{}` is not sent: {why}\n",
                style::printable(cookie)
            ));
        }
    }
}

/// The call that these arguments of curl make.
pub(crate) fn call(mut url: Url, arguments: RequestArguments) -> Result<Call, String> {
    let mut headers = Vec::new();
    for line in &arguments.headers {
        headers.push(header(line)?);
    }
    let mut data = Vec::new();
    for text in &arguments.data {
        data.push(match text.strip_prefix('@') {
            // As in curl, a text has no line breaks.
            Some(path) => {
                let mut bytes = file(path)?;
                bytes.retain(|byte| !matches!(byte, b'\r' | b'\n' | 0));
                bytes
            }
            None => text.clone().into_bytes(),
        });
    }
    for text in &arguments.data_binary {
        data.push(match text.strip_prefix('@') {
            Some(path) => file(path)?,
            None => text.clone().into_bytes(),
        });
    }
    data.extend(arguments.data_raw.into_iter().map(String::into_bytes));
    let mut body = (!data.is_empty()).then(|| data.join(&b'&'));
    if let Some(data) = body.take_if(|_| arguments.get || arguments.head) {
        let data = String::from_utf8_lossy(&data);
        let query = match url.query() {
            Some(query) => format!("{query}&{data}"),
            None => data.into_owned(),
        };
        url.set_query(Some(&query));
    }
    if body.is_some() && !headers.iter().any(|(name, _)| name == "content-type") {
        // The default of curl. A string in `fetch` is `text/plain`, which needs no preflight either.
        headers.push((
            "content-type".to_owned(),
            "application/x-www-form-urlencoded".to_owned(),
        ));
    }
    let default = match &body {
        _ if arguments.head => "HEAD",
        Some(_) => "POST",
        None => "GET",
    };
    let method = arguments.method.unwrap_or_else(|| default.to_owned());
    let previewed = (method == "OPTIONS").then(|| preflighted_method(&mut headers));
    let previewed = previewed.flatten();
    let cookies = arguments.cookies.iter().flat_map(|line| line.split(';'));
    let cookies = cookies
        .map(|cookie| cookie.trim().to_owned())
        .filter(|cookie| !cookie.is_empty());
    Ok(Call {
        url,
        preflight_only: previewed.is_some(),
        method: previewed.unwrap_or(method),
        headers,
        body,
        cookies: cookies.collect(),
    })
}

/// The method that a preflight asks for, whose headers are replaced by those that it asks for: a preflight that is
/// written by hand, or copied, means the request after it.
fn preflighted_method(headers: &mut Vec<(String, String)>) -> Option<String> {
    let mut take = |wanted: &str| {
        let index = headers.iter().position(|(name, _)| name == wanted)?;
        Some(headers.remove(index).1)
    };
    let method = take("access-control-request-method")?;
    let names = take("access-control-request-headers").unwrap_or_default();
    for name in names.split(',').map(str::trim).filter(|it| !it.is_empty()) {
        // A value that needs a preflight, for each name.
        let value = match name {
            "content-type" => "application/json",
            _ => "\"a\"",
        };
        headers.push((name.to_ascii_lowercase(), value.to_owned()));
    }
    Some(method)
}

fn file(path: &str) -> Result<Vec<u8>, String> {
    use std::{
        fs::File,
        io::{Read, stdin},
    };
    let mut bytes = Vec::new();
    let read = if path == "-" {
        stdin().lock().take(FILE_LIMIT).read_to_end(&mut bytes)
    } else {
        File::open(path).and_then(|file| file.take(FILE_LIMIT).read_to_end(&mut bytes))
    };
    match read {
        Ok(_) => Ok(bytes),
        Err(error) => Err(format!("the file `{path}` was not read: {error}")),
    }
}
