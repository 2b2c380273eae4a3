//! The network of a browser: sends each distinct request once, within the rules of the command.

use core::cell::{Cell, RefCell};
use std::{collections::HashMap, rc::Rc};

use cors_browser::{Blocked, Browser, Engine};
use cors_rules::is_public_suffix_or_ancestor;
use http::{HeaderMap, Request, Response, StatusCode};
use url::{Position, Url};

use crate::transport::{Transport, is_preflight};

/// The requests that a command may send.
#[derive(Debug)]
pub(crate) enum Rules {
    /// All, as a browser sends them.
    All,
    /// Preflights alone.
    Preflights,
    /// Requests to one host and port, with a safe method or one that the user named.
    Audit {
        authority: String,
        method: Option<String>,
        limit: usize,
    },
}

/// The parts of a request that a response can depend on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    method: String,
    uri: String,
    headers: Vec<(String, Vec<u8>)>,
    body: Vec<u8>,
}

type Reply = (StatusCode, HeaderMap, Vec<u8>);

/// Sends the requests of browsers. Equal requests are sent once, so that several engines can see one response.
#[derive(Debug)]
pub(crate) struct Network {
    transport: Transport,
    rules: Rules,
    replies: RefCell<HashMap<Key, Result<Reply, String>>>,
    sent: Cell<usize>,
    /// True if the latest request was against the rules.
    refused: Cell<bool>,
}

impl Network {
    pub(crate) fn new(transport: Transport, rules: Rules) -> Rc<Self> {
        Rc::new(Self {
            transport,
            rules,
            replies: RefCell::default(),
            sent: Cell::new(0),
            refused: Cell::new(false),
        })
    }

    pub(crate) fn transport(&self) -> &Transport {
        &self.transport
    }

    /// The number of requests that were sent.
    pub(crate) fn sent(&self) -> usize {
        self.sent.get()
    }

    /// True if the latest request was not sent because of the rules.
    pub(crate) fn was_refused(&self) -> bool {
        self.refused.get()
    }

    /// A browser that shows a page of this origin, or of the origin `null`, and sends through this network.
    pub(crate) fn browser(self: &Rc<Self>, page: &Page, engine: Engine) -> Browser {
        let network = Rc::clone(self);
        let browser = match page {
            Page::At(url) => {
                let browser = Browser::at(url);
                match url.domain().and_then(public_suffix) {
                    Some(suffix) => browser.public_suffix(suffix),
                    None => browser,
                }
            }
            Page::Sandboxed => Browser::sandboxed(),
        };
        // The cookies of a call are given because the page has them.
        let browser = browser.engine(engine).allow_third_party_cookies();
        browser.with_network(move |request| {
            let network = Rc::clone(&network);
            async move { network.respond(request).await }
        })
    }

    /// Sends a request with an absolute URI, or repeats the response to an equal one.
    pub(crate) async fn respond(
        &self,
        request: Request<Vec<u8>>,
    ) -> Result<Response<Vec<u8>>, String> {
        if let Err(why) = self.check(&request) {
            self.refused.set(true);
            return Err(why);
        }
        self.refused.set(false);
        let key = key(&request);
        let known = self.replies.borrow().get(&key).cloned();
        let reply = if let Some(reply) = known {
            reply
        } else {
            if let Rules::Audit { limit, .. } = self.rules
                && self.sent.get() >= limit
            {
                return Err(format!("the audit sends no more than {limit} requests"));
            }
            self.sent.set(self.sent.get() + 1);
            let response = self.transport.send(request).await;
            let reply = response.map(|response| {
                let (head, body) = response.into_parts();
                (head.status, head.headers, body)
            });
            self.replies.borrow_mut().insert(key, reply.clone());
            reply
        };
        let (status, headers, body) = reply?;
        let mut response = Response::new(body);
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        Ok(response)
    }

    fn check(&self, request: &Request<Vec<u8>>) -> Result<(), String> {
        match &self.rules {
            Rules::All => Ok(()),
            Rules::Preflights if is_preflight(request) => Ok(()),
            Rules::Preflights => Err("only preflights are sent".to_owned()),
            Rules::Audit {
                authority, method, ..
            } => {
                let to = request.uri().authority().map_or("", |it| it.as_str());
                if to != authority {
                    return Err(format!("the audit sends no request to `{to}`"));
                }
                let name = request.method().as_str();
                let is_safe = matches!(name, "GET" | "HEAD" | "OPTIONS");
                if is_safe || method.as_deref() == Some(name) {
                    return Ok(());
                }
                Err(format!("the audit sends no `{name}`"))
            }
        }
    }
}

