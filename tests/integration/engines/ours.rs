//! The same scenarios in the browser of `cors_runtime::testing`.

use std::{cell::RefCell, collections::BTreeMap, net::SocketAddr, rc::Rc};

use cors_runtime::testing::{self, Browser, Credentials, Engine, Kind, Mode, Response};
use http::Request;
use http_body_util::{BodyExt, Full};

use crate::{
    case::{Outcome, Page, Scenario, Seen, Step, Verdict, compared},
    front::{COOKIES, PAGE, pass_on},
    handler_response::RAN,
};

/// Runs a scenario against servers, each with the origin where it is found. Returns the explanation of all
/// requests, too. Third-party cookies are sent, as by the settings of the real browsers.
pub(crate) async fn run(
    scenario: &Scenario,
    engine: Engine,
    servers: &[(String, SocketAddr)],
) -> (Outcome, String) {
    let browser = at(scenario.page).engine(engine);
    run_in(browser.allow_third_party_cookies(), scenario, servers).await
}

/// The same with the third-party cookies that the engine sends by default.
pub(crate) async fn run_by_default(
    scenario: &Scenario,
    engine: Engine,
    servers: &[(String, SocketAddr)],
) -> (Outcome, String) {
    run_in(at(scenario.page).engine(engine), scenario, servers).await
}

fn at(page: Page) -> Browser {
    match page {
        Page::Of(origin) => Browser::at(format!("{origin}{PAGE}")),
        Page::Sandboxed(_) | Page::Data(_) => Browser::sandboxed(),
    }
}

async fn run_in(
    mut browser: Browser,
    scenario: &Scenario,
    servers: &[(String, SocketAddr)],
) -> (Outcome, String) {
    let seen = Rc::new(RefCell::new(Vec::new()));
    for (site, server) in servers.iter().cloned() {
        let seen = Rc::clone(&seen);
        browser = browser.open_at(site.clone(), move |request| {
            respond(server, site.clone(), Rc::clone(&seen), request)
        });
    }
    for (site, _) in servers {
        visit(&browser, site);
    }
    let mut verdicts = Vec::new();
    for step in &scenario.steps {
        browser.advance(step.wait);
        verdicts.push(match browser.fetch(of_script(step)).await {
            Ok(response) => readable(&response),
            Err(_) => Verdict::Blocked,
        });
    }
    let seen = seen.take();
    (Outcome { verdicts, seen }, browser.explain())
}

/// Passes a request on, and writes down what came.
async fn respond(
    server: SocketAddr,
    site: String,
    seen: Rc<RefCell<Vec<Seen>>>,
    request: Request<Vec<u8>>,
) -> http::Response<Vec<u8>> {
    let method = request.method().to_string();
    let url = format!("{site}{}", request.uri());
    let headers = compared(request.headers());
    let response = pass_on(server, request.map(|body| Full::new(body.into()))).await;
    seen.borrow_mut().push(Seen {
        method,
        url,
        headers,
        status: response.status().as_u16(),
        ran: response.headers().contains_key(RAN),
    });
    let (head, body) = response.into_parts();
    let body = body.collect().await.expect("a body in memory");
    http::Response::from_parts(head, body.to_bytes().to_vec())
}

/// Takes what cookies a visit leaves. No browser takes a `Secure` one over plain http.
fn visit(browser: &Browser, site: &str) {
    let is_trustworthy = site.starts_with("https:") || site.contains("localhost");
    for cookie in COOKIES {
        if is_trustworthy || !cookie.contains("Secure") {
            browser.set_cookie(site, cookie);
        }
    }
}

fn of_script(step: &Step) -> testing::Request {
    let mut request = testing::request(step.method, step.url.as_str())
        .mode(match step.mode {
            "cors" => Mode::Cors,
            "no-cors" => Mode::NoCors,
            _ => Mode::SameOrigin,
        })
        .credentials_mode(match step.credentials {
            "omit" => Credentials::Omit,
            "same-origin" => Credentials::SameOrigin,
            _ => Credentials::Include,
        });
    for (name, value) in &step.headers {
        request = request.header(*name, value);
    }
    if let Some(body) = step.body {
        request = request.body(body);
    }
    if step.upload {
        request = request.upload_listener();
    }
    request
}

fn readable(response: &Response) -> Verdict {
    let headers: BTreeMap<String, String> = response
        .header_names()
        .filter(|name| *name != "date")
        .map(|name| {
            let value = response.header(name).unwrap_or_default();
            (name.to_owned(), value.to_owned())
        })
        .collect();
    Verdict::Readable {
        kind: match response.kind() {
            Kind::Basic => "basic",
            Kind::Cors => "cors",
            _ => "opaque",
        }
        .to_owned(),
        status: response.status(),
        url: response.url().to_owned(),
        redirected: response.is_redirected(),
        headers,
        body: response.text(),
    }
}
