//! Fetch, "main fetch" and "HTTP fetch": the way of one request through the standard.

use url::Url;

use crate::{
    address::{Origin, is_trustworthy},
    blocked::{Blocked, Failure, Reason, Stage},
    browser::Browser,
    cache::Key,
    conversation::Conversation,
    cors_check,
    headers::HeaderList,
    method, policy,
    preflight::Question,
    redirect,
    request::{Credentials, Mode},
    response::{Kind, Received, Response, hidden},
    safelist,
};

/// The standard's request, while it is under way.
#[derive(Debug)]
pub(crate) struct Fetch<'b> {
    pub(crate) browser: &'b Browser,
    pub(crate) method: String,
    /// The URL list: the last one is the current URL.
    pub(crate) urls: Vec<Url>,
    pub(crate) headers: HeaderList,
    pub(crate) body: Option<Vec<u8>>,
    /// `None` for a navigation.
    pub(crate) mode: Option<Mode>,
    pub(crate) credentials: Credentials,
    pub(crate) tainting: Kind,
    /// What is said of the page.
    pub(crate) referrer: Option<Url>,
    pub(crate) asks_always: bool,
    pub(crate) stage: Stage,
    pub(crate) log: Conversation,
    /// True if it went through a preflight, or what one of them left in the memory.
    pub(crate) asked: bool,
}

impl<'b> Fetch<'b> {
    /// A navigation by `GET`, which everything else is a change of.
    pub(crate) fn new(browser: &'b Browser, url: Url, log: Conversation) -> Self {
        Self {
            browser,
            method: "GET".to_owned(),
            urls: vec![url],
            headers: HeaderList::default(),
            body: None,
            mode: None,
            credentials: Credentials::Include,
            tainting: Kind::Basic,
            referrer: browser.page().and_then(referrer),
            asks_always: false,
            stage: Stage::Request,
            log,
            asked: false,
        }
    }

    pub(crate) fn url(&self) -> &Url {
        // The list starts with one and only grows.
        &self.urls[self.urls.len() - 1]
    }