/// The reason why the server did not respond, as [`Transport`] words it.
pub(crate) fn no_response(blocked: &Blocked) -> String {
    let problem = blocked.problem();
    let reason = problem.strip_prefix("the server failed: ");
    reason.unwrap_or(problem).to_owned()
}

fn key(request: &Request<Vec<u8>>) -> Key {
    // Engines differ in these, and a response that depends on them is not worth a second request.
    let is_of_engine = |name: &str| name.starts_with("sec-") || name == "referer";
    let headers = request.headers().iter();
    let headers = headers.filter(|(name, _)| !is_of_engine(name.as_str()));
    let headers = headers.map(|(name, value)| (name.to_string(), value.as_bytes().to_vec()));
    Key {
        method: request.method().to_string(),
        uri: request.uri().to_string(),
        headers: headers.collect(),
        body: request.body().clone(),
    }
}

/// The page whose script makes the requests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Page {
    /// A page at a URL.
    At(Url),
    /// A page of the origin `null`.
    Sandboxed,
}

impl Page {
    /// The origin of the page, serialized.
    pub(crate) fn origin(&self) -> String {
        match self {
            // Not `Url::origin`, which is opaque for the schemes of applications, such as `tauri`.
            Self::At(url) => {
                let authority = &url[Position::BeforeHost..Position::BeforePath];
                format!("{}://{authority}", url.scheme())
            }
            Self::Sandboxed => "null".to_owned(),
        }
    }
}

impl core::str::FromStr for Page {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "null" {
            return Ok(Self::Sandboxed);
        }
        let is_page = |url: &Url| {
            url.scheme() != "file" && url.host_str().is_some_and(|host| !host.is_empty())
        };
        if let Some(url) = Url::parse(text).ok().filter(is_page) {
            if url.host_str().is_some_and(|host| host.contains('*')) {
                return Err("a page has one origin: replace the `*` by a name".to_owned());
            }
            return Ok(Self::At(url));
        }
        // `localhost:3000` is a URL of the scheme `localhost`.
        let guess = if text.contains("://") {
            ""
        } else {
            guessed_scheme(text)
        };
        match Url::parse(&format!("{guess}{text}")) {
            Ok(url) if !guess.is_empty() && url.username().is_empty() && is_page(&url) => Err(format!(
                "the scheme is missing: write `{guess}{text}`"
            )),
            _ => Err(
                "not an origin such as `https://app.example.com`, or `null` for a file or a sandboxed frame"
                    .to_owned(),
            ),
        }
    }
}

/// The scheme that pages of a host probably have.
fn guessed_scheme(authority: &str) -> &'static str {
    let is_local = ["localhost", "127.", "[::1]"]
        .iter()
        .any(|start| authority.starts_with(start));
    if is_local { "http://" } else { "https://" }
}

/// The longest public suffix of a domain, if it has one in the list.
pub(crate) fn public_suffix(domain: &str) -> Option<&str> {
    let mut rest = domain;
    while let Some((_, parent)) = rest.split_once('.') {
        if is_public_suffix_or_ancestor(parent) {
            return Some(parent);
        }
        rest = parent;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn public_suffix_is_the_longest_parent_on_the_list() {
        assert_eq!(public_suffix("app.example.com"), Some("com"));
        assert_eq!(public_suffix("app.shop.co.uk"), Some("co.uk"));
        assert_eq!(public_suffix("a.b.github.io"), Some("github.io"));
        assert_eq!(public_suffix("localhost"), None);
    }

    #[test]
    fn page_takes_origins_and_null() {
        let page = |text: &str| text.parse::<Page>().map(|page| page.origin());
        assert_eq!(
            page("https://App.example.com:443/a").as_deref(),
            Ok("https://app.example.com")
        );
        assert_eq!(page("null").as_deref(), Ok("null"));
        for wrong in ["", "mailto:a@b", "file:///a", "https://"] {
            let error = page(wrong).expect_err(wrong);
            assert!(error.starts_with("not an origin"), "{wrong}: {error}");
        }
        assert!(page("https://*.example.com").is_err());
        for (text, whole) in [
            ("app.example.com", "`https://app.example.com`"),
            ("localhost:3000", "`http://localhost:3000`"),
            ("[::1]:3000", "`http://[::1]:3000`"),
        ] {
            let error = page(text).expect_err(text);
            assert!(error.contains(whole), "{text}: {error}");
        }
    }
}
