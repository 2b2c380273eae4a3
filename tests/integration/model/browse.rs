//! Sends a sequence to an app, as a browser does.

use core::{cell::RefCell, fmt::Write};
use std::rc::Rc;

use cors_runtime::testing::{Browser, request};
use http::{Method, Request as HttpRequest, Response as HttpResponse, header};

use crate::{
    handlers::take_ran,
    sequence::{Sequence, value},
};

/// The address of the app.
pub(crate) const SITE: &str = "https://api.example.net";
/// Pages may read these without `Access-Control-Expose-Headers`.
const SAFELISTED: [&str; 7] = [
    "cache-control",
    "content-language",
    "content-length",
    "content-type",
    "expires",
    "last-modified",
    "pragma",
];

/// The outcome of a request.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outcome {
    /// The names of the headers that the page reads beside the safelisted ones, if it reads the response.
    pub(crate) readable: Option<Vec<String>>,
    /// Why it does not.
    pub(crate) blocked: Option<String>,
    pub(crate) ran: Vec<usize>,
    pub(crate) ran_in_preflights: Vec<usize>,
    pub(crate) preflights: usize,
}

/// An app of either framework.
pub(crate) trait App: Clone + 'static {
    fn call(
        &self,
        request: HttpRequest<Vec<u8>>,
    ) -> impl Future<Output = HttpResponse<Vec<u8>>> + use<Self>;
}

/// Sends the requests of a sequence, and gives what the browser did, for people to read.
pub(crate) async fn browse(app: &impl App, sequence: &Sequence) -> (Vec<Outcome>, Browser) {
    let trace = Rc::new(RefCell::new(Outcome::default()));
    let server = {
        let (app, trace) = (app.clone(), Rc::clone(&trace));
        move |request: HttpRequest<Vec<u8>>| {
            let is_preflight = request.method() == Method::OPTIONS
                && request
                    .headers()
                    .contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
            let trace = Rc::clone(&trace);
            let response = app.call(request);
            async move {
                let response = response.await;
                let mut trace = trace.borrow_mut();
                if is_preflight {
                    trace.preflights += 1;
                    trace.ran_in_preflights.extend(take_ran());
                } else {
                    trace.ran.extend(take_ran());
                }
                response
            }
        }
    };
    let browser = Browser::at(sequence.page)
        .open_at(SITE, server)
        .engine(sequence.engine)
        .allow_third_party_cookies();
    browser.set_cookie(SITE, "user=1; SameSite=None; Secure");
    let mut outcomes = Vec::new();
    for wanted in &sequence.requests {
        let mut wish = request(wanted.method, wanted.path.as_str());
        for header in &wanted.headers {
            wish = wish.header(*header, value(header));
        }
        if wanted.credentials {
            wish = wish.credentials();
        }
        if wanted.upload {
            wish = wish.upload_listener();
        }
        let response = browser.fetch(wish).await;
        let mut outcome = trace.take();
        match response {
            Ok(response) => {
                let names = response.header_names();
                let names = names.filter(|name| !SAFELISTED.contains(name));
                outcome.readable = Some(names.map(str::to_owned).collect());
            }
            Err(blocked) => outcome.blocked = Some(blocked.to_string()),
        }
        outcomes.push(outcome);
    }
    (outcomes, browser)
}

/// The parts of an exchange that concern CORS.
pub(crate) fn explain(outcomes: &[Outcome], browser: &Browser) -> String {
    let mut lines = Vec::new();
    for exchange in browser.exchanges() {
        let mut line = format!("{} {}", exchange.method(), exchange.url());
        for (name, short) in [
            ("access-control-request-method", "for"),
            ("access-control-request-headers", "with"),
        ] {
            if let Some(value) = exchange.request_header(name) {
                let _ = write!(line, " {short} {value}");
            }
        }
        let _ = write!(line, " -> {}", exchange.status());
        for name in ["origin", "credentials", "methods", "headers"] {
            if let Some(value) = exchange.response_header(&format!("access-control-allow-{name}")) {
                let _ = write!(line, ", {name}: {value}");
            }
        }
        lines.push(line);
    }
    for (i, outcome) in outcomes.iter().enumerate() {
        let end = match &outcome.blocked {
            Some(why) => format!("blocked: {}", why.lines().next().unwrap_or_default()),
            None => "readable".to_owned(),
        };
        lines.push(format!("request {}: ran {:?}, {end}", i + 1, outcome.ran));
    }
    lines.join("\n")
}