    fn origin(&self) -> &'b Origin {
        self.browser.origin()
    }

    /// "Serializing a request origin".
    pub(crate) fn serialized_origin(&self) -> String {
        if redirect::taints(self.origin(), &self.urls) {
            "null".to_owned()
        } else {
            self.origin().serialize()
        }
    }

    /// Runs to the end, and puts down what was said.
    pub(crate) async fn run(mut self) -> Result<Response, Blocked> {
        let outcome = self.main().await;
        let outcome = match outcome {
            Ok(received) => {
                let (kind, credentials) = (self.kind(), self.credentials);
                self.log.note(verdict(kind, credentials, &received));
                let mut response = Response::filtered(kind, credentials, received);
                response.conversation = self.log.text();
                Ok(response)
            }
            Err(failure) => {
                if self.asked {
                    let mut state = self.browser.state();
                    state
                        .cache
                        .clear(&self.serialized_origin(), &address(self.url()));
                }
                let request = format!("{} {}", self.method, self.url());
                Err(self
                    .browser
                    .blocked(failure, self.stage, request, &mut self.log))
            }
        };
        self.browser.state().log.extend(&self.log);
        outcome
    }

    fn kind(&self) -> Kind {
        if self.mode.is_none() {
            Kind::Navigation
        } else {
            self.tainting
        }
    }

    async fn main(&mut self) -> Result<Received, Failure> {
        loop {
            self.refuse_mixed_content()?;
            self.trim_referrer();
            self.taint()?;
            if self.tainting == Kind::Cors {
                self.ask().await?;
            }
            let received = self.request().await?;
            let is_redirect = redirect::is_status(received.status);
            self.stage = if is_redirect {
                Stage::Redirect
            } else {
                Stage::Response
            };
            if self.tainting == Kind::Cors && !matches!(received.status, 304 | 407) {
                let origin = self.serialized_origin();
                cors_check::check(&origin, self.credentials, &received.headers)?;
            }
            if is_redirect && self.redirect(&received)? {
                continue;
            }
            if self.tainting == Kind::Opaque {
                let sites = self.browser.sites();
                policy::check(self.origin(), &received.url, &received.headers, sites)?;
            }
            return Ok(received);
        }
    }

    /// Mixed Content, "should fetching request be blocked as mixed content".
    fn refuse_mixed_content(&self) -> Result<(), Failure> {
        let is_secure = self.origin().scheme() == Some("https");
        if self.mode.is_none() || !is_secure || is_trustworthy(self.url()) {
            return Ok(());
        }
        Err(Failure::new(
            Reason::MixedContent,
            "a page of https may not fetch over plain http",
            "an address of https, or one of this machine such as `http://localhost`",
        ))
    }

    /// The switch of "main fetch".
    fn taint(&mut self) -> Result<(), Failure> {
        let is_same = self.origin().is_same(&Origin::of(self.url()));
        self.tainting = match self.mode {
            None => Kind::Basic,
            Some(_) if is_same && self.tainting == Kind::Basic => Kind::Basic,
            Some(Mode::Cors) => Kind::Cors,
            Some(Mode::NoCors) => Kind::Opaque,
            Some(Mode::SameOrigin) => {
                return Err(Failure::new(
                    Reason::NotSameOrigin,
                    format!(
                        "mode `same-origin` does not reach {}",
                        Origin::of(self.url()).serialize()
                    ),
                    "an address of the page's own origin, or mode `cors`",
                ));
            }
        };
        Ok(())
    }

    /// Sends a preflight if one is needed.
    async fn ask(&mut self) -> Result<(), Failure> {
        let engine = self.browser.chosen_engine();
        let names = safelist::unsafe_names(&self.headers, engine);
        let is_safe = method::is_safelisted(&self.method);
        if is_safe && names.is_empty() && !self.asks_always {
            return Ok(());
        }
        self.asked = true;
        let origin = self.serialized_origin();
        let url = address(self.url());
        let key = Key {
            origin: &origin,
            url: &url,
            credentials: self.credentials,
        };
        let is_remembered = {
            let state = self.browser.state();
            let (cache, now) = (&state.cache, state.clock);
            let needs_entry = self.asks_always || !engine.needs_no_entry(&self.method);
            (!needs_entry || cache.has_method(key, now, &self.method, engine))
                && names
                    .iter()
                    .all(|name| cache.has_name(key, now, name, engine))
        };
        if is_remembered {
            self.log
                .note("no preflight: an earlier one permitted it, and is remembered");
            return Ok(());
        }
        self.log
            .note(reasons(&self.method, &names, self.asks_always));
        self.stage = Stage::Preflight;
        let method = self.method.clone();
        let question = Question {
            origin: &origin,
            method: &method,
            names: &names,
            credentials: self.credentials,
            asks_always: self.asks_always,
        };
        let answer = self.send_preflight(question.headers()).await?;
        let permission = question.judge(answer.status, &answer.headers, engine)?;
        if engine.remembers_the_last_preflight_alone() {
            self.browser.state().cache.clear(&origin, &url);
        }
        let is_opaque = matches!(self.origin(), Origin::Opaque);
        if permission.seconds == 0 || (is_opaque && !engine.remembers_for_opaque_origins()) {
            self.log.note("permitted, and not to be remembered");
        } else {
            let seconds = permission.seconds;
            self.log
                .note(format!("permitted, and remembered for {seconds} s"));
            let mut state = self.browser.state();
            let now = state.clock;
            state.cache.remember(key, now, &permission);
        }
        self.stage = if self.urls.len() > 1 {
            Stage::Redirect
        } else {
            Stage::Request
        };
        Ok(())
    }
}

/// Referrer Policy, "strip url for use as a referrer".
fn referrer(page: &Url) -> Option<Url> {
    let mut page = matches!(page.scheme(), "http" | "https").then(|| page.clone())?;
    page.set_fragment(None);
    let _ = page.set_username("");
    let _ = page.set_password(None);
    Some(page)
}

/// The address by which a preflight is remembered.
fn address(url: &Url) -> String {
    let mut url = url.clone();
    url.set_fragment(None);
    url.into()
}

fn reasons(method: &str, names: &[String], asks_always: bool) -> String {
    let mut reasons = Vec::new();
    if !method::is_safelisted(method) {
        reasons.push(format!("of the method `{method}`"));
    }
    let names = names.iter().map(|name| format!("of the header `{name}`"));
    reasons.extend(names);
    if asks_always {
        reasons.push("its upload is listened to".to_owned());
    }
    format!("a preflight, because {}", reasons.join(" and "))
}

fn verdict(kind: Kind, credentials: Credentials, received: &Received) -> String {
    let hidden = match kind {
        Kind::Opaque => return "sent; the page may see nothing of the answer".to_owned(),
        Kind::Navigation => return "sent; the page that sent it sees nothing".to_owned(),
        Kind::Basic | Kind::Cors => hidden(kind, credentials, &received.headers),
    };
    if hidden.is_empty() {
        "the page may read the answer".to_owned()
    } else {
        format!(
            "the page may read the answer, but for {}",
            hidden.join(", ")
        )
    }
}
