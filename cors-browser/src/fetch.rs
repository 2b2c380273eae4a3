//! Fetch, "main fetch" and "HTTP fetch".

use url::Url;

use crate::{
    blocked::{Blocked, Failure, Reason, Stage},
    browser::Browser,
    cors_check,
    headers::HeaderList,
    log::ExchangeLog,
    method,
    origin::{Origin, is_trustworthy},
    preflight::PreflightRequest,
    preflight_cache::CacheKey,
    redirect,
    request::{Credentials, Mode},
    resource_policy,
    response::{InternalResponse, Kind, Response, ResponseTainting, hidden},
    safelist,
};

/// Fetch, "request", with the state of its fetch.
#[derive(Debug)]
pub(crate) struct Fetch<'b> {
    pub(crate) browser: &'b Browser,
    pub(crate) method: String,
    /// Fetch, "URL list". The last one is the current URL.
    pub(crate) urls: Vec<Url>,
    pub(crate) headers: HeaderList,
    pub(crate) body: Option<Vec<u8>>,
    /// `None` for a navigation.
    pub(crate) mode: Option<Mode>,
    pub(crate) credentials: Credentials,
    /// Fetch, "response tainting".
    pub(crate) tainting: ResponseTainting,
    /// The URL for `Referer`.
    pub(crate) referrer: Option<Url>,
    /// The one of the first request.
    pub(crate) first_referrer: Option<Url>,
    pub(crate) use_cors_preflight: bool,
    pub(crate) stage: Stage,
    pub(crate) log: ExchangeLog,
    /// The body of the latest response, if it is a short text.
    pub(crate) response_text: Option<String>,
    /// True if the request passed a preflight or a cache entry of one.
    pub(crate) used_preflight: bool,
    /// The header names that need a preflight, before a redirect removed some.
    pub(crate) initial_unsafe_names: Vec<String>,
    /// True if the latest request had an `Origin`.
    pub(crate) sent_origin: bool,
}

impl<'b> Fetch<'b> {
    /// A navigation with the method `GET`. Other requests override its fields.
    pub(crate) fn new(browser: &'b Browser, url: Url, log: ExchangeLog) -> Self {
        Self {
            browser,
            method: "GET".to_owned(),
            urls: vec![url],
            headers: HeaderList::default(),
            body: None,
            mode: None,
            credentials: Credentials::Include,
            tainting: ResponseTainting::Basic,
            referrer: browser.page().and_then(referrer),
            first_referrer: None,
            use_cors_preflight: false,
            stage: Stage::Request,
            log,
            response_text: None,
            used_preflight: false,
            initial_unsafe_names: Vec::new(),
            sent_origin: false,
        }
    }

    pub(crate) fn url(&self) -> &Url {
        // The list is never empty.
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

    /// Fetches, and appends the exchanges to the browser's log.
    pub(crate) async fn run(mut self) -> Result<Response, Blocked> {
        let outcome = self.main().await;
        let outcome = match outcome {
            Ok(received) => {
                let (kind, credentials) = (self.kind(), self.credentials);
                self.log.note(summary(kind, credentials, &received));
                let mut response = Response::filtered(kind, credentials, received);
                response.log = self.log.text();
                Ok(response)
            }
            Err(failure) => {
                let engine = self.browser.chosen_engine();
                let is_read = self.tainting == ResponseTainting::Cors
                    && matches!(self.stage, Stage::Response | Stage::Redirect);
                let forgets = engine.forgets_after_simple_failures() && is_read;
                if (self.used_preflight || forgets) && !engine.caches_refused_preflights() {
                    let mut state = self.browser.state();
                    state
                        .preflight_cache
                        .clear(&self.serialized_origin(), &without_fragment(self.url()));
                }
                let request = format!("{} {}", self.method, self.url());
                let text = self.response_text.take();
                Err(self
                    .browser
                    .blocked(failure, self.stage, request, text, &mut self.log))
            }
        };
        self.browser.state().log.extend(&self.log);
        outcome
    }

    fn kind(&self) -> Kind {
        match self.tainting {
            _ if self.mode.is_none() => Kind::Navigation,
            ResponseTainting::Basic => Kind::Basic,
            ResponseTainting::Cors => Kind::Cors,
            ResponseTainting::Opaque => Kind::Opaque,
        }
    }

    async fn main(&mut self) -> Result<InternalResponse, Failure> {
        self.initial_unsafe_names =
            safelist::unsafe_names(&self.headers, self.browser.chosen_engine());
        loop {
            self.refuse_mixed_content()?;
            self.trim_referrer();
            if self.urls.len() == 1 {
                self.first_referrer.clone_from(&self.referrer);
            }
            self.taint()?;
            if self.tainting == ResponseTainting::Cors {
                self.preflight_if_needed().await?;
            }
            let received = self.send_request().await?;
            let is_redirect = redirect::is_status(received.status);
            self.stage = if is_redirect {
                Stage::Redirect
            } else {
                Stage::Response
            };
            if self.tainting == ResponseTainting::Cors && !matches!(received.status, 304 | 407) {
                let origin = self.serialized_origin();
                cors_check::check(&origin, self.credentials, &received.headers)?;
            }
            if is_redirect && self.follow_redirect(&received)? {
                continue;
            }
            if self.tainting == ResponseTainting::Opaque {
                let sites = self.browser.sites();
                resource_policy::check(self.origin(), &received.url, &received.headers, sites)?;
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
            "mixed content: a page of https may not fetch over plain http",
            "a URL of https, or of this machine such as `http://localhost`",
        ))
    }

    /// "Main fetch", the step that sets the response tainting.
    fn taint(&mut self) -> Result<(), Failure> {
        let is_same = self.origin().is_same(&Origin::of(self.url()));
        self.tainting = match self.mode {
            None => ResponseTainting::Basic,
            Some(_) if is_same && self.tainting == ResponseTainting::Basic => {
                ResponseTainting::Basic
            }
            Some(Mode::Cors) => ResponseTainting::Cors,
            Some(Mode::NoCors) => ResponseTainting::Opaque,
            Some(Mode::SameOrigin) => {
                return Err(Failure::new(
                    Reason::NotSameOrigin,
                    format!(
                        "mode `same-origin` does not allow another origin, `{}`",
                        Origin::of(self.url()).serialize()
                    ),
                    "a URL of the page's own origin, or mode `cors`",
                ));
            }
        };
        Ok(())
    }

    /// The header names that the preflight asks for.
    fn preflight_names(&self) -> Vec<String> {
        let engine = self.browser.chosen_engine();
        if !engine.preflights_after_redirects() {
            return safelist::unsafe_names(&self.headers, engine);
        }
        let mut names = self.initial_unsafe_names.clone();
        names.retain(|name| self.headers.contains(name) || engine.preflights_removed_headers());
        names
    }

    /// The `Origin` of the preflight.
    fn preflight_origin(&self) -> String {
        if self
            .browser
            .chosen_engine()
            .ignores_redirects_in_preflight_origin()
        {
            self.origin().serialize()
        } else {
            self.serialized_origin()
        }
    }

    /// Sends a preflight if the request needs one and the CORS-preflight cache does not allow it.
    async fn preflight_if_needed(&mut self) -> Result<(), Failure> {
        let engine = self.browser.chosen_engine();
        let names = self.preflight_names();
        let is_safe = method::is_safelisted(&self.method);
        let is_simple_since_redirect = is_safe && names.is_empty() && !self.use_cors_preflight;
        let needed_one = self.used_preflight || !self.initial_unsafe_names.is_empty();
        if is_simple_since_redirect && !(needed_one && engine.preflights_after_redirects()) {
            return Ok(());
        }
        self.used_preflight = true;
        let origin = self.preflight_origin();
        let url = without_fragment(self.url());
        let key = CacheKey {
            origin: &origin,
            url: &url,
            credentials: self.credentials,
        };
        let is_cached = {
            let state = self.browser.state();
            let (cache, now) = (&state.preflight_cache, state.clock);
            let needs_entry = self.use_cors_preflight
                || is_simple_since_redirect
                || !engine.allows_method_without_entry(&self.method);
            (!needs_entry || cache.has_method(key, now, &self.method, engine))
                && names
                    .iter()
                    .all(|name| cache.has_header_name(key, now, name, engine))
        };
        if is_cached {
            self.log
                .note("no preflight: the CORS-preflight cache allows the request");
            return Ok(());
        }
        self.log
            .note(reasons(&self.method, &names, self.use_cors_preflight));
        self.stage = Stage::Preflight;
        let method = self.method.clone();
        let preflight = PreflightRequest {
            origin: &origin,
            method: &method,
            header_names: &names,
            credentials: self.credentials,
            use_cors_preflight: self.use_cors_preflight,
        };
        if engine.caches_only_the_last_preflight() {
            self.browser.state().preflight_cache.clear(&origin, &url);
        }
        let response = self.send_preflight(&origin, preflight.headers()).await?;
        let grant = preflight.read(response.status, &response.headers, engine)?;
        let is_tainted = origin != self.origin().serialize();
        if is_tainted && engine.needs_any_origin_after_taint() {
            cors_check::allows_any_origin(&response.headers)?;
        }
        let checked = preflight.check_grant(&grant, &response.headers, engine);
        if checked.is_err() && !engine.caches_refused_preflights() {
            return checked;
        }
        let is_opaque = matches!(self.origin(), Origin::Opaque);
        if grant.max_age == 0 || (is_opaque && !engine.caches_for_opaque_origins()) {
            self.log.note("allowed, not cached");
        } else {
            let seconds = grant.max_age;
            let allowed = if checked.is_ok() {
                "allowed"
            } else {
                "not allowed"
            };
            self.log.note(format!("{allowed}, cached for {seconds} s"));
            let mut state = self.browser.state();
            let now = state.clock;
            state.preflight_cache.insert(key, now, &grant);
        }
        checked?;
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

/// The URL of a cache entry.
fn without_fragment(url: &Url) -> String {
    let mut url = url.clone();
    url.set_fragment(None);
    url.into()
}

fn reasons(method: &str, names: &[String], use_cors_preflight: bool) -> String {
    let mut reasons = Vec::new();
    if !method::is_safelisted(method) {
        reasons.push(format!("of the method `{method}`"));
    }
    let names = names.iter().map(|name| format!("of the header `{name}`"));
    reasons.extend(names);
    if use_cors_preflight {
        reasons.push("of a listener on the upload".to_owned());
    }
    format!("a preflight, because {}", reasons.join(" and "))
}

fn summary(kind: Kind, credentials: Credentials, received: &InternalResponse) -> String {
    let hidden = match kind {
        Kind::Opaque => return "sent; the script may not read the response".to_owned(),
        Kind::Navigation => return "sent; the response is a new document".to_owned(),
        Kind::Basic | Kind::Cors => hidden(kind, credentials, &received.headers),
    };
    if hidden.is_empty() {
        "the script may read the response".to_owned()
    } else {
        format!(
            "the script may read the response, except {}",
            hidden.join(", ")
        )
    }
}
